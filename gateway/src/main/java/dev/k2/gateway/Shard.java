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
    private final Map<Topic, Set<Reading>> readers = new HashMap<>();
    private final Set<Topic> read = ConcurrentHashMap.newKeySet();
    private final Set<StreamSocket> behind = new LinkedHashSet<>();

    /** Sockets with something to flush; kept from round to round, so that a delivery makes no object. */
    private final List<StreamSocket> touched = new ArrayList<>();

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
    void join(Reading reading) {
        readers.computeIfAbsent(reading.topic(), t -> new LinkedHashSet<>()).add(reading);
        read.add(reading.topic());
    }

    /** On the loop: the socket hears no more of the topic. */
    void leave(Reading reading) {
        Set<Reading> all = readers.get(reading.topic());
        if (all != null && all.remove(reading) && all.isEmpty()) {
            readers.remove(reading.topic());
            read.remove(reading.topic());
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
            readers.values().forEach(some -> some.forEach(r -> r.socket().missed(r)));
        }
        for (Told told : all) {
            for (Reading reading : readers.getOrDefault(told.topic(), Set.of())) {
                if (reading.socket().deliver(reading, told.message())) {
                    touched.add(reading.socket());
                }
            }
        }
        touched.forEach(StreamSocket::flush);
        touched.clear();
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
