package dev.k2.sim.kalshi;

import dev.k2.sim.Trade;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a market's past looks like: made up from its chance before the exchange ran, counted from then on. */
final class MarketTape {
    static final long MINUTE = 60_000;
    private static final long DAY = 24 * 60 * MINUTE;
    private static final int MINUTES_KEPT = 2 * 24 * 60;

    private final KalshiMarket of;
    private final long liveMillis;
    private final long perMinute;
    private final TreeMap<Long, Bar> minutes = new TreeMap<>();
    private @Nullable Bar current;
    private long liveVolume;
    private long interest;
    private long lastPrice;
    private long lastCount;

    MarketTape(KalshiMarket of, long nowMillis) {
        this.of = of;
        this.liveMillis = nowMillis - Math.floorMod(nowMillis, MINUTE);
        this.perMinute = 500L + Math.floorMod(of.ticker().hashCode(), 3000);
        this.interest = Math.max(0, pastMinutes(liveMillis)) * perMinute / 3;
        this.lastPrice = pastMinutes(liveMillis) > 0 ? past(liveMillis - MINUTE).bid().close() : 0;
    }

    /** A synthetic trade of the time before the exchange ran. */
    record Past(long minute, long price, long count, boolean taken) {}

    void quoted(long nowMillis, long bestBid, long bestAsk) {
        current = at(nowMillis, bestBid, bestAsk).quoted(bestBid, bestAsk);
    }

    /**
     * @param opened how many contracts are there more than before
     */
    void traded(Trade trade, long bestBid, long bestAsk, long opened) {
        interest = Math.max(0, interest + opened);
        liveVolume += trade.quantity();
        lastPrice = trade.price();
        lastCount = trade.quantity();
        current =
                at(trade.micros() / 1000, bestBid, bestAsk)
                        .traded(trade.price(), trade.quantity(), interest);
    }

    private Bar at(long nowMillis, long bestBid, long bestAsk) {
        long minute = nowMillis - Math.floorMod(nowMillis, MINUTE);
        Bar now = current;
        if (now != null && now.openMillis() >= minute) {
            return now;
        }
        if (now != null) {
            minutes.put(now.openMillis(), now);
            if (minutes.size() > MINUTES_KEPT) {
                minutes.pollFirstEntry();
            }
        }
        return new Bar(minute, Bar.Span.of(bestBid), Bar.Span.of(bestAsk), null, 0, 0, interest);
    }

    /** The last trade's price, 0 when there was none. */
    long lastPrice() {
        return lastPrice;
    }

    long lastCount() {
        return lastCount;
    }

    long openInterest() {
        return interest;
    }

    long volume() {
        return liveVolume + pastMinutes(liveMillis) * perMinute;
    }

    long volumeOfDay(long nowMillis) {
        long from = Math.max(of.openMillis(), nowMillis - DAY);
        long sum =
                Math.max(0, (Math.min(liveMillis, of.closeMillis()) - from) / MINUTE) * perMinute;
        for (Bar bar : minutes.tailMap(from).values()) {
            sum += bar.volume();
        }
        Bar now = current;
        return now == null ? sum : sum + now.volume();
    }

    /** How it stood a day ago, null when it was not open then. */
    @Nullable Bar dayAgo(long nowMillis) {
        long then = nowMillis - DAY;
        return then < of.openMillis() ? null : minute(then - Math.floorMod(then, MINUTE));
    }

    /** The candles whose ends lie in a stretch of time, both included; those before the market opened are left out. */
    List<Bar> bars(long startMillis, long endMillis, long interval, long nowMillis) {
        List<Bar> bars = new ArrayList<>();
        long first = of.openMillis() - Math.floorMod(of.openMillis(), interval);
        long at = Math.max(first, ceil(startMillis, interval) - interval);
        long last = Math.min(endMillis, Math.min(nowMillis, of.closeMillis()) + interval);
        for (; at + interval <= last; at += interval) {
            Bar bar = whole(at, at + interval, nowMillis);
            if (bar != null) {
                bars.add(bar);
            }
        }
        return bars;
    }

    private @Nullable Bar whole(long from, long until, long nowMillis) {
        Bar sum = null;
        long step = until - from > 60 * MINUTE && until < liveMillis ? 30 * MINUTE : MINUTE;
        for (long at = from; at < until && at <= nowMillis; at += step) {
            Bar minute = minute(at);
            if (minute != null) {
                sum = sum == null ? minute.from(from) : sum.and(minute);
            }
        }
        return sum;
    }

    private @Nullable Bar minute(long at) {
        Bar now = current;
        if (now != null && at == now.openMillis()) {
            return now;
        }
        if (at < liveMillis) {
            return at >= of.openMillis() - MINUTE + 1 && at < of.closeMillis() ? past(at) : null;
        }
        Bar kept = minutes.get(at);
        if (kept != null) {
            return kept;
        }
        if (now != null && at > now.openMillis()) {
            return silent(now, at);
        }
        Map.Entry<Long, Bar> before = minutes.lowerEntry(at);
        return before == null ? null : silent(before.getValue(), at);
    }

    private static Bar silent(Bar before, long at) {
        return new Bar(
                at,
                Bar.Span.of(before.bid().close()),
                Bar.Span.of(before.ask().close()),
                null,
                0,
                0,
                before.openInterest());
    }

    private Bar past(long minute) {
        long first = chance(minute);
        long last = chance(minute + MINUTE);
        Bar.Span bid = Bar.Span.of(of.grid().below(first)).and(of.grid().below(last));
        Bar.Span ask = Bar.Span.of(of.grid().above(first)).and(of.grid().above(last));
        long price = Math.floorMod(minute / MINUTE, 2) == 0 ? bid.close() : ask.close();
        long traded = price <= 0 || price >= Dollars.ONE ? 0 : perMinute;
        return new Bar(
                minute,
                bid,
                ask,
                traded == 0 ? null : Bar.Span.of(price),
                traded,
                traded * price,
                pastMinutes(minute) * perMinute / 3);
    }

    /** Trades that could have been before the exchange ran, newest first. */
    List<Past> past(long fromMillis, long untilMillis, int most) {
        List<Past> trades = new ArrayList<>();
        long last = Math.min(liveMillis, Math.min(of.closeMillis(), untilMillis + 1));
        long at = last - Math.floorMod(last, MINUTE) - MINUTE;
        for (; at >= Math.max(of.openMillis(), fromMillis) && trades.size() < most; at -= MINUTE) {
            Bar bar = past(at);
            if (bar.price() != null) {
                boolean taken = bar.price().close() == bar.ask().close();
                trades.add(new Past(at, bar.price().close(), bar.volume(), taken));
            }
        }
        return trades;
    }

    private long chance(long millis) {
        double chance = of.event().spec().chance().yes(of.place(), millis);
        return Math.clamp(Math.round(chance * Dollars.ONE), 1, Dollars.ONE - 1);
    }

    private long pastMinutes(long millis) {
        long until = Math.min(Math.min(millis, liveMillis), of.closeMillis());
        return Math.max(0, (until - of.openMillis()) / MINUTE);
    }

    private static long ceil(long millis, long interval) {
        return Math.ceilDiv(millis, interval) * interval;
    }
}
