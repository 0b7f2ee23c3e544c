package dev.k2.trading;

import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Severity;
import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import java.util.List;
import java.util.Map;

/** Failures that are seen on this side of an exchange. */
final class Errors {
    private Errors() {}

    /** The rules of an instrument are not loaded, so nothing can be asked about its orders. */
    static ExchangeError noInstrument(ExchangeId exchange, InstrumentId instrument) {
        return new ExchangeError(
                exchange,
                "find instrument",
                ErrorCategory.MARKET_STATUS,
                Severity.WARNING,
                true,
                "the rules of " + instrument + " are not known",
                Map.of("instrument", instrument.text()),
                List.of("wait until the instruments of the exchange are loaded"));
    }

    /** A call ended in an exception, which is a fault of the program; it may have taken effect. */
    static ExchangeError unforeseen(ExchangeId exchange, String operation) {
        return new ExchangeError(
                exchange,
                operation,
                ErrorCategory.UNKNOWN_OUTCOME,
                Severity.CRITICAL,
                false,
                "the request may or may not have taken effect",
                Map.of(),
                List.of("wait: the exchange is being asked"));
    }
}
