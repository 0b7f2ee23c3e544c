package dev.k2.trading;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What the orders of one scope must keep to, beside every other scope that fits them. What is empty
 * sets nothing. Amounts are in US dollars.
 *
 * @param orderQuantityMax the largest quantity of one order, in units of the instrument
 * @param orderNotionalMax the largest worth of one order
 * @param openNotionalMax the largest worth of all open orders of the scope together
 * @param ordersPerSecond orders of the scope in any stretch of a second
 * @param ordersPerMinute orders of the scope in any stretch of a minute
 */
public record ScopedLimits(
        Optional<BigDecimal> orderQuantityMax,
        Optional<BigDecimal> orderNotionalMax,
        Optional<BigDecimal> openNotionalMax,
        Optional<Integer> ordersPerSecond,
        Optional<Integer> ordersPerMinute) {
    /** Sets nothing. */
    public static final ScopedLimits NONE =
            new ScopedLimits(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /** The part of a user's own limits that other scopes can have too. */
    static ScopedLimits of(RiskLimits limits) {
        return new ScopedLimits(
                Optional.of(limits.orderQuantityMax()),
                Optional.of(limits.orderNotionalMax()),
                Optional.of(limits.openNotionalMax()),
                Optional.of(limits.ordersPerSecond()),
                Optional.of(limits.ordersPerMinute()));
    }
}
