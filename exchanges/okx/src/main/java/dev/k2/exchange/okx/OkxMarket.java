package dev.k2.exchange.okx;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.MarketQueries;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** OKX's public data by question, and the instruments that everything else is told in. */
final class OkxMarket implements MarketQueries {
    static final List<Integer> DEPTHS = List.of(1, 5, 10, 20, 50, 100, 200, 400, 1_000, 5_000);

    private static final Logger LOG = LoggerFactory.getLogger(OkxMarket.class);
    private static final int PAGES_MAX = 5_000;

    /** The endpoint of new candles goes so far back; a page less, as time passes meanwhile. */
    private static final int RECENT = 1_440 - OkxMarketRest.CANDLES_MAX;

    private static final Duration LOOKED_UP_AGAIN_AFTER = Duration.ofSeconds(60);

    private final OkxMarketRest rest;
    private final InstantSource clock;
    private final AtomicReference<OkxSymbols> symbols = new AtomicReference<>(OkxSymbols.NONE);
    private final ReentrantLock loading = new ReentrantLock();
    private volatile Instant loadedAt = Instant.MIN;

    OkxMarket(OkxMarketRest rest, InstantSource clock) {
        this.rest = rest;
        this.clock = clock;
    }

    @Override
    public Answer<List<Instrument>> instruments() {
        List<OkxRestWire.Instrument> listed = new ArrayList<>();
        for (InstrumentKind kind : List.of(InstrumentKind.SPOT, InstrumentKind.PERPETUAL)) {
            switch (rest.instruments(OkxWords.instType(kind))) {
                case Reply.Failed<List<OkxRestWire.Instrument>> failed -> {
                    return new Answer.Failed<>(failed.error());
                }
                case Reply.Ok<List<OkxRestWire.Instrument>>(List<OkxRestWire.Instrument> rows) ->
                        listed.addAll(rows);
            }
        }
        OkxSymbols read = OkxSymbols.of(listed, what -> LOG.warn("instruments: {}", what));
        symbols.updateAndGet(read::after);
        loadedAt = clock.instant();
        return new Answer.Ok<>(read.all());
    }

    @Override
    public Answer<Ticker> ticker(Instrument instrument) {
        return rest.ticker(instrument.symbol())
                .about(instrument.id())
                .answer(wire -> OkxParse.ticker(instrument, wire));
    }

    @Override
    public Answer<BookSnapshot> book(Instrument instrument, int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("a book has at least one level, asked " + depth);
        }
        return rest.book(instrument.symbol(), Math.min(depth, OkxMarketRest.BOOK_FULL_MAX))
                .about(instrument.id())
                .answer(wire -> OkxParse.book(instrument.id(), wire, depth));
    }

    @Override
    public Answer<List<PublicTrade>> trades(Instrument instrument, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("at least one trade is asked for, found " + limit);
        }
        return rest.trades(instrument.symbol(), Math.min(limit, OkxMarketRest.TRADES_MAX))
                .about(instrument.id())
                .flatAnswer(
                        rows -> {
                            List<PublicTrade> trades = new ArrayList<>();
                            for (OkxRestWire.Trade row : rows.reversed()) {
                                try {
                                    trades.add(OkxParse.trade(instrument.id(), row));
                                } catch (UnknownWord unknown) {
                                    return unreadable("ask for trades", unknown);
                                }
                            }
                            return new Answer.Ok<>(List.copyOf(trades));
                        });
    }

    /** OKX tells the newest first, so pages are read backwards. */
    @Override
    public Answer<List<Candle>> candles(
            Instrument instrument, CandleInterval interval, Instant from, Instant to) {
        Optional<String> bar = OkxWords.bar(interval);
        if (bar.isEmpty()) {
            return new Answer.Failed<>(
                    ExchangeError.notOffered(ExchangeId.OKX, "ask for candles of " + interval));
        }
        List<Candle> newestFirst = new ArrayList<>();
        long start = from.toEpochMilli();
        long end = to.toEpochMilli();
        long recentFrom =
                clock.instant().minus(interval.width().multipliedBy(RECENT)).toEpochMilli();
        for (int page = 0; page < PAGES_MAX && end > start; page++) {
            boolean recent = end > recentFrom;
            switch (rest.candlesBefore(instrument.symbol(), bar.get(), end, recent)
                    .about(instrument.id())) {
                case Reply.Failed<List<List<BigDecimal>>> failed -> {
                    return new Answer.Failed<>(failed.error());
                }
                case Reply.Ok<List<List<BigDecimal>>>(List<List<BigDecimal>> rows) -> {
                    if (rows.isEmpty() && !recent) {
                        return oldestFirst(newestFirst);
                    }
                    long oldest = rows.isEmpty() ? recentFrom : end;
                    for (List<BigDecimal> row : rows) {
                        try {
                            Candle candle = OkxParse.candle(instrument.id(), interval, row);
                            oldest = candle.openTime().toEpochMilli();
                            if (oldest >= start && oldest < end) {
                                newestFirst.add(candle);
                            }
                        } catch (UnknownWord unknown) {
                            return unreadable("ask for candles", unknown);
                        }
                    }
                    end = Math.min(oldest, end - 1);
                }
            }
        }
        return end <= start
                ? oldestFirst(newestFirst)
                : tooMany("ask for candles", newestFirst.size());
    }

    @Override
    public Answer<MarkPrice> markPrice(Instrument instrument) {
        if (instrument.kind() != InstrumentKind.PERPETUAL) {
            return MarketQueries.super.markPrice(instrument);
        }
        Reply<OkxRestWire.Funding> funding = rest.funding(instrument.symbol());
        Optional<BigDecimal> index =
                rest.index(instrument.base() + "-" + instrument.quote())
                                instanceof Reply.Ok<OkxRestWire.IndexTicker>(var told)
                        ? Optional.of(told.idxPx())
                        : Optional.empty();
        return rest.markPrice(instrument.symbol())
                .about(instrument.id())
                .answer(
                        wire ->
                                OkxParse.mark(
                                        instrument.id(),
                                        wire,
                                        funding instanceof Reply.Ok<OkxRestWire.Funding>(var next)
                                                ? next
                                                : null,
                                        index));
    }

    @Override
    public Answer<List<FundingRate>> fundingRates(Instrument instrument, Instant from, Instant to) {
        if (instrument.kind() != InstrumentKind.PERPETUAL) {
            return MarketQueries.super.fundingRates(instrument, from, to);
        }
        List<FundingRate> newestFirst = new ArrayList<>();
        long start = from.toEpochMilli();
        long end = to.toEpochMilli();
        for (int page = 0; page < PAGES_MAX && end > start; page++) {
            switch (rest.fundingsBefore(instrument.symbol(), end).about(instrument.id())) {
                case Reply.Failed<List<OkxRestWire.FundingPaid>> failed -> {
                    return new Answer.Failed<>(failed.error());
                }
                case Reply.Ok<List<OkxRestWire.FundingPaid>>(
                                List<OkxRestWire.FundingPaid> rows) -> {
                    long oldest = end;
                    for (OkxRestWire.FundingPaid row : rows) {
                        oldest = row.fundingTime();
                        if (oldest >= start && oldest < end) {
                            newestFirst.add(OkxParse.funding(instrument.id(), row));
                        }
                    }
                    if (rows.isEmpty()) {
                        return oldestFirst(newestFirst);
                    }
                    end = Math.min(oldest, end - 1);
                }
            }
        }
        return end <= start
                ? oldestFirst(newestFirst)
                : tooMany("ask for funding rates", newestFirst.size());
    }

    @Override
    public Answer<Instant> time() {
        return rest.time().answer(wire -> Instant.ofEpochMilli(wire.ts()));
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
     * The instrument of OKX's name. One that is not known is looked up, but not more often than once
     * a minute. Blocks then.
     */
    Optional<Instrument> instrument(String symbol) {
        return here(symbol).find(symbol);
    }

    /** The number that orders over a socket name an instrument by. Blocks as above. */
    OptionalLong code(String symbol) {
        return here(symbol).code(symbol);
    }

    /** The currency that orders of some pairs have to name, as far as instruments were loaded. */
    Optional<String> tradeQuote(String symbol) {
        return symbols.get().tradeQuote(symbol);
    }

    private OkxSymbols here(String symbol) {
        OkxSymbols present = symbols.get();
        if (present.find(symbol).isPresent()) {
            return present;
        }
        loading.lock();
        try {
            boolean fresh = loadedAt.plus(LOOKED_UP_AGAIN_AFTER).isAfter(clock.instant());
            if ((!fresh || symbols.get() == OkxSymbols.NONE)
                    && instruments() instanceof Answer.Failed<List<Instrument>>(var error)) {
                LOG.warn("instruments could not be loaded: {}", error.message());
            }
            return symbols.get();
        } finally {
            loading.unlock();
        }
    }

    static <T> Answer<T> unreadable(String operation, UnknownWord unknown) {
        return new Answer.Failed<>(OkxErrors.OKX.unreadable(operation, unknown.told()));
    }

    private static <T> Answer<List<T>> oldestFirst(List<T> newestFirst) {
        Collections.reverse(newestFirst);
        return new Answer.Ok<>(List.copyOf(newestFirst));
    }

    private static <T> Answer<List<T>> tooMany(String operation, int read) {
        return new Answer.Failed<>(
                OkxErrors.refused(operation, "The range holds more than " + read));
    }
}
