package dev.k2.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Recorded changes put into a book, and its best ten levels read after every tenth: K2's book
 * beside a {@code TreeMap<BigDecimal, BigDecimal>} for each side. Once both get the levels as they
 * stand in the message, K2 with its scanner and the map with Jackson's streaming parser in front;
 * once they get numbers that are read already. A recording is gone through from its snapshots to its end; then the books are loaded
 * anew, which is not measured.
 */
final class BookBench {
    static final int DEPTH = 10;
    private static final int READ_EVERY = 10;
    private static final int UPDATES_PER_ROUND = 100_000;
    private static final int WARM_UP = 4;
    private static final int ROUNDS = 9;

    /** A book that takes changes and gives its best levels. */
    interface Keeper {
        String name();

        /** Starts all books from their snapshots. */
        void load();

        /** Does what the change at an index says. */
        void change(int index);

        /** Reads the best ten levels of both sides of the book that changed last. */
        void readTop();

        /** The last levels read: prices and quantities of bids, then of asks. */
        List<BigDecimal> top();
    }

    private BookBench() {}

    static int run(String[] arguments, PrintStream out, PrintStream problems) {
        if (arguments.length > 0) {
            problems.println("bench book takes no words.");
            return 2;
        }
        Path fixtures = Recorded.fixtures();
        if (!Files.isDirectory(fixtures)) {
            problems.println("The recordings are not in " + fixtures + "; see -Dk2.fixtures.");
            return 1;
        }
        try {
            for (Diffs diffs : Recorded.books(fixtures)) {
                measure(diffs, true, UPDATES_PER_ROUND, out);
                measure(diffs, false, UPDATES_PER_ROUND, out);
            }
            return 0;
        } catch (IOException unreadable) {
            problems.println("A recording cannot be read: " + unreadable.getMessage());
            return 1;
        }
    }

    static List<Keeper> keepers(Diffs diffs, boolean text) {
        return text
                ? List.of(new K2Text(diffs), new MapText(diffs))
                : List.of(new K2Book(diffs), new MapBook(diffs));
    }

    static void measure(Diffs diffs, boolean text, int updates, PrintStream out) {
        List<Keeper> keepers = keepers(diffs, text);
        List<Meter> warming = keepers.stream().map(keeper -> new Meter()).toList();
        List<Meter> meters = keepers.stream().map(keeper -> new Meter()).toList();
        int passes = Math.max(1, updates / diffs.changes().size());
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            for (int n = 0; n < keepers.size(); n++) {
                Keeper keeper = keepers.get(n);
                (round < WARM_UP ? warming : meters)
                        .get(n)
                        .round(
                                passes,
                                diffs.changes().size(),
                                keeper::load,
                                () -> replay(keeper, diffs.changes().size()));
            }
        }
        String what =
                "%s %s, %d books, %d levels in %d changes"
                        .formatted(
                                text ? "text of" : "numbers of",
                                diffs.name(),
                                diffs.snapshots().size(),
                                diffs.levels(),
                                diffs.changes().size());
        List<Figure> figures = new ArrayList<>();
        for (int n = 0; n < keepers.size(); n++) {
            Figure figure =
                    new Figure(
                            keepers.get(n).name(),
                            meters.get(n).nanosPerThousand(),
                            meters.get(n).bytesPerMessage() + " B/update");
            figures.add(figure);
            out.printf(
                    Locale.ROOT,
                    "book %-77s %-20s %9s ns/update %14s%n",
                    what,
                    figure.name(),
                    Figure.thousandths(figure.nanosPerThousand(), 1),
                    figure.allocation());
        }
        out.printf(
                Locale.ROOT, "book %-77s K2's CPU is less by %s%n", what, Figure.ratios(figures));
    }

    static void replay(Keeper keeper, int changes) {
        for (int n = 0; n < changes; n++) {
            keeper.change(n);
            if (n % READ_EVERY == READ_EVERY - 1) {
                keeper.readTop();
            }
        }
    }
}
