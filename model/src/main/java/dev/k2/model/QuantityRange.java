package dev.k2.model;

import java.math.BigDecimal;

/**
 * The quantities that an order may have.
 *
 * @param min the smallest; zero where there is none
 * @param max the largest; zero where there is none
 * @param step the step, zero where there is no rule
 */
public record QuantityRange(BigDecimal min, BigDecimal max, BigDecimal step) {
    public QuantityRange {
        if (min.signum() < 0 || max.signum() < 0 || step.signum() < 0) {
            throw new IllegalArgumentException(
                    "a quantity range has no negative part, found "
                            + min
                            + " to "
                            + max
                            + " by "
                            + step);
        }
    }

    /** Whether a quantity lies between the bounds. */
    public boolean covers(BigDecimal quantity) {
        return quantity.compareTo(min) >= 0 && (max.signum() == 0 || quantity.compareTo(max) <= 0);
    }

    /** Whether a quantity is a whole number of steps. */
    public boolean isOnStep(BigDecimal quantity) {
        return Decimals.isMultiple(quantity, step);
    }
}
