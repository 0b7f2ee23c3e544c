package dev.k2.trading;

import dev.k2.model.Decimals;
import dev.k2.model.OrderConditions;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * How an order waits for its price, and how long.
 *
 * @param holding whether K2 may wait for the price where the exchange does not; never without the
 *     person's word, because it works only while K2 runs and hears live prices
 * @param offset how far a trailing stop stays behind the best price, in the quote currency
 * @param percent the same as a share of the best price, such as 1.5
 * @param goodTill when its exchange ends it; with time in force GTD only
 */
public record Waiting(
        Holding holding,
        Optional<BigDecimal> offset,
        Optional<BigDecimal> percent,
        Optional<Instant> goodTill) {
    /** As most orders do. */
    public static final Waiting AT_EXCHANGE =
            new Waiting(Holding.NEVER, Optional.empty(), Optional.empty(), Optional.empty());

    /** The same with K2 where the exchange does not wait. */
    public static final Waiting HELD =
            new Waiting(Holding.WHERE_NEEDED, Optional.empty(), Optional.empty(), Optional.empty());

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
        return new Waiting(
                hold ? Holding.WHERE_NEEDED : Holding.NEVER, offset, percent, Optional.empty());
    }

    /** The same with an end, where there is one. */
    public Waiting until(Optional<Instant> end) {
        return new Waiting(holding, offset, percent, end);
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
                Optional.empty(),
                goodTill);
    }

    String body() {
        return holding.name()
                + "|"
                + offset.map(Decimals::plain).orElse("-")
                + "|"
                + percent.map(Decimals::plain).orElse("-")
                // Tickets from before there were ends keep their text.
                + goodTill.map(end -> "|" + end).orElse("");
    }
}
