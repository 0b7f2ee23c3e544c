package dev.k2.trading;

import dev.k2.model.Order;

/** What came of asking for a cancel. */
public sealed interface CancelOutcome {
    /**
     * The exchange took the cancel, and the order is cancelled or about to be: {@link
     * Order#status()} tells.
     */
    record Taken(Order order) implements CancelOutcome {}

    /** The exchange gave no clear answer yet. K2 keeps asking. */
    record Unconfirmed(Order order) implements CancelOutcome {}

    /** The order had ended before: filled, cancelled, rejected or expired. */
    record Ended(Order order) implements CancelOutcome {}

    /** The user has no such order. */
    record Missing() implements CancelOutcome {}

    /** The order stands, and the exchange or the link does not let it be cancelled. */
    record Refused(Order order, Refusal refusal) implements CancelOutcome {}
}
