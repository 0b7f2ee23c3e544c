package dev.k2.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * From a feed's bytes to a normalised update: K2 beside Jackson databind, XChange and ccxt pro,
 * where npm has fetched it.
 */
final class ParseBench {
    /**
     * How long to measure.
     *
     * @param warmUp rounds that do not count
     * @param rounds the best of them counts
     * @param messages in each round, of the small kinds; a tenth of the largest
     */
    record Length(int warmUp, int rounds, int messages) {}

    private ParseBench() {}

    static int run(String[] arguments, PrintStream out, PrintStream problems) {
        Length length;
        try {
            length =
                    switch (arguments.length) {
                        case 0 -> new Length(4, 9, 30_000);
                        case 1 -> new Length(4, Integer.parseInt(arguments[0]), 30_000);
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
        List<Contestant> contestants = new ArrayList<>();
        contestants.add(new K2Contestant(kind));
        contestants.add(new JacksonContestant(kind));
        if (XChangeContestant.reads(kind)) {
            contestants.add(new XChangeContestant(kind));
        }
        return contestants;
    }

    private static void measure(Kind kind, Length length, PrintStream out) {
        List<Contestant> contestants = contestants(kind);
        List<Messages> messages = contestants.stream().map(c -> new Messages(kind, 7)).toList();
        List<Meter> warming = contestants.stream().map(c -> new Meter()).toList();
        List<Meter> meters = contestants.stream().map(c -> new Meter()).toList();
        int batches = Math.max(1, messagesOf(kind, length) / kind.perBatch());
        for (int round = 0; round < length.warmUp() + length.rounds(); round++) {
            List<Meter> meter = round < length.warmUp() ? warming : meters;
            for (int n = 0; n < contestants.size(); n++) {
                meter.get(n).round(contestants.get(n), messages.get(n), batches, kind.perBatch());
            }
        }
        contestants.forEach(Contestant::close);
        List<Figure> figures = new ArrayList<>();
        for (int n = 0; n < contestants.size(); n++) {
            figures.add(
                    new Figure(
                            contestants.get(n).name(),
                            meters.get(n).nanosPerThousand(),
                            meters.get(n).bytesPerMessage() + " B/message"));
        }
        ccxt(kind, length).ifPresent(figures::add);
        print(kind, figures, out);
    }

    private static int messagesOf(Kind kind, Length length) {
        return kind == Kind.DEPTH_100 ? length.messages() / 10 : length.messages();
    }

    private static Optional<Figure> ccxt(Kind kind, Length length) {
        return CcxtContestant.home()
                .filter(home -> CcxtContestant.reads(kind))
                .map(
                        home ->
                                new Figure(
                                        CcxtContestant.name(),
                                        ccxt(home, kind, length).nanosPerThousand(),
                                        "of its process"));
    }

    private static CcxtContestant.Outcome ccxt(Path home, Kind kind, Length length) {
        try {
            return CcxtContestant.run(
                    home, kind, messagesOf(kind, length), length.warmUp(), length.rounds());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while ccxt ran", stopped);
        }
    }

    private static void print(Kind kind, List<Figure> figures, PrintStream out) {
        int size = new Messages(kind, 7).batch(1).getFirst().length;
        for (Figure figure : figures) {
            out.printf(
                    Locale.ROOT,
                    "parse %-24s %-17s %9s ns/message %7s ns/byte %17s%n",
                    kind.text(),
                    figure.name(),
                    Figure.thousandths(figure.nanosPerThousand(), 1),
                    Figure.thousandths(figure.nanosPerThousand() / size, 2),
                    figure.allocation());
        }
        out.printf(
                Locale.ROOT,
                "parse %-24s K2's CPU is less by %s%n",
                kind.text(),
                Figure.ratios(figures));
    }
}
