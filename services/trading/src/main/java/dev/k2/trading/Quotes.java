package dev.k2.trading;

import dev.k2.model.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** Judges quotes. A price that is missing, zero or old is no price. */
final class Quotes {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private Quotes() {}

    static boolean isUsable(Market.Quote quote, Instant now, Duration ageMax) {
        return quote.live()
                && quote.bid().signum() > 0
                && quote.ask().compareTo(quote.bid()) >= 0
                && age(quote, now).compareTo(ageMax) <= 0;
    }

    static Duration age(Market.Quote quote, Instant now) {
        return Duration.between(quote.at(), now);
    }

    /** The price that an order of this side would meet first. */
    static BigDecimal opposite(Market.Quote quote, Side side) {
        return side == Side.BUY ? quote.ask() : quote.bid();
    }

    static BigDecimal middle(Market.Quote quote) {
        return quote.bid().add(quote.ask()).divide(TWO);
    }
}
