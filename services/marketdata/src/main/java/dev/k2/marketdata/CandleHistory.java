package dev.k2.marketdata;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.k2.exchange.Exchange;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Closed candles of any width in pages that are kept in memory. Those that an exchange does not
 * offer are made of finer ones that it does. An exchange may still correct a candle right after its
 * close, so the newest are asked for again.
 */
final class CandleHistory {
    private static final int PAGE = 250;
    private static final Duration SETTLES_AFTER = Duration.ofSeconds(5);

    /** Seconds of our own are kept some time after they are over. */
    private static final Duration KEPT_AFTER = Duration.ofMinutes(1);

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

    private final CandleSource source;

    CandleHistory(int candlesCached, CandleSource source) {
        this.source = source;
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
            Exchange exchange,
            Instrument instrument,
            CandleInterval interval,
            Instant from,
            Instant to,
            Instant now) {
        List<Span> spans = spans(instrument, interval, from, to, now);
        List<Candle> told = ask(exchange, instrument, interval, spans, now);
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
                keep(span, all, now.minus(isOurs(exchange, interval) ? KEPT_AFTER : SETTLES_AFTER));
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
    private List<Candle> ask(
            Exchange exchange,
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
                told(
                        exchange,
                        instrument,
                        interval,
                        missing.getFirst().through(),
                        missing.getLast().until(),
                        now);
        for (Candle candle : told) {
            Instant end = CandleTimes.next(interval, candle.openTime());
            if (candle.closed() || !end.isAfter(now)) {
                closed.add(CandleMath.closed(candle));
            }
        }
        return closed;
    }

    private List<Candle> told(
            Exchange exchange,
            Instrument instrument,
            CandleInterval interval,
            Instant from,
            Instant to,
            Instant now) {
        var offered = exchange.capabilities().intervals();
        if (offered.contains(interval)) {
            return source.candles(exchange, instrument, interval, from, to);
        }
        Optional<CandleInterval> part = CandleTimes.partsUnoffered(interval, offered);
        if (part.isEmpty()) {
            return source.seconds(instrument, from, to);
        }
        Instant open = CandleTimes.open(interval, from);
        Instant first = open.equals(from) ? open : CandleTimes.next(interval, open);
        Instant last = CandleTimes.open(interval, to.minusMillis(1));
        Instant end = CandleTimes.next(interval, last);
        return first.isBefore(end)
                ? CandleMath.widened(
                        closed(exchange, instrument, part.get(), first, end, now), interval)
                : List.of();
    }

    private static boolean isOurs(Exchange exchange, CandleInterval interval) {
        var offered = exchange.capabilities().intervals();
        return !offered.contains(interval)
                && CandleTimes.partsUnoffered(interval, offered).isEmpty();
    }

    /** Keeps what is not going to change: all that was over at a time. */
    private void keep(Span span, SortedMap<Instant, Candle> all, Instant at) {
        Instant settled = CandleTimes.open(span.key().interval(), at);
        Instant through = span.until().isBefore(settled) ? span.until() : settled;
        pages.put(span.key(), new Page(List.copyOf(all.headMap(through).values()), through));
    }
}
