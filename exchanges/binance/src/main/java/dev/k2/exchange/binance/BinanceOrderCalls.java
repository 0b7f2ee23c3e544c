package dev.k2.exchange.binance;

import static java.util.Map.entry;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.NewOrderList;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.net.Reply;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Instrument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one account asks of Spot about its orders, one method each, over whichever way orders
 * travel. Every call blocks its thread; what changes something for good is sent once.
 */
final class BinanceOrderCalls {
    static final int PAGE_MAX = 1_000;

    /** What each call is named over the WebSocket API. */
    static final Map<String, String> SOCKET_METHODS =
            Map.ofEntries(
                    entry("POST /api/v3/order", "order.place"),
                    entry("DELETE /api/v3/order", "order.cancel"),
                    entry("POST /api/v3/order/cancelReplace", "order.cancelReplace"),
                    entry("PUT /api/v3/order/amend/keepPriority", "order.amend.keepPriority"),
                    entry("GET /api/v3/order", "order.status"),
                    entry("GET /api/v3/openOrders", "openOrders.status"),
                    entry("DELETE /api/v3/openOrders", "openOrders.cancelAll"),
                    entry("GET /api/v3/allOrders", "allOrders"),
                    entry("GET /api/v3/myTrades", "myTrades"),
                    entry("POST /api/v3/orderList/oco", "orderList.place.oco"),
                    entry("POST /api/v3/orderList/oto", "orderList.place.oto"),
                    entry("POST /api/v3/orderList/otoco", "orderList.place.otoco"),
                    entry("DELETE /api/v3/orderList", "orderList.cancel"));

    private static final TypeReference<BinanceOrderWire.Order> ORDER = new TypeReference<>() {};
    private static final TypeReference<List<BinanceOrderWire.Order>> ORDERS =
            new TypeReference<>() {};
    private static final TypeReference<BinanceOrderWire.Amended> AMENDED = new TypeReference<>() {};
    private static final TypeReference<BinanceOrderWire.Replaced> REPLACED =
            new TypeReference<>() {};
    private static final TypeReference<BinanceOrderWire.OrderList> LIST = new TypeReference<>() {};
    private static final TypeReference<List<JsonNode>> CANCELLED = new TypeReference<>() {};
    private static final TypeReference<List<BinanceOrderWire.MyTrade>> MY_TRADES =
            new TypeReference<>() {};

    private final BinanceApi api;
    private final BinanceSigner signer;
    private final BinanceOrderCount orderCount;

    BinanceOrderCalls(BinanceApi api, BinanceSigner signer, BinanceOrderCount orderCount) {
        this.api = api;
        this.signer = signer;
        this.orderCount = orderCount;
    }

    Reply<BinanceOrderWire.Order> place(Instrument about, Map<String, String> form) {
        return api.send(
                        signed("place an order", "/order", 1, form).by("POST").counted(orderCount),
                        ORDER)
                .about(about.id());
    }

    Reply<BinanceOrderWire.Order> cancel(OrderRef order) {
        return api.ask(
                        signed("cancel an order", "/order", 1, named(order))
                                .by("DELETE")
                                .asUrgent(),
                        ORDER)
                .about(order.instrument().id());
    }

    /** Orders, and lists of orders with a report of each, all of them cancelled by this. */
    Reply<List<JsonNode>> cancelAll(Instrument about) {
        return api.ask(
                        signed(
                                        "cancel all orders",
                                        "/openOrders",
                                        1,
                                        Map.of("symbol", about.symbol()))
                                .by("DELETE")
                                .asUrgent(),
                        CANCELLED)
                .about(about.id());
    }

    /** Makes an order smaller; it keeps its place in the book and its id. */
    Reply<BinanceOrderWire.Amended> shrink(
            OrderRef order, String quantity, Optional<String> ownId) {
        Map<String, String> form = named(order);
        ownId.ifPresent(id -> form.put("newClientOrderId", id));
        form.put("newQty", quantity);
        return api.send(
                        signed("amend an order", "/order/amend/keepPriority", 4, form).by("PUT"),
                        AMENDED)
                .about(order.instrument().id());
    }

    /** Cancels an order that nothing of is filled yet, and only then places another. */
    Reply<BinanceOrderWire.Replaced> replaceUnfilled(OrderRef order, Map<String, String> wanted) {
        Map<String, String> form = new LinkedHashMap<>(wanted);
        form.put("cancelReplaceMode", "STOP_ON_FAILURE");
        form.put("cancelRestrictions", "ONLY_NEW");
        form.putAll(id(order, "cancelOrderId", "cancelOrigClientOrderId"));
        return api.send(
                        signed("amend an order", "/order/cancelReplace", 1, form)
                                .by("POST")
                                .counted(orderCount),
                        REPLACED)
                .about(order.instrument().id());
    }

    Reply<BinanceOrderWire.Order> order(OrderRef order) {
        return api.ask(signed("ask for an order", "/order", 4, named(order)).asUrgent(), ORDER)
                .about(order.instrument().id());
    }

    Reply<List<BinanceOrderWire.Order>> openOrders(Optional<Instrument> about) {
        Map<String, String> form =
                about.map(one -> Map.of("symbol", one.symbol())).orElseGet(Map::of);
        Reply<List<BinanceOrderWire.Order>> reply =
                api.ask(
                        signed(
                                        "ask for open orders",
                                        "/openOrders",
                                        about.isPresent() ? 6 : 80,
                                        form)
                                .asUrgent(),
                        ORDERS);
        return about.isPresent() ? reply.about(about.get().id()) : reply;
    }

    /** Orders that were placed within a day at most, oldest first. */
    Reply<List<BinanceOrderWire.Order>> ordersBetween(
            Instrument about, long fromMillis, long toMillis) {
        return orders(about, between(about, fromMillis, toMillis));
    }

    /** Orders from one id on, oldest first. */
    Reply<List<BinanceOrderWire.Order>> ordersFrom(Instrument about, long orderId) {
        Map<String, String> form = page(about);
        form.put("orderId", Long.toString(orderId));
        return orders(about, form);
    }

    /** Own trades of a day at most, oldest first. */
    Reply<List<BinanceOrderWire.MyTrade>> myTradesBetween(
            Instrument about, long fromMillis, long toMillis) {
        return myTrades(about, between(about, fromMillis, toMillis), 20);
    }

    /** Own trades from one id on, oldest first. */
    Reply<List<BinanceOrderWire.MyTrade>> myTradesFrom(Instrument about, long fromId) {
        Map<String, String> form = page(about);
        form.put("fromId", Long.toString(fromId));
        return myTrades(about, form, 20);
    }

    /** Own trades of one order from one id on, oldest first. */
    Reply<List<BinanceOrderWire.MyTrade>> myTradesOf(
            Instrument about, ExchangeOrderId order, long fromId) {
        Map<String, String> form = page(about);
        form.put("orderId", order.text());
        if (fromId > 0) {
            form.put("fromId", Long.toString(fromId));
        }
        return myTrades(about, form, 5);
    }

    Reply<BinanceOrderWire.OrderList> placeList(NewOrderList list, Map<String, String> form) {
        String kind =
                switch (list) {
                    case NewOrderList.OneCancelsOther _ -> "/orderList/oco";
                    case NewOrderList.OneTriggersOther _ -> "/orderList/oto";
                    case NewOrderList.OneTriggersTwo _ -> "/orderList/otoco";
                };
        return api.send(
                        signed("place an order list", kind, 1, form)
                                .by("POST")
                                .counted(orderCount, list.orders().size()),
                        LIST)
                .about(list.instrument().id());
    }

    /**
     * Cancels a list.
     *
     * @param list Binance's number of it, or our own id, which begins with a letter
     */
    Reply<BinanceOrderWire.OrderList> cancelList(Instrument about, String list) {
        boolean number = !list.isEmpty() && list.chars().allMatch(Character::isDigit);
        Map<String, String> form = new LinkedHashMap<>();
        form.put("symbol", about.symbol());
        form.put(number ? "orderListId" : "listClientOrderId", list);
        return api.ask(
                        signed("cancel an order list", "/orderList", 1, form)
                                .by("DELETE")
                                .asUrgent(),
                        LIST)
                .about(about.id());
    }

    private Reply<List<BinanceOrderWire.Order>> orders(Instrument about, Map<String, String> form) {
        return api.ask(signed("ask for ended orders", "/allOrders", 20, form), ORDERS)
                .about(about.id());
    }

    private Reply<List<BinanceOrderWire.MyTrade>> myTrades(
            Instrument about, Map<String, String> form, int weight) {
        return api.ask(signed("ask for fills", "/myTrades", weight, form).asUrgent(), MY_TRADES)
                .about(about.id());
    }

    private BinanceCall signed(
            String operation, String path, int weight, Map<String, String> form) {
        return BinanceCall.signed(operation, path, weight, form, signer);
    }

    private static Map<String, String> between(Instrument about, long fromMillis, long toMillis) {
        Map<String, String> form = page(about);
        form.put("startTime", Long.toString(fromMillis));
        form.put("endTime", Long.toString(toMillis));
        return form;
    }

    private static Map<String, String> page(Instrument about) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("symbol", about.symbol());
        form.put("limit", Integer.toString(PAGE_MAX));
        return form;
    }

    private static Map<String, String> named(OrderRef order) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("symbol", order.instrument().symbol());
        form.putAll(id(order, "orderId", "origClientOrderId"));
        return form;
    }

    private static Map<String, String> id(OrderRef order, String theirs, String ours) {
        return order.byOneId(id -> Map.of(theirs, id.text()), id -> Map.of(ours, id.text()));
    }
}
