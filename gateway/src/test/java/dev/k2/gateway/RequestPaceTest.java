package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.platform.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestPaceTest {
    private final ManualClock clock = new ManualClock();
    private final RequestPace pace = new RequestPace("address", new EdgeSettings.Pace(2, 4), clock);

    @Test
    void letsABurstThroughAndThenTheSteadyPace() {
        for (int i = 3; i >= 0; i--) {
            assertThat(pace.ask("a")).isEqualTo(new RequestPace.Verdict(true, i, 1));
        }
        assertThat(pace.ask("a").allowed()).isFalse();

        clock.advance(Duration.ofMillis(500));

        assertThat(pace.ask("a").allowed()).isTrue();
        assertThat(pace.ask("a").allowed()).isFalse();
    }

    @Test
    void holdsEachAddressToItsOwnPace() {
        for (int i = 0; i < 5; i++) {
            pace.ask("a");
        }

        assertThat(pace.ask("a").allowed()).isFalse();
        assertThat(pace.ask("b").allowed()).isTrue();
    }

    @Test
    void forgetsTheAddressesThatAskedLongestAgo() {
        for (int i = 0; i < 5; i++) {
            pace.ask("first");
        }
        for (int i = 0; i < 20_000; i++) {
            pace.ask("address-" + i);
        }

        assertThat(pace.ask("first").allowed()).isTrue();
    }
}
