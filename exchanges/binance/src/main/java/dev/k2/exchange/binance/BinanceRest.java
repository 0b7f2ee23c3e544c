package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Binance's endpoints, one method each, with their weights. Every call blocks its thread. */
final class BinanceRest {
    static final int KLINES_MAX = 1_000;
    static final int MY_TRADES_MAX = 1_000;

    private static final TypeReference<BinanceRestWire.ServerTime> TIME = new TypeReference<>() {};
    private static final TypeReference<BinanceRestWire.ExchangeInfo> INFO =
            new TypeReference<>() {};
    private static final TypeReference<BinanceRestWire.Ticker24h> TICKER = new TypeReference<>() {};
    private static final TypeReference<BinanceRestWire.Depth> DEPTH = new TypeReference<>() {};
    private static final TypeReference<List<BinanceRestWire.Trade>> TRADES =
            new TypeReference<>() {};
    private static final TypeReference<List<BinanceRestWire.Kline>> KLINES =
            new TypeReference<>() {};
    private static final TypeReference<BinanceRestWire.Order> ORDER = new TypeReference<>() {};
    private static final TypeReference<List<BinanceRestWire.Order>> ORDERS =
            new TypeReference<>() {};
    private static final TypeReference<List<BinanceRestWire.MyTrade>> MY_TRADES =
            new TypeReference<>() {};
    private static final TypeReference<BinanceRestWire.AccountState> ACCOUNT =
            new TypeReference<>() {};
    private static final TypeReference<BinanceRestWire.Commission> COMMISSION =
            new TypeReference<>() {};

    private final BinanceHttp http;

    BinanceRest(BinanceHttp http) {
        this.http = http;
    }

    BinanceReply<BinanceRestWire.ServerTime> time() {
        return http.ask(BinanceCall.open("ask the time", "/time", 1, Map.of()), TIME);
    }

    /** All symbols; their permission sets are most of the answer and are left out. */
    BinanceReply<BinanceRestWire.ExchangeInfo> exchangeInfo() {
        return http.ask(
                BinanceCall.open(
                        "load instruments",
                        "/exchangeInfo",
                        20,
                        Map.of("showPermissionSets", "false")),
                INFO);
    }

    BinanceReply<BinanceRestWire.Ticker24h> ticker(String symbol) {
        return http.ask(
                BinanceCall.open("ask the ticker", "/ticker/24hr", 2, Map.of("symbol", symbol)),
                TICKER);
    }

    BinanceReply<BinanceRestWire.Depth> depth(String symbol, int limit) {
        int weight = limit <= 100 ? 5 : limit <= 500 ? 25 : limit <= 1_000 ? 50 : 250;
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("symbol", symbol);
        parameters.put("limit", Integer.toString(limit));
        return http.ask(BinanceCall.open("ask the book", "/depth", weight, parameters), DEPTH);
    }

    BinanceReply<List<BinanceRestWire.Trade>> trades(String symbol, int limit) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("symbol", symbol);
        parameters.put("limit", Integer.toString(limit));
        return http.ask(BinanceCall.open("ask for trades", "/trades", 25, parameters), TRADES);
    }

    /** One page of candles whose open time lies between two times, both inclusive. */
    BinanceReply<List<BinanceRestWire.Kline>> klines(
            String symbol, String interval, long fromMillis, long toMillis) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("symbol", symbol);
        parameters.put("interval", interval);
        parameters.put("startTime", Long.toString(fromMillis));
        parameters.put("endTime", Long.toString(toMillis));
        parameters.put("limit", Integer.toString(KLINES_MAX));
        return http.ask(BinanceCall.open("ask for candles", "/klines", 2, parameters), KLINES);
    }

    BinanceReply<BinanceRestWire.Order> place(
            BinanceSigner signer, BinanceOrderCount orderCount, Map<String, String> parameters) {
        return http.send(
                BinanceCall.signed("place an order", "/order", 1, parameters, signer)
                        .by("POST")
                        .counted(orderCount),
                ORDER);
    }

    BinanceReply<BinanceRestWire.Order> cancel(
            BinanceSigner signer, Map<String, String> parameters) {
        return http.ask(
                BinanceCall.signed("cancel an order", "/order", 1, parameters, signer)
                        .by("DELETE")
                        .asUrgent(),
                ORDER);
    }

    BinanceReply<BinanceRestWire.Order> order(
            BinanceSigner signer, Map<String, String> parameters) {
        return http.ask(
                BinanceCall.signed("ask for an order", "/order", 4, parameters, signer).asUrgent(),
                ORDER);
    }

    BinanceReply<List<BinanceRestWire.Order>> openOrders(
            BinanceSigner signer, Optional<String> symbol) {
        Map<String, String> parameters =
                symbol.map(name -> Map.of("symbol", name)).orElseGet(Map::of);
        return http.ask(
                BinanceCall.signed(
                                "ask for open orders",
                                "/openOrders",
                                symbol.isPresent() ? 6 : 80,
                                parameters,
                                signer)
                        .asUrgent(),
                ORDERS);
    }

    /** Own trades of a day at most, oldest first. */
    BinanceReply<List<BinanceRestWire.MyTrade>> myTradesBetween(
            BinanceSigner signer, String symbol, long fromMillis, long toMillis) {
        Map<String, String> parameters = myTrades(symbol);
        parameters.put("startTime", Long.toString(fromMillis));
        parameters.put("endTime", Long.toString(toMillis));
        return myTrades(signer, parameters, 20);
    }

    /** Own trades from one id on, oldest first. */
    BinanceReply<List<BinanceRestWire.MyTrade>> myTradesFrom(
            BinanceSigner signer, String symbol, long fromId) {
        Map<String, String> parameters = myTrades(symbol);
        parameters.put("fromId", Long.toString(fromId));
        return myTrades(signer, parameters, 20);
    }

    /** Own trades of one order, oldest first, from one id on where one is given. */
    BinanceReply<List<BinanceRestWire.MyTrade>> myTradesOf(
            BinanceSigner signer, String symbol, String orderId, OptionalLong fromId) {
        Map<String, String> parameters = myTrades(symbol);
        parameters.put("orderId", orderId);
        fromId.ifPresent(id -> parameters.put("fromId", Long.toString(id)));
        return myTrades(signer, parameters, 5);
    }

    BinanceReply<BinanceRestWire.AccountState> account(BinanceSigner signer) {
        return http.ask(
                BinanceCall.signed(
                        "ask for balances",
                        "/account",
                        20,
                        Map.of("omitZeroBalances", "true"),
                        signer),
                ACCOUNT);
    }

    BinanceReply<BinanceRestWire.Commission> commission(BinanceSigner signer, String symbol) {
        return http.ask(
                BinanceCall.signed(
                        "ask for fees",
                        "/account/commission",
                        20,
                        Map.of("symbol", symbol),
                        signer),
                COMMISSION);
    }

    private static Map<String, String> myTrades(String symbol) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("symbol", symbol);
        parameters.put("limit", Integer.toString(MY_TRADES_MAX));
        return parameters;
    }

    private BinanceReply<List<BinanceRestWire.MyTrade>> myTrades(
            BinanceSigner signer, Map<String, String> parameters, int weight) {
        return http.ask(
                BinanceCall.signed("ask for fills", "/myTrades", weight, parameters, signer)
                        .asUrgent(),
                MY_TRADES);
    }
}
