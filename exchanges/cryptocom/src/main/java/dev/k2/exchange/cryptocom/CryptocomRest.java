package dev.k2.exchange.cryptocom;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.net.Reply;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The methods of public data, one each. Every call blocks its thread. */
final class CryptocomRest {
    static final int CANDLES_MAX = 300;
    static final int TRADES_MAX = 150;
    static final int VALUES_MAX = 100;

    static final TypeReference<CryptocomRestWire.Page> PAGE = new TypeReference<>() {};
    static final TypeReference<CryptocomRestWire.Tickers> TICKERS = new TypeReference<>() {};

    private static final String NAME = "instrument_name";
    private static final String COUNT = "count";

    private final CryptocomHttp http;

    CryptocomRest(CryptocomHttp http) {
        this.http = http;
    }

    Reply<CryptocomRestWire.Page> instruments() {
        return ask("ask for instruments", "get-instruments", Map.of());
    }

    Reply<CryptocomRestWire.Page> ticker(String symbol) {
        return ask("ask for the ticker", "get-tickers", Map.of(NAME, symbol));
    }

    Reply<CryptocomRestWire.Page> book(String symbol, int depth) {
        Map<String, Object> query = named(symbol);
        query.put("depth", Integer.toString(depth));
        return ask("ask for the book", "get-book", query);
    }

    /** The newest trades. */
    Reply<CryptocomRestWire.Page> trades(String symbol, int count) {
        Map<String, Object> query = named(symbol);
        query.put(COUNT, Integer.toString(count));
        return ask("ask for trades", "get-trades", query);
    }

    /** The last candles that begin in a range of epoch milliseconds. */
    Reply<CryptocomRestWire.Page> candles(String symbol, String width, long start, long end) {
        Map<String, Object> query = named(symbol);
        query.put("timeframe", width);
        query.put(COUNT, Integer.toString(CANDLES_MAX));
        query.put("start_ts", Long.toString(start));
        query.put("end_ts", Long.toString(end));
        return ask("ask for candles", "get-candlestick", query);
    }

    /**
     * The newest value of a kind.
     *
     * @param kind such as {@code mark_price}, {@code index_price} or {@code funding_rate} [U]
     */
    Reply<CryptocomRestWire.Page> value(String operation, String symbol, String kind) {
        Map<String, Object> query = named(symbol);
        query.put("valuation_type", kind);
        query.put(COUNT, "1");
        return ask(operation, "get-valuations", query);
    }

    /** The last fundings of a range of epoch milliseconds [U]. */
    Reply<CryptocomRestWire.Page> fundings(String symbol, long start, long end) {
        Map<String, Object> query = named(symbol);
        query.put("valuation_type", "funding_hist");
        query.put(COUNT, Integer.toString(VALUES_MAX));
        query.put("start_ts", Long.toString(start));
        query.put("end_ts", Long.toString(end));
        return ask("ask for funding rates", "get-valuations", query);
    }

    /** The exchange's time as it was measured, once the exchange was seen to answer. */
    Answer<Instant> time() {
        CryptocomCall call = http.timeCall();
        if (http.ask(call, TICKERS)
                        instanceof
                        Reply.Failed<CryptocomRestWire.Tickers>(
                                Reply.Certainty certainty,
                                ExchangeError error)
                && (certainty != Reply.Certainty.REFUSED
                        || error.category() == ErrorCategory.RATE_LIMIT)) {
            return new Answer.Failed<>(error);
        }
        // A clock that is too far off to sign by still tells the time.
        var _ = http.rest().readyToSign(call.operation());
        return new Answer.Ok<>(Instant.ofEpochMilli(http.rest().exchangeMillis()));
    }

    private Reply<CryptocomRestWire.Page> ask(
            String operation, String method, Map<String, Object> query) {
        return http.ask(CryptocomCall.open(operation, method, query), PAGE);
    }

    private static Map<String, Object> named(String symbol) {
        Map<String, Object> query = new LinkedHashMap<>();
        query.put(NAME, symbol);
        return query;
    }
}
