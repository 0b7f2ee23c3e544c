package dev.k2.gateway;

import dev.k2.accounts.Accounts;
import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import dev.k2.model.LinkId;
import dev.k2.trading.KillReport;
import dev.k2.trading.KillSwitch;
import dev.k2.trading.LimitScope;
import dev.k2.trading.Refusal;
import dev.k2.trading.RiskLimits;
import dev.k2.trading.ScopedLimits;
import dev.k2.trading.Trading;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Calls about limits, kill switches and the dead-man switch. */
final class RiskCalls {
    private static final String NO_REASON = "stopped by its owner";

    private final Trading trading;
    private final Accounts accounts;

    RiskCalls(Trading trading, Accounts accounts) {
        this.trading = trading;
        this.accounts = accounts;
    }

    Map<String, Call> all() {
        return Map.ofEntries(
                Map.entry("getRiskLimits", this::limits),
                Map.entry("setRiskLimits", this::setLimits),
                Map.entry("getLinkLimits", asked -> onLink(asked, scope -> show(asked, scope))),
                Map.entry("setLinkLimits", asked -> onLink(asked, scope -> set(asked, scope))),
                Map.entry(
                        "removeLinkLimits", asked -> onLink(asked, scope -> remove(asked, scope))),
                Map.entry(
                        "getInstrumentLimits",
                        asked -> onInstrument(asked, scope -> show(asked, scope))),
                Map.entry(
                        "setInstrumentLimits",
                        asked -> onInstrument(asked, scope -> set(asked, scope))),
                Map.entry(
                        "removeInstrumentLimits",
                        asked -> onInstrument(asked, scope -> remove(asked, scope))),
                Map.entry("getKillSwitch", asked -> Reply.ok(switches(asked))),
                Map.entry("activateKillSwitch", this::activate),
                Map.entry("releaseKillSwitch", this::release),
                Map.entry("getDeadMan", asked -> onLink(asked, scope -> deadMan(asked, scope))),
                Map.entry("setDeadMan", asked -> onLink(asked, scope -> setDeadMan(asked, scope))));
    }

    private Reply limits(Asked asked) {
        JsonArray scopes = new JsonArray();
        trading.scopedLimits(asked.caller().user())
                .forEach((scope, limits) -> scopes.add(json(scope, limits)));
        return Reply.ok(json(trading.limits(asked.caller().user())).put("scopes", scopes));
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
        Optional<Refusal> refusal =
                trading.setLimits(asked.caller().user(), limits, mayRaise(asked));
        return refusal.map(r -> Reply.refused(OrderJson.problem(r))).orElseGet(() -> limits(asked));
    }

    private Reply onLink(Asked asked, Function<LimitScope.OfLink, Reply> work) {
        Optional<LinkId> link =
                LinkId.parse(asked.needed("id"))
                        .filter(
                                id ->
                                        accounts.links().list(asked.caller().user()).stream()
                                                .anyMatch(mine -> mine.id().equals(id)));
        return link.map(LimitScope.OfLink::new)
                .map(work)
                .orElseGet(
                        () ->
                                Reply.refused(
                                        new Problem(
                                                404, "LINK_NOT_FOUND", "There is no such link.")));
    }

    private static Reply onInstrument(Asked asked, Function<LimitScope, Reply> work) {
        Optional<InstrumentId> instrument = asked.instrument();
        return instrument
                .<LimitScope>map(LimitScope.OfInstrument::new)
                .map(work)
                .orElseGet(() -> Reply.refused(Problem.notFound("instrument")));
    }

    private Reply show(Asked asked, LimitScope scope) {
        return Reply.ok(
                json(
                        scope,
                        trading.scopedLimits(asked.caller().user())
                                .getOrDefault(scope, ScopedLimits.NONE)));
    }

    private Reply set(Asked asked, LimitScope scope) {
        return put(
                asked,
                scope,
                new ScopedLimits(
                        asked.decimal("max_order_quantity"),
                        asked.decimal("max_order_notional"),
                        asked.decimal("max_open_notional"),
                        asked.maybeNumber("max_orders_per_second"),
                        asked.maybeNumber("max_orders_per_minute")));
    }

    private Reply remove(Asked asked, LimitScope scope) {
        return put(asked, scope, ScopedLimits.NONE);
    }

    private Reply put(Asked asked, LimitScope scope, ScopedLimits limits) {
        Optional<Refusal> refusal =
                trading.setScopedLimits(asked.caller().user(), scope, limits, mayRaise(asked));
        return refusal.map(r -> Reply.refused(OrderJson.problem(r)))
                .orElseGet(() -> show(asked, scope));
    }

    private boolean mayRaise(Asked asked) {
        return accounts.isSteppedUp(asked.caller().user(), asked.caller().session());
    }

    private Reply activate(Asked asked) {
        KillReport report =
                trading.turnKillSwitchOn(
                        asked.caller().user(),
                        asked.exchange(),
                        asked.text("reason").orElse(NO_REASON));
        return Reply.ok(switches(asked).put("cancels", OrderCalls.cancels(report.cancels())));
    }

    private Reply release(Asked asked) {
        trading.turnKillSwitchOff(asked.caller().user(), asked.exchange());
        return Reply.ok(switches(asked));
    }

    private static Reply deadMan(Optional<Duration> wait) {
        return Reply.ok(
                new JsonObject().put("seconds", wait.map(Duration::toSeconds).orElse(null)));
    }

    private Reply deadMan(Asked asked, LimitScope.OfLink scope) {
        return deadMan(trading.deadMan(asked.caller().user(), scope.link()));
    }

    private Reply setDeadMan(Asked asked, LimitScope.OfLink scope) {
        Optional<Duration> wait = asked.maybeNumber("seconds").map(Duration::ofSeconds);
        Optional<Refusal> refusal = trading.setDeadMan(asked.caller().user(), scope.link(), wait);
        return refusal.map(r -> Reply.refused(OrderJson.problem(r))).orElseGet(() -> deadMan(wait));
    }

    /**
     * The user's own switch for everything, and beside it every switch that stops them somewhere.
     */
    private JsonObject switches(Asked asked) {
        KillSwitch own = trading.killSwitch(asked.caller().user());
        List<KillSwitch> on = trading.killSwitches(asked.caller().user());
        JsonArray all = new JsonArray();
        on.forEach(
                one ->
                        all.add(
                                json(one)
                                        .put("whose", one.whose().name().toLowerCase(Locale.ROOT))
                                        .put(
                                                "exchange",
                                                one.exchange()
                                                        .map(ExchangeId::text)
                                                        .orElse(null))));
        return json(own).put("switches", all);
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

    private static JsonObject json(LimitScope scope, ScopedLimits limits) {
        return new JsonObject()
                .put("scope", scope.text())
                .put("max_order_quantity", Words.orNull(limits.orderQuantityMax()))
                .put("max_order_notional", Words.orNull(limits.orderNotionalMax()))
                .put("max_open_notional", Words.orNull(limits.openNotionalMax()))
                .put("max_orders_per_second", limits.ordersPerSecond().orElse(null))
                .put("max_orders_per_minute", limits.ordersPerMinute().orElse(null));
    }
}
