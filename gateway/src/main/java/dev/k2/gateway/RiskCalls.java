package dev.k2.gateway;

import dev.k2.trading.KillReport;
import dev.k2.trading.KillSwitch;
import dev.k2.trading.Refusal;
import dev.k2.trading.RiskLimits;
import dev.k2.trading.Trading;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Calls about limits and the kill switch. */
final class RiskCalls {
    private static final String NO_REASON = "stopped by its owner";

    private final Trading trading;

    RiskCalls(Trading trading) {
        this.trading = trading;
    }

    Map<String, Call> all() {
        return Map.of(
                "getRiskLimits",
                asked -> Reply.ok(json(trading.limits(asked.caller().user()))),
                "setRiskLimits",
                this::setLimits,
                "getKillSwitch",
                asked -> Reply.ok(json(trading.killSwitch(asked.caller().user()))),
                "activateKillSwitch",
                this::activate,
                "releaseKillSwitch",
                asked -> Reply.ok(json(trading.turnKillSwitchOff(asked.caller().user()))));
    }

    private Reply setLimits(Asked asked) {
        var limits =
                new RiskLimits(
                        asked.decimal("max_order_quantity").orElseThrow(),
                        asked.decimal("max_order_notional").orElseThrow(),
                        asked.decimal("max_open_notional").orElseThrow(),
                        asked.decimal("price_collar_percent").orElseThrow(),
                        Duration.ofMillis(asked.number("max_price_age_ms")),
                        asked.number("max_orders_per_second"),
                        asked.number("max_orders_per_minute"),
                        Duration.ofMillis(asked.number("duplicate_window_ms")));
        Optional<Refusal> refusal = trading.setLimits(asked.caller().user(), limits);
        return refusal.map(r -> Reply.refused(OrderJson.problem(r)))
                .orElseGet(() -> Reply.ok(json(trading.limits(asked.caller().user()))));
    }

    private Reply activate(Asked asked) {
        KillReport report =
                trading.turnKillSwitchOn(
                        asked.caller().user(), asked.text("reason").orElse(NO_REASON));
        return Reply.ok(
                json(report.killSwitch()).put("cancels", OrderCalls.cancels(report.cancels())));
    }

    private static JsonObject json(KillSwitch killSwitch) {
        return new JsonObject()
                .put("active", killSwitch.on())
                .put("reason", killSwitch.reason().orElse(null))
                .put("changed_at", killSwitch.since().map(Times::text).orElse(null));
    }

    private static JsonObject json(RiskLimits limits) {
        return new JsonObject()
                .put("max_order_quantity", Words.of(limits.orderQuantityMax()))
                .put("max_order_notional", Words.of(limits.orderNotionalMax()))
                .put("max_open_notional", Words.of(limits.openNotionalMax()))
                .put("price_collar_percent", Words.of(limits.collarPercent()))
                .put("max_price_age_ms", limits.priceAgeMax().toMillis())
                .put("max_orders_per_second", limits.ordersPerSecond())
                .put("max_orders_per_minute", limits.ordersPerMinute())
                .put("duplicate_window_ms", limits.duplicateWindow().toMillis());
    }
}
