package dev.k2.marketdata;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.k2.exchange.Exchange;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Candles of any interval: closed ones from the exchange, the open one from trades. The open candle
 * of a wide interval is the closed candles of finer ones and the minute now being built, so that it
 * agrees with what the exchange will say of it.
 *
 * <p>Everything here may ask an exchange and throws {@link dev.k2.exchange.ExchangeException} where
 * that fails.
 */
final class Candles {
    private static final Duration TOLD_LIVES = Duration.ofSeconds(1);

    private record Key(Instrument instrument, CandleInterval interval, Instant open) {}

    /**
     * An open candle as the exchange told it.
     *
     * @param askedMillis when it was asked for
     */
    private record Told(Optional<Candle> candle, long askedMillis) {}

    private final InstantSource clock;
    private final CandleHistory history;
    private final Cache<Key, Told> told;

    Candles(InstantSource clock, int candlesCached, CandleSource source) {
        this.clock = clock;
        history = new CandleHistory(candlesCached, source);
        told =
                Caffeine.newBuilder()
                        .maximumSize(1000)
                        .expireAfterWrite(TOLD_LIVES)
                        .ticker(() -> clock.millis() * 1_000_000L)
                        .build();
    }

    /** Candles that open in a range, the open one last. */
    List<Candle> range(
            Exchange exchange,
            Instrument instrument,
            @Nullable Market market,
            CandleInterval interval,
            Instant from,
            Instant to) {
        Instant now = now(market, interval);
        Instant open = CandleTimes.open(interval, now);
        Instant end = open.isBefore(to) ? open : to;
        List<Candle> candles = new ArrayList<>();
        if (from.isBefore(end)) {
            candles.addAll(closed(exchange, instrument, market, interval, from, end, now));
        }
        if (!from.isAfter(open) && open.isBefore(to)) {
            current(exchange, instrument, market, interval, open).ifPresent(candles::add);
        }
        return candles;
    }

    /** The open candle; empty where nothing has traded in it and the exchange knows none. */
    Optional<Candle> current(
            Exchange exchange,
            Instrument instrument,
            @Nullable Market market,
            CandleInterval interval,
            Instant open) {
        Optional<CandleInterval> parts =
                offers(exchange, interval)
                        ? CandleTimes.parts(interval)
                        : CandleTimes.partsUnoffered(interval, exchange.capabilities().intervals());
        if (parts.isPresent() && offers(exchange, parts.get())) {
            return composed(exchange, instrument, market, interval, parts.get(), open);
        }
        LiveBars.@Nullable Seen seen = seen(market, interval, open);
        if (seen != null && seen.whole()) {
            return Optional.of(seen.candle());
        }
        if (!offers(exchange, interval)) {
            return Optional.ofNullable(seen).map(LiveBars.Seen::candle);
        }
        Told theirs = told(exchange, instrument, interval, open);
        return seen == null
                ? theirs.candle()
                : CandleMath.joined(
                        theirs.candle(), seen.candle(), seen.heardMillis() > theirs.askedMillis());
    }

    /** What has closed of a candle that is open: the candle up to the minute now being built. */
    @Nullable Candle before(
            Exchange exchange,
            Instrument instrument,
            @Nullable Market market,
            CandleInterval interval,
            Instant open,
            Instant minute) {
        Candle wide = null;
        Instant from = open;
        CandleInterval part = interval;
        while (CandleTimes.parts(part).isPresent() && from.isBefore(minute)) {
            part = CandleTimes.parts(part).get();
            Instant to = CandleTimes.open(part, minute);
            for (Candle closed :
                    closed(exchange, instrument, market, part, from, to, clock.instant())) {
                wide = CandleMath.extended(wide, closed, interval, open);
            }
            from = to;
        }
        return wide;
    }

    /** One closed candle, where the exchange has it. */
    Optional<Candle> closedOne(
            Exchange exchange, Instrument instrument, CandleInterval interval, Instant open) {
        return history
                .closed(exchange, instrument, interval, open, open.plusMillis(1), clock.instant())
                .stream()
                .findFirst();
    }

    private Optional<Candle> composed(
            Exchange exchange,
            Instrument instrument,
            @Nullable Market market,
            CandleInterval interval,
            CandleInterval part,
            Instant open) {
        Instant now = now(market, CandleInterval.M1);
        Instant partOpen = CandleTimes.open(part, now);
        Candle wide = null;
        if (open.isBefore(partOpen)) {
            for (Candle closed : closed(exchange, instrument, market, part, open, partOpen, now)) {
                wide = CandleMath.extended(wide, closed, interval, open);
            }
        }
        Optional<Candle> newest = current(exchange, instrument, market, part, partOpen);
        if (newest.isPresent()) {
            wide = CandleMath.extended(wide, newest.get(), interval, open);
        }
        return Optional.ofNullable(wide);
    }

    /**
     * Closed candles; the newest minutes from trades where all were seen, for the exchange lags.
     */
    private List<Candle> closed(
            Exchange exchange,
            Instrument instrument,
            @Nullable Market market,
            CandleInterval interval,
            Instant from,
            Instant to,
            Instant now) {
        ArrayDeque<Candle> fresh = new ArrayDeque<>();
        Instant end = to;
        Instant settled = now.minus(Duration.ofMinutes(1)).minus(interval.width());
        while (from.isBefore(end) && end.isAfter(settled)) {
            Instant open = end.minus(interval.width());
            LiveBars.@Nullable Seen seen = seen(market, interval, open);
            if (seen == null || !seen.whole()) {
                break;
            }
            fresh.addFirst(CandleMath.closed(seen.candle()));
            end = open;
        }
        List<Candle> candles = new ArrayList<>();
        if (from.isBefore(end)) {
            candles.addAll(history.closed(exchange, instrument, interval, from, end, now));
        }
        candles.addAll(fresh);
        return candles;
    }

    private Told told(
            Exchange exchange, Instrument instrument, CandleInterval interval, Instant open) {
        var key = new Key(instrument, interval, open);
        Told known = told.getIfPresent(key);
        if (known != null) {
            return known;
        }
        long askedMillis = clock.millis();
        List<Candle> answer =
                exchange.market()
                        .candles(instrument, interval, open, CandleTimes.next(interval, open))
                        .orThrow();
        Told asked =
                new Told(
                        answer.isEmpty() ? Optional.empty() : Optional.of(answer.getLast()),
                        askedMillis);
        told.put(key, asked);
        return asked;
    }

    private LiveBars.@Nullable Seen seen(
            @Nullable Market market, CandleInterval interval, Instant open) {
        if (market == null) {
            return null;
        }
        return switch (interval) {
            case S1 -> market.seconds().bar(open.toEpochMilli(), clock.millis());
            case M1 -> market.minutes().bar(open.toEpochMilli(), clock.millis());
            case M3, M5, M15, M30, H1, H2, H4, H6, H8, H12, D1, D3, W1, MONTH -> null;
        };
    }

    /** Our time, or the exchange's where its trades are ahead of our clock. */
    private Instant now(@Nullable Market market, CandleInterval interval) {
        Instant now = clock.instant();
        if (market == null) {
            return now;
        }
        LiveBars bars = interval == CandleInterval.S1 ? market.seconds() : market.minutes();
        long newest = bars.newestOpen();
        return newest > now.toEpochMilli() ? Instant.ofEpochMilli(newest) : now;
    }

    private static boolean offers(Exchange exchange, CandleInterval interval) {
        return exchange.capabilities().intervals().contains(interval);
    }
}
