package dev.k2.exchange.bybit;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.k2.exchange.bybit.BybitAccountWire.AccountFacts;
import dev.k2.exchange.bybit.BybitAccountWire.KeyFacts;
import dev.k2.exchange.bybit.BybitAccountWire.Taken;
import dev.k2.exchange.bybit.BybitRestWire.Envelope;
import dev.k2.exchange.bybit.BybitRestWire.Page;
import dev.k2.exchange.bybit.BybitRestWire.ServerTime;
import dev.k2.exchange.net.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The endpoints of public data, one method each. Every call blocks its thread. */
final class BybitRest {
    static final int INSTRUMENTS_MAX = 1_000;
    static final int KLINES_MAX = 1_000;
    static final int FUNDINGS_MAX = 200;

    static final TypeReference<Page> PAGE = new TypeReference<>() {};
    static final TypeReference<Taken> TAKEN = new TypeReference<>() {};
    static final TypeReference<AccountFacts> ACCOUNT = new TypeReference<>() {};
    static final TypeReference<KeyFacts> KEY = new TypeReference<>() {};
    private static final TypeReference<BybitRestWire.Depth> DEPTH = new TypeReference<>() {};

    private final BybitApi api;

    BybitRest(BybitApi api) {
        this.api = api;
    }

    Reply<ServerTime> time() {
        return api.ask(BybitCall.open("ask the time", "/market/time", Map.of()), BybitHttp.TIME);
    }

    /**
     * One page of instruments. Spot comes in one.
     *
     * @param status empty text for what trades
     */
    Reply<Page> instruments(BybitCategory category, String status, String cursor) {
        Map<String, String> parameters = of(category);
        if (category == BybitCategory.LINEAR) {
            parameters.put("limit", Integer.toString(INSTRUMENTS_MAX));
        }
        putWhereTold(parameters, "status", status);
        putWhereTold(parameters, "cursor", cursor);
        return api.ask(
                BybitCall.open("ask for instruments", "/market/instruments-info", parameters),
                PAGE);
    }

    /** The ticker, and when it was told. */
    Reply<Envelope> ticker(BybitCategory category, String symbol, String operation) {
        Map<String, String> parameters = of(category);
        parameters.put("symbol", symbol);
        return api.ask(BybitCall.open(operation, "/market/tickers", parameters), BybitHttp.WHOLE);
    }

    Reply<BybitRestWire.Depth> book(BybitCategory category, String symbol, int depth) {
        Map<String, String> parameters = of(category);
        parameters.put("symbol", symbol);
        parameters.put("limit", Integer.toString(depth));
        return api.ask(BybitCall.open("ask for the book", "/market/orderbook", parameters), DEPTH);
    }

    /** The newest trades, newest first. */
    Reply<Page> trades(BybitCategory category, String symbol, int limit) {
        Map<String, String> parameters = of(category);
        parameters.put("symbol", symbol);
        parameters.put("limit", Integer.toString(limit));
        return api.ask(BybitCall.open("ask for trades", "/market/recent-trade", parameters), PAGE);
    }

    /** The last candles that begin in a range, both ends in it, newest first. */
    Reply<Page> klines(
            BybitCategory category, String symbol, String interval, long start, long end) {
        Map<String, String> parameters = of(category);
        parameters.put("symbol", symbol);
        parameters.put("interval", interval);
        parameters.put("start", Long.toString(start));
        parameters.put("end", Long.toString(end));
        parameters.put("limit", Integer.toString(KLINES_MAX));
        return api.ask(BybitCall.open("ask for candles", "/market/kline", parameters), PAGE);
    }

    /** The last fundings of a range, both ends in it, newest first. */
    Reply<Page> fundings(String symbol, long start, long end) {
        Map<String, String> parameters = of(BybitCategory.LINEAR);
        parameters.put("symbol", symbol);
        parameters.put("startTime", Long.toString(start));
        parameters.put("endTime", Long.toString(end));
        parameters.put("limit", Integer.toString(FUNDINGS_MAX));
        return api.ask(
                BybitCall.open("ask for funding rates", "/market/funding/history", parameters),
                PAGE);
    }

    static Map<String, String> of(BybitCategory category) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("category", category.word());
        return parameters;
    }

    static void putWhereTold(Map<String, String> parameters, String name, String value) {
        if (!value.isEmpty()) {
            parameters.put(name, value);
        }
    }

    /** Where the next page begins; empty on the last. */
    static Optional<String> next(Page page) {
        return Optional.ofNullable(page.nextPageCursor()).filter(cursor -> !cursor.isEmpty());
    }
}
