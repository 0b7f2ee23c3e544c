package dev.k2.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** From a feed's bytes to a normalised update: K2 beside Jackson databind and XChange. */
final class ParseBench {
    private static final int PER_BATCH = 500;

    /**
     * How long to measure.
     *
     * @param warmUp rounds that do not count
     * @param rounds the best of them counts
     * @param batches in each round
     */
    record Length(int warmUp, int rounds, int batches) {}

    private ParseBench() {}

    static int run(String[] arguments, PrintStream out, PrintStream problems) {
        Length length;
        try {
            length =
                    switch (arguments.length) {
                        case 0 -> new Length(4, 9, 60);
                        case 1 -> new Length(4, Integer.parseInt(arguments[0]), 60);
                        default -> throw new NumberFormatException("too many words");
                    };
        } catch (NumberFormatException notANumber) {
            problems.println("bench parse takes the number of rounds, 9 unless told.");
            return 2;
        }
        print(length, out);
        return 0;
    }

    static void print(Length length, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "JDK %s, %d cores, one JVM, %d rounds of warm-up, best of %d rounds taken in"
                        + " turn%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                length.warmUp(),
                length.rounds());
        for (Kind kind : Kind.values()) {
            measure(kind, length, out);
        }
    }

    static List<Contestant> contestants(Kind kind) {
        return List.of(
                new K2Contestant(kind), new JacksonContestant(kind), new XChangeContestant(kind));
    }

    private static void measure(Kind kind, Length length, PrintStream out) {
        List<Contestant> contestants = contestants(kind);
        List<Messages> messages = contestants.stream().map(c -> new Messages(kind, 7)).toList();
        List<Meter> warming = contestants.stream().map(c -> new Meter()).toList();
        List<Meter> meters = contestants.stream().map(c -> new Meter()).toList();
        for (int round = 0; round < length.warmUp() + length.rounds(); round++) {
            List<Meter> meter = round < length.warmUp() ? warming : meters;
            for (int n = 0; n < contestants.size(); n++) {
                meter.get(n)
                        .round(contestants.get(n), messages.get(n), length.batches(), PER_BATCH);
            }
        }
        int size = new Messages(kind, 7).batch(1).getFirst().length;
        for (int n = 0; n < contestants.size(); n++) {
            out.printf(
                    Locale.ROOT,
                    "parse %-24s %-17s %9s ns/message %8d B/message %6s ns/byte%n",
                    kind.text(),
                    contestants.get(n).name(),
                    thousandths(meters.get(n).nanosPerThousand(), 1),
                    meters.get(n).bytesPerMessage(),
                    thousandths(meters.get(n).nanosPerThousand() / size, 2));
        }
        long ours = Math.max(1, meters.getFirst().nanosPerThousand());
        out.println(
                IntStream.range(1, contestants.size())
                        .mapToObj(
                                n ->
                                        thousandths(
                                                        meters.get(n).nanosPerThousand()
                                                                * 1000
                                                                / ours,
                                                        1)
                                                + " x "
                                                + contestants.get(n).name())
                        .collect(
                                Collectors.joining(
                                        ", ",
                                        "parse %-24s K2's CPU is less by ".formatted(kind.text()),
                                        "")));
    }

    /** A number of thousandths as a decimal. */
    private static String thousandths(long value, int digits) {
        return java.math.BigDecimal.valueOf(value, 3)
                .setScale(digits, java.math.RoundingMode.HALF_UP)
                .toPlainString();
    }
}
