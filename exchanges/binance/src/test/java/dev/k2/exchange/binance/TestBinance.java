package dev.k2.exchange.binance;

import dev.k2.exchange.Credentials;
import dev.k2.exchange.ExchangeConfig.Environment;
import dev.k2.exchange.ExchangeConfig.OrderTransport;
import dev.k2.exchange.net.ScriptedHttpServer;
import dev.k2.exchange.net.ScriptedHttpServer.Reply;
import dev.k2.exchange.net.ScriptedHttpServer.Request;
import dev.k2.model.Instrument;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A Binance of a few lines: three symbols, a clock, and whatever a test scripts beside them. */
final class TestBinance implements AutoCloseable {
    static final Credentials CREDENTIALS = Credentials.hmac("key", "secret");

    private static final String EXCHANGE_INFO =
            """
            {"timezone":"UTC","serverTime":1700000000000,
             "rateLimits":[
              {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000},
              {"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":100}],
             "exchangeFilters":[],
             "symbols":[%s,%s,%s]}
            """
                    .formatted(
                            symbol("BTCUSDT", "BTC", "USDT", "0.01000000", "0.00001000"),
                            symbol("ETHUSDT", "ETH", "USDT", "0.01000000", "0.00010000"),
                            symbol("币安USDT", "币安", "USDT", "0.00000001", "1.00000000"));

    private final ScriptedHttpServer rest;
    private final Map<String, Function<Request, Reply>> script = new ConcurrentHashMap<>();
    private final InstantSource serverClock;
    private final BinanceExchange exchange;

    TestBinance(int socketPort) throws IOException {
        this(socketPort, InstantSource.system(), InstantSource.system(), UnaryOperator.identity());
    }

    TestBinance(int socketPort, UnaryOperator<BinanceConfig> change) throws IOException {
        this(socketPort, InstantSource.system(), InstantSource.system(), change);
    }

    TestBinance(int socketPort, InstantSource ourClock, InstantSource serverClock)
            throws IOException {
        this(socketPort, ourClock, serverClock, UnaryOperator.identity());
    }

    private TestBinance(
            int socketPort,
            InstantSource ourClock,
            InstantSource serverClock,
            UnaryOperator<BinanceConfig> change)
            throws IOException {
        this.serverClock = serverClock;
        this.rest = new ScriptedHttpServer(this::answer);
        this.exchange =
                BinanceExchange.open(change.apply(config(rest.port(), socketPort)), ourClock);
    }

    static BinanceConfig config(int restPort, int socketPort) {
        return new BinanceConfig(
                Environment.SIM,
                URI.create("http://127.0.0.1:" + restPort),
                URI.create("ws://127.0.0.1:" + socketPort),
                URI.create("ws://127.0.0.1:" + socketPort + "/ws-api/v3"),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofHours(23),
                BinanceFeedSettings.WAITS,
                1_000,
                OrderTransport.REST,
                false,
                Optional.empty());
    }

    static String symbol(String symbol, String base, String quote, String tick, String step) {
        return """
        {"symbol":"%s","status":"TRADING","baseAsset":"%s","baseAssetPrecision":8,
         "quoteAsset":"%s","quotePrecision":8,"quoteAssetPrecision":8,
         "orderTypes":["LIMIT","LIMIT_MAKER","MARKET","STOP_LOSS","STOP_LOSS_LIMIT",
                "TAKE_PROFIT","TAKE_PROFIT_LIMIT"],
         "isSpotTradingAllowed":true,"allowTrailingStop":true,
         "filters":[
          {"filterType":"PRICE_FILTER","minPrice":"%s","maxPrice":"1000000.00000000","tickSize":"%s"},
          {"filterType":"LOT_SIZE","minQty":"%s","maxQty":"9000.00000000","stepSize":"%s"}]}
        """
                .formatted(symbol, base, quote, tick, tick, step, step);
    }

    BinanceExchange exchange() {
        return exchange;
    }

    Instrument instrument(String id) {
        return exchange.market().instruments().orThrow().stream()
                .filter(instrument -> instrument.id().text().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Scripts an endpoint, such as {@code POST /api/v3/order}. */
    void on(String methodAndPath, Function<Request, Reply> reply) {
        script.put(methodAndPath, reply);
    }

    List<Request> requests(String method, String path) {
        return rest.requests(method, path);
    }

    /** Goes away, so that connections are refused. */
    void stopListening() throws IOException {
        rest.close();
    }

    @Override
    public void close() throws IOException {
        exchange.close();
        rest.close();
    }

    private Reply answer(Request request) {
        Function<Request, Reply> scripted = script.get(request.method() + " " + request.path());
        if (scripted != null) {
            return scripted.apply(request);
        }
        return switch (request.path()) {
            case "/api/v3/exchangeInfo" -> Reply.json(EXCHANGE_INFO);
            case "/api/v3/time" -> {
                Instant now = serverClock.instant();
                yield Reply.json("{\"serverTime\":" + now.toEpochMilli() + "}");
            }
            default -> Reply.status(404, "");
        };
    }
}
