package dev.k2.sim;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/**
 * The length of a candle.
 *
 * @param name as the exchange writes it
 * @param millis its length, 0 for a month
 * @param zone the time zone that days, weeks and months follow
 */
public record Interval(String name, long millis, ZoneOffset zone) {
    public static final long SECOND = 1000;
    public static final long MINUTE = 60_000;
    public static final long HOUR = 60 * MINUTE;
    public static final long DAY = 24 * HOUR;
    public static final long WEEK = 7 * DAY;

    /** One that follows the days of UTC. */
    public static Interval utc(String name, long millis) {
        return new Interval(name, millis, ZoneOffset.UTC);
    }

    /** When the candle that holds this moment begins. */
    public long openMillis(long at) {
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
    public long nextMillis(long open) {
        if (millis != 0) {
            return open + millis;
        }
        return Instant.ofEpochMilli(open).atZone(zone).plusMonths(1).toInstant().toEpochMilli();
    }

    public long closeMillis(long open) {
        return nextMillis(open) - 1;
    }
}
