package dev.k2.exchange.binance;

import dev.k2.exchange.Account;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.ExchangeConfig.Environment;
import dev.k2.exchange.ExchangeConfig.OrderTransport;
import dev.k2.exchange.net.ScriptedHttpServer;
import dev.k2.exchange.net.ScriptedHttpServer.Reply;
import dev.k2.exchange.net.ScriptedHttpServer.Request;
import dev.k2.model.Instrument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Futures of a few lines: one contract, a clock, and whatever a test scripts beside them. */
final class TestFutures implements AutoCloseable {
    private static final String EXCHANGE_INFO =
            """
            {"timezone":"UTC","serverTime":1700000000000,"futuresType":"U_MARGINED",
             "rateLimits":[
              {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":2400},
              {"rateLimitType":"ORDERS","interval":"MINUTE","intervalNum":1,"limit":1200},
              {"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":300}],
             "exchangeFilters":[],"assets":[],
             "symbols":[{"symbol":"BTCUSDT","pair":"BTCUSDT","contractType":"PERPETUAL",
               "deliveryDate":4133404800000,"onboardDate":1569398400000,"status":"TRADING",
               "baseAsset":"BTC","quoteAsset":"USDT","marginAsset":"USDT","pricePrecision":2,
               "quantityPrecision":3,"baseAssetPrecision":8,"quotePrecision":8,
               "underlyingType":"COIN","underlyingSubType":["PoW"],
               "triggerProtect":"0.0500","liquidationFee":"0.012500","marketTakeBound":"0.05",
               "filters":[
                {"filterType":"PRICE_FILTER","minPrice":"0.1","maxPrice":"1000000","tickSize":"0.1"},
                {"filterType":"LOT_SIZE","minQty":"0.001","maxQty":"1000","stepSize":"0.001"},
                {"filterType":"MARKET_LOT_SIZE","minQty":"0.001","maxQty":"120","stepSize":"0.001"},
                {"filterType":"MIN_NOTIONAL","notional":"5"}],
               "orderTypes":["LIMIT","MARKET","STOP","STOP_MARKET","TAKE_PROFIT",
                 "TAKE_PROFIT_MARKET","TRAILING_STOP_MARKET"],
               "timeInForce":["GTC","IOC","FOK","GTX","GTD"]}]}
            """;

    private final ScriptedHttpServer rest;
    private final Map<String, Function<Request, Reply>> script = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final BinanceFuturesExchange exchange;
    private final Account account;

    TestFutures(int socketPort) {
        this(socketPort, InstantSource.system());
    }

    TestFutures(int socketPort, InstantSource clock) {
        this.clock = clock;
        try {
            this.rest = new ScriptedHttpServer(this::answer);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        this.exchange = BinanceFuturesExchange.open(config(rest.port(), socketPort), clock);
        this.account = exchange.account(Credentials.hmac("key", "secret"));
    }

    private static BinanceFuturesConfig config(int restPort, int socketPort) {
        return new BinanceFuturesConfig(
                Environment.SIM,
                URI.create("http://127.0.0.1:" + restPort),
                URI.create("ws://127.0.0.1:" + socketPort),
                Optional.of(URI.create("ws://127.0.0.1:" + socketPort + "/ws-fapi/v1")),
                OrderTransport.REST,
                false,
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofMillis(600),
                Duration.ofHours(23),
                Duration.ofMinutes(30),
                1_000,
                Optional.empty());
    }

    BinanceFuturesExchange exchange() {
        return exchange;
    }

    Account account() {
        return account;
    }

    Instrument btc() {
        return exchange.market().instruments().orThrow().getFirst();
    }

    /** Scripts an endpoint, such as {@code POST /fapi/v1/order}. */
    void on(String methodAndPath, Function<Request, Reply> reply) {
        script.put(methodAndPath, reply);
    }

    /** Scripts an endpoint that always says the same. */
    void on(String methodAndPath, String json) {
        on(methodAndPath, request -> Reply.json(json));
    }

    void refuses(String methodAndPath, int code, String message) {
        on(
                methodAndPath,
                request ->
                        Reply.status(400, "{\"code\":" + code + ",\"msg\":\"" + message + "\"}"));
    }

    List<Request> requests(String method, String path) {
        return rest.requests(method, path);
    }

    /** An order in the words of every call. */
    static String order(long id, String clientId, String status, String filled) {
        return """
        {"orderId":%d,"symbol":"BTCUSDT","pair":"BTCUSDT","status":"%s","clientOrderId":"%s",
         "price":"60000.0","avgPrice":"%s","origQty":"0.010","executedQty":"%s","cumQty":"%s",
         "cumQuote":"0","timeInForce":"GTC","type":"LIMIT","reduceOnly":false,
         "closePosition":false,"side":"BUY","positionSide":"BOTH","stopPrice":"0",
         "workingType":"CONTRACT_PRICE","priceProtect":false,"origType":"LIMIT",
         "priceMatch":"NONE","selfTradePreventionMode":"NONE","goodTillDate":0,
         "time":1700000000000,"updateTime":1700000000001}
        """
                .formatted(
                        id, status, clientId, filled.equals("0") ? "0" : "60000.0", filled, filled);
    }

    /** An order that waits, or became the order {@code child}. */
    static String algo(long id, String clientId, String status, String child) {
        return """
        {"algoId":%d,"clientAlgoId":"%s","algoType":"CONDITIONAL","orderType":"STOP_MARKET",
         "symbol":"BTCUSDT","side":"BUY","positionSide":"BOTH","timeInForce":"GTC",
         "quantity":"0.010","algoStatus":"%s","actualOrderId":"%s","actualPrice":"0",
         "actualQty":"0","triggerPrice":"61000.0","price":"0","workingType":"CONTRACT_PRICE",
         "closePosition":false,"reduceOnly":false,"createTime":1700000000000,
         "updateTime":1700000000001,"triggerTime":0,"goodTillDate":0}
        """
                .formatted(id, clientId, status, child);
    }

    @Override
    public void close() {
        exchange.close();
        try {
            rest.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Reply answer(Request request) {
        Function<Request, Reply> scripted = script.get(request.method() + " " + request.path());
        if (scripted != null) {
            return scripted.apply(request);
        }
        return switch (request.path()) {
            case "/fapi/v1/exchangeInfo" -> Reply.json(EXCHANGE_INFO);
            case "/fapi/v1/time" -> Reply.json("{\"serverTime\":" + clock.millis() + "}");
            default -> Reply.status(404, "");
        };
    }
}
