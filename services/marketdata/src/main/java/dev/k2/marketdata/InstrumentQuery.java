package dev.k2.marketdata;

import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentKind;
import dev.k2.model.InstrumentStatus;
import java.util.Locale;
import java.util.Optional;

/**
 * Which instruments are wanted; empty means any.
 *
 * @param type {@code crypto} or {@code event}
 * @param text found anywhere in the id, base or quote, whatever its case
 */
public record InstrumentQuery(
        Optional<ExchangeId> exchange,
        Optional<String> type,
        Optional<InstrumentKind> kind,
        Optional<InstrumentStatus> status,
        Optional<String> text) {
    /** Everything. */
    public static final InstrumentQuery ALL =
            new InstrumentQuery(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    boolean matches(Instrument instrument) {
        return exchange.map(e -> e == instrument.exchange()).orElse(true)
                && type.map(t -> t.equals(instrument.kind().type())).orElse(true)
                && kind.map(k -> k == instrument.kind()).orElse(true)
                && status.map(s -> s == instrument.status()).orElse(true)
                && text.map(t -> isIn(instrument, t)).orElse(true);
    }

    private static boolean isIn(Instrument instrument, String text) {
        String wanted = text.toUpperCase(Locale.ROOT);
        return instrument.id().text().toUpperCase(Locale.ROOT).contains(wanted)
                || instrument.base().toUpperCase(Locale.ROOT).contains(wanted)
                || instrument.quote().toUpperCase(Locale.ROOT).contains(wanted);
    }
}
