package dev.k2.marketdata;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.k2.exchange.CandleDownload;
import dev.k2.exchange.CandleSummary;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeException;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.platform.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closed candles that are kept. What is missing of a range is asked of the exchange in pages, kept,
 * and not asked for again; holes that an outage left are filled in the background. What is older
 * than its retention is the exchange's alone.
 *
 * <p>Seconds of an exchange that has no such candles are kept as they were built from trades, from
 * the first time that somebody asked for them on.
 */
public final class CandleArchive implements CandleSource {
    private static final Logger LOG = LoggerFactory.getLogger(CandleArchive.class);

    /** An exchange may still correct a candle right after its close. */
    private static final Duration SETTLES_AFTER = Duration.ofSeconds(5);

    /**
     * An exchange that says nothing of minutes this old had no trade in them; of newer ones it may
     * be late.
     */
    private static final Duration LATE = Duration.ofMinutes(10);

    private static final int PAGE = 999;
    private static final int SERIES_KNOWN = 20_000;

    private record Series(ExchangeId exchange, InstrumentId instrument, CandleInterval interval) {
        static Series of(Instrument instrument, CandleInterval interval) {
            return new Series(instrument.exchange(), instrument.id(), interval);
        }
    }

    private final CandleStore store;
    private final CandleRetention retention;
    private final InstantSource clock;
    private final Cache<Series, Integer> numbers =
            Caffeine.newBuilder().maximumSize(SERIES_KNOWN).build();

    /** Two readers of one series ask its exchange once. */
    private final ReentrantLock[] turns =
            Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

    private CandleArchive(CandleStore store, CandleRetention retention, InstantSource clock) {
        this.store = store;
        this.retention = retention;
        this.clock = clock;
    }

    /** Brings the tables up to date. */
    public static CandleArchive open(
            Database database, CandleRetention retention, InstantSource clock) {
        database.migrate("marketdata");
        return new CandleArchive(new CandleStore(database), retention, clock);
    }

    @Override
    public List<Candle> candles(
            Exchange exchange,
            Instrument instrument,
            CandleInterval interval,
            Instant from,
            Instant to) {
        Instant now = clock.instant();
        Instant kept = later(from, retention.since(CandleShelf.of(interval), now));
        Instant over = earlier(to, settled(interval, now));
        if (!kept.isBefore(over)) {
            return EXCHANGE.candles(exchange, instrument, interval, from, to);
        }
        List<Candle> found = new ArrayList<>();
        if (from.isBefore(kept)) {
            found.addAll(EXCHANGE.candles(exchange, instrument, interval, from, kept));
        }
        var range = new CandleSpan(kept, over);
        int series = number(instrument, interval);
        fill(exchange, instrument, interval, range);
        found.addAll(store.list(series, instrument, interval, range));
        if (over.isBefore(to)) {
            found.addAll(EXCHANGE.candles(exchange, instrument, interval, over, to));
        }
        return found;
    }

    @Override
    public List<Candle> seconds(Instrument instrument, Instant from, Instant to) {
        int series = number(instrument, CandleInterval.S1);
        return store.list(series, instrument, CandleInterval.S1, new CandleSpan(from, to));
    }

    /**
     * Hands over what is kept of a range, oldest first, without asking anybody; a year of minutes
     * needs no more memory than some of its candles.
     *
     * @param from inclusive
     * @param to exclusive
     */
    public void each(
            Instrument instrument,
            CandleInterval interval,
            Instant from,
            Instant to,
            Consumer<Candle> taker) {
        known(instrument, interval)
                .ifPresent(
                        series ->
                                store.each(
                                        series,
                                        instrument,
                                        interval,
                                        new CandleSpan(from, to),
                                        taker));
    }

    /** Fills the newer holes in what was read of an instrument, up to now. */
    void repair(Exchange exchange, Instrument instrument) {
        Instant now = clock.instant();
        for (CandleInterval interval : store.widths(instrument)) {
            if (!exchange.capabilities().intervals().contains(interval)) {
                continue;
            }
            CandleShelf shelf = CandleShelf.of(interval);
            Instant settled = settled(interval, now);
            Instant since = later(retention.since(shelf, now), now.minus(shelf.repairedBack()));
            List<CandleSpan> told = store.spans(number(instrument, interval), since, settled);
            if (told.isEmpty()) {
                continue;
            }
            Instant from = later(since, told.getFirst().from());
            for (CandleSpan hole : CandleSpan.missing(told, from, settled)) {
                for (CandleSpan piece : pieces(hole, interval)) {
                    fill(exchange, instrument, interval, piece);
                }
            }
        }
    }

    /** Whose seconds built from trades are to be kept, because somebody asked for them. */
    Set<CandleStore.Named> secondsWanted() {
        return store.named(CandleInterval.S1);
    }

    /** Keeps seconds built from trades. */
    void keepSeconds(Instrument instrument, List<Candle> seconds) {
        int series = number(instrument, CandleInterval.S1);
        store.put(series, CandleShelf.SECONDS, seconds, false);
    }

    /** Drops what is older than its retention. */
    void sweep() {
        Instant now = clock.instant();
        for (CandleShelf shelf : CandleShelf.values()) {
            List<String> dropped = store.drop(shelf, retention.since(shelf, now));
            if (!dropped.isEmpty()) {
                LOG.atInfo()
                        .addKeyValue("partitions", dropped.size())
                        .log("old candles were dropped: {}", dropped);
            }
        }
    }

    private void fill(
            Exchange exchange, Instrument instrument, CandleInterval interval, CandleSpan range) {
        ReentrantLock turn =
                turns[Math.floorMod(Series.of(instrument, interval).hashCode(), turns.length)];
        turn.lock();
        try {
            int series = number(instrument, interval);
            List<CandleSpan> told = store.spans(series, range.from(), range.to());
            for (CandleSpan hole : CandleSpan.missing(told, range.from(), range.to())) {
                ask(exchange, instrument, interval, series, hole);
            }
        } finally {
            turn.unlock();
        }
    }

    private void ask(
            Exchange exchange,
            Instrument instrument,
            CandleInterval interval,
            int series,
            CandleSpan hole) {
        CandleShelf shelf = CandleShelf.of(interval);
        var newest = new Newest();
        CandleSummary summary =
                CandleDownload.of(exchange, instrument, interval, hole.from(), hole.to(), clock)
                        .withPage(PAGE)
                        .withPatience(1, Duration.ZERO)
                        .closedOnly()
                        .runInPages(
                                page -> {
                                    store.put(series, shelf, page, true);
                                    newest.candle = page.getLast();
                                });
        Instant told = earlier(summary.next(), hole.to());
        Instant sure = clock.instant().minus(LATE);
        if (told.isAfter(sure)) {
            Instant heard =
                    newest.candle == null
                            ? hole.from()
                            : CandleTimes.next(interval, newest.candle.openTime());
            told = earlier(told, later(sure, heard));
        }
        if (hole.from().isBefore(told)) {
            store.told(series, new CandleSpan(hole.from(), told));
        }
        if (summary.failure().isPresent()) {
            throw new ExchangeException(summary.failure().get());
        }
    }

    private static final class Newest {
        @Nullable Candle candle;
    }

    private static List<CandleSpan> pieces(CandleSpan hole, CandleInterval interval) {
        List<CandleSpan> pieces = new ArrayList<>();
        Duration length = interval.width().multipliedBy(PAGE);
        for (Instant at = hole.from(); at.isBefore(hole.to()); at = at.plus(length)) {
            pieces.add(new CandleSpan(at, earlier(at.plus(length), hole.to())));
        }
        return pieces;
    }

    private int number(Instrument instrument, CandleInterval interval) {
        return known(instrument, interval)
                .orElseGet(
                        () -> {
                            int given = store.seriesOf(instrument, interval);
                            numbers.put(Series.of(instrument, interval), given);
                            return given;
                        });
    }

    private Optional<Integer> known(Instrument instrument, CandleInterval interval) {
        Integer number = numbers.getIfPresent(Series.of(instrument, interval));
        if (number != null) {
            return Optional.of(number);
        }
        Optional<Integer> found = store.series(instrument, interval);
        found.ifPresent(n -> numbers.put(Series.of(instrument, interval), n));
        return found;
    }

    /**
     * Whatever opens before this is over. Weeks and spans of three days open where an exchange
     * likes.
     */
    private static Instant settled(CandleInterval interval, Instant now) {
        Instant at = now.minus(SETTLES_AFTER);
        return switch (interval) {
            case D3, W1 -> at.minus(interval.width());
            case S1, M1, M3, M5, M15, M30, H1, H2, H4, H6, H8, H12, D1, MONTH ->
                    CandleTimes.open(interval, at);
        };
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
