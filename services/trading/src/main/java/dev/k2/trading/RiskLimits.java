package dev.k2.trading;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * What a user's orders must keep to. Amounts are in US dollars; dollar stablecoins count as
 * dollars.
 *
 * @param orderQuantityMax the largest quantity of one order, in units of the instrument
 * @param orderNotionalMax the largest worth of one order
 * @param openNotionalMax the largest worth of all open orders together
 * @param collarPercent how far from the current price an order may reach, against its owner
 * @param priceAgeMax how old the price may be that a market order is judged by; at most 10 s
 * @param ordersPerSecond orders in any stretch of a second
 * @param ordersPerMinute orders in any stretch of a minute
 * @param duplicateWindow within which the same order needs a confirmation; zero switches it off
 */
public record RiskLimits(
        BigDecimal orderQuantityMax,
        BigDecimal orderNotionalMax,
        BigDecimal openNotionalMax,
        BigDecimal collarPercent,
        Duration priceAgeMax,
        int ordersPerSecond,
        int ordersPerMinute,
        Duration duplicateWindow) {
    /**
     * What holds until a user says otherwise. Every order has a key that keeps it from being placed
     * twice by accident, so orders that merely look alike are let through.
     */
    public static final RiskLimits USUAL =
            new RiskLimits(
                    new BigDecimal("1000000000000000"),
                    new BigDecimal("100000"),
                    new BigDecimal("1000000"),
                    new BigDecimal("5"),
                    Duration.ofSeconds(2),
                    200,
                    6000,
                    Duration.ZERO);
}
