package dev.k2.sim.binance;

import dev.k2.sim.Interval;
import java.time.ZoneOffset;
import java.util.Map;

/** The lengths of candles and windows by Binance's names. Pure. */
final class IntervalNames {
    private static final Map<String, Long> LENGTHS =
            Map.ofEntries(
                    Map.entry("1s", Interval.SECOND),
                    Map.entry("1m", Interval.MINUTE),
                    Map.entry("3m", 3 * Interval.MINUTE),
                    Map.entry("5m", 5 * Interval.MINUTE),
                    Map.entry("15m", 15 * Interval.MINUTE),
                    Map.entry("30m", 30 * Interval.MINUTE),
                    Map.entry("1h", Interval.HOUR),
                    Map.entry("2h", 2 * Interval.HOUR),
                    Map.entry("4h", 4 * Interval.HOUR),
                    Map.entry("6h", 6 * Interval.HOUR),
                    Map.entry("8h", 8 * Interval.HOUR),
                    Map.entry("12h", 12 * Interval.HOUR),
                    Map.entry("1d", Interval.DAY),
                    Map.entry("3d", 3 * Interval.DAY),
                    Map.entry("1w", Interval.WEEK),
                    Map.entry("1M", 0L));

    private IntervalNames() {}

    static Interval named(String name, String zone) {
        Long length = LENGTHS.get(name);
        if (length == null) {
            throw new BinanceRefusal(-1120, "Invalid interval.");
        }
        return new Interval(name, length, zone(zone));
    }

    static boolean known(String name) {
        return LENGTHS.containsKey(name);
    }

    /** The length of a rolling window: minutes up to 59, hours up to 23, days up to 7. */
    static long windowMillis(String size) {
        if (!size.matches("([1-9]|[1-5][0-9])m|([1-9]|1[0-9]|2[0-3])h|[1-7]d")) {
            throw new BinanceRefusal(-1130, "Data sent for parameter 'windowSize' is not valid.");
        }
        long number = Long.parseLong(size.substring(0, size.length() - 1));
        char unit = size.charAt(size.length() - 1);
        return number
                * (unit == 'm' ? Interval.MINUTE : unit == 'h' ? Interval.HOUR : Interval.DAY);
    }

    private static ZoneOffset zone(String text) {
        try {
            if (text.matches("[+-]?\\d{1,2}(:\\d{2})?")) {
                boolean behind = text.startsWith("-");
                String[] parts = text.replaceFirst("^[+-]", "").split(":", -1);
                int minutes =
                        Integer.parseInt(parts[0]) * 60
                                + (parts.length > 1 ? Integer.parseInt(parts[1]) : 0);
                if (minutes <= 14 * 60) {
                    return ZoneOffset.ofTotalSeconds((behind ? -minutes : minutes) * 60);
                }
            }
        } catch (java.time.DateTimeException e) {
            throw new BinanceRefusal(-1130, "Data sent for parameter 'timeZone' is not valid.");
        }
        throw new BinanceRefusal(-1130, "Data sent for parameter 'timeZone' is not valid.");
    }
}
