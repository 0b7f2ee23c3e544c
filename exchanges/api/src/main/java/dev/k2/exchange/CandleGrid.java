package dev.k2.exchange;

import dev.k2.model.CandleInterval;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The open times of candles of one width, counted from one that is known: exchanges let weeks and
 * spans of three days begin where they like. Months are those of the calendar in UTC.
 */
record CandleGrid(CandleInterval interval) {
    /** The open time some candles later, or earlier where the number is negative. */
    Instant shift(Instant open, long candles) {
        return interval == CandleInterval.MONTH
                ? open.atOffset(ZoneOffset.UTC).plusMonths(candles).toInstant()
                : open.plus(interval.width().multipliedBy(candles));
    }

    /** How many widths fit between two times. */
    long widths(Instant from, Instant to) {
        return interval == CandleInterval.MONTH
                ? ChronoUnit.MONTHS.between(
                        from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC))
                : Duration.between(from, to).dividedBy(interval.width());
    }

    /** Whether two open times have at least one between them. Months differ in length. */
    boolean apart(Instant first, Instant second) {
        return Duration.between(first, second)
                        .compareTo(interval.width().multipliedBy(3).dividedBy(2))
                > 0;
    }
}
