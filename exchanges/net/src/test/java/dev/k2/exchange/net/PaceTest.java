package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace(new Rate(2, Duration.ofMillis(1)));

    @Test
    void letsSoManyThroughAndSaysHowLongToWait() {
        assertThat(pace.take(0)).isZero();
        assertThat(pace.take(400_000)).isZero();

        assertThat(pace.take(500_000)).isEqualTo(500_000);
        assertThat(pace.take(1_000_000)).isZero();
        assertThat(pace.take(1_000_000)).isEqualTo(400_000);
        assertThat(pace.used(1_000_000)).isEqualTo(2);
    }

    @Test
    void countsWhatGoesOutInAnyCase() {
        pace.spend(0);
        pace.spend(10);
        pace.spend(20);

        assertThat(pace.take(1_000_000)).isEqualTo(10);
        assertThat(pace.take(1_000_010)).isZero();
    }

    @Property
    void neverLetsMoreThroughInAnyStretch(
            @ForAll @Size(max = 100) List<@LongRange(max = 400_000) Long> steps,
            @ForAll @IntRange(min = 1, max = 5) int count) {
        var fresh = new Pace(new Rate(count, Duration.ofMillis(1)));
        List<Long> taken = new ArrayList<>();
        long now = Long.MAX_VALUE - 5_000_000; // nanoTime may pass the largest long.
        for (long step : steps) {
            now += step;
            if (fresh.take(now) == 0) {
                taken.add(now);
            }
        }

        for (int i = count; i < taken.size(); i++) {
            assertThat(taken.get(i) - taken.get(i - count)).isGreaterThanOrEqualTo(1_000_000);
        }
    }

    @Test
    void refusesARateOfNothing() {
        assertThatThrownBy(() -> new Rate(0, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rate(1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
