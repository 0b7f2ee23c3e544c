package dev.k2.trading;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What an amend can change of an order.
 *
 * @param quantity the whole order's, what is filled already included
 * @param reserved its worth at the risk gate, in dollars
 */
record Terms(
        BigDecimal quantity,
        Optional<BigDecimal> price,
        Optional<BigDecimal> stopPrice,
        BigDecimal reserved) {
    static Terms of(Intent intent) {
        return new Terms(intent.quantity(), intent.price(), intent.stopPrice(), intent.reserved());
    }

    /** What is still held of the worth once so much is filled: the share that is not, rounded up. */
    BigDecimal left(BigDecimal filled) {
        return reserved.multiply(quantity.subtract(filled).max(BigDecimal.ZERO))
                .divide(quantity, OrderRow.DOLLAR_SCALE, RoundingMode.CEILING);
    }

    /** Whether both ask for the same, whatever it is worth. */
    boolean asksSameAs(Terms other) {
        return quantity.compareTo(other.quantity) == 0
                && isSame(price, other.price)
                && isSame(stopPrice, other.stopPrice);
    }

    static boolean isSame(Optional<BigDecimal> one, Optional<BigDecimal> other) {
        return one.isPresent() == other.isPresent()
                && one.flatMap(value -> other.map(value::compareTo)).orElse(0).equals(0);
    }
}
