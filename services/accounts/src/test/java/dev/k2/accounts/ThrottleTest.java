package dev.k2.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.platform.ManualClock;
import java.time.Duration;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private static final Duration WINDOW = Duration.ofMinutes(15);

    @Test
    void forgetsFailuresAfterTheWindow() {
        var clock = new ManualClock();
        var throttle = new Throttle(clock, 3, WINDOW, 10);
        IntStream.range(0, 2).forEach(number -> throttle.failed("ann"));

        clock.advance(WINDOW.plusSeconds(1));
        throttle.failed("ann");

        assertThat(throttle.wait("ann")).isEmpty();
    }

    @Test
    void forgetsTheOldestKeyRatherThanGrow() {
        var throttle = new Throttle(new ManualClock(), 1, WINDOW, 2);

        throttle.failed("ann");
        throttle.failed("bob");
        throttle.failed("ann");
        throttle.failed("cid");

        assertThat(throttle.wait("ann")).isPresent();
        assertThat(throttle.wait("bob")).isEmpty();
    }

    @Property
    void neverMakesAnybodyWaitLongerThanTheWindow(
            @ForAll @IntRange(min = 1, max = 500) int failures) {
        var throttle = new Throttle(new ManualClock(), 10, WINDOW, 10);

        IntStream.range(0, failures).forEach(number -> throttle.failed("ann"));

        assertThat(throttle.wait("ann").orElse(Duration.ZERO)).isLessThanOrEqualTo(WINDOW);
        assertThat(throttle.wait("ann").isPresent()).isEqualTo(failures >= 10);
    }

    @Test
    void takesANetworkOfIpv6ForOnePlace() {
        assertThat(Addresses.place("2001:db8:1:2::1"))
                .isEqualTo(Addresses.place("2001:db8:1:2:ffff:0:0:9"));
        assertThat(Addresses.place("2001:db8:1:2::1"))
                .isNotEqualTo(Addresses.place("2001:db8:1:3::1"));
        assertThat(Addresses.place("2001:0db8::1")).isEqualTo(Addresses.place("2001:db8:0:0:1::"));
        assertThat(Addresses.place("::1")).isEqualTo(Addresses.place("0:0:0:0:0:0:0:1"));
        assertThat(Addresses.place("203.0.113.7")).isEqualTo("203.0.113.7");
    }
}
