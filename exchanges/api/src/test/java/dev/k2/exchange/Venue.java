package dev.k2.exchange;

import dev.k2.model.Balance;
import dev.k2.model.BookSnapshot;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ContractResult;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A simulated exchange as the conformance cards need it: a way in through the adapter, and a look
 * behind it.
 */
public interface Venue extends AutoCloseable {
    /** A new adapter, to be closed by whoever opened it. */
    Exchange open();

    /** A new adapter whose clock is off: ahead where the offset is positive. */
    Exchange open(Duration clockOffset);

    /** A new adapter whose feeds hold two connections each. */
    default Exchange openWithTwoConnections() {
        throw new CardNotShown("no adapter with two connections is given");
    }

    /** Has a position of somebody closed by force. */
    default void liquidate() {
        throw new CardNotShown("nobody can be liquidated");
    }

    /** Lists an instrument that the exchange knows, or lets it trade again. */
    default void list(Instrument instrument) {
        throw new CardNotShown("the simulated exchange cannot list an instrument");
    }

    /** Takes an instrument off the exchange; its open orders end. */
    default void delist(Instrument instrument) {
        throw new CardNotShown("the simulated exchange cannot take an instrument off");
    }

    /**
     * Ends trading in an event contract, has its result known, and pays it. One that is settled
     * already has its result taken back for this one.
     */
    default void settle(Instrument contract, ContractResult result) {
        throw new CardNotShown("the simulated exchange settles nothing");
    }

    /** Whether the exchange's answers tell how much of its limits is used. */
    default boolean tellsWhatIsUsed() {
        return true;
    }

    /** Where the simulated exchange is, over HTTP; everything of it is reached at this port. */
    default URI address() {
        throw new CardNotShown("the simulated exchange has no single address");
    }

    /** The request that places an order, such as {@code POST /api/v3/order}. */
    default String placingRequest() {
        throw new CardNotShown("the request that places an order is not named");
    }

    /** An account that has plenty of both currencies of the instrument. */
    Credentials credentials();

    /** Credentials that the exchange has never seen. */
    Credentials strangers();

    /** The market that is traded in the cards; it moves all the time. */
    InstrumentId instrument();

    /** Whether this exchange can be made to do so. */
    boolean can(Trouble trouble);

    void strike(Trouble trouble);

    /** Ends all troubles. */
    void calm();

    /** The orders that the exchange accepted under a client order id. */
    List<Accepted> accepted(ClientOrderId id);

    /** The book as the exchange itself has it. */
    BookSnapshot book();

    /** What the account of {@link #credentials} has, currencies with nothing left out. */
    List<Balance> balances();

    /** Has the exchange's own traders take from the book. */
    void trade(Side side, BigDecimal quantity);

    @Override
    void close();
}
