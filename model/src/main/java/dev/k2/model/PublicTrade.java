package dev.k2.model;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A trade of anybody.
 *
 * @param aggressor the side that took
 */
public record PublicTrade(
        InstrumentId instrument,
        TradeId trade,
        BigDecimal price,
        BigDecimal quantity,
        Side aggressor,
        Instant at) {}
