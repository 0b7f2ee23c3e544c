package dev.k2.model;

import java.math.BigDecimal;

/**
 * A stretch of prices that share one step. Event contracts have several, finer near 0 and 1.
 *
 * @param min the lowest price; zero where there is no lower bound
 * @param max the highest price; zero where there is no upper bound
 * @param tick the step, above zero
 */
public record PriceRange(BigDecimal min, BigDecimal max, BigDecimal tick) {
    public PriceRange {
        if (min.signum() < 0 || max.signum() < 0 || tick.signum() <= 0) {
            throw new IllegalArgumentException(
                    "a price range has bounds of at least 0 and a tick above 0, found "
                            + min
                            + " to "
                            + max
                            + " by "
                            + tick);
        }
    }

    /** Whether a price lies between the bounds. */
    public boolean covers(BigDecimal price) {
        return price.compareTo(min) >= 0 && (max.signum() == 0 || price.compareTo(max) <= 0);
    }

    /** Whether a price lies on a step. Steps are counted from zero, as all six exchanges do. */
    public boolean isOnTick(BigDecimal price) {
        return Decimals.isMultiple(price, tick);
    }
}
