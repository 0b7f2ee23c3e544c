package dev.k2.exchange.binance;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.MarketQueries;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.PublicTrade;
import dev.k2.model.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binance's public data by question, and the symbols that everything else is told in. */
final class BinanceMarket implements MarketQueries {
    static final List<Integer> DEPTHS = List.of(5, 10, 20, 50, 100, 500, 1_000, 5_000);

    private static final Logger LOG = LoggerFactory.getLogger(BinanceMarket.class);
    private static final int TRADES_MAX = 1_000;
    private static final int PAGES_MAX = 2_000;
    private static final Duration LOOKED_UP_AGAIN_AFTER = Duration.ofSeconds(60);

    private final BinanceRest rest;
    private final BinanceLimits limits;
    private final InstantSource clock;
    private final AtomicReference<BinanceSymbols> symbols =
            new AtomicReference<>(BinanceSymbols.NONE);
    private final ReentrantLock loading = new ReentrantLock();
    private volatile Instant loadedAt = Instant.MIN;

    BinanceMarket(BinanceRest rest, BinanceLimits limits, InstantSource clock) {
        this.rest = rest;
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
                                            info, what -> LOG.warn("instruments: {}", what));
                            symbols.set(read);
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
        int offered = DEPTHS.stream().filter(size -> size >= depth).findFirst().orElse(5_000);
        return rest.depth(instrument.symbol(), offered)
                .answer(wire -> BinanceParse.book(instrument.id(), wire, depth));
    }

    @Override
    public Answer<List<PublicTrade>> trades(Instrument instrument, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("at least one trade is asked for, found " + limit);
        }
        return rest.trades(instrument.symbol(), Math.min(limit, TRADES_MAX))
                .answer(
                        wire ->
                                wire.stream()
                                        .map(trade -> BinanceParse.trade(instrument.id(), trade))
                                        .toList());
    }

    @Override
    public Answer<List<Candle>> candles(
            Instrument instrument, CandleInterval interval, Instant from, Instant to) {
        List<Candle> candles = new ArrayList<>();
        long start = from.toEpochMilli();
        long last = to.toEpochMilli() - 1;
        for (int page = 0; page < PAGES_MAX && start <= last; page++) {
            switch (rest.klines(instrument.symbol(), interval.text(), start, last)) {
                case BinanceReply.Failed<List<BinanceRestWire.Kline>> failed -> {
                    return new Answer.Failed<>(failed.error());
                }
                case BinanceReply.Ok<List<BinanceRestWire.Kline>>(
                                List<BinanceRestWire.Kline> rows) -> {
                    long now = clock.millis();
                    rows.forEach(
                            row ->
                                    candles.add(
                                            BinanceParse.candle(
                                                    instrument.id(), interval, row, now)));
                    if (rows.size() < BinanceRest.KLINES_MAX) {
                        return new Answer.Ok<>(List.copyOf(candles));
                    }
                    start = rows.getLast().openTime() + 1;
                }
            }
        }
        return start > last
                ? new Answer.Ok<>(List.copyOf(candles))
                : new Answer.Failed<>(
                        BinanceErrors.local(
                                ExchangeId.BINANCE,
                                "ask for candles",
                                ErrorCategory.VALIDATION,
                                "The range holds more than " + candles.size() + " candles"));
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
}
