package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.Balance;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FundsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Funds funds = new Funds();

    @BeforeEach
    void theExchangeToldOfAHundred() {
        told("100");
    }

    @Test
    void whatAnOrderTookIsNotThereForTheNext() {
        assertThat(funds.take("USDT", new BigDecimal("60"))).isTrue();

        assertThat(funds.take("USDT", new BigDecimal("60"))).isFalse();
        assertThat(funds.free("USDT")).isEqualByComparingTo("40");
    }

    @Test
    void whatIsGivenBackIsThereAgain() {
        funds.take("USDT", new BigDecimal("60"));
        funds.take("USDT", new BigDecimal("30"));

        funds.giveBack("USDT", new BigDecimal("60"));

        assertThat(funds.free("USDT")).isEqualByComparingTo("70");
    }

    @Test
    void givesNothingBackThatTheExchangeHasAlreadyToldOf() {
        funds.take("USDT", new BigDecimal("60"));
        told("90");
        funds.take("USDT", new BigDecimal("10"));

        funds.giveBack("USDT", new BigDecimal("60"));

        assertThat(funds.free("USDT")).isEqualByComparingTo("90");
    }

    private void told(String free) {
        funds.replace(List.of(new Balance("USDT", new BigDecimal(free), BigDecimal.ZERO)), NOW);
    }
}
