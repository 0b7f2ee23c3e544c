package dev.k2.exchange;

import dev.k2.model.Outcome;
import dev.k2.model.PositionSide;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What few orders need. Whether an exchange has it is told by its capabilities and its refusals;
 * nothing here is ever left out silently.
 *
 * @param reduceOnly only ever makes a position smaller; for derivatives
 * @param positionSide which of two positions the order is for; in hedge mode only
 * @param trail how a trailing stop follows the market
 * @param visibleQuantity how much of the order others see
 * @param goodTill when the order ends; with {@code GTD} only
 * @param trigger which price a waiting order watches
 * @param selfTrade what happens when the order would meet one of its own account; empty for the
 *     account's own rule
 * @param outcome which outcome of an event contract side and price speak of; YES for all else
 */
public record OrderTerms(
        boolean reduceOnly,
        Optional<PositionSide> positionSide,
        Optional<Trail> trail,
        Optional<BigDecimal> visibleQuantity,
        Optional<Instant> goodTill,
        TriggerPrice trigger,
        Optional<SelfTrade> selfTrade,
        Outcome outcome) {

    /** An order like any other. */
    public static final OrderTerms PLAIN =
            new OrderTerms(
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    TriggerPrice.LAST,
                    Optional.empty(),
                    Outcome.YES);

    /** Which price a waiting order watches. */
    public enum TriggerPrice {
        /** The last trade. */
        LAST,
        /** The mark price of a derivative. */
        MARK
    }

    /** What happens to two orders of one account that meet. */
    public enum SelfTrade {
        EXPIRE_TAKER,
        EXPIRE_MAKER,
        EXPIRE_BOTH
    }

    /**
     * How far a trailing stop stays behind the best price since it began.
     *
     * @param percent of the price, such as 1.5; above 0
     */
    public record Trail(BigDecimal percent) {
        public Trail {
            if (percent.signum() <= 0) {
                throw new IllegalArgumentException("a distance is above 0, found " + percent);
            }
        }
    }

    public OrderTerms {
        if (visibleQuantity.isPresent() && visibleQuantity.get().signum() <= 0) {
            throw new IllegalArgumentException(
                    "a visible quantity is above 0, found " + visibleQuantity.get());
        }
    }

    /** The same for an order that only ever makes a position smaller. */
    public OrderTerms reducing() {
        return new OrderTerms(
                true, positionSide, trail, visibleQuantity, goodTill, trigger, selfTrade, outcome);
    }

    /** The same for one of the two positions of hedge mode. */
    public OrderTerms forPosition(PositionSide side) {
        return new OrderTerms(
                reduceOnly,
                Optional.of(side),
                trail,
                visibleQuantity,
                goodTill,
                trigger,
                selfTrade,
                outcome);
    }

    /**
     * The same for a trailing stop.
     *
     * @param percent how far it stays behind the best price, such as 1.5
     */
    public OrderTerms trailing(BigDecimal percent) {
        return new OrderTerms(
                reduceOnly,
                positionSide,
                Optional.of(new Trail(percent)),
                visibleQuantity,
                goodTill,
                trigger,
                selfTrade,
                outcome);
    }

    /** The same with only this quantity visible to others. */
    public OrderTerms showing(BigDecimal quantity) {
        return new OrderTerms(
                reduceOnly,
                positionSide,
                trail,
                Optional.of(quantity),
                goodTill,
                trigger,
                selfTrade,
                outcome);
    }

    /** The same with an end; it goes with {@code GTD}. */
    public OrderTerms until(Instant end) {
        return new OrderTerms(
                reduceOnly,
                positionSide,
                trail,
                visibleQuantity,
                Optional.of(end),
                trigger,
                selfTrade,
                outcome);
    }

    /** The same watching another price. */
    public OrderTerms triggeredBy(TriggerPrice price) {
        return new OrderTerms(
                reduceOnly,
                positionSide,
                trail,
                visibleQuantity,
                goodTill,
                price,
                selfTrade,
                outcome);
    }

    /** The same with a rule for meeting an order of the same account. */
    public OrderTerms onSelfTrade(SelfTrade rule) {
        return new OrderTerms(
                reduceOnly,
                positionSide,
                trail,
                visibleQuantity,
                goodTill,
                trigger,
                Optional.of(rule),
                outcome);
    }

    /**
     * The same for an outcome of an event contract. Side and price of the order speak of that
     * outcome; reports, fills and books speak of YES always.
     */
    public OrderTerms on(Outcome chosen) {
        return new OrderTerms(
                reduceOnly,
                positionSide,
                trail,
                visibleQuantity,
                goodTill,
                trigger,
                selfTrade,
                chosen);
    }
}
