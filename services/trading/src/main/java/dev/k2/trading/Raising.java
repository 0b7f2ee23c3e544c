package dev.k2.trading;

import java.util.Optional;

/** Tells which limit a change would raise. Lowering is free; raising wants a fresh confirmation. */
final class Raising {
    private Raising() {}

    static Optional<Refusal> of(RiskLimits before, RiskLimits after) {
        return of(ScopedLimits.of(before), ScopedLimits.of(after))
                .or(() -> up("collar_percent", before.collarPercent(), after.collarPercent()))
                .or(
                        () ->
                                up(
                                        "price_age_max_ms",
                                        before.priceAgeMax().toMillis(),
                                        after.priceAgeMax().toMillis()))
                // A longer window is the stricter one.
                .or(
                        () ->
                                up(
                                        "duplicate_window_ms",
                                        after.duplicateWindow().toMillis(),
                                        before.duplicateWindow().toMillis()));
    }

    static Optional<Refusal> of(ScopedLimits before, ScopedLimits after) {
        return up("order_quantity_max", before.orderQuantityMax(), after.orderQuantityMax())
                .or(
                        () ->
                                up(
                                        "order_notional_max",
                                        before.orderNotionalMax(),
                                        after.orderNotionalMax()))
                .or(
                        () ->
                                up(
                                        "open_notional_max",
                                        before.openNotionalMax(),
                                        after.openNotionalMax()))
                .or(
                        () ->
                                up(
                                        "orders_per_second",
                                        before.ordersPerSecond(),
                                        after.ordersPerSecond()))
                .or(
                        () ->
                                up(
                                        "orders_per_minute",
                                        before.ordersPerMinute(),
                                        after.ordersPerMinute()));
    }

    private static <T extends Comparable<T>> Optional<Refusal> up(
            String limit, Optional<T> before, Optional<T> after) {
        if (before.isEmpty()) {
            return Optional.empty();
        }
        return after.isPresent()
                ? up(limit, before.get(), after.get())
                : Optional.of(refusal(limit, before.get(), "none"));
    }

    private static <T extends Comparable<T>> Optional<Refusal> up(String limit, T before, T after) {
        return after.compareTo(before) > 0
                ? Optional.of(refusal(limit, before, after))
                : Optional.empty();
    }

    private static Refusal refusal(String limit, Object before, Object after) {
        return Refusals.limit(
                RefusalCode.STEP_UP_REQUIRED,
                limit,
                before,
                after,
                "raising a limit needs a fresh confirmation that it is you");
    }
}
