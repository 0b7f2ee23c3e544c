package dev.k2.soak;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The door: runs so many intents, in lots of one seed each, and tells what did not hold. */
public final class Soak {
    private static final int LOT = 2000;
    private static final int LANES_MAX = 16;
    private static final int DIARY_LINES = 60;
    private static final Set<String> WORDS = Set.of("--intents", "--seed", "--lot", "--lanes");

    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, Long> failures = new TreeMap<>();
    private final PrintStream out;
    private final Plan plan;
    private final long begun = System.nanoTime();
    private long nextSeed;
    private long underWay;
    private long intents;
    private long lots;
    private long findings;

    /**
     * What is to be run.
     *
     * @param wanted intents
     * @param first seed
     * @param lot intents of one seed
     * @param lanes lots side by side, each with a database of its own
     */
    private record Plan(long wanted, long first, int lot, int lanes) {}

    private record Next(long seed, int size) {}

    private Soak(Plan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
        this.nextSeed = plan.first();
    }

    public static void main(String[] arguments) {
        int status = run(arguments, System.out, System.err);
        System.exit(status);
    }

    static int run(String[] arguments, PrintStream out, PrintStream problems) {
        Map<String, Long> asked = new TreeMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i];
            if (!WORDS.contains(name)
                    || i + 1 == arguments.length
                    || !arguments[i + 1].matches("-?\\d{1,18}")) {
                problems.println(
                        "Expected --intents N [--seed S] [--lot N] [--lanes N], found "
                                + name
                                + ".");
                return 2;
            }
            asked.put(name, Long.parseLong(arguments[i + 1]));
        }
        long wanted = asked.getOrDefault("--intents", 10_000L);
        long lot = Math.clamp(asked.getOrDefault("--lot", (long) LOT), 1, Math.max(1, wanted));
        long lanes = asked.getOrDefault("--lanes", 1L);
        Plan plan =
                new Plan(
                        wanted,
                        asked.getOrDefault("--seed", 1L),
                        Math.toIntExact(Math.min(lot, Integer.MAX_VALUE)),
                        Math.clamp(lanes, 1, LANES_MAX));
        return new Soak(plan, out).run();
    }

    private int run() {
        // Before there are lanes, which would meet a logger that is only being made.
        Playground.quiet();
        try (var lanes = Executors.newFixedThreadPool(plan.lanes())) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < plan.lanes(); i++) {
                running.add(lanes.submit(this::lane));
            }
            for (Future<?> lane : running) {
                lane.get();
            }
        } catch (ExecutionException broken) {
            throw new IllegalStateException("a lot could not be run to its end", broken.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
        out.printf(Locale.ROOT, "%n%d intents in %d lots%n", intents, lots);
        counts.forEach((what, count) -> out.printf(Locale.ROOT, "%10d %s%n", count, what));
        out.println("failures that tasks and calls met:");
        failures.forEach((what, count) -> out.printf(Locale.ROOT, "%10d %s%n", count, what));
        out.println(findings == 0 ? "Everything held." : findings + " findings.");
        return findings == 0 ? 0 : 1;
    }

    /** One lot after the other, on a database of its own. */
    private void lane() {
        try (Playground playground = Playground.open()) {
            // Ctrl-C leaves no server behind either.
            Runtime.getRuntime().addShutdownHook(new Thread(playground::close, "k2-soak-stop"));
            for (Optional<Next> next = next(); next.isPresent(); next = next()) {
                Deque<String> diary = new ArrayDeque<>();
                int size = next.get().size();
                Lot.Result result =
                        playground.run(next.get().seed(), size, line -> keep(diary, line));
                tell(result, size, diary);
            }
        } catch (RuntimeException broken) {
            giveUp();
            throw broken;
        }
    }

    /** No lane begins anything new. */
    private synchronized void giveUp() {
        underWay = plan.wanted();
    }

    private synchronized Optional<Next> next() {
        long left = plan.wanted() - intents - underWay;
        if (left <= 0) {
            return Optional.empty();
        }
        int size = Math.toIntExact(Math.min(plan.lot(), left));
        underWay += size;
        return Optional.of(new Next(nextSeed++, size));
    }

    private synchronized void tell(Lot.Result result, int size, Deque<String> diary) {
        underWay -= size;
        add(result);
        out.printf(
                Locale.ROOT,
                "seed %d: %d intents, %d findings, hash %s, %d s%n",
                result.seed(),
                result.intents(),
                result.findings().size(),
                result.hash().substring(0, 16),
                (System.nanoTime() - begun) / 1_000_000_000L);
        if (!result.findings().isEmpty()) {
            explain(result, size, diary);
        }
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
