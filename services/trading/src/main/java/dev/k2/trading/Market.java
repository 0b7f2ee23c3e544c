package dev.k2.trading;

import dev.k2.exchange.Capabilities;
import dev.k2.model.BookSnapshot;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** What trading asks about the market; satisfied by whoever keeps prices. */
public interface Market {
    /** An instrument with its rules; empty where the exchange does not trade it. */
    Optional<Instrument> instrument(ExchangeId exchange, InstrumentId instrument);

    /** Whether what an exchange trades is known by now: then what is not listed is not traded. */
    default boolean isLoaded(ExchangeId exchange) {
        return true;
    }

    /**
     * Waits for the first prices of an instrument that nobody watched until now, for a moment at most.
     * A market that tells every price anyway has nothing to wait for. Nothing else here blocks.
     */
    default void expect(ExchangeId exchange, InstrumentId instrument) {}

    /** The best prices now; empty where there are none. Never a stand-in for a missing price. */
    Optional<Quote> quote(ExchangeId exchange, InstrumentId instrument);

    /** The book now; empty where there is none that is known to be right. */
    Optional<BookSnapshot> book(ExchangeId exchange, InstrumentId instrument);

    /** Whether an exchange offers a call; one that does not refuses it. */
    boolean offers(ExchangeId exchange, Capabilities.Feature feature);

    /**
     * Keeps the prices of an instrument coming until it is unwatched as often as it was watched. A
     * market that tells every price anyway has nothing to do.
     *
     * @return false where there is no room, or no such instrument; then there is nothing to unwatch
     */
    default boolean watch(ExchangeId exchange, InstrumentId instrument) {
        return true;
    }

    /** Takes back one {@link #watch}. */
    default void unwatch(ExchangeId exchange, InstrumentId instrument) {}

    /**
     * Best bid and ask.
     *
     * @param at when they were last known to hold, by K2's clock
     * @param live whether they come from a book or stream that is known to be right
     */
    record Quote(BigDecimal bid, BigDecimal ask, Instant at, boolean live) {}
}
