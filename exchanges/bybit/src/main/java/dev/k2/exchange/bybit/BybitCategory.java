package dev.k2.exchange.bybit;

import dev.k2.model.Instrument;
import dev.k2.model.InstrumentKind;
import java.util.Locale;
import java.util.Optional;

/** Bybit's products that K2 trades. The same symbol stands for another thing in each. */
enum BybitCategory {
    SPOT,
    LINEAR;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in requests, addresses and messages. */
    String word() {
        return word;
    }

    static BybitCategory of(Instrument instrument) {
        return instrument.kind() == InstrumentKind.SPOT ? SPOT : LINEAR;
    }

    /** The category of this word; Bybit has more than K2 trades. */
    static Optional<BybitCategory> parse(String word) {
        for (BybitCategory category : values()) {
            if (category.word.equals(word)) {
                return Optional.of(category);
            }
        }
        return Optional.empty();
    }
}
