package dev.k2.model;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * The trades of one interval.
 *
 * @param volume in units of the instrument
 * @param closed whether the interval is over, so that nothing changes any more
 */
public record Candle(
        InstrumentId instrument,
        CandleInterval interval,
        Instant openTime,
        BigDecimal open,
        BigDecimal high,
        BigDecimal low,
        BigDecimal close,
        BigDecimal volume,
        boolean closed) {}
