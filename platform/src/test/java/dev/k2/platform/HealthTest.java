package dev.k2.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ManualClock clock = new ManualClock();
    private final Health health = new Health(clock);

    @Test
    void isAsBadAsItsWorstVitalComponent() {
        health.register("database", true, LIMIT, HealthCheck.Finding::healthy);
        health.register(
                "feed",
                true,
                LIMIT,
                () -> HealthCheck.Finding.of(HealthState.DEGRADED, "old prices"));

        assertThat(health.whole().state()).isEqualTo(HealthState.DEGRADED);
    }

    @Test
    void isOnlyDegradedByWhatItCanDoWithout() {
        health.register("database", true, LIMIT, HealthCheck.Finding::healthy);
        health.register(
                "mail",
                false,
                LIMIT,
                () -> HealthCheck.Finding.of(HealthState.UNHEALTHY, "no answer"));

        assertThat(health.whole().state()).isEqualTo(HealthState.DEGRADED);
    }

    @Test
    void takesAnExceptionForUnhealthy() {
        health.register(
                "database",
                true,
                LIMIT,
                () -> {
                    throw new java.io.IOException("connection refused");
                });

        var report = health.whole();

        assertThat(report.state()).isEqualTo(HealthState.UNHEALTHY);
        assertThat(report.components().getFirst().finding().note()).isEqualTo("connection refused");
    }

    @Test
    void doesNotWaitBeyondTheLimitNorBeginASecondCheckMeanwhile() {
        var never = new CountDownLatch(1);
        var begun = new AtomicInteger();
        health.register(
                "stuck",
                true,
                Duration.ofMillis(20),
                () -> {
                    begun.incrementAndGet();
                    waitThrough(never);
                    return HealthCheck.Finding.healthy();
                });

        var first = health.component("stuck").orElseThrow();
        clock.advance(Duration.ofSeconds(5));
        var second = health.component("stuck").orElseThrow();
        never.countDown();

        assertThat(first.finding().state()).isEqualTo(HealthState.UNKNOWN);
        assertThat(second.finding().state()).isEqualTo(HealthState.UNKNOWN);
        assertThat(begun).hasValue(1);
    }

    @Test
    void asksAComponentAtMostOnceASecond() {
        var asked = new AtomicInteger();
        health.register(
                "database",
                true,
                LIMIT,
                () ->
                        new HealthCheck.Finding(
                                HealthState.HEALTHY,
                                "",
                                Map.of("asked", "" + asked.incrementAndGet())));

        health.whole();
        health.whole();
        clock.advance(Duration.ofSeconds(1));
        health.whole();

        assertThat(asked).hasValue(2);
    }

    @Test
    void knowsNothingOfAComponentThatWasNeverRegistered() {
        assertThat(health.component("nobody")).isEmpty();
    }

    /** Like a driver that does not heed interrupts. */
    private static void waitThrough(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException heard) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
