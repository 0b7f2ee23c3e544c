package dev.k2.sim.cryptocom;

import dev.k2.sim.Interval;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lengths of Crypto.com's candles, by their names of today and by those of before. */
final class Timeframes {
    private static final Map<String, Long> MILLIS =
            Map.ofEntries(
                    Map.entry("1m", Interval.MINUTE),
                    Map.entry("5m", 5 * Interval.MINUTE),
                    Map.entry("15m", 15 * Interval.MINUTE),
                    Map.entry("30m", 30 * Interval.MINUTE),
                    Map.entry("1h", Interval.HOUR),
                    Map.entry("2h", 2 * Interval.HOUR),
                    Map.entry("4h", 4 * Interval.HOUR),
                    Map.entry("12h", 12 * Interval.HOUR),
                    Map.entry("1D", Interval.DAY),
                    Map.entry("7D", Interval.WEEK),
                    Map.entry("14D", 14 * Interval.DAY),
                    Map.entry("1M", 0L));

    private static final Map<String, String> OF_BEFORE =
            Map.of(
                    "M1", "1m", "M5", "5m", "M15", "15m", "M30", "30m", "H1", "1h", "H2", "2h",
                    "H4", "4h", "H12", "12h", "D1", "1D");

    private Timeframes() {}

    static @Nullable Interval named(String name) {
        Long millis = MILLIS.get(OF_BEFORE.getOrDefault(name, name));
        return millis == null ? null : Interval.utc(name, millis);
    }
}
