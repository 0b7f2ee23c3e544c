package dev.k2.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * Terms that an order's owner asked for and that its exchange has not confirmed.
 *
 * @param quantity the whole order's, what is filled already included
 * @param since when they were asked for
 */
public record PendingAmend(
        BigDecimal quantity,
        Optional<BigDecimal> price,
        Optional<BigDecimal> stopPrice,
        Instant since) {}
