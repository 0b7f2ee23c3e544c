package dev.k2.model;

import java.math.BigDecimal;

/**
 * The two outcomes of an event contract. Its book knows only YES: whoever buys NO at 0.38 sells YES
 * at 0.62, for the two together are worth 1 whatever happens.
 */
public enum Outcome {
    YES,
    NO;

    /**
     * A price of this outcome as one of YES, and one of YES as one of this outcome.
     *
     * @param price 0 to 1
     * @throws IllegalArgumentException outside of these bounds
     */
    public BigDecimal mirror(BigDecimal price) {
        if (price.signum() < 0 || price.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException(
                    "the price of an outcome lies between 0 and 1, found " + price);
        }
        return this == YES ? price : BigDecimal.ONE.subtract(price);
    }

    /** A side of this outcome as one of YES, and one of YES as one of this outcome. */
    public Side mirror(Side side) {
        return this == YES ? side : side.opposite();
    }
}
