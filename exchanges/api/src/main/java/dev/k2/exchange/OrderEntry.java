package dev.k2.exchange;

import dev.k2.model.ExchangeId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Orders of one account. Every call blocks its (virtual) thread until the exchange answers or the
 * time limit passes; none throws for what the exchange does.
 */
public interface OrderEntry {
    /** Whose orders these are. */
    ExchangeId exchange();

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

    /**
     * Changes an open order. It stays the same order to its owner even where the exchange cancels
     * it and makes another. Sent once, as {@link #place} is.
     */
    default Amendment amend(OrderChange change) {
        return new Amendment.Refused(ExchangeError.notOffered(exchange(), "amend an order"));
    }

    /**
     * Sends several orders, in as few requests as the exchange takes; one that is bad harms no
     * other.
     *
     * @return one outcome for each order, in the same sequence
     */
    default List<Placement> placeEach(List<NewOrder> orders) {
        List<Placement> placements = new ArrayList<>();
        orders.forEach(order -> placements.add(place(order)));
        return placements;
    }

    /**
     * Cancels several orders, in as few requests as the exchange takes.
     *
     * @return one outcome for each order, in the same sequence
     */
    default List<Cancellation> cancelEach(List<OrderRef> orders) {
        List<Cancellation> cancellations = new ArrayList<>();
        orders.forEach(order -> cancellations.add(cancel(order)));
        return cancellations;
    }

    /**
     * Cancels every open order of an instrument.
     *
     * @return the orders that the exchange named as cancelled; empty where it names none, or none
     *     were open
     */
    default Answer<List<ExchangeOrderId>> cancelAll(Instrument instrument) {
        return new Answer.Failed<>(ExchangeError.notOffered(exchange(), "cancel all orders"));
    }

    /**
     * Has the exchange cancel every open order of an instrument by itself unless this is asked
     * again in time. Zero takes that back.
     */
    default Answer<Duration> cancelAllAfter(Instrument instrument, Duration wait) {
        return new Answer.Failed<>(ExchangeError.notOffered(exchange(), "cancel all orders later"));
    }

    /**
     * Whether {@link #cancelAllAfter} counts down for the whole account, whatever the instrument.
     */
    default boolean cancelsAllAfterForAccount() {
        return false;
    }

    /** Sends orders that depend on each other, once. */
    default ListPlacement placeList(NewOrderList list) {
        return new ListPlacement.Rejected(
                ExchangeError.notOffered(exchange(), "place an order list"));
    }

    /** Cancels every order of a list. Sending it twice is harmless. */
    default Cancellation cancelList(Instrument instrument, String listId) {
        return new Cancellation.Refused(
                ExchangeError.notOffered(exchange(), "cancel an order list"));
    }

    /**
     * Orders of an instrument that were placed in a range, ended or not, oldest first, all pages.
     *
     * @param from the first time, inclusive
     * @param to the end, exclusive
     */
    default Answer<List<OrderReport>> history(Instrument instrument, Instant from, Instant to) {
        return new Answer.Failed<>(ExchangeError.notOffered(exchange(), "ask for ended orders"));
    }
}
