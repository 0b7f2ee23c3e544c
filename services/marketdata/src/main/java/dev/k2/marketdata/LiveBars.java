package dev.k2.marketdata;

import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest candles of one width, built from trades as they arrive. A bar is whole where every
 * trade of it was seen: the first bar after the start or a cut never is, because trades before it
 * may have been missed.
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
    private @Nullable Instrument as;
    private int newest = -1;

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
            seenSince = atMillis + 1;
        }
        long opened = Math.floorDiv(atMillis, width) * width;
        int at = place(opened, price);
        if (at < 0) {
            return;
        }
        high[at] = Math.max(high[at], price);
        low[at] = Math.min(low[at], price);
        close[at] = price;
        heard[at] = receivedMillis;
        long sum = volume[at] + quantity;
        if (sum < volume[at]) {
            // It does not fit: the exchange's own candle has to stand in.
            seenSince = Math.max(seenSince, opened + 1);
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
     * The bar of an open time, or null where nothing is known of it. A bar without trades is flat at
     * the close before it.
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

    /** The place of a bar, begun where it is newer than all; below 0 for one no longer kept. */
    private int place(long opened, long price) {
        if (newest >= 0 && opened <= opens[newest]) {
            int at = find(opened);
            return at >= 0 && opens[at] == opened ? at : -1;
        }
        newest = (newest + 1) % KEPT;
        opens[newest] = opened;
        open[newest] = price;
        high[newest] = price;
        low[newest] = price;
        close[newest] = price;
        volume[newest] = 0;
        return newest;
    }

    /** The newest bar that opened at or before a time; below 0 for none. */
    private int find(long opened) {
        for (int back = 0; back < KEPT; back++) {
            int at = Math.floorMod(newest - back, KEPT);
            if (open[at] == 0) {
                return -1;
            }
            if (opens[at] <= opened) {
                return at;
            }
        }
        return -1;
    }

    private void forget() {
        java.util.Arrays.fill(open, 0);
        newest = -1;
        seenSince = NEVER;
    }
}
