package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.k2.exchange.net.Reply;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The endpoints of public data, one method each, with a product's weights. Every call blocks its
 * thread.
 */
final class BinanceMarketRest {
    static final int FUNDINGS_MAX = 1_000;

    private static final TypeReference<BinanceRestWire.ServerTime> TIME = new TypeReference<>() {};
    private static final TypeReference<BinanceRestWire.ExchangeInfo> INFO =
            new TypeReference<>() {};
    private static final TypeReference<BinanceRestWire.Ticker24h> TICKER = new TypeReference<>() {};
    private static final TypeReference<BinanceRestWire.Depth> DEPTH = new TypeReference<>() {};
    private static final TypeReference<List<BinanceRestWire.Trade>> TRADES =
            new TypeReference<>() {};
    private static final TypeReference<List<BinanceMarketWire.AggregateTrade>> AGGREGATE_TRADES =
            new TypeReference<>() {};
    private static final TypeReference<List<BinanceRestWire.Kline>> KLINES =
            new TypeReference<>() {};
    private static final TypeReference<BinanceMarketWire.PremiumIndex> PREMIUM_INDEX =
            new TypeReference<>() {};
    private static final TypeReference<List<BinanceMarketWire.Funding>> FUNDINGS =
            new TypeReference<>() {};

    private final BinanceHttp http;
    private final BinanceProduct product;

    BinanceMarketRest(BinanceHttp http, BinanceProduct product) {
        this.http = http;
        this.product = product;
    }

    /** Until when Binance wants to hear nothing from this address. */
    Optional<Instant> silentUntil() {
        return http.limits().silentUntil();
    }

    BinanceProduct product() {
        return product;
    }

    Reply<BinanceRestWire.ServerTime> time() {
        return http.ask(get("ask the time", "/time", 1, Map.of()), TIME);
    }

    /** All symbols. Spot's permission sets are most of its answer and are left out. */
    Reply<BinanceRestWire.ExchangeInfo> exchangeInfo() {
        Map<String, String> parameters =
                switch (product) {
                    case SPOT -> Map.of("showPermissionSets", "false");
                    case USD_M -> Map.of();
                };
        return http.ask(get("load instruments", "/exchangeInfo", weight(20, 1), parameters), INFO);
    }

    Reply<BinanceRestWire.Ticker24h> ticker(String symbol) {
        return http.ask(
                get("ask the ticker", "/ticker/24hr", weight(2, 1), Map.of("symbol", symbol)),
                TICKER);
    }

    Reply<BinanceRestWire.Depth> depth(String symbol, int limit) {
        int spot = limit <= 100 ? 5 : limit <= 500 ? 25 : limit <= 1_000 ? 50 : 250;
        int futures = limit <= 50 ? 2 : limit <= 100 ? 5 : limit <= 500 ? 10 : 20;
        return http.ask(
                get("ask the book", "/depth", weight(spot, futures), newest(symbol, limit)), DEPTH);
    }

    /** The newest single trades, oldest first. */
    Reply<List<BinanceRestWire.Trade>> trades(String symbol, int limit) {
        return http.ask(
                get("ask for trades", "/trades", weight(25, 5), newest(symbol, limit)), TRADES);
    }

    /** The newest trades as the stream groups them, oldest first. */
    Reply<List<BinanceMarketWire.AggregateTrade>> aggregateTrades(String symbol, int limit) {
        return http.ask(
                get("ask for trades", "/aggTrades", weight(4, 20), newest(symbol, limit)),
                AGGREGATE_TRADES);
    }

    /** One page of candles whose open time lies between two times, both inclusive. */
    Reply<List<BinanceRestWire.Kline>> klines(
            String symbol, String interval, long fromMillis, long toMillis) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("symbol", symbol);
        parameters.put("interval", interval);
        parameters.put("startTime", Long.toString(fromMillis));
        parameters.put("endTime", Long.toString(toMillis));
        parameters.put("limit", Integer.toString(product.candlesInAPage()));
        return http.ask(get("ask for candles", "/klines", weight(2, 10), parameters), KLINES);
    }

    /** Mark price, index price and funding. Futures only. */
    Reply<BinanceMarketWire.PremiumIndex> premiumIndex(String symbol) {
        return http.ask(
                get("ask for the mark price", "/premiumIndex", 1, Map.of("symbol", symbol)),
                PREMIUM_INDEX);
    }

    /** One page of what was paid between two times, both inclusive, oldest first. Futures only. */
    Reply<List<BinanceMarketWire.Funding>> fundings(String symbol, long fromMillis, long toMillis) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("symbol", symbol);
        parameters.put("startTime", Long.toString(fromMillis));
        parameters.put("endTime", Long.toString(toMillis));
        parameters.put("limit", Integer.toString(FUNDINGS_MAX));
        return http.ask(get("ask for funding rates", "/fundingRate", 1, parameters), FUNDINGS);
    }

    private BinanceCall get(
            String operation, String endpoint, int weight, Map<String, String> parameters) {
        return BinanceCall.get(operation, product.path(endpoint), weight, parameters);
    }

    private int weight(int spot, int futures) {
        return switch (product) {
            case SPOT -> spot;
            case USD_M -> futures;
        };
    }

    private static Map<String, String> newest(String symbol, int limit) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("symbol", symbol);
        parameters.put("limit", Integer.toString(limit));
        return parameters;
    }
}
