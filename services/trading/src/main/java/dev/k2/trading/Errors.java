package dev.k2.trading;

import dev.k2.exchange.ErrorFacts;
import dev.k2.exchange.ExchangeError;
import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import java.util.List;

/** Failures that are seen on this side of an exchange. */
final class Errors {
    private Errors() {}

    /** The rules of an instrument are not loaded, so nothing can be asked about its orders. */
    static ExchangeError noInstrument(ExchangeId exchange, InstrumentId instrument) {
        return new ExchangeError.MarketStatus(
                ErrorFacts.of(
                                exchange,
                                "find instrument",
                                "the rules of " + instrument + " are not known")
                        .about(instrument)
                        .with("instrument", instrument.text())
                        .suggesting(
                                List.of("wait until the instruments of the exchange are loaded")));
    }

    /** Another node acts for an account, so nothing is asked of its exchange here. */
    static ExchangeError heldElsewhere(ExchangeId exchange) {
        return new ExchangeError.ExchangeFault(
                ErrorFacts.of(
                                exchange,
                                "ask for an account",
                                "another node of this installation holds the account")
                        .suggesting(List.of("ask that node, or try again in a moment")));
    }

    /** A call ended in an exception, which is a fault of the program; it may have taken effect. */
    static ExchangeError unforeseen(ExchangeId exchange, String operation) {
        return new ExchangeError.UnknownOutcome(
                ErrorFacts.of(exchange, operation, "the request may or may not have taken effect")
                        .suggesting(List.of("wait: the exchange is being asked")));
    }
}
