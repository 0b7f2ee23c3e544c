package dev.k2.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A network that can go wrong, between a client and a simulated exchange on this machine. It passes
 * HTTP and WebSocket on as they are, until it is told to lose, cut, hold back or change something.
 * What it did is counted, so that a test can say that its fault struck.
 */
public final class FaultProxy implements AutoCloseable {
    /** Below the ports that the system gives to whoever asks, so that a closed port stays ours. */
    private static final int PORT_FIRST = 20_000;

    private static final int PORT_LAST = 31_000;
    private static final int PORT_TRIES = 200;
    private static final int SEEN_MAX = 100_000;

    private final int target;
    private final int port;
    private final Set<ProxyLink> links = ConcurrentHashMap.newKeySet();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<String> endings = new CopyOnWriteArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final List<FrameRule> frameRules = new ArrayList<>();
    private final List<Consumer<String>> watchers = new CopyOnWriteArrayList<>();
    private volatile ServerSocket door;
    private volatile boolean partitioned;

    private record Rule(String request, ProxyFault fault) {}

    /** What becomes of frames that hold a word: none, one or several in its place. */
    private static final class FrameRule {
        private final String word;
        private final Function<String, List<String>> change;
        private int left;

        FrameRule(String word, int count, Function<String, List<String>> change) {
            this.word = word;
            this.left = count;
            this.change = change;
        }
    }

    private FaultProxy(int target) {
        this.target = target;
        this.door = freeDoor();
        this.port = door.getLocalPort();
        listen(door);
    }

    /** A proxy in front of a port of this machine. */
    public static FaultProxy to(int target) {
        return new FaultProxy(target);
    }

    /** Where clients connect. */
    public int port() {
        return port;
    }

    /**
     * Strikes the next request of a kind, once. Several wait their turn.
     *
     * @param request such as {@code POST /api/v3/order}
     */
    public synchronized void next(String request, ProxyFault fault) {
        rules.add(new Rule(request, fault));
    }

    /** Loses so many messages of a WebSocket that hold a word. */
    public synchronized void loseFrames(String word, int count) {
        frameRules.add(new FrameRule(word, count, frame -> List.of()));
    }

    /** Changes so many messages of a WebSocket that hold a word; those that the change leaves alone do not count. */
    public synchronized void changeFrames(String word, int count, UnaryOperator<String> change) {
        frameRules.add(new FrameRule(word, count, frame -> List.of(change.apply(frame))));
    }

    /** Sends so many messages of a WebSocket that hold a word twice. */
    public synchronized void repeatFrames(String word, int count) {
        frameRules.add(new FrameRule(word, count, frame -> List.of(frame, frame)));
    }

    /** Sends the next message of a WebSocket that holds a word after the one behind it. */
    public synchronized void swapFrames(String word) {
        var held = new ArrayDeque<String>();
        frameRules.add(
                new FrameRule(
                        word,
                        2,
                        frame -> {
                            if (held.isEmpty()) {
                                held.add(frame);
                                return List.of();
                            }
                            return List.of(frame, held.remove());
                        }));
    }

    /** Tells somebody of every text message that an exchange sends over a WebSocket, before anything happens to it. */
    public void watchFrames(Consumer<String> watcher) {
        watchers.add(watcher);
    }

    /** Whether everything that was told to go wrong has done so. */
    public synchronized boolean hasStruck() {
        return rules.isEmpty() && frameRules.isEmpty();
    }

    /** The requests that arrived here, such as {@code GET /api/v3/time}, in their order. */
    public List<String> seen() {
        return List.copyOf(seen);
    }

    /** How many requests of a kind arrived here. */
    public long seen(String request) {
        return seen.stream().filter(request::equals).count();
    }

    /** How connections ended that did not end in order, for whoever asks why a test failed. */
    public List<String> endings() {
        return List.copyOf(endings);
    }

    /** Closes the port: every connection is reset, and new ones are refused. */
    public void refuse() {
        close(door);
        cut();
    }

    /** Opens the port again. */
    public void accept() {
        door = doorAt(port);
        listen(door);
    }

    /** Nothing comes through in either direction, and nobody is told. */
    public void partition() {
        partitioned = true;
    }

    /** Ends a partition. Connections that lost something in it are reset. */
    public void heal() {
        partitioned = false;
        links.stream().filter(ProxyLink::hasLost).forEach(ProxyLink::reset);
    }

    /** Resets every connection. */
    public void cut() {
        links.forEach(ProxyLink::reset);
    }

    @Override
    public void close() {
        close(door);
        cut();
    }

    boolean isPartitioned() {
        return partitioned;
    }

    int target() {
        return target;
    }

    synchronized Optional<ProxyFault> struck(String request) {
        if (seen.size() < SEEN_MAX) {
            seen.add(request);
        }
        for (Iterator<Rule> left = rules.iterator(); left.hasNext(); ) {
            Rule rule = left.next();
            if (rule.request().equals(request)) {
                left.remove();
                return Optional.of(rule.fault());
            }
        }
        return Optional.empty();
    }

    /** What becomes of a message of a WebSocket. */
    synchronized List<String> frame(String text) {
        watchers.forEach(watcher -> watcher.accept(text));
        Optional<FrameRule> found =
                frameRules.stream().filter(rule -> text.contains(rule.word)).findFirst();
        if (found.isPresent()) {
            FrameRule rule = found.get();
            List<String> changed = rule.change.apply(text);
            if (!changed.equals(List.of(text))) {
                rule.left--;
            }
            if (rule.left == 0) {
                frameRules.remove(rule);
            }
            return changed;
        }
        return List.of(text);
    }

    /** One side of a connection went without a word; the other goes too. */
    void brokeOff(IOException how) {
        if (endings.size() < SEEN_MAX) {
            endings.add(String.valueOf(how.getMessage()));
        }
    }

    void ended(ProxyLink link) {
        links.remove(link);
    }

    private void listen(ServerSocket open) {
        Thread.ofVirtual().name("fault-proxy-" + port).start(() -> acceptFrom(open));
    }

    private void acceptFrom(ServerSocket open) {
        while (!open.isClosed()) {
            try {
                Socket client = open.accept();
                var link = new ProxyLink(this, client);
                links.add(link);
                if (open.isClosed()) {
                    // Whoever closed the door may have cut the links before this one was there.
                    link.reset();
                    ended(link);
                } else {
                    link.start();
                }
            } catch (IOException closed) {
                if (!open.isClosed()) {
                    throw new UncheckedIOException(closed);
                }
            }
        }
    }

    private static ServerSocket freeDoor() {
        IOException last = new IOException("no port was tried");
        for (int i = 0; i < PORT_TRIES; i++) {
            try {
                return bound(ThreadLocalRandom.current().nextInt(PORT_FIRST, PORT_LAST));
            } catch (IOException taken) {
                last = taken;
            }
        }
        throw new UncheckedIOException("there is no free port", last);
    }

    private static ServerSocket doorAt(int port) {
        try {
            return bound(port);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    private static ServerSocket bound(int port) throws IOException {
        var socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
            return socket;
        } catch (IOException taken) {
            socket.close();
            throw taken;
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
