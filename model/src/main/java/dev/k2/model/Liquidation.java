package dev.k2.model;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A position that an exchange closed by force.
 *
 * @param side the side of the closing order: a long is sold
 * @param price the average price, or the order's where nothing is filled yet
 * @param quantity in units of the instrument
 */
public record Liquidation(
        InstrumentId instrument, Side side, BigDecimal price, BigDecimal quantity, Instant at) {}
