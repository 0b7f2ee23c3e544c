package dev.k2.exchange.kalshi;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.MarketQueries;
import dev.k2.exchange.net.Reply;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.PublicTrade;
import dev.k2.model.Ticker;
import java.math.BigDecimal;
import java.math.RoundingMode;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kalshi's public data by question, and the markets that everything else is told in. */
final class KalshiMarket implements MarketQueries {
    static final List<Integer> DEPTHS = List.of(1, 5, 10, 20, 50, KalshiMarketRest.DEPTH_MAX);

    private static final Logger LOG = LoggerFactory.getLogger(KalshiMarket.class);
    private static final Duration LOOKED_UP_AGAIN_AFTER = Duration.ofSeconds(60);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int PAGES_MAX = 1_000;
    private static final int PERCENT_DIGITS = 6;
    private static final BigDecimal PERCENT = new BigDecimal(100);

    /** What can be traded now, soon or again; the filter's words are not those of the answer. */
    private static final List<String> LISTED = List.of("open", "unopened", "paused");

    private final KalshiMarketRest rest;
    private final InstantSource clock;
    private final AtomicReference<KalshiSymbols> symbols =
            new AtomicReference<>(KalshiSymbols.NONE);
    private final Map<String, String> seriesOfEvent = new ConcurrentHashMap<>();
    private final ReentrantLock loading = new ReentrantLock();
    private volatile Instant loadedAt = Instant.EPOCH;

    KalshiMarket(KalshiMarketRest rest, InstantSource clock) {
        this.rest = rest;
        this.clock = clock;
    }

    KalshiMarketRest rest() {
        return rest;
    }

    @Override
    public Answer<List<Instrument>> instruments() {
        List<KalshiRestWire.Market> listed = new ArrayList<>();
        for (String status : LISTED) {
            switch (rest.markets(status, Map.of())) {
                case Answer.Failed<List<KalshiRestWire.Market>>(ExchangeError error) -> {
                    return new Answer.Failed<>(error);
                }
                case Answer.Ok<List<KalshiRestWire.Market>>(List<KalshiRestWire.Market> found) ->
                        listed.addAll(found);
            }
        }
        KalshiSymbols read = KalshiSymbols.of(listed, what -> LOG.warn("kalshi markets: {}", what));
        symbols.updateAndGet(read::after);
        loadedAt = clock.instant();
        return new Answer.Ok<>(read.all());
    }

    /**
     * Kalshi tells the price of the last trade, the one a day before and the day's volume. Highest
     * and lowest, and the dollars that were paid, come from the day's candles.
     */
    @Override
    public Answer<Ticker> ticker(Instrument instrument) {
        return switch (rest.market("ask for the ticker", instrument.symbol())
                .about(instrument.id())) {
            case Reply.Failed<KalshiRestWire.Market> failed -> new Answer.Failed<>(failed.error());
            case Reply.Ok<KalshiRestWire.Market>(KalshiRestWire.Market wire) -> {
                Instant now = now();
                yield candles(instrument, CandleInterval.H1, now.minus(DAY), now)
                        .map(day -> ticker(instrument, wire, day, now));
            }
        };
    }

    private static Ticker ticker(
            Instrument instrument, KalshiRestWire.Market wire, List<Candle> day, Instant now) {
        BigDecimal last = orZero(wire.lastPrice());
        BigDecimal before = orZero(wire.previousPrice());
        BigDecimal high = last;
        BigDecimal low = last;
        BigDecimal dollars = BigDecimal.ZERO;
        for (Candle candle : day) {
            if (candle.volume().signum() > 0) {
                high = high.max(candle.high());
                low = low.min(candle.low());
                dollars = dollars.add(candle.volume().multiply(candle.close()));
            }
        }
        BigDecimal change =
                before.signum() == 0
                        ? BigDecimal.ZERO
                        : last.subtract(before)
                                .multiply(PERCENT)
                                .divide(before, PERCENT_DIGITS, RoundingMode.HALF_EVEN)
                                .stripTrailingZeros();
        return new Ticker(
                instrument.id(),
                last,
                change,
                high,
                low,
                orZero(wire.volume24h()),
                dollars,
                KalshiTimes.of(wire.updatedTime()).orElse(now));
    }

    @Override
    public Answer<BookSnapshot> book(Instrument instrument, int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("a book has at least one level, asked " + depth);
        }
        return rest.book(instrument.symbol(), Math.min(depth, KalshiMarketRest.DEPTH_MAX))
                .about(instrument.id())
                .flatAnswer(
                        wire -> {
                            try {
                                return new Answer.Ok<>(
                                        KalshiParse.book(instrument.id(), wire, depth));
                            } catch (UnknownWord unknown) {
                                return unreadable("ask for the book", unknown);
                            }
                        });
    }

    @Override
    public Answer<List<PublicTrade>> trades(Instrument instrument, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("at least one trade is asked for, found " + limit);
        }
        return rest.trades(instrument.symbol(), Math.min(limit, KalshiMarketRest.TRADES_MAX))
                .about(instrument.id())
                .flatAnswer(
                        rows -> {
                            List<PublicTrade> trades = new ArrayList<>();
                            for (KalshiRestWire.Trade row : rows.reversed()) {
                                try {
                                    trades.add(KalshiParse.trade(instrument.id(), row));
                                } catch (UnknownWord unknown) {
                                    return unreadable("ask for trades", unknown);
                                }
                            }
                            return new Answer.Ok<>(List.copyOf(trades));
                        });
    }

    /** Kalshi names a candle by its end, and a series beside the market. */
    @Override
    public Answer<List<Candle>> candles(
            Instrument instrument, CandleInterval interval, Instant from, Instant to) {
        Optional<Long> minutes = KalshiWords.minutes(interval);
        if (minutes.isEmpty()) {
            return new Answer.Failed<>(
                    ExchangeError.notOffered(ExchangeId.KALSHI, "ask for candles of " + interval));
        }
        return switch (source(instrument)) {
            case Answer.Failed<Optional<String>>(ExchangeError error) -> new Answer.Failed<>(error);
            case Answer.Ok<Optional<String>>(Optional<String> series) ->
                    candles(instrument, interval, minutes.get(), series, from, to);
        };
    }

    private Answer<List<Candle>> candles(
            Instrument instrument,
            CandleInterval interval,
            long minutes,
            Optional<String> series,
            Instant from,
            Instant to) {
        List<Candle> candles = new ArrayList<>();
        long width = interval.width().toSeconds();
        long start = Math.ceilDiv(from.getEpochSecond(), width) * width;
        // A market has no candles after now, however far the range reaches.
        long end = Math.min(to.getEpochSecond(), now().getEpochSecond() + 1);
        int pages = 0;
        for (long page = start; page < end; page += width * KalshiMarketRest.CANDLES_MAX) {
            pages++;
            if (pages > PAGES_MAX) {
                return new Answer.Failed<>(KalshiErrors.tooMany("ask for candles", candles.size()));
            }
            long last = Math.min(end, page + width * KalshiMarketRest.CANDLES_MAX);
            // The last candle of a page opens before the page's end.
            long lastEnd = Math.ceilDiv(last, width) * width;
            switch (rest.candles(series, instrument.symbol(), minutes, page + width, lastEnd)
                    .about(instrument.id())) {
                case Reply.Failed<List<KalshiRestWire.Candle>> failed -> {
                    return new Answer.Failed<>(failed.error());
                }
                case Reply.Ok<List<KalshiRestWire.Candle>>(List<KalshiRestWire.Candle> rows) ->
                        add(candles, instrument, interval, rows, page, last);
            }
        }
        return new Answer.Ok<>(List.copyOf(candles));
    }

    private void add(
            List<Candle> candles,
            Instrument instrument,
            CandleInterval interval,
            List<KalshiRestWire.Candle> rows,
            long from,
            long to) {
        for (KalshiRestWire.Candle row : rows) {
            KalshiParse.candle(instrument.id(), interval, row, now())
                    .filter(candle -> candle.openTime().getEpochSecond() >= from)
                    .filter(candle -> candle.openTime().getEpochSecond() < to)
                    .ifPresent(candles::add);
        }
    }

    /** The series of a market; empty where the market ended so long ago that it has moved. */
    private Answer<Optional<String>> source(Instrument instrument) {
        String ticker = instrument.symbol();
        Optional<String> event = symbols.get().eventOf(ticker);
        if (event.isEmpty()) {
            switch (rest.market("ask for candles", ticker).about(instrument.id())) {
                case Reply.Failed<KalshiRestWire.Market> failed -> {
                    return KalshiErrors.isAbsence(failed.error())
                            ? new Answer.Ok<>(Optional.empty())
                            : new Answer.Failed<>(failed.error());
                }
                case Reply.Ok<KalshiRestWire.Market>(KalshiRestWire.Market wire) -> {
                    event = Optional.of(wire.eventTicker());
                    symbols.updateAndGet(known -> known.with(instrument, wire.eventTicker()));
                }
            }
        }
        return series(event.get()).map(Optional::of);
    }

    /** The series of an event, asked for once. */
    Answer<String> series(String event) {
        String known = seriesOfEvent.get(event);
        if (known != null) {
            return new Answer.Ok<>(known);
        }
        return rest.event(event)
                .answer(
                        told -> {
                            seriesOfEvent.put(event, told.event().seriesTicker());
                            return told.event().seriesTicker();
                        });
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
     * The instrument of a ticker. One that is not listed is asked for by itself, but none more
     * often than all are loaded anew. Blocks then.
     */
    Optional<Instrument> instrument(String ticker) {
        Optional<Instrument> found = symbols.get().find(ticker);
        if (found.isPresent()) {
            return found;
        }
        loading.lock();
        try {
            if (symbols.get() == KalshiSymbols.NONE
                    && loadedAt.plus(LOOKED_UP_AGAIN_AFTER).isBefore(clock.instant())
                    && instruments()
                            instanceof Answer.Failed<List<Instrument>>(ExchangeError error)) {
                LOG.warn("kalshi markets could not be loaded: {}", error.message());
            }
            return symbols.get().find(ticker).or(() -> lookedUp(ticker));
        } finally {
            loading.unlock();
        }
    }

    private Optional<Instrument> lookedUp(String ticker) {
        Reply<KalshiRestWire.Market> told = rest.market("ask for an instrument", ticker);
        if (told instanceof Reply.Failed<KalshiRestWire.Market> failed
                && KalshiErrors.isAbsence(failed.error())) {
            told = rest.oldMarket("ask for an instrument", ticker);
        }
        return switch (told) {
            case Reply.Failed<KalshiRestWire.Market> failed -> {
                LOG.warn("kalshi market {}: {}", ticker, failed.error().message());
                yield Optional.empty();
            }
            case Reply.Ok<KalshiRestWire.Market>(KalshiRestWire.Market wire) -> {
                Optional<Instrument> read =
                        KalshiSymbols.instrument(
                                wire, what -> LOG.warn("kalshi markets: {}", what));
                read.ifPresent(
                        instrument ->
                                symbols.updateAndGet(
                                        known -> known.with(instrument, wire.eventTicker())));
                yield read;
            }
        };
    }

    private Instant now() {
        return Instant.ofEpochMilli(rest.http().rest().exchangeMillis());
    }

    static <T> Answer<T> unreadable(String operation, UnknownWord unknown) {
        return new Answer.Failed<>(KalshiErrors.unreadable(operation, unknown));
    }

    private static BigDecimal orZero(@Nullable BigDecimal value) {
        return value == null ? BigDecimal.ZERO : value;
    }
}
