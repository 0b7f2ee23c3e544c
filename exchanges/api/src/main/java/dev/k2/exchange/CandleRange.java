package dev.k2.exchange;

import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Which candles are wanted.
 *
 * @param from the first open time, inclusive, a whole millisecond
 * @param to the end, exclusive, a whole millisecond
 */
record CandleRange(Instrument instrument, CandleInterval interval, Instant from, Instant to) {
    /** No exchange counts further, and sums of times stay far from overflowing. */
    private static final Instant LATEST = Instant.parse("9000-01-01T00:00:00Z");

    /** Exchanges take whole milliseconds, and no candle opens between two of them. */
    static CandleRange of(
            Instrument instrument, CandleInterval interval, Instant from, Instant to) {
        if (to.isBefore(from) || from.isBefore(Instant.EPOCH)) {
            throw new IllegalArgumentException(
                    "expected a range from 1970 on, found " + from + " to " + to);
        }
        return new CandleRange(instrument, interval, whole(from), whole(to));
    }

    private static Instant whole(Instant time) {
        if (time.isAfter(LATEST)) {
            return LATEST;
        }
        Instant below = time.truncatedTo(ChronoUnit.MILLIS);
        return below.equals(time) ? time : below.plusMillis(1);
    }
}
