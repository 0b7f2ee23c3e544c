package dev.k2.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How the whole and its components do.
 *
 * @param state the worst of what matters: a component that K2 can do without makes the whole degraded, never unhealthy
 * @param components by name
 * @param uptime since K2 began to start
 * @param memoryUsedBytes heap in use
 * @param memoryMostBytes heap that may be used
 */
public record HealthReport(
        HealthState state,
        List<Component> components,
        Duration uptime,
        long memoryUsedBytes,
        long memoryMostBytes) {
    /** Components are copied. */
    public HealthReport {
        components = List.copyOf(components);
    }

    /**
     * One component.
     *
     * @param name as registered
     * @param vital whether K2 is unhealthy without it
     * @param finding what its check saw
     * @param checkedAt when
     * @param took how long the check took
     */
    public record Component(
            String name,
            boolean vital,
            HealthCheck.Finding finding,
            Instant checkedAt,
            Duration took) {
        HealthState weight() {
            boolean bad = finding.state().compareTo(HealthState.DEGRADED) > 0;
            return bad && !vital ? HealthState.DEGRADED : finding.state();
        }
    }
}
