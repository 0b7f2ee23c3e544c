package dev.k2.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * The average of the trades of the last minutes, weighted by quantity.
 *
 * @param window how far back it looks
 */
public record AveragePrice(
        InstrumentId instrument, BigDecimal price, Duration window, Instant at) {}
