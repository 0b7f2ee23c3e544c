package dev.k2.trading;

import dev.k2.model.Decimals;
import dev.k2.model.OrderConditions;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * How an order waits for its price.
 *
 * @param holding whether K2 may wait for the price where the exchange does not; never without the
 *     person's word, because it works only while K2 runs and hears live prices
 * @param offset how far a trailing stop stays behind the best price, in the quote currency
 * @param percent the same as a share of the best price, such as 1.5
 */
public record Waiting(Holding holding, Optional<BigDecimal> offset, Optional<BigDecimal> percent) {
    /** As most orders do. */
    public static final Waiting AT_EXCHANGE =
            new Waiting(Holding.NEVER, Optional.empty(), Optional.empty());

    /** The same with K2 where the exchange does not wait. */
    public static final Waiting HELD =
            new Waiting(Holding.WHERE_NEEDED, Optional.empty(), Optional.empty());

    /** Whether K2 waits. */
    public enum Holding {
        NEVER,
        /** Where the exchange does not offer the type. */
        WHERE_NEEDED,
        /** Wherever it is: one order of an OCO has to wait beside the other. */
        ALWAYS
    }

    /** A trailing stop. */
    public static Waiting trailing(
            boolean hold, Optional<BigDecimal> offset, Optional<BigDecimal> percent) {
        return new Waiting(hold ? Holding.WHERE_NEEDED : Holding.NEVER, offset, percent);
    }

    boolean mayHold() {
        return holding != Holding.NEVER;
    }

    boolean isOnlyHeld() {
        return holding == Holding.ALWAYS;
    }

    OrderConditions conditions(boolean held) {
        return new OrderConditions(
                held,
                offset,
                percent,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    String body() {
        return holding.name()
                + "|"
                + offset.map(Decimals::plain).orElse("-")
                + "|"
                + percent.map(Decimals::plain).orElse("-");
    }
}
