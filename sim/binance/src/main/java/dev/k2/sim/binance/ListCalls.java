package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import dev.k2.sim.Order;
import dev.k2.sim.OrderList;
import dev.k2.sim.Outcome;
import dev.k2.sim.Refusal;
import dev.k2.sim.WireJson;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Order lists: two orders of which one cancels the other. */
final class ListCalls {
    private static final Set<String> LEG_TYPES =
            Set.of(
                    "STOP_LOSS",
                    "STOP_LOSS_LIMIT",
                    "TAKE_PROFIT",
                    "TAKE_PROFIT_LIMIT",
                    "LIMIT_MAKER");

    /** What an OCO may carry, as it is named since 2024. */
    static final String[] READABLE = {
        "symbol",
        "listClientOrderId",
        "side",
        "quantity",
        "aboveType",
        "aboveClientOrderId",
        "abovePrice",
        "aboveStopPrice",
        "aboveTimeInForce",
        "aboveTrailingDelta",
        "aboveIcebergQty",
        "aboveStrategyId",
        "aboveStrategyType",
        "belowType",
        "belowClientOrderId",
        "belowPrice",
        "belowStopPrice",
        "belowTimeInForce",
        "belowTrailingDelta",
        "belowIcebergQty",
        "belowStrategyId",
        "belowStrategyType",
        "newOrderRespType",
        "selfTradePreventionMode"
    };

    /** What the older call for the same carries. */
    static final String[] READABLE_OLD = {
        "symbol",
        "listClientOrderId",
        "side",
        "quantity",
        "limitClientOrderId",
        "price",
        "stopClientOrderId",
        "stopPrice",
        "stopLimitPrice",
        "stopLimitTimeInForce",
        "newOrderRespType",
        "selfTradePreventionMode"
    };

    /** What an order with one that waits for it may carry. */
    static final String[] READABLE_OTO = {
        "symbol",
        "listClientOrderId",
        "newOrderRespType",
        "selfTradePreventionMode",
        "workingType",
        "workingSide",
        "workingQuantity",
        "workingClientOrderId",
        "workingPrice",
        "workingStopPrice",
        "workingTrailingDelta",
        "workingIcebergQty",
        "workingTimeInForce",
        "workingStrategyId",
        "workingStrategyType",
        "workingPegPriceType",
        "workingPegOffsetType",
        "workingPegOffsetValue",
        "pendingType",
        "pendingSide",
        "pendingQuantity",
        "pendingClientOrderId",
        "pendingPrice",
        "pendingStopPrice",
        "pendingTrailingDelta",
        "pendingIcebergQty",
        "pendingTimeInForce",
        "pendingStrategyId",
        "pendingStrategyType",
        "pendingPegPriceType",
        "pendingPegOffsetType",
        "pendingPegOffsetValue"
    };

    /** What an order with two that wait for it may carry. */
    static final String[] READABLE_OTOCO = {
        "symbol",
        "listClientOrderId",
        "newOrderRespType",
        "selfTradePreventionMode",
        "workingType",
        "workingSide",
        "workingQuantity",
        "workingClientOrderId",
        "workingPrice",
        "workingStopPrice",
        "workingTrailingDelta",
        "workingIcebergQty",
        "workingTimeInForce",
        "workingStrategyId",
        "workingStrategyType",
        "workingPegPriceType",
        "workingPegOffsetType",
        "workingPegOffsetValue",
        "pendingSide",
        "pendingQuantity",
        "pendingAboveType",
        "pendingAboveClientOrderId",
        "pendingAbovePrice",
        "pendingAboveStopPrice",
        "pendingAboveTrailingDelta",
        "pendingAboveIcebergQty",
        "pendingAboveTimeInForce",
        "pendingAboveStrategyId",
        "pendingAboveStrategyType",
        "pendingAbovePegPriceType",
        "pendingAbovePegOffsetType",
        "pendingAbovePegOffsetValue",
        "pendingBelowType",
        "pendingBelowClientOrderId",
        "pendingBelowPrice",
        "pendingBelowStopPrice",
        "pendingBelowTrailingDelta",
        "pendingBelowIcebergQty",
        "pendingBelowTimeInForce",
        "pendingBelowStrategyId",
        "pendingBelowStrategyType",
        "pendingBelowPegPriceType",
        "pendingBelowPegOffsetType",
        "pendingBelowPegOffsetValue"
    };

    private final BinanceFloor floor;
    private final MatchingEngine engine;
    private final Limits limits;
    private final Filters filters;
    private final ClientIds clientIds;

    ListCalls(BinanceFloor floor, Limits limits, ClientIds clientIds) {
        this.floor = floor;
        this.engine = floor.engine();
        this.limits = limits;
        this.filters = new Filters(floor);
        this.clientIds = clientIds;
    }

    JsonNode placeOco(Call.Request request) {
        Params params = request.params();
        OrderReading.Asked above = leg(params, "above");
        OrderReading.Asked below = leg(params, "below");
        boolean limitAbove = above.type().equals("LIMIT_MAKER");
        boolean limitBelow = below.type().equals("LIMIT_MAKER");
        if (limitAbove && limitBelow) {
            throw new BinanceRefusal(-1168, "At least one OCO order must be contingent.");
        }
        checkSides(above, below, limitAbove, limitBelow);
        return place(request, limitAbove ? above : below, limitAbove ? below : above);
    }

    /** The older call: a limit order on one side, a stop on the other. */
    JsonNode placeOldOco(Call.Request request) {
        Params params = request.params();
        Params limit = common(params, "LIMIT_MAKER");
        copy(params, "price", limit, "price");
        copy(params, "limitClientOrderId", limit, "newClientOrderId");
        boolean stopLimit = params.has("stopLimitPrice");
        Params stop = common(params, stopLimit ? "STOP_LOSS_LIMIT" : "STOP_LOSS");
        copy(params, "stopPrice", stop, "stopPrice");
        copy(params, "stopLimitPrice", stop, "price");
        copy(params, "stopLimitTimeInForce", stop, "timeInForce");
        copy(params, "stopClientOrderId", stop, "newClientOrderId");
        return place(
                request,
                OrderReading.read(limit, clientIds.next()),
                OrderReading.read(stop, clientIds.next()));
    }

    /** An order, and another that comes when it is filled. */
    JsonNode placeOto(Call.Request request) {
        OrderReading.Asked working = working(request.params());
        return placeChain(request, working, List.of(part(request.params(), "pending")));
    }

    /** An order, and two that come when it is filled, of which one cancels the other. */
    JsonNode placeOtoco(Call.Request request) {
        Params params = request.params();
        OrderReading.Asked working = working(params);
        OrderReading.Asked above = pendingLeg(params, "pendingAbove");
        OrderReading.Asked below = pendingLeg(params, "pendingBelow");
        boolean limitAbove = above.type().equals("LIMIT_MAKER");
        boolean limitBelow = below.type().equals("LIMIT_MAKER");
        if (limitAbove && limitBelow) {
            throw new BinanceRefusal(-1168, "At least one OCO order must be contingent.");
        }
        checkSides(above, below, limitAbove, limitBelow);
        return placeChain(request, working, List.of(above, below));
    }

    private OrderReading.Asked working(Params params) {
        String type = params.required("workingType");
        if (!type.equals("LIMIT") && !type.equals("LIMIT_MAKER")) {
            throw new BinanceRefusal(-1158, "Order type not supported in OTO.");
        }
        return part(params, "working");
    }

    private OrderReading.Asked pendingLeg(Params params, String which) {
        if (!LEG_TYPES.contains(params.required(which + "Type"))) {
            throw new BinanceRefusal(-1158, "Order type not supported in OCO.");
        }
        Params leg = parts(params, which);
        copy(params, "pendingSide", leg, "side");
        copy(params, "pendingQuantity", leg, "quantity");
        return OrderReading.read(leg, clientIds.next());
    }

    private OrderReading.Asked part(Params params, String which) {
        Params part = parts(params, which);
        copy(params, which + "Side", part, "side");
        copy(params, which + "Quantity", part, "quantity");
        return OrderReading.read(part, clientIds.next());
    }

    private static Params parts(Params params, String which) {
        Params part = new Params();
        part.put("type", params.required(which + "Type"));
        copy(params, "symbol", part, "symbol");
        copy(params, "selfTradePreventionMode", part, "selfTradePreventionMode");
        for (String name :
                List.of(
                        "Price",
                        "StopPrice",
                        "TrailingDelta",
                        "IcebergQty",
                        "TimeInForce",
                        "StrategyId",
                        "StrategyType")) {
            String plain = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
            copy(params, which + name, part, plain);
        }
        copy(params, which + "ClientOrderId", part, "newClientOrderId");
        return part;
    }

    private JsonNode placeChain(
            Call.Request request, OrderReading.Asked working, List<OrderReading.Asked> pending) {
        Params params = request.params();
        Account account = request.customer();
        Market market = floor.market(params.symbol());
        long now = floor.micros() / 1000;
        limits.checkOrders(account, now);
        filters.check(account, market, working);
        pending.forEach(order -> filters.check(account, market, order));
        String listId = params.clientId("listClientOrderId");
        Outcome outcome =
                engine.placeChain(
                        account,
                        market,
                        listId == null ? clientIds.next() : listId,
                        working.inUnits(market),
                        pending.stream().map(order -> order.inUnits(market)).toList());
        return switch (outcome) {
            case Outcome.Done(Order order) -> {
                limits.countOrder(account, now);
                pending.forEach(each -> limits.countOrder(account, now));
                yield placed(order, params.text("newOrderRespType", "RESULT"), request.micros());
            }
            case Outcome.Refused(Refusal reason) -> throw refused(reason);
        };
    }

    JsonNode query(Call.Request request) {
        Params params = request.params();
        Long id = params.integer("orderListId");
        String clientId = params.text("origClientOrderId", "");
        if (id == null && clientId.isEmpty()) {
            throw BinanceRefusal.eitherMissing("origClientOrderId", "orderListId");
        }
        OrderList pair = find(request.customer(), id, clientId);
        if (pair == null) {
            throw new BinanceRefusal(-2018, "Order list does not exist.");
        }
        return ListWords.list(pair, request.micros());
    }

    JsonNode all(Call.Request request) {
        long fromId = request.params().integer("fromId", 0);
        long limit = Math.min(1000, request.params().integer("limit", 500));
        ArrayNode lists = WireJson.array();
        for (OrderList pair : engine.archive().lists(request.customer())) {
            if (pair.id() >= fromId && lists.size() < limit) {
                lists.add(ListWords.list(pair, request.micros()));
            }
        }
        return lists;
    }

    JsonNode open(Call.Request request) {
        ArrayNode lists = WireJson.array();
        for (OrderList pair : engine.archive().lists(request.customer())) {
            if (!pair.ended()) {
                lists.add(ListWords.list(pair, request.micros()));
            }
        }
        return lists;
    }

    JsonNode cancel(Call.Request request) {
        Params params = request.params();
        floor.market(params.symbol());
        Long id = params.integer("orderListId");
        String clientId = params.text("listClientOrderId", "");
        if (id == null && clientId.isEmpty()) {
            throw BinanceRefusal.eitherMissing("orderListId", "listClientOrderId");
        }
        OrderList pair = find(request.customer(), id, clientId);
        if (pair == null || pair.ended()) {
            throw new BinanceRefusal(-2011, "Unknown order list sent.");
        }
        String cancelId = params.clientId("newClientOrderId");
        return cancelled(pair, cancelId == null ? clientIds.next() : cancelId, request.micros());
    }

    /** Cancels both legs and answers with a report of each. */
    ObjectNode cancelled(OrderList pair, String cancelId, boolean micros) {
        for (Order order : pair.orders()) {
            clientIds.cancelledBy(order, cancelId);
            engine.cancel(order, cancelId);
        }
        ObjectNode answer = ListWords.list(pair, micros);
        ArrayNode reports = answer.putArray("orderReports");
        for (Order order : pair.orders()) {
            reports.add(OrderWords.cancelled(order, order.clientOrderId(), cancelId, micros));
        }
        return answer;
    }

    private JsonNode place(
            Call.Request request, OrderReading.Asked first, OrderReading.Asked second) {
        Params params = request.params();
        Account account = request.customer();
        Market market = floor.market(params.symbol());
        limits.checkOrders(account, floor.micros() / 1000);
        filters.check(account, market, first);
        filters.check(account, market, second);
        String listId = params.clientId("listClientOrderId");
        Outcome outcome =
                engine.placePair(
                        account,
                        market,
                        listId == null ? clientIds.next() : listId,
                        first.inUnits(market),
                        second.inUnits(market));
        return switch (outcome) {
            case Outcome.Done(Order order) -> {
                limits.countOrder(account, floor.micros() / 1000);
                limits.countOrder(account, floor.micros() / 1000);
                yield placed(order, params.text("newOrderRespType", "RESULT"), request.micros());
            }
            case Outcome.Refused(Refusal reason) -> throw refused(reason);
        };
    }

    private static ObjectNode placed(Order order, String respType, boolean micros) {
        OrderList pair = order.list();
        if (pair == null) {
            throw new IllegalStateException("order " + order.id() + " was placed as one of a list");
        }
        ObjectNode answer = ListWords.list(pair, micros);
        ArrayNode reports = answer.putArray("orderReports");
        pair.orders().forEach(leg -> reports.add(OrderWords.placed(leg, respType, micros)));
        return answer;
    }

    private OrderReading.Asked leg(Params params, String which) {
        String type = params.required(which + "Type");
        if (!LEG_TYPES.contains(type)) {
            throw new BinanceRefusal(-1158, "Order type not supported in OCO.");
        }
        Params leg = common(params, type);
        copy(params, which + "Price", leg, "price");
        copy(params, which + "StopPrice", leg, "stopPrice");
        copy(params, which + "TrailingDelta", leg, "trailingDelta");
        copy(params, which + "IcebergQty", leg, "icebergQty");
        copy(params, which + "TimeInForce", leg, "timeInForce");
        copy(params, which + "ClientOrderId", leg, "newClientOrderId");
        copy(params, which + "StrategyId", leg, "strategyId");
        copy(params, which + "StrategyType", leg, "strategyType");
        return OrderReading.read(leg, clientIds.next());
    }

    private static void checkSides(
            OrderReading.Asked above,
            OrderReading.Asked below,
            boolean limitAbove,
            boolean limitBelow) {
        boolean buy = above.side() == dev.k2.sim.Side.BUY;
        if (buy && limitAbove) {
            throw new BinanceRefusal(-1165, "A limit order in a buy OCO must be below.");
        }
        if (!buy && limitBelow) {
            throw new BinanceRefusal(-1166, "A limit order in a sell OCO must be above.");
        }
        if (buy && below.type().startsWith("STOP_LOSS")) {
            throw new BinanceRefusal(-1196, "A stop loss order in a buy OCO must be above.");
        }
        if (!buy && above.type().startsWith("STOP_LOSS")) {
            throw new BinanceRefusal(-1197, "A stop loss order in a sell OCO must be below.");
        }
        if (buy && above.type().startsWith("TAKE_PROFIT")) {
            throw new BinanceRefusal(-1198, "A take profit order in a buy OCO must be below.");
        }
        if (!buy && below.type().startsWith("TAKE_PROFIT")) {
            throw new BinanceRefusal(-1199, "A take profit order in a sell OCO must be above.");
        }
    }

    private static Params common(Params params, String type) {
        Params leg = new Params();
        leg.put("type", type);
        copy(params, "symbol", leg, "symbol");
        copy(params, "side", leg, "side");
        copy(params, "quantity", leg, "quantity");
        copy(params, "selfTradePreventionMode", leg, "selfTradePreventionMode");
        return leg;
    }

    private static void copy(Params from, String name, Params to, String newName) {
        String value = from.text(name);
        if (value != null) {
            to.put(newName, value);
        }
    }

    private @Nullable OrderList find(Account account, @Nullable Long id, String clientId) {
        List<OrderList> pairs = engine.archive().lists(account).reversed();
        for (OrderList pair : pairs) {
            if (id == null ? pair.clientId().equals(clientId) : pair.id() == id) {
                return pair;
            }
        }
        return null;
    }

    private static BinanceRefusal refused(Refusal reason) {
        return switch (reason) {
            case WOULD_MATCH, WOULD_TRIGGER ->
                    BinanceRefusal.rejected(
                            "The relationship of the prices for the orders is not correct.");
            default -> TradeCalls.refused(reason);
        };
    }
}
