package dev.k2.sim.okx;

import dev.k2.sim.Interval;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lengths of OKX's candles. From six hours up the plain ones follow Hong Kong's days, those that end in utc follow UTC's. */
final class Bars {
    private static final ZoneOffset HONG_KONG = ZoneOffset.ofHours(8);
    private static final String UTC = "utc";

    private static final Map<String, Long> SHORT =
            Map.of(
                    "1s", Interval.SECOND,
                    "1m", Interval.MINUTE,
                    "3m", 3 * Interval.MINUTE,
                    "5m", 5 * Interval.MINUTE,
                    "15m", 15 * Interval.MINUTE,
                    "30m", 30 * Interval.MINUTE,
                    "1H", Interval.HOUR,
                    "2H", 2 * Interval.HOUR,
                    "4H", 4 * Interval.HOUR);

    private static final Map<String, Long> LONG =
            Map.of(
                    "6H", 6 * Interval.HOUR,
                    "12H", 12 * Interval.HOUR,
                    "1D", Interval.DAY,
                    "2D", 2 * Interval.DAY,
                    "3D", 3 * Interval.DAY,
                    "1W", Interval.WEEK,
                    "1M", 0L);

    private Bars() {}

    static @Nullable Interval named(String bar) {
        Long millis = SHORT.get(bar);
        if (millis != null) {
            return Interval.utc(bar, millis);
        }
        boolean utc = bar.endsWith(UTC);
        millis = LONG.get(utc ? bar.substring(0, bar.length() - UTC.length()) : bar);
        if (millis == null) {
            return null;
        }
        return new Interval(bar, millis, utc ? ZoneOffset.UTC : HONG_KONG);
    }
}
