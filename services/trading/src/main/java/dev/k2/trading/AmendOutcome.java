package dev.k2.trading;

import dev.k2.model.Order;

/** What came of asking for other terms. */
public sealed interface AmendOutcome {
    /** The order has these terms now, or had them before. */
    record Amended(Order order) implements AmendOutcome {}

    /**
     * The exchange gave no clear answer. The amend is never sent again; the exchange is asked until
     * it is known which terms hold, and the order tells until then that it is pending.
     */
    record Pending(Order order) implements AmendOutcome {}

    /** The order has ended. */
    record Ended(Order order) implements AmendOutcome {}

    /** The user has no such order. */
    record Missing() implements AmendOutcome {}

    /** K2 or the exchange did not do it; the order stands as it was. */
    record Refused(Order order, Refusal refusal) implements AmendOutcome {}
}
