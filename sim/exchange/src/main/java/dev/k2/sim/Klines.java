package dev.k2.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the candles of a page: the first ones from a start on, else the last ones up to an end, oldest first. Pure. */
public final class Klines {
    private Klines() {}

    public static List<Candle> find(
            Market market,
            Interval interval,
            @Nullable Long start,
            @Nullable Long end,
            int limit,
            long now) {
        long last = Math.min(end == null ? now : end, now);
        List<Candle> found = new ArrayList<>();
        if (start != null) {
            long open = Math.max(start, Candles.listedMillis());
            long first = interval.openMillis(open);
            for (long at = first < open ? interval.nextMillis(first) : first;
                    at <= last && found.size() < limit;
                    at = interval.nextMillis(at)) {
                found.add(candle(market, interval, at, now));
            }
            return found;
        }
        for (long at = interval.openMillis(last);
                at >= Candles.listedMillis() && found.size() < limit;
                at = interval.openMillis(at - 1)) {
            found.add(candle(market, interval, at, now));
        }
        Collections.reverse(found);
        return found;
    }

    public static Candle candle(Market market, Interval interval, long open, long now) {
        return market.candles().between(open, interval.nextMillis(open), now);
    }
}
