package dev.k2.trading;

import dev.k2.model.Order;

/** What came of placing an order. */
public sealed interface PlaceOutcome {
    /**
     * The order was written down and sent. It may be rejected by the exchange already, or its
     * outcome may be unknown yet: {@link Order#status()} and {@link Order#resolution()} tell.
     */
    record Placed(Order order) implements PlaceOutcome {}

    /** The same ticket was placed before under this key; this is that order now. Nothing was sent. */
    record Known(Order order) implements PlaceOutcome {}

    /** Another ticket was placed under this key. Nothing was sent. */
    record KeyConflict(Order existing) implements PlaceOutcome {}

    /** Nothing was written down, nothing was sent, and the key is still free. */
    record Refused(Refusal refusal) implements PlaceOutcome {}
}
