package dev.k2.model;

import java.time.Duration;
import java.util.Optional;

/** The width of a candle. Months are 30 days long here for arithmetic; their bounds are calendar. */
public enum CandleInterval {
    S1("1s", 1),
    M1("1m", 60),
    M3("3m", 180),
    M5("5m", 300),
    M15("15m", 900),
    M30("30m", 1800),
    H1("1h", 3600),
    H2("2h", 7200),
    H4("4h", 14400),
    H6("6h", 21600),
    H8("8h", 28800),
    H12("12h", 43200),
    D1("1d", 86400),
    D3("3d", 259200),
    W1("1w", 604800),
    MONTH("1M", 2592000);

    private final String text;
    private final Duration width;

    CandleInterval(String text, long seconds) {
        this.text = text;
        this.width = Duration.ofSeconds(seconds);
    }

    public String text() {
        return text;
    }

    public Duration width() {
        return width;
    }

    /** The interval of this spelling, or empty where there is none. */
    public static Optional<CandleInterval> parse(String text) {
        for (CandleInterval interval : values()) {
            if (interval.text.equals(text)) {
                return Optional.of(interval);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
