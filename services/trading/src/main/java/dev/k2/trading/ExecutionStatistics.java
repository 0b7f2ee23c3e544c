package dev.k2.trading;

import dev.k2.model.ExchangeId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * How an exchange did with a user's orders of some time.
 *
 * @param orders that were sent, or may have been
 * @param filled that were filled whole
 * @param filledAtAll that were filled in part at least
 * @param fillRate orders filled at all as a share of those that ended, 0 to 1; empty where none did
 * @param rejectionRate rejected ones as a share of all, 0 to 1; empty where there are none
 * @param latencyMedian from when an order left until the exchange answered; empty where none was
 *     measured
 * @param slippageMedian in basis points against the best price at arrival; positive is worse for the
 *     user; empty without fills
 * @param slippageMean the same, each order weighed by what was filled of it in dollars
 */
public record ExecutionStatistics(
        ExchangeId exchange,
        long orders,
        long filled,
        long filledAtAll,
        long cancelled,
        long rejected,
        Optional<BigDecimal> fillRate,
        Optional<BigDecimal> rejectionRate,
        Optional<Duration> latencyMedian,
        Optional<Duration> latencyP95,
        Optional<BigDecimal> slippageMedian,
        Optional<BigDecimal> slippageMean) {}
