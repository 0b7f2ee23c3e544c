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
    private static final int PAGE = 250;
    private static final Duration SETTLES_AFTER = Duration.ofSeconds(5);

    private record Key(
            ExchangeId exchange, InstrumentId instrument, CandleInterval interval, long page) {}

    /**
     * @param through every settled candle that opens before this is in
     */
    private record Page(List<Candle> candles, Instant through) {}

    /**
     * A page as one question needs it.
     *
     * @param wanted up to where the question wants it
     * @param until up to where it is asked for when something is missing
     */
    private record Span(
            Key key,
            Instant begin,
            Instant end,
            List<Candle> kept,
            Instant through,
            Instant wanted,
            Instant until) {
        boolean isMissing() {
            return through.isBefore(wanted);
        }

        boolean holds(Candle candle) {
            return !candle.openTime().isBefore(begin) && candle.openTime().isBefore(end);
        }
    }

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
        List<Span> spans = spans(instrument, interval, from, to, now);
        List<Candle> told = ask(queries, instrument, interval, spans, now);
        List<Candle> found = new ArrayList<>();
        for (Span span : spans) {
            SortedMap<Instant, Candle> all = new TreeMap<>();
            span.kept().forEach(candle -> all.put(candle.openTime(), candle));
            for (Candle candle : told) {
                if (span.holds(candle)) {
                    all.put(candle.openTime(), candle);
                }
            }
            if (span.isMissing()) {
                keep(span, all, now);
            }
            found.addAll(all.subMap(from, to).values());
        }
        return found;
    }

    /** The pages that a range lies in, each with what is kept of it and what is missing. */
    private List<Span> spans(
            Instrument instrument, CandleInterval interval, Instant from, Instant to, Instant now) {
        List<Span> spans = new ArrayList<>();
        long width = interval.width().toMillis() * PAGE;
        long last = Math.floorDiv(to.toEpochMilli() - 1, width);
        for (long page = Math.floorDiv(from.toEpochMilli(), width); page <= last; page++) {
            Instant begin = Instant.ofEpochMilli(page * width);
            Instant end = begin.plusMillis(width);
            var key = new Key(instrument.exchange(), instrument.id(), interval, page);
            Page kept = pages.getIfPresent(key);
            Instant wanted = end.isBefore(to) ? end : to;
            spans.add(
                    new Span(
                            key,
                            begin,
                            end,
                            kept == null ? List.of() : kept.candles(),
                            kept == null ? begin : kept.through(),
                            wanted,
                            end.isBefore(now) ? end : wanted));
        }
        return spans;
    }

    /** One question for everything between the first gap and the end of the last. */
    private static List<Candle> ask(
            MarketQueries queries,
            Instrument instrument,
            CandleInterval interval,
            List<Span> spans,
            Instant now) {
        List<Span> missing = spans.stream().filter(Span::isMissing).toList();
        if (missing.isEmpty()) {
            return List.of();
        }
        List<Candle> closed = new ArrayList<>();
        List<Candle> told =
                queries.candles(
                                instrument,
                                interval,
                                missing.getFirst().through(),
                                missing.getLast().until())
                        .orThrow();
        for (Candle candle : told) {
            Instant end = CandleTimes.next(interval, candle.openTime());
            if (candle.closed() || !end.isAfter(now)) {
                closed.add(CandleMath.closed(candle));
            }
        }
        return closed;
    }

    private void keep(Span span, SortedMap<Instant, Candle> all, Instant now) {
        Instant settled = CandleTimes.open(span.key().interval(), now.minus(SETTLES_AFTER));
        Instant through = span.until().isBefore(settled) ? span.until() : settled;
        pages.put(span.key(), new Page(List.copyOf(all.headMap(through).values()), through));
    }
}
