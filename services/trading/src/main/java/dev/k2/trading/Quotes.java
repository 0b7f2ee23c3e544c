package dev.k2.trading;

import dev.k2.model.Outcome;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** Judges quotes. A price that is missing, zero or old is no price. */
final class Quotes {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private Quotes() {}

    /**
     * Whether an order may be judged by a quote.
     *
     * @param bounded whether prices lie between 0 and 1, so that a side with nobody in it has a price
     */
    static boolean isUsable(Market.Quote quote, boolean bounded, Instant now, Duration ageMax) {
        return quote.live()
                && (bounded ? quote.bid().signum() >= 0 : quote.bid().signum() > 0)
                && quote.ask().compareTo(quote.bid()) >= 0
                && age(quote, now).compareTo(ageMax) <= 0;
    }

    static Duration age(Market.Quote quote, Instant now) {
        return Duration.between(quote.at(), now);
    }

    /** A quote of YES as one of an outcome. */
    static Market.Quote of(Market.Quote quote, Outcome outcome) {
        return outcome == Outcome.YES
                ? quote
                : new Market.Quote(
                        outcome.mirror(quote.ask()),
                        outcome.mirror(quote.bid()),
                        quote.at(),
                        quote.live());
    }

    /** The price that an order of this side would meet first. */
    static BigDecimal opposite(Market.Quote quote, Side side) {
        return side == Side.BUY ? quote.ask() : quote.bid();
    }

    static BigDecimal middle(Market.Quote quote) {
        return quote.bid().add(quote.ask()).divide(TWO);
    }
}
