package dev.k2.sim.binance;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;

/**
 * The length of a candle.
 *
 * @param name as Binance writes it
 * @param millis its length, 0 for a month
 * @param zone the time zone that days, weeks and months follow
 */
record Interval(String name, long millis, ZoneOffset zone) {
    static final long SECOND = 1000;
    static final long MINUTE = 60_000;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;
    private static final long WEEK = 7 * DAY;
    private static final Map<String, Long> LENGTHS =
            Map.ofEntries(
                    Map.entry("1s", SECOND),
                    Map.entry("1m", MINUTE),
                    Map.entry("3m", 3 * MINUTE),
                    Map.entry("5m", 5 * MINUTE),
                    Map.entry("15m", 15 * MINUTE),
                    Map.entry("30m", 30 * MINUTE),
                    Map.entry("1h", HOUR),
                    Map.entry("2h", 2 * HOUR),
                    Map.entry("4h", 4 * HOUR),
                    Map.entry("6h", 6 * HOUR),
                    Map.entry("8h", 8 * HOUR),
                    Map.entry("12h", 12 * HOUR),
                    Map.entry("1d", DAY),
                    Map.entry("3d", 3 * DAY),
                    Map.entry("1w", WEEK),
                    Map.entry("1M", 0L));

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
        return number * (unit == 'm' ? MINUTE : unit == 'h' ? HOUR : DAY);
    }

    /** When the candle that holds this moment begins. */
    long openMillis(long at) {
        long shift = zone.getTotalSeconds() * 1000L;
        if (millis == 0) {
            ZonedDateTime local = Instant.ofEpochMilli(at).atZone(zone);
            return local.with(TemporalAdjusters.firstDayOfMonth())
                    .truncatedTo(ChronoUnit.DAYS)
                    .toInstant()
                    .toEpochMilli();
        }
        if (millis == WEEK) {
            ZonedDateTime local = Instant.ofEpochMilli(at).atZone(zone);
            return local.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                    .truncatedTo(ChronoUnit.DAYS)
                    .toInstant()
                    .toEpochMilli();
        }
        return at - Math.floorMod(at + shift, millis);
    }

    /** When the next candle after the one that begins here does. */
    long nextMillis(long open) {
        if (millis != 0) {
            return open + millis;
        }
        return Instant.ofEpochMilli(open).atZone(zone).plusMonths(1).toInstant().toEpochMilli();
    }

    long closeMillis(long open) {
        return nextMillis(open) - 1;
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
