package dev.k2.exchange;

import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Orders of one account. Every call blocks its (virtual) thread until the exchange answers or the
 * time limit passes; none throws for what the exchange does.
 */
public interface OrderEntry {
    /** Sends an order once. It is never sent again by anything below this call. */
    Placement place(NewOrder order);

    /** Asks to cancel an order. Sending it twice is harmless. */
    Cancellation cancel(OrderRef order);

    /** Asks for one order. */
    Lookup find(OrderRef order);

    /**
     * The open orders, all pages.
     *
     * @param instrument empty for all instruments
     */
    Answer<List<OrderReport>> open(Optional<Instrument> instrument);

    /**
     * Own fills of an instrument, oldest first, all pages.
     *
     * @param since no fill before this time is wanted
     */
    Answer<List<Fill>> fills(Instrument instrument, Instant since);

    /** The fills of one order, oldest first. */
    Answer<List<Fill>> fillsOf(Instrument instrument, ExchangeOrderId order);
}
