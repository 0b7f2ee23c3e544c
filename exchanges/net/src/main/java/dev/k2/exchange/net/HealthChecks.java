package dev.k2.exchange.net;

import dev.k2.exchange.Health;
import dev.k2.exchange.HealthStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the parts of something how they stand, all at once, and makes a whole of the answers. A
 * part that does not answer in time is unknown, and is not asked again before it answered.
 */
public final class HealthChecks {
    private final String name;
    private final Duration limit;
    private final List<Part> parts = new CopyOnWriteArrayList<>();

    /**
     * Begins without parts.
     *
     * @param name of the whole
     * @param limit how long all checks together may take
     */
    public HealthChecks(String name, Duration limit) {
        this.name = name;
        this.limit = limit;
    }

    /**
     * Adds a part.
     *
     * @param check may wait; runs on a virtual thread of its own, which is interrupted when its
     *     time is over
     * @return for taking the part out again
     */
    public Runnable add(String part, Supplier<Health> check) {
        var added = new Part(part, check);
        parts.add(added);
        return () -> parts.remove(added);
    }

    /** Adds the connections of a link. */
    public Runnable add(String part, Link link) {
        return add(part, () -> LinkStatus.health(part, link.status()));
    }

    /** How the whole stands, within the time limit. */
    public Health check() {
        long deadline = System.nanoTime() + limit.toNanos();
        Map<Part, CompletableFuture<Health>> answers = new LinkedHashMap<>();
        parts.forEach(part -> answers.put(part, part.start()));
        List<Health> known = new ArrayList<>();
        answers.forEach((part, answer) -> known.add(await(part, answer, deadline)));
        return Health.whole(name, known);
    }

    private static Health await(Part part, CompletableFuture<Health> answer, long deadline) {
        try {
            long left = Math.max(0, deadline - System.nanoTime());
            return answer.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            part.interrupt();
            return part.state(HealthStatus.UNKNOWN, "no answer in time");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return part.state(HealthStatus.UNKNOWN, "interrupted while waiting");
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a check ends with an answer", failed);
        }
    }

    /** One part and its check that is underway. */
    private static final class Part {
        private final String part;
        private final Supplier<Health> check;
        private @Nullable CompletableFuture<Health> underway;
        private @Nullable Thread thread;

        private Part(String part, Supplier<Health> check) {
            this.part = part;
            this.check = check;
        }

        private synchronized CompletableFuture<Health> start() {
            CompletableFuture<Health> present = underway;
            if (present != null) {
                return present;
            }
            var answer = new CompletableFuture<Health>();
            underway = answer;
            thread = Thread.ofVirtual().name("health-" + part).start(() -> run(answer));
            return answer;
        }

        private void run(CompletableFuture<Health> answer) {
            Health health = asked();
            end();
            answer.complete(health);
        }

        private synchronized void end() {
            underway = null;
            thread = null;
        }

        private synchronized void interrupt() {
            if (thread != null) {
                thread.interrupt();
            }
        }

        private Health asked() {
            try {
                return check.get();
            } catch (RuntimeException failed) {
                return state(HealthStatus.UNHEALTHY, "the check failed: " + failed);
            }
        }

        private Health state(HealthStatus status, String why) {
            return new Health(part, status, Map.of("failure", why), List.of());
        }
    }
}
