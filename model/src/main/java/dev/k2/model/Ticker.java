package dev.k2.model;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * The last 24 hours of an instrument.
 *
 * @param last the price of the last trade
 * @param changePercent how far {@code last} is from the price 24 hours ago, in percent
 * @param volume in units of the instrument
 * @param quoteVolume in the quote currency
 */
public record Ticker(
        InstrumentId instrument,
        BigDecimal last,
        BigDecimal changePercent,
        BigDecimal high,
        BigDecimal low,
        BigDecimal volume,
        BigDecimal quoteVolume,
        Instant at) {}
