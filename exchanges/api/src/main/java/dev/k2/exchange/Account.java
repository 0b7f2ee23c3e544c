package dev.k2.exchange;

import dev.k2.model.Balance;
import dev.k2.model.Instrument;
import java.util.List;

/** One account at an exchange, reached with one set of credentials. */
public interface Account extends AutoCloseable {
    /** Order entry and questions about orders. */
    OrderEntry orders();

    /** What the account holds; currencies with nothing in them are left out. */
    Answer<List<Balance>> balances();

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
