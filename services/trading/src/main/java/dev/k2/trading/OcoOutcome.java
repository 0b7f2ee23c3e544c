package dev.k2.trading;

import dev.k2.model.Order;

/** What came of placing an OCO. */
public sealed interface OcoOutcome {
    /**
     * Both orders are written down, and the limit order was sent.
     *
     * @param fresh false where the same ticket was placed before under this key
     */
    record Placed(Order limit, Order stop, boolean fresh) implements OcoOutcome {}

    /** Another ticket was placed under this key or under the stop's. Nothing was sent. */
    record KeyConflict(Order existing) implements OcoOutcome {}

    /** Nothing was written down, nothing was sent, and the key is still free. */
    record Refused(Refusal refusal) implements OcoOutcome {}
}
