package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.net.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The private endpoints of USD-M Futures for one account, one method each, with their weights. Every
 * call blocks its thread.
 */
final class BinanceFuturesRest {
    static final int ROWS_MAX = 1_000;

    private static final TypeReference<BinanceFuturesWire.Order> ORDER = new TypeReference<>() {};
    private static final TypeReference<List<BinanceFuturesWire.Order>> ORDERS =
            new TypeReference<>() {};
    private static final TypeReference<BinanceFuturesWire.AlgoOrder> ALGO =
            new TypeReference<>() {};
    private static final TypeReference<List<BinanceFuturesWire.AlgoOrder>> ALGOS =
            new TypeReference<>() {};
    private static final TypeReference<BinanceFuturesWire.AlgoCancelled> ALGO_CANCELLED =
            new TypeReference<>() {};
    private static final TypeReference<List<JsonNode>> EACH = new TypeReference<>() {};
    private static final TypeReference<BinanceFuturesWire.Done> DONE = new TypeReference<>() {};
    private static final TypeReference<BinanceFuturesWire.Countdown> COUNTDOWN =
            new TypeReference<>() {};
    private static final TypeReference<List<BinanceFuturesWire.MyTrade>> TRADES =
            new TypeReference<>() {};
    private static final TypeReference<List<BinanceFuturesWire.AssetBalance>> BALANCES =
            new TypeReference<>() {};
    private static final TypeReference<List<BinanceFuturesWire.PositionRisk>> POSITIONS =
            new TypeReference<>() {};
    private static final TypeReference<List<BinanceFuturesWire.SymbolConfig>> CONFIGS =
            new TypeReference<>() {};
    private static final TypeReference<BinanceFuturesWire.AccountConfig> ACCOUNT =
            new TypeReference<>() {};
    private static final TypeReference<BinanceFuturesWire.Commission> COMMISSION =
            new TypeReference<>() {};
    private static final TypeReference<BinanceFuturesWire.Leverage> LEVERAGE =
            new TypeReference<>() {};
    private static final TypeReference<BinanceFuturesWire.PositionModeTold> MODE =
            new TypeReference<>() {};
    private static final TypeReference<BinanceFuturesWire.ListenKey> LISTEN_KEY =
            new TypeReference<>() {};

    /** What each call is named over the WebSocket API, which has only these of them. */
    static final Map<String, String> SOCKET_METHODS =
            Map.of(
                    "POST /fapi/v1/order",
                    "order.place",
                    "PUT /fapi/v1/order",
                    "order.modify",
                    "DELETE /fapi/v1/order",
                    "order.cancel",
                    "GET /fapi/v1/order",
                    "order.status",
                    "POST /fapi/v1/algoOrder",
                    "algoOrder.place",
                    "DELETE /fapi/v1/algoOrder",
                    "algoOrder.cancel");

    private final BinanceHttp http;
    private final BinanceApi way;
    private final BinanceSigner signer;
    private final BinanceOrderCount orderCount;

    /**
     * One account's calls.
     *
     * @param way how single orders travel
     */
    BinanceFuturesRest(
            BinanceHttp http, BinanceApi way, BinanceSigner signer, BinanceOrderCount orderCount) {
        this.http = http;
        this.way = way;
        this.signer = signer;
        this.orderCount = orderCount;
    }

    Reply<BinanceFuturesWire.Order> place(Map<String, String> parameters) {
        return way.send(
                signed("place an order", "/fapi/v1/order", 0, parameters)
                        .by("POST")
                        .counted(orderCount),
                ORDER);
    }

    Reply<BinanceFuturesWire.AlgoOrder> placeAlgo(Map<String, String> parameters) {
        return way.send(
                signed("place an order", "/fapi/v1/algoOrder", 0, parameters)
                        .by("POST")
                        .counted(orderCount),
                ALGO);
    }

    Reply<BinanceFuturesWire.Order> modify(Map<String, String> parameters) {
        return way.send(
                signed("amend an order", "/fapi/v1/order", 1, parameters)
                        .by("PUT")
                        .counted(orderCount),
                ORDER);
    }

    Reply<BinanceFuturesWire.Order> cancel(Map<String, String> parameters) {
        return way.ask(
                signed("cancel an order", "/fapi/v1/order", 1, parameters).by("DELETE").asUrgent(),
                ORDER);
    }

    Reply<BinanceFuturesWire.AlgoCancelled> cancelAlgo(Map<String, String> parameters) {
        return way.ask(
                signed("cancel an order", "/fapi/v1/algoOrder", 1, parameters)
                        .by("DELETE")
                        .asUrgent(),
                ALGO_CANCELLED);
    }

    Reply<BinanceFuturesWire.Order> order(Map<String, String> parameters) {
        return way.ask(
                signed("ask for an order", "/fapi/v1/order", 1, parameters).asUrgent(), ORDER);
    }

    Reply<BinanceFuturesWire.AlgoOrder> algo(Map<String, String> parameters) {
        return http.ask(
                signed("ask for an order", "/fapi/v1/algoOrder", 1, parameters).asUrgent(), ALGO);
    }

    /** Up to five orders; each answer is an order or a failure. */
    Reply<List<JsonNode>> placeEach(String orders, int count) {
        return http.send(
                signed("place orders", "/fapi/v1/batchOrders", 5, Map.of("batchOrders", orders))
                        .by("POST")
                        .counted(orderCount, count),
                EACH);
    }

    /** Up to ten orders; each answer is an order or a failure. */
    Reply<List<JsonNode>> cancelEach(Map<String, String> parameters) {
        return http.ask(
                signed("cancel orders", "/fapi/v1/batchOrders", 1, parameters)
                        .by("DELETE")
                        .asUrgent(),
                EACH);
    }

    Reply<BinanceFuturesWire.Done> cancelAll(String symbol) {
        return http.ask(
                signed("cancel all orders", "/fapi/v1/allOpenOrders", 1, Map.of("symbol", symbol))
                        .by("DELETE")
                        .asUrgent(),
                DONE);
    }

    Reply<BinanceFuturesWire.Done> cancelAllAlgos(String symbol) {
        return http.ask(
                signed("cancel all orders", "/fapi/v1/algoOpenOrders", 1, Map.of("symbol", symbol))
                        .by("DELETE")
                        .asUrgent(),
                DONE);
    }

    Reply<BinanceFuturesWire.Countdown> cancelAllAfter(String symbol, long millis) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("symbol", symbol);
        parameters.put("countdownTime", Long.toString(millis));
        return http.ask(
                signed("cancel all orders later", "/fapi/v1/countdownCancelAll", 10, parameters)
                        .by("POST")
                        .asUrgent(),
                COUNTDOWN);
    }

    Reply<List<BinanceFuturesWire.Order>> openOrders(Optional<String> symbol) {
        return http.ask(
                signed(
                                "ask for open orders",
                                "/fapi/v1/openOrders",
                                symbol.isPresent() ? 1 : 40,
                                ofSymbol(symbol))
                        .asUrgent(),
                ORDERS);
    }

    Reply<List<BinanceFuturesWire.AlgoOrder>> openAlgos(Optional<String> symbol) {
        return http.ask(
                signed(
                                "ask for open orders",
                                "/fapi/v1/openAlgoOrders",
                                symbol.isPresent() ? 1 : 40,
                                ofSymbol(symbol))
                        .asUrgent(),
                ALGOS);
    }

    /** Orders placed in less than seven days, oldest first. */
    Reply<List<BinanceFuturesWire.Order>> allOrders(String symbol, long from, long to) {
        return orders(between(symbol, from, to));
    }

    /** Orders from one id on, oldest first. */
    Reply<List<BinanceFuturesWire.Order>> allOrdersFrom(String symbol, long orderId) {
        Map<String, String> parameters = rows(symbol);
        parameters.put("orderId", Long.toString(orderId));
        return orders(parameters);
    }

    /** Orders that waited, placed in less than seven days, oldest first. */
    Reply<List<BinanceFuturesWire.AlgoOrder>> allAlgos(String symbol, long from, long to) {
        return algos(between(symbol, from, to));
    }

    /** Orders that waited, from one id on, oldest first. */
    Reply<List<BinanceFuturesWire.AlgoOrder>> allAlgosFrom(String symbol, long algoId) {
        Map<String, String> parameters = rows(symbol);
        parameters.put("algoId", Long.toString(algoId));
        return algos(parameters);
    }

    /** Own trades of seven days at most, oldest first. */
    Reply<List<BinanceFuturesWire.MyTrade>> tradesBetween(String symbol, long from, long to) {
        return trades(between(symbol, from, to));
    }

    /** Own trades from one id on, oldest first. */
    Reply<List<BinanceFuturesWire.MyTrade>> tradesFrom(String symbol, long fromId) {
        Map<String, String> parameters = rows(symbol);
        parameters.put("fromId", Long.toString(fromId));
        return trades(parameters);
    }

    /** Own trades of one order, oldest first, from one id on where one is given. */
    Reply<List<BinanceFuturesWire.MyTrade>> tradesOf(
            String symbol, long orderId, OptionalLong fromId) {
        Map<String, String> parameters = rows(symbol);
        parameters.put("orderId", Long.toString(orderId));
        fromId.ifPresent(id -> parameters.put("fromId", Long.toString(id)));
        return trades(parameters);
    }

    Reply<List<BinanceFuturesWire.AssetBalance>> balances() {
        return http.ask(signed("ask for balances", "/fapi/v3/balance", 5, Map.of()), BALANCES);
    }

    Reply<List<BinanceFuturesWire.PositionRisk>> positions() {
        return http.ask(
                signed("ask for positions", "/fapi/v3/positionRisk", 5, Map.of()), POSITIONS);
    }

    /** Leverage and margin type of a symbol, or of all. */
    Reply<List<BinanceFuturesWire.SymbolConfig>> configs(Optional<String> symbol) {
        return http.ask(
                signed("ask for the leverage", "/fapi/v1/symbolConfig", 5, ofSymbol(symbol)),
                CONFIGS);
    }

    Reply<BinanceFuturesWire.AccountConfig> accountConfig() {
        return http.ask(
                signed("ask for the key's permissions", "/fapi/v1/accountConfig", 5, Map.of()),
                ACCOUNT);
    }

    Reply<BinanceFuturesWire.Commission> commission(String symbol) {
        return http.ask(
                signed("ask for fees", "/fapi/v1/commissionRate", 20, Map.of("symbol", symbol)),
                COMMISSION);
    }

    Reply<BinanceFuturesWire.Leverage> setLeverage(String symbol, int leverage) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("symbol", symbol);
        parameters.put("leverage", Integer.toString(leverage));
        return http.ask(
                signed("set the leverage", "/fapi/v1/leverage", 1, parameters).by("POST"),
                LEVERAGE);
    }

    Reply<BinanceFuturesWire.Done> setMarginType(String symbol, String word) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("symbol", symbol);
        parameters.put("marginType", word);
        return http.ask(
                signed("set the margin mode", "/fapi/v1/marginType", 1, parameters).by("POST"),
                DONE);
    }

    Reply<BinanceFuturesWire.PositionModeTold> positionMode() {
        return http.ask(
                signed("ask for the position mode", "/fapi/v1/positionSide/dual", 30, Map.of()),
                MODE);
    }

    Reply<BinanceFuturesWire.Done> setPositionMode(boolean hedge) {
        return http.ask(
                signed(
                                "set the position mode",
                                "/fapi/v1/positionSide/dual",
                                1,
                                Map.of("dualSidePosition", Boolean.toString(hedge)))
                        .by("POST"),
                DONE);
    }

    /** The account's key for its stream: a new one, or the present one extended. */
    Reply<BinanceFuturesWire.ListenKey> listenKey() {
        return http.ask(listenKey("POST"), LISTEN_KEY);
    }

    Reply<BinanceFuturesWire.ListenKey> extendListenKey() {
        return http.ask(listenKey("PUT"), LISTEN_KEY);
    }

    private BinanceCall listenKey(String method) {
        return BinanceCall.get("open the user stream", "/fapi/v1/listenKey", 1, Map.of())
                .keyedBy(signer)
                .by(method)
                .asUrgent();
    }

    private Reply<List<BinanceFuturesWire.Order>> orders(Map<String, String> parameters) {
        return http.ask(
                signed("ask for ended orders", "/fapi/v1/allOrders", 5, parameters), ORDERS);
    }

    private Reply<List<BinanceFuturesWire.AlgoOrder>> algos(Map<String, String> parameters) {
        return http.ask(
                signed("ask for ended orders", "/fapi/v1/allAlgoOrders", 5, parameters), ALGOS);
    }

    private Reply<List<BinanceFuturesWire.MyTrade>> trades(Map<String, String> parameters) {
        return http.ask(
                signed("ask for fills", "/fapi/v1/userTrades", 5, parameters).asUrgent(), TRADES);
    }

    private BinanceCall signed(
            String operation, String path, int weight, Map<String, String> parameters) {
        return BinanceCall.get(operation, path, weight, parameters).signedBy(signer);
    }

    private static Map<String, String> ofSymbol(Optional<String> symbol) {
        return symbol.map(name -> Map.of("symbol", name)).orElseGet(Map::of);
    }

    private static Map<String, String> rows(String symbol) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("symbol", symbol);
        parameters.put("limit", Integer.toString(ROWS_MAX));
        return parameters;
    }

    private static Map<String, String> between(String symbol, long from, long to) {
        Map<String, String> parameters = rows(symbol);
        parameters.put("startTime", Long.toString(from));
        parameters.put("endTime", Long.toString(to));
        return parameters;
    }
}
