package dev.k2.trading;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Other terms for an open order; what is empty stays as it is.
 *
 * @param quantity the whole order's, what is filled already included
 */
public record OrderAmend(
        Optional<BigDecimal> quantity,
        Optional<BigDecimal> price,
        Optional<BigDecimal> stopPrice) {}
