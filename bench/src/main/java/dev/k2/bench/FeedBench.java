package dev.k2.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One message of a feed from a real socket to a normalised update: K2's connection beside the
 * WebSocket clients of Vert.x and the JDK, the same parser behind each. A thread of this process
 * sends; only threads that receive are counted.
 */
final class FeedBench {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 4;
    private static final int ROUNDS = 9;
    private static final int MESSAGES = 20_000;
    private static final long WAIT_NANOS = 60_000_000_000L;

    /** How many messages the exchange sends at once. */
    private static final int[] BATCHES = {1, 10};

    private FeedBench() {}

    static int run(String[] arguments, PrintStream out, PrintStream problems) {
        if (arguments.length > 0) {
            problems.println("bench feed takes no words.");
            return 2;
        }
        try {
            for (int batch : BATCHES) {
                measure(batch, MESSAGES, WARM_UP, ROUNDS, out);
            }
            return 0;
        } catch (IOException failed) {
            problems.println("A socket failed: " + failed.getMessage());
            return 1;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    static void measure(int batch, int messages, int warmUp, int rounds, PrintStream out)
            throws IOException, InterruptedException {
        List<Runner> runners = new ArrayList<>();
        try (FeedServer server = FeedServer.start()) {
            runners.add(new Runner(new K2Receiver(), server));
            runners.add(new Runner(new VertxReceiver(), server));
            runners.add(new Runner(new JdkReceiver(), server));
            for (int round = 0; round < warmUp + rounds; round++) {
                for (Runner runner : runners) {
                    runner.round(batch, messages, round >= warmUp);
                }
            }
        } finally {
            runners.forEach(Runner::close);
        }
        List<Figure> figures = runners.stream().map(Runner::figure).toList();
        String what = batch == 1 ? "each message sent alone" : batch + " messages at once";
        for (Figure figure : figures) {
            out.printf(
                    Locale.ROOT,
                    "feed %-24s %-17s %9s ns/message %14s%n",
                    what,
                    figure.name(),
                    Figure.thousandths(figure.nanosPerThousand(), 0),
                    figure.allocation());
        }
        out.printf(
                Locale.ROOT, "feed %-24s K2's CPU is less by %s%n", what, Figure.ratios(figures));
    }

    /** A client of the server that hands every message to the parser. */
    interface Receiver extends AutoCloseable {
        String name();

        /** Connects, and returns when it is connected. */
        void connect(String address, Parser parser) throws InterruptedException;

        @Override
        void close();
    }

    /** One contestant with its connection, its messages and its figures. */
    private static final class Runner implements AutoCloseable {
        private final Receiver receiver;
        private final Parser parser = new Parser();
        private final Messages messages = new Messages(Kind.TRADE, 7);
        private final FeedServer.Connection connection;
        private long bestNanosPerThousand = Long.MAX_VALUE;
        private long bestBytes = Long.MAX_VALUE;

        Runner(Receiver receiver, FeedServer server) throws InterruptedException {
            this.receiver = receiver;
            receiver.connect(server.address() + "/stream", parser);
            connection = server.next();
        }

        void round(int batch, int count, boolean counts) throws IOException, InterruptedException {
            List<byte[]> frames = new ArrayList<>();
            for (int n = 0; n < count; n += batch) {
                frames.add(FeedServer.frames(messages.batch(batch)));
            }
            long expected = parser.updates() + (long) frames.size() * batch;
            Set<Long> others = senders();
            Spent before = Spent.without(others);
            for (byte[] frame : frames) {
                connection.send(frame);
            }
            parser.await(expected, WAIT_NANOS);
            Spent spent = Spent.without(others).minus(before);
            if (counts) {
                long sent = (long) frames.size() * batch;
                bestNanosPerThousand = Math.min(bestNanosPerThousand, spent.nanos() * 1000 / sent);
                bestBytes = Math.min(bestBytes, spent.bytes() / sent);
            }
        }

        Figure figure() {
            return new Figure(receiver.name(), bestNanosPerThousand, bestBytes + " B/message");
        }

        @Override
        public void close() {
            receiver.close();
        }
    }

    /** This thread, which sends and waits. */
    private static Set<Long> senders() {
        Set<Long> senders = new HashSet<>();
        senders.add(Thread.currentThread().threadId());
        return senders;
    }

    /** What all threads but some spent since they began. */
    private record Spent(long nanos, long bytes) {
        static Spent without(Set<Long> others) {
            long nanos = 0;
            long bytes = 0;
            for (long id : THREADS.getAllThreadIds()) {
                if (!others.contains(id)) {
                    nanos += Math.max(0, THREADS.getThreadCpuTime(id));
                    bytes += Math.max(0, THREADS.getThreadAllocatedBytes(id));
                }
            }
            return new Spent(nanos, bytes);
        }

        Spent minus(Spent before) {
            return new Spent(nanos - before.nanos, bytes - before.bytes);
        }
    }
}
