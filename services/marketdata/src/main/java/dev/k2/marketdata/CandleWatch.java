package dev.k2.marketdata;

import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeException;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.platform.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open candle of one instrument and interval, kept for listeners. Rounds never wait: what needs
 * the exchange is asked beside them, at most one question at a time and one a second.
 */
final class CandleWatch {
    private static final Logger LOG = LoggerFactory.getLogger(CandleWatch.class);

    /** A trade made just before the close may arrive just after it. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final long ASKS_EVERY_MILLIS = 1000;

    /**
     * What has closed of a candle.
     *
     * @param through everything before this is in
     */
    private record Begun(Instant open, Instant through, @Nullable Candle candle) {}

    private final Exchange exchange;
    private final Market market;
    private final CandleInterval interval;
    private final Candles candles;
    private final Timers timers;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final ConcurrentLinkedQueue<Candle> answers = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Begun begun;
    private @Nullable Begun closing;
    private @Nullable Candle told;
    private long askedMillis;

    CandleWatch(
            Exchange exchange,
            Market market,
            CandleInterval interval,
            Candles candles,
            Timers timers) {
        this.exchange = exchange;
        this.market = market;
        this.interval = interval;
        this.candles = candles;
        this.timers = timers;
    }

    /** Tells what changed. Called by rounds only, on one thread at a time. */
    void round(Instant now, Consumer<Candle> listener) {
        for (Candle answer = answers.poll(); answer != null; answer = answers.poll()) {
            tell(answer, listener);
        }
        Instant open = CandleTimes.open(interval, latest(now));
        Candle before = told;
        if (before != null && before.openTime().isBefore(open)) {
            Begun last = begun;
            closing =
                    last != null && last.open().equals(before.openTime())
                            ? last
                            : new Begun(before.openTime(), before.openTime(), null);
            told = null;
        }
        close(now, listener);
        Candle candle = built(open, now);
        if (candle != null) {
            tell(candle, listener);
        } else {
            ask(open, now);
        }
    }

    private void close(Instant now, Consumer<Candle> listener) {
        Begun last = closing;
        if (last == null) {
            return;
        }
        Instant end = CandleTimes.next(interval, last.open());
        if (now.isBefore(end.plus(GRACE))) {
            return;
        }
        closing = null;
        Candle whole = extended(last, end);
        if (whole != null) {
            listener.accept(CandleMath.closed(whole));
            return;
        }
        var _ =
                timers.after(
                        Duration.ZERO,
                        () ->
                                attempt(
                                        () ->
                                                candles.closedOne(
                                                                exchange,
                                                                market.instrument(),
                                                                interval,
                                                                last.open())
                                                        .ifPresent(answers::add)));
    }

    /** The open candle from what is in memory, or null where the exchange has to be asked. */
    private @Nullable Candle built(Instant open, Instant now) {
        LiveBars bars = interval == CandleInterval.S1 ? market.seconds() : market.minutes();
        if (CandleTimes.parts(interval).isEmpty()) {
            LiveBars.@Nullable Seen seen =
                    interval == CandleInterval.D3
                            ? null
                            : bars.bar(open.toEpochMilli(), now.toEpochMilli());
            return seen != null && seen.whole() ? seen.candle() : null;
        }
        Instant minute = CandleTimes.open(CandleInterval.M1, latest(now));
        Begun from = begun;
        if (from == null || !from.open().equals(open)) {
            // A candle that opens with this minute has nothing closed in it.
            from = open.equals(minute) ? new Begun(open, open, null) : null;
        }
        if (from == null) {
            return null;
        }
        Candle closed = from.candle();
        for (Instant at = from.through(); at.isBefore(minute); at = at.plusSeconds(60)) {
            LiveBars.@Nullable Seen seen = bars.bar(at.toEpochMilli(), now.toEpochMilli());
            if (seen == null || !seen.whole()) {
                begun = null;
                return null;
            }
            closed = CandleMath.extended(closed, seen.candle(), interval, open);
        }
        LiveBars.@Nullable Seen newest = bars.bar(minute.toEpochMilli(), now.toEpochMilli());
        if (newest == null || !newest.whole()) {
            return null;
        }
        return CandleMath.extended(closed, newest.candle(), interval, open);
    }

    /** A whole candle from what had closed of it and the minutes after, or null with one missing. */
    private @Nullable Candle extended(Begun from, Instant end) {
        LiveBars bars = interval == CandleInterval.S1 ? market.seconds() : market.minutes();
        Candle whole = from.candle();
        Duration step = bars == market.seconds() ? Duration.ofSeconds(1) : Duration.ofMinutes(1);
        for (Instant at = from.through(); at.isBefore(end); at = at.plus(step)) {
            LiveBars.@Nullable Seen seen = bars.bar(at.toEpochMilli(), end.toEpochMilli());
            if (seen == null || !seen.whole()) {
                return null;
            }
            whole = CandleMath.extended(whole, seen.candle(), interval, from.open());
        }
        return whole;
    }

    private void ask(Instant open, Instant now) {
        long nowMillis = now.toEpochMilli();
        if (nowMillis - askedMillis < ASKS_EVERY_MILLIS || !asking.compareAndSet(false, true)) {
            return;
        }
        askedMillis = nowMillis;
        var _ =
                timers.after(
                        Duration.ZERO,
                        () -> {
                            try {
                                attempt(() -> answer(open, now));
                            } finally {
                                asking.set(false);
                            }
                        });
    }

    private void answer(Instant open, Instant now) {
        if (CandleTimes.parts(interval).isPresent()) {
            Instant minute = CandleTimes.open(CandleInterval.M1, latest(now));
            begun =
                    new Begun(
                            open,
                            minute,
                            candles.before(
                                    exchange, market.instrument(), market, interval, open, minute));
        }
        candles.current(exchange, market.instrument(), market, interval, open)
                .ifPresent(answers::add);
    }

    private void attempt(Runnable question) {
        try {
            question.run();
        } catch (ExchangeException failed) {
            LOG.atInfo()
                    .addKeyValue("exchange", market.exchange().text())
                    .addKeyValue("instrument", market.instrument().id().text())
                    .addKeyValue("category", failed.error().category())
                    .log("candles are late: {}", failed.error().message());
        }
    }

    private void tell(Candle candle, Consumer<Candle> listener) {
        Candle before = told;
        boolean older = before != null && candle.openTime().isBefore(before.openTime());
        if (candle.equals(before)) {
            return;
        }
        if (!older) {
            told = candle;
        }
        if (!older || candle.closed()) {
            listener.accept(candle);
        }
    }

    private Instant latest(Instant now) {
        long newest =
                interval == CandleInterval.S1
                        ? market.seconds().newestOpen()
                        : market.minutes().newestOpen();
        return newest > now.toEpochMilli() ? Instant.ofEpochMilli(newest) : now;
    }
}
