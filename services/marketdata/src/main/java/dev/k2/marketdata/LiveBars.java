package dev.k2.marketdata;

import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest candles of one width, built from trades as they arrive, in whatever order: a bar opens
 * with its earliest trade and closes with its latest, by the exchange's time; of trades of one
 * millisecond the one that arrived later is the later. A bar is whole where every trade of it was
 * seen: the first bar after the start or a cut never is, because trades before it may have been
 * missed.
 */
final class LiveBars {
    private static final int KEPT = 128;
    private static final long NEVER = Long.MAX_VALUE;

    /**
     * A bar, and whether all its trades were seen.
     *
     * @param candle as far as seen
     * @param heardMillis when its last trade arrived; 0 for a bar without trades
     */
    record Seen(Candle candle, boolean whole, long heardMillis) {}

    private final InstrumentId id;
    private final CandleInterval interval;
    private final long width;
    private final long[] opens = new long[KEPT];
    private final long[] open = new long[KEPT];
    private final long[] high = new long[KEPT];
    private final long[] low = new long[KEPT];
    private final long[] close = new long[KEPT];
    private final long[] volume = new long[KEPT];
    private final long[] heard = new long[KEPT];
    private final long[] firstMillis = new long[KEPT];
    private final long[] lastMillis = new long[KEPT];
    private @Nullable Instrument as;
    private int newest = -1;
    private int size;

    /** The exchange's time from which on no trade was missed. */
    private long seenSince = NEVER;

    LiveBars(InstrumentId id, CandleInterval interval) {
        this.id = id;
        this.interval = interval;
        width = interval.width().toMillis();
    }

    synchronized void add(
            Instrument instrument, long price, long quantity, long atMillis, long receivedMillis) {
        Instrument before = as;
        if (before != null
                && (before.priceScale() != instrument.priceScale()
                        || before.quantityScale() != instrument.quantityScale())) {
            forget();
        }
        as = instrument;
        if (seenSince == NEVER) {
            // What a feed tells first may be a trade from before it listened.
            seenSince = Math.max(atMillis, receivedMillis) + 1;
        }
        int at = place(Math.floorDiv(atMillis, width) * width, price, atMillis);
        if (at < 0) {
            return;
        }
        if (atMillis < firstMillis[at]) {
            firstMillis[at] = atMillis;
            open[at] = price;
        }
        if (atMillis >= lastMillis[at]) {
            lastMillis[at] = atMillis;
            close[at] = price;
        }
        high[at] = Math.max(high[at], price);
        low[at] = Math.min(low[at], price);
        heard[at] = receivedMillis;
        long sum = volume[at] + quantity;
        if (sum < volume[at]) {
            // It does not fit: the exchange's own candle has to stand in.
            seenSince = Math.max(seenSince, opens[at] + 1);
            return;
        }
        volume[at] = sum;
    }

    /** A trade may be missed from now on. */
    synchronized void cut() {
        seenSince = NEVER;
    }

    /** The open time of the newest bar with a trade, in milliseconds; the smallest for none. */
    synchronized long newestOpen() {
        return newest < 0 ? Long.MIN_VALUE : opens[newest];
    }

    /**
     * The bar of an open time, or null where nothing is known of it. A bar without trades is flat
     * at the close before it.
     */
    synchronized @Nullable Seen bar(long openMillis, long nowMillis) {
        Instrument instrument = as;
        if (instrument == null || newest < 0) {
            return null;
        }
        boolean whole = openMillis >= seenSince;
        boolean closed = openMillis + width <= nowMillis;
        int at = find(openMillis);
        if (at >= 0 && opens[at] == openMillis) {
            return new Seen(candle(instrument, at, openMillis, closed), whole, heard[at]);
        }
        if (at < 0 || !whole) {
            return null;
        }
        var flat = instrument.price(close[at]);
        return new Seen(
                new Candle(
                        id,
                        interval,
                        Instant.ofEpochMilli(openMillis),
                        flat,
                        flat,
                        flat,
                        flat,
                        instrument.quantity(0),
                        closed),
                true,
                0);
    }

    /** The whole bars with trades that open in a range, oldest first. */
    synchronized List<Candle> traded(long fromMillis, long toMillis) {
        Instrument instrument = as;
        List<Candle> found = new ArrayList<>();
        for (int n = size - 1; n >= 0 && instrument != null; n--) {
            long opened = opens[back(n)];
            if (opened >= fromMillis && opened < toMillis && opened >= seenSince) {
                found.add(candle(instrument, back(n), opened, true));
            }
        }
        return found;
    }

    private Candle candle(Instrument instrument, int at, long openMillis, boolean closed) {
        return new Candle(
                id,
                interval,
                Instant.ofEpochMilli(openMillis),
                instrument.price(open[at]),
                instrument.price(high[at]),
                instrument.price(low[at]),
                instrument.price(close[at]),
                instrument.quantity(volume[at]),
                closed);
    }

    /**
     * The place of a bar, begun where there was none; below 0 for one older than all that is kept.
     */
    private int place(long opened, long price, long atMillis) {
        int later = 0;
        while (later < size && opens[back(later)] > opened) {
            later++;
        }
        if (later < size && opens[back(later)] == opened) {
            return back(later);
        }
        if (later == KEPT) {
            return -1;
        }
        newest = (newest + 1) % KEPT;
        size = Math.min(size + 1, KEPT);
        // A late trade may be the first of its bar: the bars after it make room.
        for (int n = 0; n < later; n++) {
            move(back(n + 1), back(n));
        }
        int at = back(later);
        opens[at] = opened;
        open[at] = price;
        high[at] = price;
        low[at] = price;
        close[at] = price;
        volume[at] = 0;
        heard[at] = 0;
        firstMillis[at] = atMillis;
        lastMillis[at] = atMillis;
        return at;
    }

    private void move(int from, int to) {
        opens[to] = opens[from];
        open[to] = open[from];
        high[to] = high[from];
        low[to] = low[from];
        close[to] = close[from];
        volume[to] = volume[from];
        heard[to] = heard[from];
        firstMillis[to] = firstMillis[from];
        lastMillis[to] = lastMillis[from];
    }

    /** The place of the bar that so many are newer than. */
    private int back(int newer) {
        return Math.floorMod(newest - newer, KEPT);
    }

    /** The newest bar that opened at or before a time; below 0 for none. */
    private int find(long opened) {
        for (int n = 0; n < size; n++) {
            if (opens[back(n)] <= opened) {
                return back(n);
            }
        }
        return -1;
    }

    private void forget() {
        newest = -1;
        size = 0;
        seenSince = NEVER;
    }
}
