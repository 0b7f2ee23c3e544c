package dev.k2.gateway;

import dev.k2.model.Arrival;
import dev.k2.model.ExchangeId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Execution;
import dev.k2.model.Fill;
import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.model.PendingAmend;
import dev.k2.model.RouteCandidate;
import dev.k2.trading.ExecutionStatistics;
import dev.k2.trading.Preview;
import dev.k2.trading.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Orders and what belongs to them in the shapes of the contract. Pure. */
final class OrderJson {
    private OrderJson() {}

    static JsonObject order(Order order) {
        return new JsonObject()
                .put("id", order.id().toString())
                .put("client_order_id", order.key().text())
                .put("exchange", order.exchange().text())
                .put(
                        "exchange_order_id",
                        order.exchangeOrderId().map(ExchangeOrderId::text).orElse(null))
                .put("instrument", order.instrument().text())
                .put("instrument_type", order.kind().type())
                .put("side", Words.of(order.side()))
                .put("outcome", order.outcome().map(Words::of).orElse(null))
                .put("type", Words.of(order.type()))
                .put("time_in_force", Words.of(order.timeInForce()))
                .put("good_till", order.conditions().goodTill().map(Times::text).orElse(null))
                .put("quantity", Words.of(order.quantity()))
                .put("price", Words.orNull(order.price()))
                .put("stop_price", Words.orNull(order.stopPrice()))
                .put("held", order.conditions().held())
                .put("trigger_price", Words.orNull(order.triggerPrice()))
                .put("trailing_offset", Words.orNull(order.conditions().trailingOffset()))
                .put("trailing_percent", Words.orNull(order.conditions().trailingPercent()))
                .put("oco_order_id", order.conditions().pair().map(OrderId::toString).orElse(null))
                .put("status", Words.of(order.status()))
                .put("resolution", order.resolution().map(Words::of).orElse(null))
                .put("stale", order.stale())
                .put("cancel_requested", order.cancelRequested())
                .put("filled_quantity", Words.of(order.filledQuantity()))
                .put("avg_price", Words.orNull(order.averagePrice()))
                .put("created_at", Times.text(order.createdAt()))
                .put("submitted_at", order.submittedAt().map(Times::text).orElse(null))
                .put("updated_at", Times.text(order.updatedAt()))
                .put("error_message", order.error().orElse(null))
                .put(
                        "pending_amend",
                        order.handling().pendingAmend().map(OrderJson::amend).orElse(null))
                .put("arrival", order.handling().arrival().map(OrderJson::arrival).orElse(null))
                .put("slippage_bps", Words.orNull(order.handling().slippage()))
                .put("metadata", metadata(order));
    }

    /** The caller's notes, and beside them what the router compared. */
    private static JsonObject metadata(Order order) {
        JsonObject notes = new JsonObject(new LinkedHashMap<>(order.metadata()));
        return order.handling().routing().isEmpty()
                ? notes
                : notes.put("routing", routing(order.handling().routing()));
    }

    private static JsonObject routing(List<RouteCandidate> compared) {
        JsonArray candidates = new JsonArray();
        for (RouteCandidate candidate : compared) {
            candidates.add(
                    new JsonObject()
                            .put("exchange", candidate.exchange().text())
                            .put("price", Words.orNull(candidate.price()))
                            .put("fee_rate", Words.orNull(candidate.feeRate()))
                            .put("effective_price", Words.orNull(candidate.effectivePrice()))
                            .put("chosen", candidate.chosen())
                            .put("left_out", Envelope.orNull(candidate.leftOut()))
                            .put("reason", Envelope.orNull(candidate.why())));
        }
        return new JsonObject().put("candidates", candidates);
    }

    private static JsonObject amend(PendingAmend wanted) {
        return new JsonObject()
                .put("quantity", Words.of(wanted.quantity()))
                .put("price", Words.orNull(wanted.price()))
                .put("stop_price", Words.orNull(wanted.stopPrice()))
                .put("since", Times.text(wanted.since()));
    }

    private static JsonObject arrival(Arrival arrival) {
        return new JsonObject()
                .put("price", Words.of(arrival.best()))
                .put("middle", Words.of(arrival.middle()))
                .put("age_ms", arrival.age().toMillis());
    }

    static JsonObject statistics(ExecutionStatistics one) {
        return new JsonObject()
                .put("exchange", one.exchange().text())
                .put("orders", one.orders())
                .put("filled", one.filled())
                .put("filled_at_all", one.filledAtAll())
                .put("cancelled", one.cancelled())
                .put("rejected", one.rejected())
                .put("fill_rate", Words.orNull(one.fillRate()))
                .put("rejection_rate", Words.orNull(one.rejectionRate()))
                .put("latency_median_ms", millis(one.latencyMedian()))
                .put("latency_p95_ms", millis(one.latencyP95()))
                .put("slippage_median_bps", Words.orNull(one.slippageMedian()))
                .put("slippage_mean_bps", Words.orNull(one.slippageMean()));
    }

    /** To the microsecond. */
    private static @Nullable String millis(Optional<Duration> span) {
        return Words.orNull(span.map(known -> BigDecimal.valueOf(known.toNanos() / 1000, 3)));
    }

    static JsonObject execution(Execution execution) {
        Fill fill = execution.fill();
        return new JsonObject()
                .put("id", execution.id().toString())
                .put("order_id", execution.order().toString())
                .put("exchange", execution.exchange().text())
                .put("exchange_exec_id", fill.trade().text())
                .put("instrument", fill.instrument().text())
                .put("side", Words.of(fill.side()))
                .put("outcome", execution.outcome().map(Words::of).orElse(null))
                .put("price", Words.of(fill.price()))
                .put("quantity", Words.of(fill.quantity()))
                .put("fee", Words.of(fill.fee()))
                .put("fee_currency", fill.feeCurrency().isEmpty() ? null : fill.feeCurrency())
                .put("liquidity", fill.maker() ? "maker" : "taker")
                .put("executed_at", Times.text(fill.executedAt()));
    }

    static JsonObject preview(Asked asked, Preview preview) {
        JsonArray refusals = new JsonArray();
        for (Refusal refusal : preview.refusals()) {
            refusals.add(Envelope.error(problem(refusal)));
        }
        return new JsonObject()
                .put("exchange", preview.exchange().map(ExchangeId::text).orElse(null))
                .put("instrument", preview.instrument().text())
                .put("side", asked.needed("side"))
                .put("type", asked.needed("type"))
                .put("quantity", asked.decimal("quantity").map(Words::of).orElseThrow())
                .put("price", Words.orNull(preview.price()))
                .put("worst_price", Words.orNull(preview.worstPrice()))
                .put("notional", Words.orNull(preview.notional()))
                .put("fee", Words.orNull(preview.fee()))
                .put("fee_rate", Words.orNull(preview.feeRate()))
                .put("fee_currency", Envelope.orNull(preview.feeCurrency()))
                .put("total", Words.orNull(preview.total()))
                .put("currency", Envelope.orNull(preview.notionalCurrency()))
                .put("routing", preview.routing().isEmpty() ? null : routing(preview.routing()))
                .put("accepted", preview.refusals().isEmpty())
                .put("refusals", refusals);
    }

    /**
     * A refusal of trading with the status that fits it. Where a field is wrong, what was expected
     * of it stands beside its name, as with every other bad input; trading's message begins with it.
     */
    static Problem problem(Refusal refusal) {
        Map<String, Object> details = new LinkedHashMap<>(refusal.details());
        refusal.field()
                .ifPresent(
                        field -> {
                            details.put("field", field);
                            details.putIfAbsent(
                                    "expected", refusal.message().split(", found ", 2)[0]);
                        });
        return new Problem(status(refusal), refusal.code().name(), refusal.message(), details);
    }

    private static int status(Refusal refusal) {
        return switch (refusal.code()) {
            case INSTRUMENT_NOT_FOUND -> 404;
            case KILL_SWITCH_ON, LINK_NOT_USABLE, STEP_UP_REQUIRED -> 403;
            default ->
                    switch (refusal.code().kind()) {
                        case INVALID, FORBIDDEN -> 422;
                        case CONFLICT -> 409;
                        case TOO_MANY -> 429;
                        case UNAVAILABLE -> 503;
                    };
        };
    }
}
