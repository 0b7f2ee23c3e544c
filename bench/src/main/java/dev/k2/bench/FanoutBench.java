package dev.k2.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a server spends to tell one message to one of many readers: K2 beside Vert.x, Jetty and
 * Tomcat, which write and flush each message. Each is a process of its own, whose whole CPU counts;
 * the readers are in this one. All are told the same trades, and each trade reaches each reader.
 */
final class FanoutBench {
    private static final int RECEIVE_BYTES = 256 * 1024;
    private static final long REST_NANOS = 500_000;

    private static final List<FanHost.Kind> KINDS =
            List.of(FanHost.Kind.K2, FanHost.Kind.VERTX, FanHost.Kind.JETTY, FanHost.Kind.TOMCAT);

    private FanoutBench() {}

    /**
     * How much is measured.
     *
     * @param together how many instruments trade at one moment, one shape after the other
     * @param tradesPerSecond at most, of all instruments
     * @param millis of one round
     */
    record Size(
            int readers,
            List<Integer> together,
            int tradesPerSecond,
            long millis,
            int warmUp,
            int rounds) {
        static final Size USUAL = new Size(1_000, List.of(1, 4, 10), 100, 2_000, 2, 4);
    }

    static int run(String[] arguments, PrintStream out, PrintStream problems) {
        if (arguments.length > 0) {
            problems.println("bench fanout takes no words.");
            return 2;
        }
        try {
            measure(Size.USUAL, out);
            return 0;
        } catch (IOException failed) {
            problems.println("The benchmark failed: " + failed.getMessage());
            return 1;
        }
    }

    static void measure(Size size, PrintStream out) throws IOException {
        List<Runner> runners = new ArrayList<>();
        try {
            for (FanHost.Kind kind : KINDS) {
                runners.add(new Runner(kind, size));
            }
            for (int round = 0; round < size.warmUp(); round++) {
                for (Runner runner : runners) {
                    var _ = runner.round(size.together().getLast());
                }
            }
            for (int together : size.together()) {
                compare(runners, together, size, out);
            }
        } finally {
            for (Runner runner : runners) {
                runner.close();
            }
        }
    }

    private static void compare(List<Runner> runners, int together, Size size, PrintStream out)
            throws IOException {
        long[] best = new long[runners.size()];
        for (int round = 0; round < size.rounds(); round++) {
            for (int i = 0; i < best.length; i++) {
                long nanosPerThousand = runners.get(i).round(together);
                best[i] = round == 0 ? nanosPerThousand : Math.min(best[i], nanosPerThousand);
            }
        }
        String what = together == 1 ? "1 message at a time" : together + " messages at a time";
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < best.length; i++) {
            Runner runner = runners.get(i);
            figures.add(new Figure(runner.kind.text(), best[i], ""));
            out.printf(
                    Locale.ROOT,
                    "fanout %-22s %-10s %6s ns CPU a delivery, %d a second a core, %d bytes a"
                            + " message%n",
                    what,
                    runner.kind.text(),
                    Figure.thousandths(best[i], 0),
                    1_000_000_000_000L / Math.max(1, best[i]),
                    runner.bytesPerMessage);
        }
        out.printf(
                Locale.ROOT, "fanout %-22s K2's CPU is less by %s%n", what, Figure.ratios(figures));
    }

    /** One contestant and its readers. */
    private static final class Runner implements AutoCloseable {
        private final FanHost.Kind kind;
        private final Size size;
        private final FanProcess server;
        private final Crowd crowd;
        private long bytesPerMessage;

        Runner(FanHost.Kind kind, Size size) throws IOException {
            this.kind = kind;
            this.size = size;
            server = FanProcess.start(kind);
            crowd = new Crowd(server.port(), size.readers(), RECEIVE_BYTES, REST_NANOS);
            crowd.say(Print.subscription("trades", 0, size.together().getLast()));
            crowd.readUntil("all subscribed", () -> crowd.allHeard(1));
        }

        /** Nanoseconds of CPU for a thousand deliveries. */
        long round(int together) throws IOException {
            // K2 hands out every 20 ms: less between two bursts would put them into one flush.
            long pauseMicros = Math.max(25_000, 1_000_000L * together / size.tradesPerSecond());
            int bursts = Math.toIntExact(Math.max(1, size.millis() * 1000 / pauseMicros));
            long expected = crowd.messages() + (long) size.readers() * together * bursts;
            long messagesBefore = crowd.messages();
            long bytesBefore = crowd.bytes();
            long before = server.cpuNanos();
            server.tell(0, together, bursts, pauseMicros);
            crowd.readUntil("all were told", () -> crowd.messages() >= expected);
            var _ = server.told();
            long spent = server.cpuNanos() - before;
            if (crowd.messages() != expected) {
                throw new IOException(
                        kind.text() + " told " + (crowd.messages() - expected) + " too many");
            }
            long delivered = expected - messagesBefore;
            bytesPerMessage = (crowd.bytes() - bytesBefore) / delivered;
            return spent * 1000 / delivered;
        }

        @Override
        public void close() throws IOException {
            crowd.close();
            server.close();
        }
    }
}
