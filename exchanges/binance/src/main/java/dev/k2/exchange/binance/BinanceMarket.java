package dev.k2.exchange.binance;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.MarketQueries;
import dev.k2.exchange.net.Reply;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.FundingRate;
import dev.k2.model.Instrument;
import dev.k2.model.MarkPrice;
import dev.k2.model.PublicTrade;
import dev.k2.model.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binance's public data by question, and the symbols that everything else is told in. */
final class BinanceMarket implements MarketQueries {
    private static final Logger LOG = LoggerFactory.getLogger(BinanceMarket.class);
    private static final int TRADES_MAX = 1_000;
    private static final int PAGES_MAX = 2_000;
    private static final Duration LOOKED_UP_AGAIN_AFTER = Duration.ofSeconds(60);

    private final BinanceMarketRest rest;
    private final BinanceProduct product;
    private final BinanceLimits limits;
    private final InstantSource clock;
    private final AtomicReference<BinanceSymbols> symbols =
            new AtomicReference<>(BinanceSymbols.NONE);

    /** What was listed once: how its orders ended is told after it is gone. */
    private final Map<String, Instrument> former = new ConcurrentHashMap<>();

    private final ReentrantLock loading = new ReentrantLock();
    private volatile Instant loadedAt = Instant.MIN;

    BinanceMarket(BinanceMarketRest rest, BinanceLimits limits, InstantSource clock) {
        this.rest = rest;
        this.product = rest.product();
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public Answer<List<Instrument>> instruments() {
        return rest.exchangeInfo()
                .answer(
                        info -> {
                            limits.learn(info.rateLimits());
                            BinanceSymbols read =
                                    BinanceSymbols.of(
                                            product,
                                            info,
                                            what -> LOG.warn("instruments: {}", what));
                            symbols.getAndSet(read)
                                    .all()
                                    .forEach(listed -> former.put(listed.symbol(), listed));
                            loadedAt = clock.instant();
                            return read.all();
                        });
    }

    @Override
    public Answer<Ticker> ticker(Instrument instrument) {
        return rest.ticker(instrument.symbol())
                .answer(wire -> BinanceParse.ticker(instrument.id(), wire));
    }

    @Override
    public Answer<BookSnapshot> book(Instrument instrument, int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("a book has at least one level, asked " + depth);
        }
        List<Integer> depths = product.depths();
        int offered =
                depths.stream().filter(size -> size >= depth).findFirst().orElse(depths.getLast());
        return rest.depth(instrument.symbol(), offered)
                .answer(wire -> BinanceParse.book(instrument.id(), wire, depth));
    }

    @Override
    public Answer<List<PublicTrade>> trades(Instrument instrument, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("at least one trade is asked for, found " + limit);
        }
        int asked = Math.min(limit, TRADES_MAX);
        return switch (product) {
            case SPOT ->
                    rest.trades(instrument.symbol(), asked)
                            .answer(
                                    wire ->
                                            each(
                                                    wire,
                                                    trade ->
                                                            BinanceParse.trade(
                                                                    instrument.id(), trade)));
            // The stream of futures tells groups; single trades are numbered otherwise.
            case USD_M ->
                    rest.aggregateTrades(instrument.symbol(), asked)
                            .answer(
                                    wire ->
                                            each(
                                                    wire,
                                                    trade ->
                                                            BinanceParse.trade(
                                                                    instrument.id(), trade)));
        };
    }

    @Override
    public Answer<List<Candle>> candles(
            Instrument instrument, CandleInterval interval, Instant from, Instant to) {
        if (!product.intervals().contains(interval)) {
            return new Answer.Failed<>(
                    ExchangeError.notOffered(product.exchange(), "ask for candles of " + interval));
        }
        List<Candle> candles = new ArrayList<>();
        long start = from.toEpochMilli();
        long last = to.toEpochMilli() - 1;
        for (int page = 0; page < PAGES_MAX && start <= last; page++) {
            switch (rest.klines(instrument.symbol(), interval.text(), start, last)) {
                case Reply.Failed<List<BinanceRestWire.Kline>> failed -> {
                    return new Answer.Failed<>(failed.error());
                }
                case Reply.Ok<List<BinanceRestWire.Kline>>(List<BinanceRestWire.Kline> rows) -> {
                    long now = clock.millis();
                    rows.forEach(
                            row ->
                                    candles.add(
                                            BinanceParse.candle(
                                                    instrument.id(), interval, row, now)));
                    if (rows.size() < product.candlesInAPage()) {
                        return new Answer.Ok<>(List.copyOf(candles));
                    }
                    start = rows.getLast().openTime() + 1;
                }
            }
        }
        return start > last
                ? new Answer.Ok<>(List.copyOf(candles))
                : tooMany("ask for candles", candles.size());
    }

    @Override
    public Answer<MarkPrice> markPrice(Instrument instrument) {
        return switch (product) {
            case SPOT -> MarketQueries.super.markPrice(instrument);
            case USD_M ->
                    rest.premiumIndex(instrument.symbol())
                            .answer(wire -> BinanceParse.mark(instrument.id(), wire));
        };
    }

    @Override
    public Answer<List<FundingRate>> fundingRates(Instrument instrument, Instant from, Instant to) {
        return switch (product) {
            case SPOT -> MarketQueries.super.fundingRates(instrument, from, to);
            case USD_M -> fundings(instrument, from.toEpochMilli(), to.toEpochMilli() - 1);
        };
    }

    @Override
    public Answer<Instant> time() {
        return rest.time().answer(wire -> Instant.ofEpochMilli(wire.serverTime()));
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
        Instrument gone = former.get(symbol);
        if (gone != null) {
            return Optional.of(gone);
        }
        loading.lock();
        try {
            boolean fresh = loadedAt.plus(LOOKED_UP_AGAIN_AFTER).isAfter(clock.instant());
            if (!fresh || symbols.get() == BinanceSymbols.NONE) {
                if (instruments() instanceof Answer.Failed<List<Instrument>>(var error)) {
                    LOG.warn("instruments could not be loaded: {}", error.message());
                }
            }
            return symbols.get().find(symbol);
        } finally {
            loading.unlock();
        }
    }

    private Answer<List<FundingRate>> fundings(Instrument instrument, long from, long last) {
        List<FundingRate> rates = new ArrayList<>();
        long start = from;
        for (int page = 0; page < PAGES_MAX && start <= last; page++) {
            switch (rest.fundings(instrument.symbol(), start, last)) {
                case Reply.Failed<List<BinanceMarketWire.Funding>> failed -> {
                    return new Answer.Failed<>(failed.error());
                }
                case Reply.Ok<List<BinanceMarketWire.Funding>>(
                                List<BinanceMarketWire.Funding> rows) -> {
                    rows.forEach(row -> rates.add(BinanceParse.funding(instrument.id(), row)));
                    if (rows.size() < BinanceMarketRest.FUNDINGS_MAX) {
                        return new Answer.Ok<>(List.copyOf(rates));
                    }
                    start = rows.getLast().fundingTime() + 1;
                }
            }
        }
        return start > last
                ? new Answer.Ok<>(List.copyOf(rates))
                : tooMany("ask for funding rates", rates.size());
    }

    private <T> Answer<List<T>> tooMany(String operation, int read) {
        return new Answer.Failed<>(
                BinanceErrors.local(
                        product.exchange(),
                        operation,
                        ErrorCategory.VALIDATION,
                        "The range holds more than " + read));
    }

    private static <W, T> List<T> each(List<W> wire, Function<W, T> change) {
        return wire.stream().map(change).toList();
    }
}
