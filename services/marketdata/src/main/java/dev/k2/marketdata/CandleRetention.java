package dev.k2.marketdata;

import dev.k2.platform.Settings;
import java.time.Duration;
import java.time.Instant;

/**
 * How long candles are kept in the database. What is older is dropped partition by partition, and
 * asked of the exchange again where somebody wants it.
 *
 * @param seconds for candles of one second; in partitions of a day
 * @param minutes for candles under an hour; in partitions of a month
 * @param hours for all wider ones; in partitions of a year
 */
public record CandleRetention(Duration seconds, Duration minutes, Duration hours) {
    private static final int DAYS_MAX = 36_500;

    /** Three days of seconds, 400 days of minutes, 20 years of the rest. */
    public static CandleRetention defaults() {
        return ofDays(3, 400, 7_300);
    }

    /** Reads {@code candles.seconds-days} and its like. */
    public static CandleRetention from(Settings settings) {
        return ofDays(
                settings.number("candles.seconds-days", 3, 1, DAYS_MAX),
                settings.number("candles.minutes-days", 400, 1, DAYS_MAX),
                settings.number("candles.hours-days", 7_300, 1, DAYS_MAX));
    }

    /** The oldest open time that is still kept. */
    Instant since(CandleShelf shelf, Instant now) {
        Duration kept =
                switch (shelf) {
                    case SECONDS -> seconds;
                    case MINUTES -> minutes;
                    case HOURS -> hours;
                };
        // Whole partitions go, so the one that the limit lies in stays.
        return shelf.begin(now.minus(kept));
    }

    private static CandleRetention ofDays(int seconds, int minutes, int hours) {
        return new CandleRetention(
                Duration.ofDays(seconds), Duration.ofDays(minutes), Duration.ofDays(hours));
    }
}
