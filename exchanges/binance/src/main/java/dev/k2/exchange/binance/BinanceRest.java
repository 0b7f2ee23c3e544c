package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Binance's endpoints, one method each, with their weights. Every call blocks its thread. */
final class BinanceRest {
    static final int KLINES_MAX = 1_000;

    private static final TypeReference<BinanceRestWire.ServerTime> TIME = new TypeReference<>() {};
    private static final TypeReference<BinanceRestWire.ExchangeInfo> INFO =
            new TypeReference<>() {};
    private static final TypeReference<BinanceRestWire.Ticker24h> TICKER = new TypeReference<>() {};
    private static final TypeReference<BinanceRestWire.Depth> DEPTH = new TypeReference<>() {};
    private static final TypeReference<List<BinanceRestWire.Trade>> TRADES =
            new TypeReference<>() {};
    private static final TypeReference<List<BinanceRestWire.Kline>> KLINES =
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
}
