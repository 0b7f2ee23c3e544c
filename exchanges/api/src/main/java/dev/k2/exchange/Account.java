package dev.k2.exchange;

import dev.k2.model.Balance;
import dev.k2.model.Instrument;
import dev.k2.model.Position;
import dev.k2.model.Settlement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One account at an exchange, reached with one set of credentials. */
public interface Account extends AutoCloseable {
    /** Order entry and questions about orders. */
    OrderEntry orders();

    /** What the account holds; currencies with nothing in them are left out. */
    Answer<List<Balance>> balances();

    /** Open positions in derivatives; instruments without one are left out. */
    default Answer<List<Position>> positions() {
        return new Answer.Failed<>(
                ExchangeError.notOffered(orders().exchange(), "ask for positions"));
    }

    /**
     * What the ends of event contracts paid, oldest first, all pages.
     *
     * @param from the first time, inclusive
     */
    default Answer<List<Settlement>> settlements(Instant from) {
        return new Answer.Failed<>(
                ExchangeError.notOffered(orders().exchange(), "ask for settlements"));
    }

    /** Leverage and margin of derivatives; empty where the exchange has none. */
    default Optional<MarginControl> margin() {
        return Optional.empty();
    }

    /** What these credentials may do. Ask it before they are kept. */
    default Answer<KeyPermissions> permissions() {
        return new Answer.Failed<>(
                ExchangeError.notOffered(orders().exchange(), "ask for the key's permissions"));
    }

    /** What the account pays for trading an instrument. */
    Answer<FeeRates> fees(Instrument instrument);

    /**
     * Opens the account's own stream and keeps it open until it is closed.
     *
     * @param listener called on one thread at a time, in the order in which things arrived
     */
    UserStream stream(UserStreamListener listener);

    /** Closes order entry and all streams within 10 s. */
    @Override
    void close();
}
