package dev.k2.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Asks every component how it does, each within its own time limit.
 *
 * <p>A finding younger than a second is given again, so that a crowd of askers costs no more than one. A check that overruns is
 * interrupted; until it has really ended the component stays unknown and no second one is begun.
 */
public final class Health {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Map<String, Probe> probes = new ConcurrentSkipListMap<>();
    private final InstantSource clock;
    private final Instant since;

    /** Nothing is registered yet; the whole is healthy. */
    public Health(InstantSource clock) {
        this.clock = clock;
        this.since = clock.instant();
    }

    /**
     * Registers a component, in place of an earlier one of the same name.
     *
     * @param vital whether K2 as a whole is unhealthy without it
     * @param limit how long the check may take
     */
    public void register(String name, boolean vital, Duration limit, HealthCheck check) {
        probes.put(name, new Probe(name, vital, limit, check));
    }

    /** Forgets a component. */
    public void remove(String name) {
        probes.remove(name);
    }

    /** How one component does; empty when there is none of that name. */
    public Optional<HealthReport.Component> component(String name) {
        return Optional.ofNullable(probes.get(name)).map(Probe::ask);
    }

    /** How everything does. Components are asked side by side. */
    public HealthReport whole() {
        return report(probes.values().stream());
    }

    /** How that does without which K2 cannot be: the rest is not asked, and nobody waits for it. */
    public HealthReport vital() {
        return report(probes.values().stream().filter(probe -> probe.vital));
    }

    private HealthReport report(Stream<Probe> asked) {
        var askers = asked.map(Health::askAside).toList();
        var components = askers.stream().map(Health::answer).toList();
        var state =
                components.stream()
                        .map(HealthReport.Component::weight)
                        .reduce(HealthState.HEALTHY, HealthState::worse);
        var runtime = Runtime.getRuntime();
        return new HealthReport(
                state,
                List.copyOf(components),
                Duration.between(since, clock.instant()),
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory());
    }

    private static FutureTask<HealthReport.Component> askAside(Probe probe) {
        var asking = new FutureTask<>(probe::ask);
        Thread.ofVirtual().name("k2-health-" + probe.name).start(asking);
        return asking;
    }

    private static HealthReport.Component answer(FutureTask<HealthReport.Component> asking) {
        try {
            return asking.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking for health", interrupted);
        } catch (ExecutionException bug) {
            throw new IllegalStateException("a health probe failed outside its check", bug);
        }
    }

    private final class Probe {
        private final String name;
        private final boolean vital;
        private final Duration limit;
        private final HealthCheck check;
        private HealthReport.Component last;
        private FutureTask<HealthCheck.Finding> running =
                new FutureTask<>(HealthCheck.Finding::healthy);

        Probe(String name, boolean vital, Duration limit, HealthCheck check) {
            this.name = name;
            this.vital = vital;
            this.limit = limit;
            this.check = check;
            var never = HealthCheck.Finding.of(HealthState.UNKNOWN, "not asked yet");
            last = new HealthReport.Component(name, vital, never, Instant.EPOCH, Duration.ZERO);
            running.run();
        }

        synchronized HealthReport.Component ask() {
            if (clock.instant().isBefore(last.checkedAt().plus(FRESH))) {
                return last;
            }
            long begun = System.nanoTime();
            var finding = running.isDone() ? look() : overrun();
            last =
                    new HealthReport.Component(
                            name,
                            vital,
                            finding,
                            clock.instant(),
                            Duration.ofNanos(System.nanoTime() - begun));
            return last;
        }

        private HealthCheck.Finding look() {
            var task = new FutureTask<>(check::look);
            var worker = Thread.ofVirtual().name("k2-check-" + name).start(task);
            running = task;
            try {
                return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException late) {
                worker.interrupt();
                return overrun();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return HealthCheck.Finding.of(HealthState.UNKNOWN, "the check was interrupted");
            } catch (ExecutionException failure) {
                var cause = failure.getCause() == null ? failure : failure.getCause();
                return HealthCheck.Finding.of(HealthState.UNHEALTHY, Causes.oneLine(cause));
            }
        }

        private HealthCheck.Finding overrun() {
            return HealthCheck.Finding.of(
                    HealthState.UNKNOWN, "no answer within " + limit.toMillis() + " ms");
        }
    }
}
