package dev.k2.exchange.kalshi;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.k2.exchange.Answer;
import dev.k2.exchange.net.Pages;
import dev.k2.exchange.net.Pages.Page;
import dev.k2.exchange.net.Reply;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The endpoints of public data, one method each. */
final class KalshiMarketRest {
    static final int DEPTH_MAX = 100;
    static final int TRADES_MAX = 1_000;

    /** How many candles one answer may hold; nobody documents how many it does. */
    static final int CANDLES_MAX = 4_000;

    private static final String MARKETS_LIMIT = "1000";
    private static final String EVENTS_LIMIT = "200";

    private static final TypeReference<KalshiRestWire.Markets> MARKETS = new TypeReference<>() {};
    private static final TypeReference<KalshiRestWire.OneMarket> MARKET = new TypeReference<>() {};
    private static final TypeReference<KalshiRestWire.Events> EVENTS = new TypeReference<>() {};
    private static final TypeReference<KalshiRestWire.OneEvent> EVENT = new TypeReference<>() {};
    private static final TypeReference<KalshiRestWire.OneSeries> SERIES = new TypeReference<>() {};
    private static final TypeReference<KalshiRestWire.SeriesList> SERIES_LIST =
            new TypeReference<>() {};
    private static final TypeReference<KalshiRestWire.Book> BOOK = new TypeReference<>() {};
    private static final TypeReference<KalshiRestWire.Trades> TRADES = new TypeReference<>() {};
    private static final TypeReference<KalshiRestWire.Candles> CANDLES = new TypeReference<>() {};
    private static final TypeReference<KalshiRestWire.Cutoff> CUTOFF = new TypeReference<>() {};

    private final KalshiHttp http;
    private final @Nullable KalshiSigner reader;

    /**
     * Asks without a name.
     *
     * @param reader signs the questions that Kalshi says want a key, where there is one
     */
    KalshiMarketRest(KalshiHttp http, @Nullable KalshiSigner reader) {
        this.http = http;
        this.reader = reader;
    }

    KalshiHttp http() {
        return http;
    }

    /**
     * All markets of a status, combinations left out, which are made for single customers.
     *
     * @param status a word of the filter, which are others than those of the answer
     */
    Answer<List<KalshiRestWire.Market>> markets(String status, Map<String, String> more) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("limit", MARKETS_LIMIT);
        query.put("status", status);
        query.put("mve_filter", "exclude");
        query.putAll(more);
        return all(
                "ask for instruments",
                KalshiEndpoint.MARKETS,
                query,
                MARKETS,
                told -> page(told.markets(), told.cursor()));
    }

    Reply<KalshiRestWire.Market> market(String operation, String ticker) {
        return http.rest()
                .ask(
                        KalshiCall.of(operation, KalshiEndpoint.MARKET, null).in("ticker", ticker),
                        MARKET)
                .map(KalshiRestWire.OneMarket::market);
    }

    /** A market that ended long ago. */
    Reply<KalshiRestWire.Market> oldMarket(String operation, String ticker) {
        return http.rest()
                .ask(
                        KalshiCall.of(operation, KalshiEndpoint.OLD_MARKET, null)
                                .in("ticker", ticker),
                        MARKET)
                .map(KalshiRestWire.OneMarket::market);
    }

    /** All events of a status, with their markets. */
    Answer<List<KalshiRestWire.Event>> events(String status) {
        return all(
                "ask for events",
                KalshiEndpoint.EVENTS,
                Map.of("limit", EVENTS_LIMIT, "status", status, "with_nested_markets", "true"),
                EVENTS,
                told -> page(told.events(), told.cursor()));
    }

    Reply<KalshiRestWire.OneEvent> event(String ticker) {
        return http.rest()
                .ask(
                        KalshiCall.of("ask for an event", KalshiEndpoint.EVENT, null)
                                .in("event_ticker", ticker)
                                .with(Map.of("with_nested_markets", "true")),
                        EVENT);
    }

    Reply<KalshiRestWire.Series> series(String ticker) {
        return http.rest()
                .ask(
                        KalshiCall.of("ask for a series", KalshiEndpoint.SERIES, null)
                                .in("series_ticker", ticker),
                        SERIES)
                .map(KalshiRestWire.OneSeries::series);
    }

    Reply<List<KalshiRestWire.Series>> seriesList() {
        return http.rest()
                .ask(
                        KalshiCall.of("ask for all series", KalshiEndpoint.SERIES_LIST, null),
                        SERIES_LIST)
                .map(KalshiRestWire.SeriesList::series);
    }

    Reply<KalshiRestWire.Levels> book(String ticker, int depth) {
        // Kalshi says that books want a key, and tells them without one: a clock that is off does
        // not stand in the way.
        boolean signs = reader != null && http.rest().readyToSign("ask for the book").isEmpty();
        return http.rest()
                .ask(
                        KalshiCall.of(
                                        "ask for the book",
                                        KalshiEndpoint.BOOK,
                                        signs ? reader : null)
                                .in("ticker", ticker)
                                .with(Map.of("depth", Integer.toString(depth))),
                        BOOK)
                .map(KalshiRestWire.Book::levels);
    }

    /** The newest trades, the newest first. */
    Reply<List<KalshiRestWire.Trade>> trades(String ticker, int limit) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("ticker", ticker);
        query.put("limit", Integer.toString(limit));
        return http.rest()
                .ask(
                        KalshiCall.of("ask for trades", KalshiEndpoint.TRADES, null).with(query),
                        TRADES)
                .map(KalshiRestWire.Trades::trades);
    }

    /**
     * Candles by the seconds of their ends, both inclusive.
     *
     * @param series empty for markets that ended long ago, which are asked for elsewhere
     */
    Reply<List<KalshiRestWire.Candle>> candles(
            Optional<String> series, String ticker, long minutes, long fromEnd, long toEnd) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("start_ts", Long.toString(fromEnd));
        query.put("end_ts", Long.toString(toEnd));
        query.put("period_interval", Long.toString(minutes));
        KalshiCall call =
                series.map(
                                name ->
                                        KalshiCall.of(
                                                        "ask for candles",
                                                        KalshiEndpoint.CANDLES,
                                                        null)
                                                .in("series_ticker", name))
                        .orElseGet(
                                () ->
                                        KalshiCall.of(
                                                "ask for candles",
                                                KalshiEndpoint.OLD_CANDLES,
                                                null));
        return http.rest()
                .ask(call.in("ticker", ticker).with(query), CANDLES)
                .map(KalshiRestWire.Candles::candlesticks);
    }

    /** What is older than these times is asked for elsewhere. */
    Reply<KalshiRestWire.Cutoff> cutoff() {
        return http.rest()
                .ask(
                        KalshiCall.of("ask how far lists go back", KalshiEndpoint.CUTOFF, null),
                        CUTOFF);
    }

    Answer<Instant> time() {
        KalshiCall call = http.timeCall();
        return http.rest()
                .ask(call, new TypeReference<KalshiRestWire.DataTime>() {})
                .answer(
                        told ->
                                KalshiTimes.of(told.asOfTime())
                                        .orElseGet(
                                                () ->
                                                        Instant.ofEpochMilli(
                                                                http.rest().exchangeMillis())));
    }

    private <W, T> Answer<List<T>> all(
            String operation,
            KalshiEndpoint endpoint,
            Map<String, String> query,
            TypeReference<W> type,
            Function<W, Page<T>> page) {
        return Pages.all(
                cursor -> {
                    Map<String, String> asked = new LinkedHashMap<>(query);
                    cursor.ifPresent(next -> asked.put("cursor", next));
                    return http.rest()
                            .ask(KalshiCall.of(operation, endpoint, null).with(asked), type)
                            .map(page);
                },
                rows -> KalshiErrors.tooMany(operation, rows));
    }

    /** An empty cursor ends a list. */
    static <T> Page<T> page(List<T> rows, @Nullable String cursor) {
        return new Page<>(rows, Optional.ofNullable(cursor).filter(next -> !next.isEmpty()));
    }
}
