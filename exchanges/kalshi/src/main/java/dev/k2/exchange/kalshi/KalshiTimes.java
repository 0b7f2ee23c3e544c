package dev.k2.exchange.kalshi;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times as Kalshi writes them. Pure. */
final class KalshiTimes {
    /** What Kalshi writes where it knows no time. */
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private KalshiTimes() {}

    /** A time in ISO-8601; empty where none is told, and where it cannot be read. */
    static Optional<Instant> of(@Nullable String text) {
        if (text == null || text.isEmpty() || text.equals(NEVER)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }
}
