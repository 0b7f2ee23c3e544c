package dev.k2.trading;

import static dev.k2.model.Decimals.plain;

import dev.k2.model.Decimals;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** Says whether limits can be limits. */
final class Limits {
    private static final BigDecimal AMOUNT_MAX = new BigDecimal("1000000000000000000");
    private static final BigDecimal PERCENT_MAX = BigDecimal.valueOf(100);
    private static final Duration AGE_MAX = Duration.ofSeconds(10);
    private static final Duration DUPLICATE_MAX = Duration.ofMinutes(1);
    private static final int RATE_MAX = 100_000;

    private Limits() {}

    static Optional<Refusal> check(RiskLimits limits) {
        return amount("order_quantity_max", limits.orderQuantityMax(), AMOUNT_MAX)
                .or(() -> amount("order_notional_max", limits.orderNotionalMax(), AMOUNT_MAX))
                .or(() -> amount("open_notional_max", limits.openNotionalMax(), AMOUNT_MAX))
                .or(() -> amount("collar_percent", limits.collarPercent(), PERCENT_MAX))
                .or(() -> span("price_age_max_ms", limits.priceAgeMax(), 1, AGE_MAX))
                .or(() -> rate("orders_per_second", limits.ordersPerSecond()))
                .or(() -> rate("orders_per_minute", limits.ordersPerMinute()))
                .or(() -> span("duplicate_window_ms", limits.duplicateWindow(), 0, DUPLICATE_MAX));
    }

    static Optional<Refusal> check(ScopedLimits limits) {
        return amount("order_quantity_max", limits.orderQuantityMax())
                .or(() -> amount("order_notional_max", limits.orderNotionalMax()))
                .or(() -> amount("open_notional_max", limits.openNotionalMax()))
                .or(
                        () ->
                                limits.ordersPerSecond()
                                        .flatMap(value -> rate("orders_per_second", value)))
                .or(
                        () ->
                                limits.ordersPerMinute()
                                        .flatMap(value -> rate("orders_per_minute", value)));
    }

    private static Optional<Refusal> amount(String field, Optional<BigDecimal> value) {
        return value.flatMap(one -> amount(field, one, AMOUNT_MAX));
    }

    private static Optional<Refusal> amount(String field, BigDecimal value, BigDecimal max) {
        boolean fits =
                Decimals.isSane(value)
                        && value.signum() >= 0
                        && value.compareTo(max) <= 0
                        && Decimals.scaleOf(value) <= (max.compareTo(PERCENT_MAX) == 0 ? 4 : 18);
        return fits ? Optional.empty() : Optional.of(refusal(field, "0", plain(max)));
    }

    private static Optional<Refusal> span(
            String field, Duration value, long minMillis, Duration max) {
        boolean fits = value.toMillis() >= minMillis && value.compareTo(max) <= 0;
        return fits
                ? Optional.empty()
                : Optional.of(
                        refusal(field, Long.toString(minMillis), Long.toString(max.toMillis())));
    }

    private static Optional<Refusal> rate(String field, int value) {
        return value >= 0 && value <= RATE_MAX
                ? Optional.empty()
                : Optional.of(refusal(field, "0", Integer.toString(RATE_MAX)));
    }

    private static Refusal refusal(String field, String min, String max) {
        return Refusals.field(
                RefusalCode.LIMIT_INVALID,
                field,
                "%s must lie between %s and %s".formatted(field, min, max),
                "min",
                min,
                "max",
                max);
    }
}
