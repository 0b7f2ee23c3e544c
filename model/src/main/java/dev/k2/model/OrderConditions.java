package dev.k2.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What an order waits for besides its stop price, who waits, and how long.
 *
 * @param held whether K2 waits in the exchange's place: until then the exchange does not know of it
 * @param trailingOffset how far a trailing stop stays behind the best price, in the quote currency
 * @param trailingPercent the same as a share of the best price, such as 1.5
 * @param mark the best price that a held trailing stop has seen; empty until it follows the market
 * @param triggeredAt when K2 saw the price that a held order waits for
 * @param sentAt when K2 sent a held order to its exchange
 * @param pair the other order of an OCO: where one of them trades, the other is given up
 * @param goodTill when the exchange ends it; with {@link TimeInForce#GTD} only
 */
public record OrderConditions(
        boolean held,
        Optional<BigDecimal> trailingOffset,
        Optional<BigDecimal> trailingPercent,
        Optional<BigDecimal> mark,
        Optional<Instant> triggeredAt,
        Optional<Instant> sentAt,
        Optional<OrderId> pair,
        Optional<Instant> goodTill) {
    private static final int HUNDREDTH = 2;

    /** Of an order that waits for nothing, or whose exchange waits for its stop price. */
    public static final OrderConditions NONE =
            new OrderConditions(
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /** Where a trailing stop triggers now; empty while nothing is known of the market. */
    public Optional<BigDecimal> trailingPrice(Side side) {
        return mark.flatMap(
                best ->
                        distance(best)
                                .map(
                                        distance ->
                                                side == Side.SELL
                                                        ? best.subtract(distance)
                                                        : best.add(distance)));
    }

    /** The same beside another order. */
    public OrderConditions pairedWith(OrderId other) {
        return new OrderConditions(
                held,
                trailingOffset,
                trailingPercent,
                mark,
                triggeredAt,
                sentAt,
                Optional.of(other),
                goodTill);
    }

    private Optional<BigDecimal> distance(BigDecimal best) {
        return trailingOffset.or(
                () ->
                        trailingPercent.map(
                                percent -> best.multiply(percent).movePointLeft(HUNDREDTH)));
    }
}
