package dev.k2.exchange.okx;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.okx.OkxRestWire.Envelope;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The endpoints of public data, one method each. */
final class OkxMarketRest {
    static final int BOOK_MAX = 400;
    static final int BOOK_FULL_MAX = 5_000;
    static final int TRADES_MAX = 500;
    static final int CANDLES_MAX = 300;
    static final int CANDLES_HISTORY_MAX = 100;
    static final int FUNDINGS_MAX = 100;

    private static final TypeReference<Envelope<OkxRestWire.Instrument>> INSTRUMENTS =
            new TypeReference<>() {};
    private static final TypeReference<Envelope<OkxRestWire.Ticker>> TICKERS =
            new TypeReference<>() {};
    private static final TypeReference<Envelope<OkxRestWire.Book>> BOOKS = new TypeReference<>() {};
    private static final TypeReference<Envelope<OkxRestWire.Trade>> TRADES =
            new TypeReference<>() {};
    private static final TypeReference<Envelope<List<BigDecimal>>> CANDLES =
            new TypeReference<>() {};
    private static final TypeReference<Envelope<OkxRestWire.MarkPrice>> MARK_PRICES =
            new TypeReference<>() {};
    private static final TypeReference<Envelope<OkxRestWire.Funding>> FUNDINGS =
            new TypeReference<>() {};
    private static final TypeReference<Envelope<OkxRestWire.FundingPaid>> FUNDINGS_PAID =
            new TypeReference<>() {};
    private static final TypeReference<Envelope<OkxRestWire.IndexTicker>> INDEX_TICKERS =
            new TypeReference<>() {};
    private static final TypeReference<Envelope<OkxRestWire.Time>> TIME = new TypeReference<>() {};

    private final OkxHttp http;

    OkxMarketRest(OkxHttp http) {
        this.http = http;
    }

    /** Until when OKX wants to hear nothing from this address. */
    Optional<Instant> silentUntil() {
        return http.rest().silentUntil();
    }

    Reply<List<OkxRestWire.Instrument>> instruments(String instType) {
        return all(
                "ask for instruments",
                OkxEndpoint.INSTRUMENTS,
                Map.of("instType", instType),
                INSTRUMENTS);
    }

    Reply<OkxRestWire.Ticker> ticker(String instId) {
        return one("ask for the ticker", OkxEndpoint.TICKER, Map.of("instId", instId), TICKERS);
    }

    /**
     * The book.
     *
     * @param levels of each side, at most {@link #BOOK_FULL_MAX}
     */
    Reply<OkxRestWire.Book> book(String instId, int levels) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("instId", instId);
        query.put("sz", Integer.toString(levels));
        return one(
                "ask for the book",
                levels > BOOK_MAX ? OkxEndpoint.BOOK_FULL : OkxEndpoint.BOOK,
                query,
                BOOKS);
    }

    /** The newest trades, the newest first. */
    Reply<List<OkxRestWire.Trade>> trades(String instId, int limit) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("instId", instId);
        query.put("limit", Integer.toString(limit));
        return all("ask for trades", OkxEndpoint.TRADES, query, TRADES);
    }

    /**
     * Candles older than a time, the newest first.
     *
     * @param recent whether they are among the newest 1,440, for which there is an endpoint that
     *     tells more at once and the open one too
     */
    Reply<List<List<BigDecimal>>> candlesBefore(
            String instId, String bar, long openMillis, boolean recent) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("instId", instId);
        query.put("bar", bar);
        query.put("after", Long.toString(openMillis));
        query.put("limit", Integer.toString(recent ? CANDLES_MAX : CANDLES_HISTORY_MAX));
        return all(
                "ask for candles",
                recent ? OkxEndpoint.CANDLES : OkxEndpoint.CANDLES_HISTORY,
                query,
                CANDLES);
    }

    Reply<OkxRestWire.MarkPrice> markPrice(String instId) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("instType", "SWAP");
        query.put("instId", instId);
        return one("ask for the mark price", OkxEndpoint.MARK_PRICE, query, MARK_PRICES);
    }

    Reply<OkxRestWire.Funding> funding(String instId) {
        return one("ask for funding", OkxEndpoint.FUNDING, Map.of("instId", instId), FUNDINGS);
    }

    Reply<OkxRestWire.IndexTicker> index(String pair) {
        return one(
                "ask for the index",
                OkxEndpoint.INDEX_TICKERS,
                Map.of("instId", pair),
                INDEX_TICKERS);
    }

    /** Fundings that were paid before a time, the newest first. */
    Reply<List<OkxRestWire.FundingPaid>> fundingsBefore(String instId, long millis) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("instId", instId);
        query.put("after", Long.toString(millis));
        query.put("limit", Integer.toString(FUNDINGS_MAX));
        return all("ask for funding rates", OkxEndpoint.FUNDING_HISTORY, query, FUNDINGS_PAID);
    }

    Reply<OkxRestWire.Time> time() {
        return firstOf("ask the time", http.rest().ask(http.timeCall(), TIME));
    }

    private <T> Reply<List<T>> all(
            String operation,
            OkxEndpoint endpoint,
            Map<String, String> query,
            TypeReference<Envelope<T>> type) {
        return http.rest().ask(OkxCall.open(operation, endpoint, query), type).map(Envelope::rows);
    }

    private <T> Reply<T> one(
            String operation,
            OkxEndpoint endpoint,
            Map<String, String> query,
            TypeReference<Envelope<T>> type) {
        return firstOf(operation, http.rest().ask(OkxCall.open(operation, endpoint, query), type));
    }

    /** The only row of an answer that has one. */
    static <T> Reply<T> firstOf(String operation, Reply<Envelope<T>> reply) {
        return switch (reply) {
            case Reply.Failed<Envelope<T>>(Reply.Certainty certainty, ExchangeError error) ->
                    new Reply.Failed<>(certainty, error);
            case Reply.Ok<Envelope<T>>(Envelope<T> told) ->
                    told.rows().isEmpty()
                            ? new Reply.Failed<>(
                                    Reply.Certainty.UNCLEAR,
                                    OkxErrors.OKX.unreadable(
                                            operation, "expected one row, found none"))
                            : new Reply.Ok<>(told.rows().getFirst());
        };
    }
}
