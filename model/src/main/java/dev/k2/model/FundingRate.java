package dev.k2.model;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What longs paid shorts at one time.
 *
 * @param rate as a share of the position's value; negative where shorts paid
 */
public record FundingRate(InstrumentId instrument, BigDecimal rate, Instant at) {}
