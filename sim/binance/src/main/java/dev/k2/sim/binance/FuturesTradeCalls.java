package dev.k2.sim.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.k2.sim.Account;
import dev.k2.sim.Ending;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import dev.k2.sim.Order;
import dev.k2.sim.OrderStatus;
import dev.k2.sim.Outcome;
import dev.k2.sim.Refusal;
import dev.k2.sim.Side;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Placing, changing, cancelling and asking for orders at the futures. */
final class FuturesTradeCalls {
    private static final int PLACED_AT_ONCE = 5;
    private static final int CANCELLED_AT_ONCE = 10;
    private static final int MODIFICATIONS_MAX = 10_000;
    private static final long UNFILLED_KEPT_MICROS = 3 * 86_400_000_000L;
    private static final long KEPT_MICROS = 90 * 86_400_000_000L;

    private final BinanceFloor floor;
    private final MatchingEngine engine;
    private final Limits limits;
    private final FuturesFilters filters;
    private final ClientIds clientIds;

    FuturesTradeCalls(BinanceFloor floor, Limits limits, ClientIds clientIds) {
        this.floor = floor;
        this.engine = floor.engine();
        this.limits = limits;
        this.filters = new FuturesFilters(floor);
        this.clientIds = clientIds;
    }

    JsonNode place(Call.Request request) {
        return place(request.customer(), request.params());
    }

    JsonNode test(Call.Request request) {
        Params params = request.params();
        Market market = floor.market(params.symbol());
        filters.check(request.customer(), market, read(request.customer(), market, params));
        return WireJson.object();
    }

    JsonNode placeBatch(Call.Request request) {
        ArrayNode answers = WireJson.array();
        for (Params order : batch(request.params(), PLACED_AT_ONCE)) {
            answers.add(attempt(() -> place(request.customer(), order)));
        }
        return answers;
    }

    JsonNode modify(Call.Request request) {
        return modify(request.customer(), request.params());
    }

    JsonNode modifyBatch(Call.Request request) {
        ArrayNode answers = WireJson.array();
        for (Params order : batch(request.params(), PLACED_AT_ONCE)) {
            answers.add(attempt(() -> modify(request.customer(), order)));
        }
        return answers;
    }

    JsonNode cancel(Call.Request request) {
        Params params = request.params();
        Market market = floor.market(params.symbol());
        return cancelled(
                find(
                        request.customer(),
                        market,
                        params.integer("orderId"),
                        params.text("origClientOrderId")));
    }

    JsonNode cancelBatch(Call.Request request) {
        Params params = request.params();
        Market market = floor.market(params.symbol());
        JsonNode ids = list(params.text("orderIdList", "[]"), "orderIdList");
        JsonNode clientIdList =
                list(params.text("origClientOrderIdList", "[]"), "origClientOrderIdList");
        if (ids.isEmpty() && clientIdList.isEmpty()) {
            throw BinanceRefusal.eitherMissing("orderIdList", "origClientOrderIdList");
        }
        if (Math.max(ids.size(), clientIdList.size()) > CANCELLED_AT_ONCE) {
            throw new BinanceRefusal(-4083, "Invalid batch place order count.");
        }
        Account account = request.customer();
        ArrayNode answers = WireJson.array();
        if (!ids.isEmpty()) {
            ids.forEach(
                    id ->
                            answers.add(
                                    attempt(
                                            () ->
                                                    cancelled(
                                                            find(
                                                                    account,
                                                                    market,
                                                                    id.asLong(),
                                                                    null)))));
            return answers;
        }
        clientIdList.forEach(
                id ->
                        answers.add(
                                attempt(
                                        () ->
                                                cancelled(
                                                        find(
                                                                account,
                                                                market,
                                                                null,
                                                                id.asText())))));
        return answers;
    }

    JsonNode cancelAll(Call.Request request) {
        cancelAll(request.customer(), floor.market(request.params().symbol()));
        return done("The operation of cancel all open order is done.");
    }

    void cancelAll(Account account, Market market) {
        engine.together(
                () -> {
                    for (Order order : engine.archive().open(account, market)) {
                        engine.cancel(order, null);
                    }
                    return market;
                });
    }

    JsonNode query(Call.Request request) {
        return queried(request, "order.query", false);
    }

    JsonNode openOrder(Call.Request request) {
        return queried(request, "order.open", true);
    }

    JsonNode openOrders(Call.Request request) {
        Account account = request.customer();
        List<Order> open =
                request.params().has("symbol")
                        ? engine.archive().open(account, floor.market(request.params().symbol()))
                        : engine.archive().open(account);
        ArrayNode list = WireJson.array();
        for (Order order : floor.visible(open, "order.open")) {
            list.add(FuturesOrderWords.queried(order));
        }
        return list;
    }

    JsonNode amendments(Call.Request request) {
        Params params = request.params();
        Market market = floor.market(params.symbol());
        Order order =
                lookUp(
                        request.customer(),
                        market,
                        params.integer("orderId"),
                        params.text("origClientOrderId"));
        ArrayNode list = WireJson.array();
        if (order != null) {
            int count = order.modifications().size();
            for (Order.Modification change : order.modifications().reversed()) {
                list.add(FuturesOrderWords.modification(order, change, count--));
            }
        }
        return list;
    }

    /** Ends orders that are good till a date which has come. */
    void expire() {
        long now = floor.micros() / 1000;
        for (Account account : engine.accounts()) {
            for (Order order : engine.archive().open(account)) {
                long until = FuturesOrderWords.goodTillDate(order);
                if (until > 0 && until <= now) {
                    engine.expire(order, Ending.GOOD_TILL_DATE);
                }
            }
        }
    }

    private JsonNode place(Account account, Params params) {
        Market market = floor.market(params.symbol());
        limits.checkOrders(account, floor.micros() / 1000);
        FuturesOrderReading.Asked asked = read(account, market, params);
        boolean acknowledge =
                switch (params.text("newOrderRespType", "ACK")) {
                    case "ACK" -> true;
                    case "RESULT" -> false;
                    default ->
                            throw new BinanceRefusal(
                                    -1130,
                                    "Data sent for parameter 'newOrderRespType' is not valid.");
                };
        filters.check(account, market, asked);
        limits.countOrder(account, floor.micros() / 1000);
        Outcome outcome = engine.place(account, market, asked.inUnits(market));
        return switch (outcome) {
            case Outcome.Done(Order order) ->
                    acknowledge
                            ? FuturesOrderWords.acknowledged(order)
                            : FuturesOrderWords.order(order);
            case Outcome.Refused(Refusal reason) -> throw refused(reason);
        };
    }

    private FuturesOrderReading.Asked read(Account account, Market market, Params params) {
        return FuturesOrderReading.read(
                params, market, account.margin().hedged(), clientIds.next(), floor.micros() / 1000);
    }

    private JsonNode modify(Account account, Params params) {
        Market market = floor.market(params.symbol());
        limits.checkOrders(account, floor.micros() / 1000);
        Order order =
                find(account, market, params.integer("orderId"), params.text("origClientOrderId"));
        Side side = FuturesOrderReading.side(params);
        if (side != order.side()) {
            throw new BinanceRefusal(-1117, "Invalid side.");
        }
        BigDecimal quantity =
                FuturesOrderReading.positive(
                        params, "quantity", -4003, "Quantity less than or equal to zero.");
        Map<String, String> words = new HashMap<>();
        BigDecimal price = FuturesOrderReading.price(params, market, side, words);
        filters.price(floor.rules(market), price);
        filters.quantity(floor.rules(market), quantity, false);
        filters.notional(market, quantity, price, order.request().position().closes(side));
        if (order.amendments() >= MODIFICATIONS_MAX) {
            throw new BinanceRefusal(-5026, "Exceed maximum modify order limit.");
        }
        limits.countOrder(account, floor.micros() / 1000);
        Outcome outcome =
                engine.modify(
                        order,
                        market.listing().priceUnits(price),
                        market.listing().quantityUnits(quantity));
        return switch (outcome) {
            case Outcome.Done(Order changed) -> FuturesOrderWords.order(changed);
            case Outcome.Refused(Refusal reason) -> throw refused(reason);
        };
    }

    private JsonNode queried(Call.Request request, String operation, boolean openOnly) {
        Params params = request.params();
        Market market = floor.market(params.symbol());
        Long id = params.integer("orderId");
        String clientId = params.text("origClientOrderId");
        if (id == null && clientId == null) {
            throw BinanceRefusal.eitherMissing("origClientOrderId", "orderId");
        }
        Order order = lookUp(request.customer(), market, id, clientId);
        if (order == null
                || floor.hides(order, operation)
                || (openOnly && !order.status().open())) {
            throw new BinanceRefusal(-2013, "Order does not exist.");
        }
        return FuturesOrderWords.queried(order);
    }

    private JsonNode cancelled(Order order) {
        if (engine.cancel(order, null) instanceof Outcome.Refused) {
            throw unknownOrder();
        }
        return FuturesOrderWords.order(order);
    }

    private Order find(
            Account account, Market market, @Nullable Long id, @Nullable String clientId) {
        if (id == null && clientId == null) {
            throw BinanceRefusal.eitherMissing("origClientOrderId", "orderId");
        }
        Order order = lookUp(account, market, id, clientId);
        if (order == null || floor.hides(order, "order.cancel") || !order.status().open()) {
            throw unknownOrder();
        }
        return order;
    }

    private @Nullable Order lookUp(
            Account account, Market market, @Nullable Long id, @Nullable String clientId) {
        Order order =
                id != null
                        ? engine.archive().byId(account, market, id)
                        : clientId == null
                                ? null
                                : engine.archive().byClientId(account, market, clientId);
        return order == null || isForgotten(order) ? null : order;
    }

    /** What came to nothing is forgotten after three days, everything else after ninety. */
    private boolean isForgotten(Order order) {
        long age = floor.micros() - order.updatedMicros();
        boolean nothing =
                order.filled() == 0
                        && (order.status() == OrderStatus.CANCELED
                                || order.status() == OrderStatus.EXPIRED);
        return !order.status().open() && age > (nothing ? UNFILLED_KEPT_MICROS : KEPT_MICROS);
    }

    private interface Attempt {
        JsonNode answer();
    }

    private static JsonNode attempt(Attempt attempt) {
        try {
            return attempt.answer();
        } catch (BinanceRefusal refusal) {
            return RestServer.words(refusal);
        }
    }

    private static List<Params> batch(Params params, int most) {
        JsonNode orders = list(params.required("batchOrders"), "batchOrders");
        if (orders.isEmpty() || orders.size() > most) {
            throw new BinanceRefusal(-4082, "Invalid number of batch place orders.");
        }
        List<Params> batch = new java.util.ArrayList<>();
        for (JsonNode order : orders) {
            Params one = new Params();
            order.properties().forEach(field -> one.put(field.getKey(), field.getValue().asText()));
            batch.add(one);
        }
        return batch;
    }

    private static JsonNode list(String json, String name) {
        try {
            JsonNode list = WireJson.parse(json);
            if (list.isArray()) {
                return list;
            }
        } catch (JsonProcessingException e) {
            throw new BinanceRefusal(-1130, "Data sent for parameter '" + name + "' is not valid.");
        }
        throw new BinanceRefusal(-1130, "Data sent for parameter '" + name + "' is not valid.");
    }

    static JsonNode done(String words) {
        return WireJson.object().put("code", 200).put("msg", words);
    }

    private static BinanceRefusal unknownOrder() {
        return new BinanceRefusal(-2011, "Unknown order sent.");
    }

    static BinanceRefusal refused(Refusal reason) {
        return switch (reason) {
            case MARKET_CLOSED -> new BinanceRefusal(-5024, "Symbol is not in trading status.");
            case DUPLICATE_CLIENT_ORDER_ID ->
                    new BinanceRefusal(-4116, "ClientOrderId is duplicated.");
            case INSUFFICIENT_BALANCE -> new BinanceRefusal(-2018, "Balance is insufficient.");
            case INSUFFICIENT_MARGIN -> new BinanceRefusal(-2019, "Margin is insufficient.");
            case NOTHING_TO_REDUCE -> new BinanceRefusal(-2022, "ReduceOnly Order is rejected.");
            case NOT_FILLABLE ->
                    new BinanceRefusal(
                            -5021,
                            "Due to the order could not be filled immediately, the FOK order has"
                                    + " been rejected. The order will not be recorded in the order"
                                    + " history");
            case WOULD_MATCH ->
                    new BinanceRefusal(
                            -5022,
                            "Due to the order could not be executed as maker, the Post Only order"
                                    + " will be rejected. The order will not be recorded in the"
                                    + " order history");
            case WOULD_TRIGGER -> new BinanceRefusal(-2021, "Order would immediately trigger.");
            case NO_LIQUIDITY -> new BinanceRefusal(-2020, "Unable to fill.");
            case UNCHANGED -> new BinanceRefusal(-5027, "No need to modify the order.");
            case UNKNOWN_ORDER, NOT_SMALLER, NOTHING_LEFT, PAIRED -> unknownOrder();
        };
    }
}
