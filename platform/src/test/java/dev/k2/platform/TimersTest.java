package dev.k2.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TimersTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void runsTasksInTheOrderOfTheirTimesEachAtItsOwn() {
        var clock = new ManualClock();
        var start = clock.instant();
        List<String> seen = new ArrayList<>();
        clock.after(
                SECOND.multipliedBy(3),
                () -> seen.add("3:" + Duration.between(start, clock.instant()).toSeconds()));
        clock.every(
                SECOND.multipliedBy(2),
                () -> seen.add("2:" + Duration.between(start, clock.instant()).toSeconds()));

        clock.advance(SECOND.multipliedBy(5));

        assertThat(seen).containsExactly("2:2", "3:3", "2:4");
        assertThat(clock.instant()).isEqualTo(start.plusSeconds(5));
    }

    @Test
    void runsNothingThatWasCancelled() {
        var clock = new ManualClock();
        var runs = new AtomicInteger();
        var ticket = clock.every(SECOND, runs::incrementAndGet);

        clock.advance(SECOND);
        ticket.cancel();
        clock.advance(SECOND.multipliedBy(10));

        assertThat(runs).hasValue(1);
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void repeatsOnRealTimeAlthoughARunThrows() {
        var runs = new AtomicInteger();
        try (var metrics = new Metrics();
                var timers = new SystemTimers(metrics)) {
            timers.every(
                    Duration.ofMillis(2),
                    () -> {
                        switch (runs.incrementAndGet()) {
                            case 1 -> throw new IllegalStateException("the first run fails");
                            case 2 -> throw new StackOverflowError("the second one worse");
                            default -> {}
                        }
                    });

            Eventually.until("four runs are through", () -> runs.get() >= 4);

            assertThat(metrics.scrape()).contains("k2_timer_failures_total 1.0");
        }
    }

    @Test
    void handsOutInstantsThatTheDatabaseKeepsExactly() {
        var now = K2Clock.system().instant();

        assertThat(now).isEqualTo(now.truncatedTo(ChronoUnit.MICROS));
    }
}
