package dev.k2.exchange.bybit;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.MarketQueries;
import dev.k2.exchange.bybit.BybitRestWire.Envelope;
import dev.k2.exchange.bybit.BybitRestWire.Page;
import dev.k2.exchange.bybit.BybitRestWire.Symbol;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Reply;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.ExchangeId;
import dev.k2.model.FundingRate;
import dev.k2.model.Instrument;
import dev.k2.model.MarkPrice;
import dev.k2.model.PublicTrade;
import dev.k2.model.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bybit's public data by question, and the symbols that everything else is told in. */
final class BybitMarket implements MarketQueries {
    static final List<Integer> DEPTHS = List.of(1, 50, 200, 1_000);

    private static final Logger LOG = LoggerFactory.getLogger(BybitMarket.class);
    private static final int PAGES_MAX = 2_000;
    private static final int SPOT_TRADES_MAX = 60;
    private static final int TRADES_MAX = 1_000;
    private static final Duration LOOKED_UP_AGAIN_AFTER = Duration.ofSeconds(60);

    /** Linear tells only what trades unless it is asked for the rest. */
    private static final List<String> STATUSES = List.of("", "PreLaunch", "Closed");

    private final BybitRest rest;
    private final InstantSource clock;
    private final AtomicReference<BybitSymbols> symbols = new AtomicReference<>(BybitSymbols.NONE);
    private final ReentrantLock loading = new ReentrantLock();
    private volatile Instant loadedAt = Instant.MIN;

    BybitMarket(BybitRest rest, InstantSource clock) {
        this.rest = rest;
        this.clock = clock;
    }

    @Override
    public Answer<List<Instrument>> instruments() {
        Map<BybitCategory, List<Symbol>> listed = new EnumMap<>(BybitCategory.class);
        for (BybitCategory category : BybitCategory.values()) {
            switch (listed(category)) {
                case Answer.Failed<List<Symbol>>(ExchangeError error) -> {
                    return new Answer.Failed<>(error);
                }
                case Answer.Ok<List<Symbol>>(List<Symbol> found) -> listed.put(category, found);
            }
        }
        BybitSymbols read =
                BybitSymbols.of(listed, what -> LOG.warn("bybit instruments: {}", what));
        symbols.updateAndGet(read::after);
        loadedAt = clock.instant();
        return new Answer.Ok<>(read.all());
    }

    private Answer<List<Symbol>> listed(BybitCategory category) {
        List<Symbol> found = new ArrayList<>();
        List<String> statuses = category == BybitCategory.LINEAR ? STATUSES : List.of("");
        for (String status : statuses) {
            switch (BybitReading.all(
                    "ask for instruments",
                    Map.of(),
                    question ->
                            rest.instruments(category, status, question.getOrDefault("cursor", "")),
                    node -> Optional.of(BybitReading.wire(node, Symbol.class)))) {
                case Answer.Failed<List<Symbol>> failed -> {
                    return failed;
                }
                case Answer.Ok<List<Symbol>>(List<Symbol> symbolsOfStatus) ->
                        found.addAll(symbolsOfStatus);
            }
        }
        return new Answer.Ok<>(found);
    }

    @Override
    public Answer<Ticker> ticker(Instrument instrument) {
        return told(instrument, "ask for the ticker")
                .map(told -> BybitParse.ticker(instrument.id(), told.ticker(), told.atMillis()));
    }

    @Override
    public Answer<MarkPrice> markPrice(Instrument instrument) {
        if (BybitCategory.of(instrument) == BybitCategory.SPOT) {
            return MarketQueries.super.markPrice(instrument);
        }
        return switch (told(instrument, "ask for the mark price")) {
            case Answer.Failed<Told>(ExchangeError error) -> new Answer.Failed<>(error);
            case Answer.Ok<Told>(Told told) ->
                    BybitParse.mark(instrument.id(), told.ticker(), told.atMillis())
                            .<Answer<MarkPrice>>map(Answer.Ok::new)
                            .orElseGet(
                                    () ->
                                            new Answer.Failed<>(
                                                    BybitErrors.ALL.unreadable(
                                                            "ask for the mark price",
                                                            "no mark price of "
                                                                    + instrument.id())));
        };
    }

    private record Told(BybitRestWire.Ticker ticker, long atMillis) {}

    private Answer<Told> told(Instrument instrument, String operation) {
        return rest.ticker(BybitCategory.of(instrument), instrument.symbol(), operation)
                .about(instrument.id())
                .flatAnswer(whole -> told(whole, operation));
    }

    private Answer<Told> told(Envelope whole, String operation) {
        long at = whole.time() == null ? clock.millis() : whole.time();
        try {
            Page page = Json.lenient().treeToValue(whole.result(), Page.class);
            if (page == null || page.list().isEmpty()) {
                return new Answer.Failed<>(
                        BybitErrors.ALL.unreadable(operation, "an empty list of tickers"));
            }
            var ticker =
                    Json.lenient().treeToValue(page.list().getFirst(), BybitRestWire.Ticker.class);
            return new Answer.Ok<>(new Told(ticker, at));
        } catch (JsonProcessingException unreadable) {
            return new Answer.Failed<>(BybitErrors.ALL.unreadable(operation, unreadable));
        }
    }

    @Override
    public Answer<BookSnapshot> book(Instrument instrument, int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("a book has at least one level, asked " + depth);
        }
        int offered =
                DEPTHS.stream().filter(size -> size >= depth).findFirst().orElse(DEPTHS.getLast());
        return rest.book(BybitCategory.of(instrument), instrument.symbol(), offered)
                .about(instrument.id())
                .answer(wire -> BybitParse.book(instrument.id(), wire, depth));
    }

    @Override
    public Answer<List<PublicTrade>> trades(Instrument instrument, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("at least one trade is asked for, found " + limit);
        }
        BybitCategory category = BybitCategory.of(instrument);
        int most = category == BybitCategory.SPOT ? SPOT_TRADES_MAX : TRADES_MAX;
        return rest.trades(category, instrument.symbol(), Math.min(limit, most))
                .about(instrument.id())
                .flatAnswer(
                        page ->
                                each(
                                        page,
                                        "ask for trades",
                                        node ->
                                                BybitParse.trade(
                                                        instrument.id(),
                                                        BybitReading.wire(
                                                                node, BybitRestWire.Trade.class))))
                .map(BybitMarket::oldestFirst);
    }

    /** Pages are read backwards: each ends before the oldest candle of the one before it. */
    @Override
    public Answer<List<Candle>> candles(
            Instrument instrument, CandleInterval interval, Instant from, Instant to) {
        Optional<String> word = BybitWords.interval(interval);
        if (word.isEmpty()) {
            return new Answer.Failed<>(
                    ExchangeError.notOffered(ExchangeId.BYBIT, "ask for candles of " + interval));
        }
        BybitCategory category = BybitCategory.of(instrument);
        long start = from.toEpochMilli();
        return backwards(
                "ask for candles",
                start,
                to.toEpochMilli() - 1,
                end -> rest.klines(category, instrument.symbol(), word.get(), start, end),
                BybitRest.KLINES_MAX,
                node ->
                        BybitParse.candle(
                                instrument.id(),
                                interval,
                                BybitReading.wire(node, BybitRestWire.Kline.class),
                                clock.millis()),
                candle -> candle.openTime().toEpochMilli());
    }

    @Override
    public Answer<List<FundingRate>> fundingRates(Instrument instrument, Instant from, Instant to) {
        if (BybitCategory.of(instrument) == BybitCategory.SPOT) {
            return MarketQueries.super.fundingRates(instrument, from, to);
        }
        long start = from.toEpochMilli();
        return backwards(
                "ask for funding rates",
                start,
                to.toEpochMilli() - 1,
                end -> rest.fundings(instrument.symbol(), start, end),
                BybitRest.FUNDINGS_MAX,
                node ->
                        BybitParse.funding(
                                instrument.id(),
                                BybitReading.wire(node, BybitRestWire.Funding.class)),
                rate -> rate.at().toEpochMilli());
    }

    @Override
    public Answer<Instant> time() {
        return rest.time().answer(BybitParse::time);
    }

    /** All instruments, from memory where they were loaded before. */
    Answer<List<Instrument>> known() {
        loading.lock();
        try {
            List<Instrument> known = symbols.get().all();
            return known.isEmpty() ? instruments() : new Answer.Ok<>(known);
        } finally {
            loading.unlock();
        }
    }

    /**
     * The instrument of a symbol. One that is not known is looked up, but not more often than once
     * a minute. Blocks then.
     */
    Optional<Instrument> instrument(BybitCategory category, String symbol) {
        Optional<Instrument> found = symbols.get().find(category, symbol);
        if (found.isPresent()) {
            return found;
        }
        loading.lock();
        try {
            boolean fresh = loadedAt.plus(LOOKED_UP_AGAIN_AFTER).isAfter(clock.instant());
            if ((!fresh || symbols.get() == BybitSymbols.NONE)
                    && instruments()
                            instanceof Answer.Failed<List<Instrument>>(ExchangeError error)) {
                LOG.warn("bybit instruments could not be loaded: {}", error.message());
            }
            return symbols.get().find(category, symbol);
        } finally {
            loading.unlock();
        }
    }

    private interface Asking {
        Reply<Page> page(long end);
    }

    private interface Time<T> {
        long millis(T value);
    }

    private static <T> Answer<List<T>> backwards(
            String operation,
            long start,
            long last,
            Asking asking,
            int pageMax,
            BybitReading.Whole<T> reading,
            Time<T> time) {
        List<T> newestFirst = new ArrayList<>();
        long end = last;
        for (int page = 0; page < PAGES_MAX && end >= start; page++) {
            switch (asking.page(end).flatAnswer(told -> each(told, operation, reading))) {
                case Answer.Failed<List<T>> failed -> {
                    return failed;
                }
                case Answer.Ok<List<T>>(List<T> read) -> {
                    long before = end;
                    read.stream()
                            .filter(value -> time.millis(value) >= start)
                            .filter(value -> time.millis(value) <= before)
                            .forEach(newestFirst::add);
                    if (read.size() < pageMax) {
                        return new Answer.Ok<>(oldestFirst(newestFirst));
                    }
                    end = time.millis(read.getLast()) - 1;
                }
            }
        }
        return end < start
                ? new Answer.Ok<>(oldestFirst(newestFirst))
                : new Answer.Failed<>(
                        BybitErrors.ALL.local(
                                operation,
                                ErrorCategory.VALIDATION,
                                "The range holds more than " + newestFirst.size()));
    }

    private static <T> Answer<List<T>> each(
            Page page, String operation, BybitReading.Whole<T> reading) {
        return BybitReading.each(operation, page, node -> Optional.of(reading.read(node)))
                .answer(read -> read);
    }

    private static <T> List<T> oldestFirst(List<T> newestFirst) {
        List<T> turned = new ArrayList<>(newestFirst);
        Collections.reverse(turned);
        return List.copyOf(turned);
    }
}
