package dev.k2.exchange.cryptocom;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.MarketQueries;
import dev.k2.exchange.net.ExchangeErrors;
import dev.k2.exchange.net.Reply;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.ExchangeId;
import dev.k2.model.FundingRate;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentKind;
import dev.k2.model.MarkPrice;
import dev.k2.model.PublicTrade;
import dev.k2.model.Ticker;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Crypto.com's public data by question, and the symbols that everything else is told in. */
final class CryptocomMarket implements MarketQueries {
    static final List<Integer> DEPTHS = CryptocomStream.DEPTHS;

    private static final Logger LOG = LoggerFactory.getLogger(CryptocomMarket.class);
    private static final int PAGES_MAX = 2_000;
    private static final Duration LOOKED_UP_AGAIN_AFTER = Duration.ofSeconds(60);

    private final CryptocomRest rest;
    private final InstantSource clock;
    private final AtomicReference<CryptocomSymbols> symbols =
            new AtomicReference<>(CryptocomSymbols.NONE);
    private final ReentrantLock loading = new ReentrantLock();
    private volatile Instant loadedAt = Instant.MIN;

    CryptocomMarket(CryptocomRest rest, InstantSource clock) {
        this.rest = rest;
        this.clock = clock;
    }

    @Override
    public Answer<List<Instrument>> instruments() {
        return CryptocomReading.answer(
                        "ask for instruments",
                        rest.instruments(),
                        node ->
                                Optional.of(
                                        CryptocomReading.wire(
                                                node, CryptocomRestWire.Symbol.class)))
                .map(this::listed);
    }

    private List<Instrument> listed(List<CryptocomRestWire.Symbol> wires) {
        CryptocomSymbols read =
                CryptocomSymbols.of(wires, what -> LOG.warn("cryptocom instruments: {}", what));
        symbols.updateAndGet(read::after);
        loadedAt = clock.instant();
        return read.all();
    }

    @Override
    public Answer<Ticker> ticker(Instrument instrument) {
        String operation = "ask for the ticker";
        Answer<Optional<Ticker>> told =
                CryptocomReading.first(
                        operation,
                        rest.ticker(instrument.symbol()).about(instrument.id()),
                        node ->
                                Optional.of(
                                        CryptocomParse.ticker(
                                                instrument,
                                                CryptocomReading.wire(
                                                        node, CryptocomRestWire.Ticker.class))));
        return switch (told) {
            case Answer.Failed<Optional<Ticker>>(ExchangeError error) -> new Answer.Failed<>(error);
            case Answer.Ok<Optional<Ticker>>(Optional<Ticker> ticker) ->
                    ticker.<Answer<Ticker>>map(Answer.Ok::new)
                            .orElseGet(
                                    () ->
                                            new Answer.Failed<>(
                                                    CryptocomErrors.ALL.local(
                                                            operation,
                                                            ErrorCategory.MARKET_STATUS,
                                                            instrument.id()
                                                                    + " was never traded")));
        };
    }

    @Override
    public Answer<BookSnapshot> book(Instrument instrument, int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("a book has at least one level, asked " + depth);
        }
        int offered =
                DEPTHS.stream().filter(size -> size >= depth).findFirst().orElse(DEPTHS.getLast());
        return CryptocomReading.first(
                "ask for the book",
                rest.book(instrument.symbol(), offered).about(instrument.id()),
                node ->
                        Optional.of(
                                CryptocomParse.book(
                                        instrument.id(),
                                        CryptocomReading.wire(node, CryptocomRestWire.Depth.class),
                                        depth)));
    }

    @Override
    public Answer<List<PublicTrade>> trades(Instrument instrument, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("at least one trade is asked for, found " + limit);
        }
        return CryptocomReading.answer(
                        "ask for trades",
                        rest.trades(instrument.symbol(), Math.min(limit, CryptocomRest.TRADES_MAX))
                                .about(instrument.id()),
                        node ->
                                Optional.of(
                                        CryptocomParse.trade(
                                                instrument.id(),
                                                CryptocomReading.wire(
                                                        node, CryptocomRestWire.Trade.class))))
                .map(CryptocomMarket::oldestFirst);
    }

    /** The newest stand first, and those of one millisecond keep their order. */
    private static List<PublicTrade> oldestFirst(List<PublicTrade> newestFirst) {
        List<PublicTrade> turned = new ArrayList<>(newestFirst);
        if (turned.size() > 1 && turned.getFirst().at().isAfter(turned.getLast().at())) {
            Collections.reverse(turned);
        }
        turned.sort(Comparator.comparing(PublicTrade::at));
        return List.copyOf(turned);
    }

    @Override
    public Answer<List<Candle>> candles(
            Instrument instrument, CandleInterval interval, Instant from, Instant to) {
        Optional<String> word = CryptocomWords.interval(interval);
        if (word.isEmpty()) {
            return new Answer.Failed<>(
                    ExchangeError.notOffered(
                            ExchangeId.CRYPTOCOM, "ask for candles of " + interval));
        }
        return backwards(
                "ask for candles",
                from.toEpochMilli(),
                to.toEpochMilli(),
                CryptocomRest.CANDLES_MAX,
                (start, end) ->
                        rest.candles(instrument.symbol(), word.get(), start, end)
                                .about(instrument.id()),
                node -> {
                    var wire = CryptocomReading.wire(node, CryptocomRestWire.Candlestick.class);
                    return Optional.of(
                            CryptocomParse.candle(
                                    instrument.id(),
                                    interval,
                                    wire,
                                    CryptocomParse.isOver(interval, wire.t(), clock.millis())));
                },
                Candle::openTime);
    }

    @Override
    public Answer<MarkPrice> markPrice(Instrument instrument) {
        if (instrument.kind() != InstrumentKind.PERPETUAL) {
            return MarketQueries.super.markPrice(instrument);
        }
        String operation = "ask for the mark price";
        return switch (value(operation, instrument.symbol(), "mark_price")) {
            case Answer.Failed<CryptocomRestWire.Value>(ExchangeError error) ->
                    new Answer.Failed<>(ExchangeErrors.about(error, instrument.id()));
            case Answer.Ok<CryptocomRestWire.Value>(CryptocomRestWire.Value mark) ->
                    new Answer.Ok<>(
                            CryptocomParse.mark(
                                    instrument.id(),
                                    mark,
                                    known(
                                            value(
                                                    operation,
                                                    CryptocomSymbols.index(instrument),
                                                    "index_price")),
                                    known(value(operation, instrument.symbol(), "funding_rate"))));
        };
    }

    private Answer<CryptocomRestWire.Value> value(String operation, String symbol, String kind) {
        return CryptocomReading.first(
                operation,
                rest.value(operation, symbol, kind),
                node -> Optional.of(CryptocomReading.wire(node, CryptocomRestWire.Value.class)));
    }

    private static Optional<BigDecimal> known(Answer<CryptocomRestWire.Value> answer) {
        return answer instanceof Answer.Ok<CryptocomRestWire.Value>(CryptocomRestWire.Value value)
                ? Optional.of(value.v())
                : Optional.empty();
    }

    @Override
    public Answer<List<FundingRate>> fundingRates(Instrument instrument, Instant from, Instant to) {
        if (instrument.kind() != InstrumentKind.PERPETUAL) {
            return MarketQueries.super.fundingRates(instrument, from, to);
        }
        return backwards(
                "ask for funding rates",
                from.toEpochMilli(),
                to.toEpochMilli(),
                CryptocomRest.VALUES_MAX,
                (start, end) ->
                        rest.fundings(instrument.symbol(), start, end).about(instrument.id()),
                node ->
                        Optional.of(
                                CryptocomParse.funding(
                                        instrument.id(),
                                        CryptocomReading.wire(
                                                node, CryptocomRestWire.Value.class))),
                FundingRate::at);
    }

    @Override
    public Answer<Instant> time() {
        return rest.time();
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
    Optional<Instrument> instrument(String symbol) {
        Optional<Instrument> found = symbols.get().find(symbol);
        if (found.isPresent()) {
            return found;
        }
        loading.lock();
        try {
            boolean fresh = loadedAt.plus(LOOKED_UP_AGAIN_AFTER).isAfter(clock.instant());
            if ((!fresh || symbols.get() == CryptocomSymbols.NONE)
                    && instruments()
                            instanceof Answer.Failed<List<Instrument>>(ExchangeError error)) {
                LOG.warn("cryptocom instruments could not be loaded: {}", error.message());
            }
            return symbols.get().find(symbol);
        } finally {
            loading.unlock();
        }
    }

    private interface Asking {
        Reply<CryptocomRestWire.Page> page(long start, long end);
    }

    /** Pages are read backwards: each ends before the oldest row of the one before it. */
    private static <T> Answer<List<T>> backwards(
            String operation,
            long start,
            long end,
            int pageMax,
            Asking asking,
            CryptocomReading.Element<T> element,
            Function<T, Instant> time) {
        Map<Instant, T> rows = new TreeMap<>();
        long before = end;
        for (int page = 0; page < PAGES_MAX && before > start; page++) {
            switch (CryptocomReading.answer(operation, asking.page(start, before), element)) {
                case Answer.Failed<List<T>> failed -> {
                    return failed;
                }
                case Answer.Ok<List<T>>(List<T> read) -> {
                    long oldest = before;
                    for (T row : read) {
                        long at = time.apply(row).toEpochMilli();
                        oldest = Math.min(oldest, at);
                        if (at >= start && at < end) {
                            rows.put(time.apply(row), row);
                        }
                    }
                    if (read.size() < pageMax || oldest >= before) {
                        return new Answer.Ok<>(List.copyOf(rows.values()));
                    }
                    before = oldest;
                }
            }
        }
        return before <= start
                ? new Answer.Ok<>(List.copyOf(rows.values()))
                : new Answer.Failed<>(
                        CryptocomErrors.refused(
                                operation, "The range holds more than " + rows.size()));
    }
}
