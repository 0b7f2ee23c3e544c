package dev.k2.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Readers that do not read. First what they cost: K2, which keeps the newest state for them, beside
 * servers that queue each message, up to the moment that all know the newest state. Then whom they
 * hurt: how long messages take to everybody else, with one that stalls among them and without.
 */
final class SlowBench {
    private static final int INSTRUMENTS = 100;
    private static final int RECEIVE_BYTES = 16 * 1024;
    private static final long REST_NANOS = 500_000;

    /** K2 hands out every 20 ms: whatever comes less than that apart is one update already. */
    private static final long PAUSE_MICROS = 25_000;

    /** Above every price that was traded at before. */
    private static final long LAST_CENTS = 7_777_701;

    private static final List<FanHost.Kind> KINDS =
            List.of(FanHost.Kind.K2, FanHost.Kind.VERTX_QUEUE, FanHost.Kind.VERTX);

    private SlowBench() {}

    /**
     * How much is measured.
     *
     * @param readers that all stall
     * @param fill bursts that fill what the kernel keeps for them
     * @param bursts that are measured, of 100 updates each
     * @param others those who read while one stalls
     * @param seconds of each stretch with one that stalls, and without
     */
    record Size(int readers, int fill, int bursts, int rounds, int others, int seconds) {
        static final Size USUAL = new Size(200, 25, 25, 3, 499, 16);
    }

    static int run(String[] arguments, PrintStream out, PrintStream problems) {
        if (arguments.length > 0) {
            problems.println("bench slow takes no words.");
            return 2;
        }
        try {
            cost(Size.USUAL, out);
            harm(Size.USUAL, out);
            return 0;
        } catch (IOException failed) {
            problems.println("The benchmark failed: " + failed.getMessage());
            return 1;
        }
    }

    // --- what they cost ---

    /**
     * What a server spent.
     *
     * @param stalledPerThousand nanoseconds of a thousand updates to one connection that stalls
     * @param wholePerThousand the same with what it took until each knew the newest state
     * @param bytesKept told to one reader after it stalled, at most
     */
    private record Spent(long stalledPerThousand, long wholePerThousand, long bytesKept) {
        Spent best(Spent other) {
            return new Spent(
                    Math.min(stalledPerThousand, other.stalledPerThousand),
                    Math.min(wholePerThousand, other.wholePerThousand),
                    Math.max(bytesKept, other.bytesKept));
        }
    }

    static void cost(Size size, PrintStream out) throws IOException {
        List<Stalling> contestants = new ArrayList<>();
        List<Spent> best = new ArrayList<>();
        try {
            for (FanHost.Kind kind : KINDS) {
                contestants.add(new Stalling(kind, size));
            }
            for (Stalling warm : contestants) {
                best.add(warm.round());
            }
            for (int round = 0; round < size.rounds(); round++) {
                for (int i = 0; i < best.size(); i++) {
                    Spent spent = contestants.get(i).round();
                    best.set(i, round == 0 ? spent : best.get(i).best(spent));
                }
            }
        } finally {
            for (Stalling contestant : contestants) {
                contestant.close();
            }
        }
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < KINDS.size(); i++) {
            Spent spent = best.get(i);
            figures.add(new Figure(KINDS.get(i).text(), spent.wholePerThousand(), ""));
            out.printf(
                    Locale.ROOT,
                    "slow %-22s %6s ns CPU an update and connection, %s of them while it stalls; at"
                            + " most %d KiB told to one afterwards%n",
                    KINDS.get(i).text(),
                    Figure.thousandths(spent.wholePerThousand(), 0),
                    Figure.thousandths(spent.stalledPerThousand(), 0),
                    spent.bytesKept() / 1024);
        }
        out.printf(Locale.ROOT, "slow: K2's CPU is less by %s%n", Figure.ratios(figures));
    }

    /** One contestant and its readers, who stall in every round, and then read all there is. */
    private static final class Stalling implements AutoCloseable {
        private final Size size;
        private final FanProcess server;
        private final Crowd crowd;
        private int rounds;

        Stalling(FanHost.Kind kind, Size size) throws IOException {
            this.size = size;
            server = FanProcess.start(kind);
            crowd = new Crowd(server.port(), size.readers(), RECEIVE_BYTES, REST_NANOS);
            crowd.say(Print.subscription("prices", 0, INSTRUMENTS));
            crowd.readUntil("all subscribed", () -> crowd.allHeard(1));
        }

        Spent round() throws IOException {
            rounds++;
            server.tell(0, INSTRUMENTS, size.fill(), PAUSE_MICROS);
            var _ = server.told();
            long before = server.cpuNanos();
            server.tell(0, INSTRUMENTS, size.bursts(), PAUSE_MICROS);
            var _ = server.told();
            long stalled = server.cpuNanos() - before;
            long lastCents = LAST_CENTS + 100L * rounds;
            server.tell(0, INSTRUMENTS, 1, 2 * PAUSE_MICROS, lastCents);
            var _ = server.told();
            long kept = catchUp(BigDecimal.valueOf(lastCents, 2).toPlainString());
            long whole = server.cpuNanos() - before;
            long updates = (long) INSTRUMENTS * size.bursts() * size.readers();
            return new Spent(stalled * 1000 / updates, whole * 1000 / updates, kept);
        }

        /** Reads until each reader knows the last price of everything; the most bytes that one needed. */
        private long catchUp(String lastPrice) throws IOException {
            byte[] last = lastPrice.getBytes(StandardCharsets.US_ASCII);
            var knows = new BitSet[size.readers()];
            Arrays.setAll(knows, n -> new BitSet(INSTRUMENTS));
            long[] heardBefore = new long[size.readers()];
            Arrays.setAll(heardBefore, crowd::bytes);
            int[] missing = {size.readers() * INSTRUMENTS};
            crowd.listen(
                    (reader, in, at, length) -> {
                        int index = Print.index(in, at);
                        if (!knows[reader].get(index) && contains(in, at, length, last)) {
                            knows[reader].set(index);
                            missing[0]--;
                        }
                    });
            crowd.readUntil("all knew the newest prices", () -> missing[0] == 0);
            long most = 0;
            for (int reader = 0; reader < heardBefore.length; reader++) {
                most = Math.max(most, crowd.bytes(reader) - heardBefore[reader]);
            }
            return most;
        }

        @Override
        public void close() throws IOException {
            crowd.close();
            server.close();
        }
    }

    private static boolean contains(ByteBuffer in, int at, int length, byte[] what) {
        for (int from = at; from <= at + length - what.length; from++) {
            int same = 0;
            while (same < what.length && in.get(from + same) == what[same]) {
                same++;
            }
            if (same == what.length) {
                return true;
            }
        }
        return false;
    }

    // --- whom they hurt ---

    /** How long messages took, in microseconds. */
    private record Delays(long middle, long late, long count) {}

    static void harm(Size size, PrintStream out) throws IOException {
        List<Delays> without = new ArrayList<>();
        List<Delays> with = new ArrayList<>();
        try (FanProcess server = FanProcess.start(FanHost.Kind.K2_USUAL)) {
            var _ = stretch(server, size, false, out);
            for (int round = 0; round < size.rounds(); round++) {
                without.add(stretch(server, size, false, out));
                with.add(stretch(server, size, true, out));
            }
        }
        Delays free = middle(without);
        Delays stalled = middle(with);
        print("nobody stalls", free, out);
        print("one stalls", stalled, out);
        out.printf(
                Locale.ROOT,
                "slow: with one that stalls the others' p99 is %s x that without%n",
                Figure.thousandths(stalled.late() * 1000 / Math.max(1, free.late()), 2));
    }

    /**
     * One reader is told of all instruments and the others of ten, so that what is kept for it soon
     * has an end when it stalls.
     */
    private static Delays stretch(FanProcess server, Size size, boolean stalls, PrintStream out)
            throws IOException {
        int bursts = 10 * size.seconds();
        int[] micros = new int[size.others() * 10 * bursts];
        int[] count = {0};
        try (Crowd crowd = new Crowd(server.port(), size.others() + 1, RECEIVE_BYTES, 0)) {
            for (int reader = 1; reader <= size.others(); reader++) {
                crowd.say(reader, Print.subscription("trades", 0, 10));
            }
            crowd.say(0, Print.subscription("trades", 0, INSTRUMENTS));
            crowd.readUntil("all subscribed", () -> crowd.allHeard(1));
            crowd.stall(0, stalls);
            long before = crowd.bytes(0);
            crowd.listen(
                    (reader, in, at, length) -> {
                        if (reader > 0) {
                            long nanos = Print.ageNanos(in, at, System.nanoTime());
                            micros[count[0]++] = (int) (nanos / 1_000);
                        }
                    });
            server.tell(0, INSTRUMENTS, bursts, 100_000);
            crowd.readUntil("all others were told", () -> count[0] == micros.length);
            var _ = server.told();
            if (stalls) {
                crowd.stall(0, false);
                crowd.readFor(1_000_000_000L);
                out.printf(
                        Locale.ROOT,
                        "slow: the one that stalled is %s, %d KiB had been sent to it%n",
                        crowd.hasEnded(0) ? "closed" : "still there",
                        (crowd.bytes(0) - before) / 1024);
            }
        }
        Arrays.sort(micros);
        return new Delays(
                micros[micros.length / 2],
                micros[(int) (micros.length * 99L / 100)],
                micros.length);
    }

    private static Delays middle(List<Delays> all) {
        return all.stream()
                .sorted(Comparator.comparingLong(Delays::late))
                .toList()
                .get(all.size() / 2);
    }

    private static void print(String what, Delays delays, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "slow %-22s from trade to reader p50 %s ms, p99 %s ms, %d messages%n",
                what,
                Figure.thousandths(delays.middle(), 1),
                Figure.thousandths(delays.late(), 1),
                delays.count());
    }
}
