package dev.k2.marketdata;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.k2.exchange.MarketQueries;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Closed candles as the exchanges tell them, in pages that are kept. An exchange may still correct
 * a candle right after its close, so the newest are asked for again.
 */
final class CandleHistory {
    private static final int PAGE = 500;
    private static final Duration SETTLES_AFTER = Duration.ofSeconds(5);

    private record Key(
            ExchangeId exchange, InstrumentId instrument, CandleInterval interval, long page) {}

    /**
     * @param through every settled candle that opens before this is in
     */
    private record Page(List<Candle> candles, Instant through) {}

    private final Cache<Key, Page> pages;

    CandleHistory(int candlesCached) {
        pages =
                Caffeine.newBuilder()
                        .maximumWeight(candlesCached)
                        .<Key, Page>weigher((key, page) -> page.candles().size() + 1)
                        .build();
    }

    /**
     * The closed candles that open in a range, oldest first, each once.
     *
     * @throws dev.k2.exchange.ExchangeException where the exchange has to be asked and fails
     */
    List<Candle> closed(
            MarketQueries queries,
            Instrument instrument,
            CandleInterval interval,
            Instant from,
            Instant to,
            Instant now) {
        List<Candle> found = new ArrayList<>();
        long pageMillis = interval.width().toMillis() * PAGE;
        long first = Math.floorDiv(from.toEpochMilli(), pageMillis);
        long last = Math.floorDiv(to.toEpochMilli() - 1, pageMillis);
        for (long page = first; page <= last; page++) {
            Instant pageFrom = Instant.ofEpochMilli(page * pageMillis);
            Instant pageTo = pageFrom.plusMillis(pageMillis);
            Instant end = pageTo.isBefore(to) ? pageTo : to;
            var key = new Key(instrument.exchange(), instrument.id(), interval, page);
            for (Candle candle : page(queries, instrument, key, pageFrom, pageTo, end, now)) {
                if (!candle.openTime().isBefore(from) && candle.openTime().isBefore(to)) {
                    found.add(candle);
                }
            }
        }
        return found;
    }

    private List<Candle> page(
            MarketQueries queries,
            Instrument instrument,
            Key key,
            Instant pageFrom,
            Instant pageTo,
            Instant end,
            Instant now) {
        Page kept = pages.getIfPresent(key);
        Instant from = kept == null ? pageFrom : kept.through();
        List<Candle> before = kept == null ? List.of() : kept.candles();
        if (!from.isBefore(end)) {
            return before;
        }
        Instant until = pageTo.isBefore(now) ? pageTo : end;
        List<Candle> told = queries.candles(instrument, key.interval(), from, until).orThrow();
        SortedMap<Instant, Candle> all = new TreeMap<>();
        before.forEach(candle -> all.put(candle.openTime(), candle));
        for (Candle candle : told) {
            Instant close = CandleTimes.next(key.interval(), candle.openTime());
            if (candle.closed() || !close.isAfter(now)) {
                all.put(candle.openTime(), CandleMath.closed(candle));
            }
        }
        keep(key, all, until, now);
        return List.copyOf(all.values());
    }

    private void keep(Key key, SortedMap<Instant, Candle> all, Instant until, Instant now) {
        Instant settled = CandleTimes.open(key.interval(), now.minus(SETTLES_AFTER));
        Instant through = until.isBefore(settled) ? until : settled;
        List<Candle> kept = List.copyOf(all.headMap(through).values());
        pages.put(key, new Page(kept, through));
    }
}
