package dev.k2.exchange;

import java.math.BigDecimal;

/**
 * Fees as a share of the traded value: 0.001 is a tenth of a percent.
 *
 * @param maker for resting orders; negative for a rebate
 * @param taker for orders that take
 */
public record FeeRates(BigDecimal maker, BigDecimal taker) {}
