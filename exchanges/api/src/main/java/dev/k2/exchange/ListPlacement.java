package dev.k2.exchange;

import java.util.List;

/** What an exchange said to an order list. */
public sealed interface ListPlacement {
    /**
     * The exchange has the list.
     *
     * @param listId the exchange's id of it
     * @param orders the orders' states that came with the answer
     */
    record Accepted(String listId, List<OrderReport> orders) implements ListPlacement {
        public Accepted {
            orders = List.copyOf(orders);
        }
    }

    /** The exchange has none of the orders and said so. */
    record Rejected(ExchangeError reason) implements ListPlacement {}

    /** No clear answer. The orders may be live: ask for each, never send the list again. */
    record Unknown(ExchangeError cause) implements ListPlacement {}
}
