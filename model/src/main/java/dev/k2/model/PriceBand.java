package dev.k2.model;

import java.math.BigDecimal;

/**
 * How far from the reference price an exchange takes a limit price.
 *
 * @param lowest the factor below which a price is refused; zero where there is none
 * @param highest the factor above which a price is refused; zero where there is none
 */
public record PriceBand(BigDecimal lowest, BigDecimal highest) {
    /** No band at all. */
    public static final PriceBand NONE = new PriceBand(BigDecimal.ZERO, BigDecimal.ZERO);

    /** Whether a price is within the band around a reference price. */
    public boolean covers(BigDecimal price, BigDecimal reference) {
        return (lowest.signum() == 0 || price.compareTo(reference.multiply(lowest)) >= 0)
                && (highest.signum() == 0 || price.compareTo(reference.multiply(highest)) <= 0);
    }
}
