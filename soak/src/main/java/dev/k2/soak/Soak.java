package dev.k2.soak;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The door: runs so many intents, in lots of one seed each, and tells what did not hold. */
public final class Soak {
    private static final int LOT = 2000;
    private static final int DIARY_LINES = 60;

    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, Long> failures = new TreeMap<>();
    private final PrintStream out;
    private long intents;
    private long lots;
    private long findings;

    private Soak(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) {
        int status = run(arguments, System.out, System.err);
        System.exit(status);
    }

    static int run(String[] arguments, PrintStream out, PrintStream problems) {
        Map<String, Long> asked = new TreeMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i];
            boolean known =
                    name.equals("--intents") || name.equals("--seed") || name.equals("--lot");
            if (!known || i + 1 == arguments.length || !arguments[i + 1].matches("-?\\d{1,18}")) {
                problems.println("Expected --intents N [--seed S] [--lot N], found " + name + ".");
                return 2;
            }
            asked.put(name, Long.parseLong(arguments[i + 1]));
        }
        long wanted = asked.getOrDefault("--intents", 10_000L);
        long first = asked.getOrDefault("--seed", 1L);
        int lot =
                Math.toIntExact(
                        Math.max(1, Math.min(wanted, asked.getOrDefault("--lot", (long) LOT))));
        return new Soak(out).run(wanted, first, lot);
    }

    private int run(long wanted, long first, int lot) {
        long begun = System.nanoTime();
        try (Playground playground = Playground.open()) {
            // Ctrl-C leaves no server behind either.
            Runtime.getRuntime().addShutdownHook(new Thread(playground::close, "k2-soak-stop"));
            for (long seed = first; intents < wanted; seed++) {
                Deque<String> diary = new ArrayDeque<>();
                int size = Math.toIntExact(Math.min(lot, wanted - intents));
                Lot.Result result = playground.run(seed, size, line -> keep(diary, line));
                add(result);
                out.printf(
                        Locale.ROOT,
                        "seed %d: %d intents, %d findings, hash %s, %d s%n",
                        seed,
                        result.intents(),
                        result.findings().size(),
                        result.hash().substring(0, 16),
                        (System.nanoTime() - begun) / 1_000_000_000L);
                if (!result.findings().isEmpty()) {
                    explain(result, size, diary);
                }
            }
        }
        out.printf(Locale.ROOT, "%n%d intents in %d lots%n", intents, lots);
        counts.forEach((what, count) -> out.printf(Locale.ROOT, "%10d %s%n", count, what));
        out.println("failures that tasks and calls met:");
        failures.forEach((what, count) -> out.printf(Locale.ROOT, "%10d %s%n", count, what));
        out.println(findings == 0 ? "Everything held." : findings + " findings.");
        return findings == 0 ? 0 : 1;
    }

    private void add(Lot.Result result) {
        lots++;
        intents += result.intents();
        findings += result.findings().size();
        result.counts().forEach((what, count) -> counts.merge(what, count, Long::sum));
        result.failures().forEach((what, count) -> failures.merge(what, count, Long::sum));
    }

    private void explain(Lot.Result result, int size, Deque<String> diary) {
        out.printf(
                Locale.ROOT,
                "replay it with: ./k2 soak --seed %d --intents %d --lot %d%n",
                result.seed(),
                size,
                size);
        for (String finding : result.findings().stream().limit(10).toList()) {
            out.println("  " + finding);
            String subject = finding.replaceAll("[ (].*", "");
            diary.stream()
                    .filter(line -> line.contains(subject))
                    .limit(DIARY_LINES)
                    .forEach(line -> out.println("      " + line));
        }
    }

    private static void keep(Deque<String> diary, String line) {
        diary.addLast(line);
        if (diary.size() > 200_000) {
            diary.removeFirst();
        }
    }
}
