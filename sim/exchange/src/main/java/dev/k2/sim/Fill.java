package dev.k2.sim;

import java.math.BigDecimal;

/**
 * One order's part in one trade.
 *
 * @param price in price units
 * @param quantity in quantity units
 * @param fee what the order's account paid, in {@code feeAsset}
 * @param maker true when the order was resting
 * @param micros when, in microseconds since 1970
 * @param realised the profit that it made certain, 0 where there are no positions
 */
public record Fill(
        long tradeId,
        long price,
        long quantity,
        BigDecimal fee,
        String feeAsset,
        boolean maker,
        long micros,
        long executionId,
        BigDecimal realised) {}
