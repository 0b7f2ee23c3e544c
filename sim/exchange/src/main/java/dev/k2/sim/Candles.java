package dev.k2.sim;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A market's candles of any length: those of the time before it ran from its history, the later ones from its trades. */
public final class Candles {
    public static final long SECOND = 1000;
    public static final long MINUTE = History.MINUTE;
    public static final long DAY = 24 * 60 * MINUTE;
    private static final int MINUTES_KEPT = 7 * 24 * 60;
    private static final int SECONDS_KEPT = 1000;

    private final Listing listing;
    private final History history;
    private final long startMillis;
    private final long firstLiveTradeId;
    private final TreeMap<Long, Candle> minutes = new TreeMap<>();
    private final TreeMap<Long, Candle> seconds = new TreeMap<>();
    private final Map<Long, Candle> pastDays = new HashMap<>();
    private Candle current;
    private DayBefore dayBefore = new DayBefore(0, 0, Candle.empty(0, 0));

    Candles(Listing listing, long nowMillis) {
        this.listing = listing;
        this.history = new History(listing);
        this.startMillis = nowMillis;
        this.current = history.begunMinute(nowMillis);
        this.firstLiveTradeId =
                current.trades() == 0
                        ? history.firstTradeId(current.openMillis())
                        : current.lastId() + 1;
    }

    /** When the first candle begins, in milliseconds since 1970. */
    public static long listedMillis() {
        return History.LISTED_MILLIS;
    }

    long openingPrice() {
        return history.price(startMillis);
    }

    /** The first id that this run may use; those below belong to history. */
    long firstLiveTradeId() {
        return firstLiveTradeId;
    }

    long startMillis() {
        return startMillis;
    }

    History history() {
        return history;
    }

    void add(Trade trade) {
        long millis = trade.micros() / 1000;
        long minute = millis - Math.floorMod(millis, MINUTE);
        if (minute > current.openMillis()) {
            minutes.put(current.openMillis(), current);
            if (minutes.size() > MINUTES_KEPT) {
                minutes.pollFirstEntry();
            }
            current = Candle.empty(minute, current.close());
        }
        current = current.and(listing, trade);
        long second = millis - Math.floorMod(millis, SECOND);
        Candle soFar = seconds.getOrDefault(second, Candle.empty(second, trade.price()));
        seconds.put(second, soFar.and(listing, trade));
        if (seconds.size() > SECONDS_KEPT) {
            seconds.pollFirstEntry();
        }
    }

    /** What traded from one moment (inclusive) to another (exclusive); both on whole minutes, or a single second. */
    public Candle between(long fromMillis, long untilMillis, long nowMillis) {
        if (untilMillis - fromMillis == SECOND) {
            return second(fromMillis);
        }
        Candle sum = null;
        long at = Math.max(fromMillis, History.LISTED_MILLIS);
        long until = Math.min(untilMillis, nowMillis + 1);
        while (at < until) {
            boolean wholeDay = at % DAY == 0 && at + DAY <= Math.min(until, startMillis - MINUTE);
            Candle next = wholeDay ? pastDay(at) : minute(at);
            sum = sum == null ? next.from(fromMillis) : sum.and(next);
            at += wholeDay ? DAY : MINUTE;
        }
        return sum == null ? Candle.empty(fromMillis, current.close()) : sum;
    }

    /** The last 24 hours up to now, counted in whole minutes at their beginning. */
    public Candle lastDay(long nowMillis) {
        long until = nowMillis - Math.floorMod(nowMillis, MINUTE) + MINUTE;
        long from = until - DAY;
        long live = current.openMillis();
        if (live < from || live >= until) {
            return between(from, until, nowMillis);
        }
        if (dayBefore.fromMillis != from || dayBefore.untilMillis != live) {
            dayBefore = new DayBefore(from, live, between(from, live, nowMillis));
        }
        // Nothing traded after the live minute.
        return dayBefore.sum.and(current);
    }

    /** The minutes of the last day that no trade changes any more; tickers ask for them every second. */
    private record DayBefore(long fromMillis, long untilMillis, Candle sum) {}

    private Candle pastDay(long openMillis) {
        return pastDays.computeIfAbsent(
                openMillis,
                day -> {
                    Candle sum = history.minute(day);
                    for (long at = day + MINUTE; at < day + DAY; at += MINUTE) {
                        sum = sum.and(history.minute(at));
                    }
                    return sum;
                });
    }

    private Candle minute(long openMillis) {
        if (openMillis == current.openMillis()) {
            return current;
        }
        if (openMillis > current.openMillis()) {
            return Candle.empty(openMillis, current.close());
        }
        Candle kept = minutes.get(openMillis);
        if (kept != null) {
            return kept;
        }
        Map.Entry<Long, Candle> before = minutes.lowerEntry(openMillis);
        return before == null
                ? history.minute(openMillis)
                : Candle.empty(openMillis, before.getValue().close());
    }

    private Candle second(long openMillis) {
        Candle kept = seconds.get(openMillis);
        if (kept != null) {
            return kept;
        }
        Map.Entry<Long, Candle> before = seconds.lowerEntry(openMillis);
        if (before != null) {
            return Candle.empty(openMillis, before.getValue().close());
        }
        return Candle.empty(openMillis, history.price(openMillis));
    }
}
