package dev.k2.gateway;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The readers of one event loop. Messages are taken from any thread, gathered for a moment, and
 * handed out on the loop, so that each reader gets all of them with one flush.
 */
final class Shard {
    private static final long GATHER_MILLIS = 2;
    private static final long CATCH_UP_MILLIS = 50;

    /** More than a loop can be behind while it works at all. */
    private static final int INBOX_MAX = 50_000;

    private final EventLoop loop;
    private final Map<Topic, Set<StreamSocket>> readers = new HashMap<>();
    private final Set<Topic> read = ConcurrentHashMap.newKeySet();
    private final Set<StreamSocket> behind = new LinkedHashSet<>();
    private final Object lock = new Object();
    private ArrayDeque<Told> inbox = new ArrayDeque<>();
    private boolean overflown;
    private boolean catchingUp;

    Shard(EventLoop loop) {
        this.loop = loop;
    }

    private record Told(Topic topic, MarketFan.Message message) {}

    void tell(Topic topic, MarketFan.Message message) {
        if (!read.contains(topic)) {
            return;
        }
        boolean first;
        synchronized (lock) {
            first = inbox.isEmpty() && !overflown;
            if (inbox.size() < INBOX_MAX) {
                inbox.add(new Told(topic, message));
            } else {
                inbox.clear();
                overflown = true;
            }
        }
        if (first) {
            var _ = loop.schedule(this::handOut, GATHER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** On the loop: from now on the socket is told of the topic. */
    void join(Topic topic, StreamSocket socket) {
        readers.computeIfAbsent(topic, t -> new LinkedHashSet<>()).add(socket);
        read.add(topic);
    }

    /** On the loop: the socket hears no more of the topic. */
    void leave(Topic topic, StreamSocket socket) {
        Set<StreamSocket> sockets = readers.get(topic);
        if (sockets != null && sockets.remove(socket) && sockets.isEmpty()) {
            readers.remove(topic);
            read.remove(topic);
        }
    }

    /** On the loop: the socket missed something and is to be told the newest state when it can. */
    void isBehind(StreamSocket socket) {
        behind.add(socket);
        if (!catchingUp) {
            catchingUp = true;
            var _ = loop.schedule(this::catchUp, CATCH_UP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    void forget(StreamSocket socket) {
        behind.remove(socket);
    }

    private void handOut() {
        ArrayDeque<Told> all;
        boolean lost;
        synchronized (lock) {
            all = inbox;
            inbox = new ArrayDeque<>();
            lost = overflown;
            overflown = false;
        }
        if (lost) {
            readers.forEach((topic, sockets) -> sockets.forEach(s -> s.missed(topic)));
        }
        Set<StreamSocket> touched = new LinkedHashSet<>();
        for (Told told : all) {
            for (StreamSocket socket : readers.getOrDefault(told.topic(), Set.of())) {
                if (socket.deliver(told.topic(), told.message())) {
                    touched.add(socket);
                }
            }
        }
        touched.forEach(StreamSocket::flush);
    }

    private void catchUp() {
        catchingUp = false;
        List<StreamSocket> waiting = new ArrayList<>(behind);
        behind.clear();
        for (StreamSocket socket : waiting) {
            if (!socket.catchUp()) {
                isBehind(socket);
            }
        }
    }
}
