package dev.k2.sim.bybit;

import dev.k2.sim.Interval;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lengths of candles by Bybit's names: minutes as numbers, longer ones as letters. Pure. */
final class BybitIntervals {
    private static final Map<String, Long> LENGTHS =
            Map.ofEntries(
                    Map.entry("1", Interval.MINUTE),
                    Map.entry("3", 3 * Interval.MINUTE),
                    Map.entry("5", 5 * Interval.MINUTE),
                    Map.entry("15", 15 * Interval.MINUTE),
                    Map.entry("30", 30 * Interval.MINUTE),
                    Map.entry("60", Interval.HOUR),
                    Map.entry("120", 2 * Interval.HOUR),
                    Map.entry("240", 4 * Interval.HOUR),
                    Map.entry("360", 6 * Interval.HOUR),
                    Map.entry("720", 12 * Interval.HOUR),
                    Map.entry("D", Interval.DAY),
                    Map.entry("W", Interval.WEEK),
                    Map.entry("M", 0L));

    private BybitIntervals() {}

    static @Nullable Interval find(String name) {
        Long length = LENGTHS.get(name);
        return length == null ? null : Interval.utc(name, length);
    }

    static Interval named(String name) {
        Interval found = find(name);
        if (found == null) {
            throw BybitRefusal.params("Invalid period!");
        }
        return found;
    }
}
