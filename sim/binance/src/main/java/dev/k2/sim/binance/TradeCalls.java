package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import dev.k2.sim.Order;
import dev.k2.sim.OrderList;
import dev.k2.sim.OrderStatus;
import dev.k2.sim.Outcome;
import dev.k2.sim.Refusal;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Orders: placing, cancelling, replacing, amending, asking for one. */
final class TradeCalls {
    private final BinanceFloor floor;
    private final MatchingEngine engine;
    private final Limits limits;
    private final Filters filters;
    private final ClientIds clientIds;
    private final ListCalls lists;

    TradeCalls(BinanceFloor floor, Limits limits, ClientIds clientIds) {
        this.floor = floor;
        this.engine = floor.engine();
        this.limits = limits;
        this.filters = new Filters(floor);
        this.clientIds = clientIds;
        this.lists = new ListCalls(floor, limits, clientIds);
    }

    ListCalls lists() {
        return lists;
    }

    JsonNode place(Call.Request request) {
        Market market = floor.market(request.params().symbol());
        OrderReading.Asked asked = OrderReading.read(request.params(), clientIds.next());
        String respType = respType(request.params(), asked);
        return OrderWords.placed(
                place(request.customer(), market, asked), respType, request.micros());
    }

    JsonNode test(Call.Request request) {
        Params params = request.params();
        Market market = floor.market(params.symbol());
        OrderReading.Asked asked = OrderReading.read(params, clientIds.next());
        respType(params, asked);
        filters.check(request.customer(), market, asked);
        if (!params.flag("computeCommissionRates", false)) {
            return WireJson.object();
        }
        ObjectNode answer = WireJson.object();
        ObjectNode standard = answer.putObject("standardCommissionForOrder");
        standard.put("maker", Eight.of(request.customer().makerFee()))
                .put("taker", Eight.of(request.customer().takerFee()));
        ObjectNode tax = answer.putObject("taxCommissionForOrder");
        tax.put("maker", Eight.of(BigDecimal.ZERO)).put("taker", Eight.of(BigDecimal.ZERO));
        answer.set("discount", AccountCalls.discount());
        return answer;
    }

    JsonNode cancel(Call.Request request) {
        Params params = request.params();
        Market market = floor.market(params.symbol());
        String cancelId = params.clientId("newClientOrderId");
        Restriction restriction = Restriction.of(params.text("cancelRestrictions"));
        Order order = find(request.customer(), market, params, "orderId", "origClientOrderId");
        return cancelled(
                request,
                cancel(order, restriction, cancelId == null ? clientIds.next() : cancelId));
    }

    JsonNode cancelAll(Call.Request request) {
        Market market = floor.market(request.params().symbol());
        List<Order> open = engine.archive().open(request.customer(), market);
        if (open.isEmpty()) {
            throw unknownOrder();
        }
        ArrayNode list = WireJson.array();
        return engine.together(
                () -> {
                    for (Order order : open) {
                        if (order.status().open()) {
                            list.add(cancelWhole(request, order));
                        }
                    }
                    return list;
                });
    }

    JsonNode query(Call.Request request) {
        Params params = request.params();
        Market market = floor.market(params.symbol());
        Long id = params.integer("orderId");
        String clientId = params.text("origClientOrderId");
        if (id == null && clientId == null) {
            throw BinanceRefusal.eitherMissing("origClientOrderId", "orderId");
        }
        Order order = lookUp(request.customer(), market, id, clientId);
        if (order == null || floor.hides(order, "order.query")) {
            throw new BinanceRefusal(-2013, "Order does not exist.");
        }
        return OrderWords.queried(order, request.micros());
    }

    JsonNode openOrders(Call.Request request) {
        ArrayNode list = WireJson.array();
        Account account = request.customer();
        List<Order> open =
                request.params().has("symbol")
                        ? engine.archive().open(account, floor.market(request.params().symbol()))
                        : engine.archive().open(account);
        for (Order order : open) {
            if (!floor.hides(order, "order.open")) {
                list.add(OrderWords.queried(order, request.micros()));
            }
        }
        return list;
    }

    JsonNode amend(Call.Request request) {
        Params params = request.params();
        Market market = floor.market(params.symbol());
        params.required("newQty");
        BigDecimal quantity = params.decimal("newQty");
        String newId = params.clientId("newClientOrderId");
        Order order = find(request.customer(), market, params, "orderId", "origClientOrderId");
        if (quantity == null) {
            throw BinanceRefusal.missing("newQty");
        }
        filters.lotSize(market, quantity);
        if (order.amendments() >= SymbolRules.MAX_NUM_ORDER_AMENDS) {
            throw new BinanceRefusal(
                    -2038, "Order amend rejected: the order was amended too often.");
        }
        Outcome outcome = engine.amend(order, market.listing().quantityUnits(quantity), newId);
        if (outcome instanceof Outcome.Refused(Refusal reason)) {
            throw amendRefused(reason);
        }
        ObjectNode answer =
                WireJson.object()
                        .put(
                                "transactTime",
                                BinanceTime.shown(order.updatedMicros(), request.micros()))
                        .put("executionId", order.updatedMicros());
        ObjectNode amended = OrderWords.queried(order, request.micros());
        amended.put("executedQty", OrderWords.quantity(order, order.filled()));
        answer.set("amendedOrder", amended);
        return answer;
    }

    JsonNode cancelReplace(Call.Request request) {
        Params params = request.params();
        Market market = floor.market(params.symbol());
        boolean stop =
                switch (params.required("cancelReplaceMode")) {
                    case "STOP_ON_FAILURE" -> true;
                    case "ALLOW_FAILURE" -> false;
                    default ->
                            throw new BinanceRefusal(
                                    -1130,
                                    "Data sent for parameter 'cancelReplaceMode' is not valid.");
                };
        Restriction restriction = Restriction.of(params.text("cancelRestrictions"));
        OrderReading.Asked asked = OrderReading.read(params, clientIds.next());
        String respType = respType(params, asked);
        Replacement replacement = new Replacement();
        return engine.together(
                () -> {
                    try {
                        String cancelId = params.clientId("cancelNewClientOrderId");
                        Order old =
                                find(
                                        request.customer(),
                                        market,
                                        params,
                                        "cancelOrderId",
                                        "cancelOrigClientOrderId");
                        replacement.cancelled(
                                cancelled(
                                        request,
                                        cancel(
                                                old,
                                                restriction,
                                                cancelId == null ? clientIds.next() : cancelId)));
                    } catch (BinanceRefusal refusal) {
                        replacement.notCancelled(refusal);
                    }
                    if (replacement.cancelFailed() && stop) {
                        throw replacement.failure();
                    }
                    try {
                        Order fresh = place(request.customer(), market, asked);
                        replacement.placed(OrderWords.placed(fresh, respType, request.micros()));
                    } catch (BinanceRefusal refusal) {
                        replacement.notPlaced(refusal);
                    }
                    return replacement.answer();
                });
    }

    private Order place(Account account, Market market, OrderReading.Asked asked) {
        long now = floor.micros() / 1000;
        limits.checkOrders(account, now);
        filters.check(account, market, asked);
        Outcome outcome = engine.place(account, market, asked.inUnits(market));
        return switch (outcome) {
            case Outcome.Done(Order order) -> {
                if (order.filled() == 0 && order.status().open()) {
                    limits.countOrder(account, now);
                }
                yield order;
            }
            case Outcome.Refused(Refusal reason) -> throw refused(reason);
        };
    }

    private Order cancel(Order order, Restriction restriction, String cancelId) {
        if (!order.status().open()) {
            throw unknownOrder();
        }
        if (restriction.forbids(order.status())) {
            throw new BinanceRefusal(-2011, "Order was not canceled due to cancel restrictions.");
        }
        if (engine.cancel(order, cancelId) instanceof Outcome.Refused) {
            throw unknownOrder();
        }
        clientIds.cancelledBy(order, cancelId);
        return order;
    }

    /** Cancels an order, or the whole list that it belongs to. */
    private ObjectNode cancelWhole(Call.Request request, Order order) {
        OrderList list = order.list();
        return list == null
                ? cancelled(request, cancel(order, Restriction.NONE, clientIds.next()))
                : lists.cancelled(list, clientIds.next(), request.micros());
    }

    private ObjectNode cancelled(Call.Request request, Order order) {
        return OrderWords.cancelled(
                order, order.clientOrderId(), clientIds.cancelIdOf(order), request.micros());
    }

    private Order find(
            Account account, Market market, Params params, String idName, String clientIdName) {
        Long id = params.integer(idName);
        String clientId = params.text(clientIdName);
        if (id == null && clientId == null) {
            throw BinanceRefusal.eitherMissing(clientIdName, idName);
        }
        Order order = lookUp(account, market, id, clientId);
        if (order == null || floor.hides(order, "order.cancel")) {
            throw unknownOrder();
        }
        return order;
    }

    private @Nullable Order lookUp(
            Account account, Market market, @Nullable Long id, @Nullable String clientId) {
        if (id == null) {
            return clientId == null ? null : engine.archive().byClientId(account, market, clientId);
        }
        Order order = engine.archive().byId(account, market, id);
        boolean other =
                order != null
                        && clientId != null
                        && !order.clientOrderId().equals(clientId)
                        && !order.request().clientOrderId().equals(clientId);
        return other ? null : order;
    }

    private static String respType(Params params, OrderReading.Asked asked) {
        boolean full = asked.type().equals("MARKET") || asked.type().equals("LIMIT");
        String type = params.text("newOrderRespType", full ? "FULL" : "ACK");
        return switch (type) {
            case "ACK", "RESULT", "FULL" -> type;
            default ->
                    throw new BinanceRefusal(
                            -1130, "Data sent for parameter 'newOrderRespType' is not valid.");
        };
    }

    private static BinanceRefusal unknownOrder() {
        return new BinanceRefusal(-2011, "Unknown order sent.");
    }

    static BinanceRefusal refused(Refusal reason) {
        return switch (reason) {
            case MARKET_CLOSED -> BinanceRefusal.rejected("Market is closed.");
            case DUPLICATE_CLIENT_ORDER_ID -> BinanceRefusal.rejected("Duplicate order sent.");
            case INSUFFICIENT_BALANCE ->
                    BinanceRefusal.rejected(
                            "Account has insufficient balance for requested action.");
            case WOULD_MATCH -> BinanceRefusal.rejected("Order would immediately match and take.");
            case WOULD_TRIGGER -> BinanceRefusal.rejected("Stop price would trigger immediately.");
            case NO_LIQUIDITY ->
                    BinanceRefusal.rejected(
                            "Order book liquidity is less than symbol minimum quantity.");
            case UNKNOWN_ORDER,
                    NOT_SMALLER,
                    NOTHING_LEFT,
                    PAIRED,
                    INSUFFICIENT_MARGIN,
                    NOTHING_TO_REDUCE,
                    NOT_FILLABLE,
                    UNCHANGED ->
                    BinanceRefusal.rejected("Unknown order sent.");
        };
    }

    private static BinanceRefusal amendRefused(Refusal reason) {
        return switch (reason) {
            case NOT_SMALLER ->
                    BinanceRefusal.rejected("Order amend (quantity increase) is not supported.");
            case NOTHING_LEFT ->
                    BinanceRefusal.rejected(
                            "The requested action would change no state; rejecting.");
            case PAIRED -> BinanceRefusal.rejected("Orders of an order list cannot be amended.");
            default -> BinanceRefusal.rejected("Unknown order sent.");
        };
    }

    private enum Restriction {
        NONE,
        ONLY_NEW,
        ONLY_PARTIALLY_FILLED;

        static Restriction of(@Nullable String word) {
            if (word == null) {
                return NONE;
            }
            return switch (word) {
                case "ONLY_NEW" -> ONLY_NEW;
                case "ONLY_PARTIALLY_FILLED" -> ONLY_PARTIALLY_FILLED;
                default ->
                        throw new BinanceRefusal(
                                -1145,
                                "Invalid cancelRestrictions; expected ONLY_NEW or"
                                        + " ONLY_PARTIALLY_FILLED.");
            };
        }

        boolean forbids(OrderStatus status) {
            return (this == ONLY_NEW && status != OrderStatus.NEW)
                    || (this == ONLY_PARTIALLY_FILLED && status != OrderStatus.PARTIALLY_FILLED);
        }
    }
}
