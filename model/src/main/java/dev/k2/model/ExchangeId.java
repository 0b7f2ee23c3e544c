package dev.k2.model;

import java.util.Locale;
import java.util.Optional;

/** The exchanges that K2 knows, by the spelling that its API uses. */
public enum ExchangeId {
    BINANCE,
    BINANCE_FUTURES,
    BYBIT,
    OKX,
    CRYPTOCOM,
    KALSHI;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in addresses, files and messages, such as {@code binance-futures}. */
    public String text() {
        return text;
    }

    /** The exchange of this spelling, or empty where there is none. */
    public static Optional<ExchangeId> parse(String text) {
        for (ExchangeId id : values()) {
            if (id.text.equals(text)) {
                return Optional.of(id);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
