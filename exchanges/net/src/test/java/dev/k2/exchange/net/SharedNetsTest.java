package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.ExchangeId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SharedNetsTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));

    @Test
    void isOneForEveryoneUntilTheLastLeaves() {
        Net first = Net.shared(clock);
        Net second = Net.shared(clock);
        assertThat(second).isSameAs(first);

        first.close();
        assertThat(second.isClosed()).isFalse();
        second.close();

        assertThat(second.isClosed()).isTrue();
    }

    @Test
    void keepsItsLimitsWhenItsSocketsAreClosed() {
        LimitHolder address =
                LimitHolder.address(ExchangeId.BINANCE, URI.create("https://api.binance.com"));
        try (Net first = Net.shared(clock)) {
            first.limits().bucket(address, "weight", 10, Duration.ofMinutes(1)).take(4, false);
        }

        try (Net later = Net.shared(clock)) {
            assertThat(later.limits().budgets(address).getFirst().left()).isEqualTo(6);
        }
    }

    @Test
    void isAnotherForAnotherClock() {
        var otherClock = new SettableClock(Instant.EPOCH);
        try (Net one = Net.shared(clock);
                Net other = Net.shared(otherClock);
                Net own = Net.open(clock)) {
            assertThat(other).isNotSameAs(one);
            assertThat(own).isNotSameAs(one);
        }
    }
}
