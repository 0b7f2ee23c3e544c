package dev.k2.exchange;

import dev.k2.model.ExchangeOrderId;
import java.util.Optional;

/** What an exchange said to an order. */
public sealed interface Placement {
    /**
     * The exchange has the order.
     *
     * @param report the state that came with the answer, where one did
     */
    record Accepted(ExchangeOrderId id, Optional<OrderReport> report) implements Placement {}

    /** The exchange does not have the order and said so. */
    record Rejected(ExchangeError reason) implements Placement {}

    /** No clear answer. The order may be live: ask for it, never send it again. */
    record Unknown(ExchangeError cause) implements Placement {}
}
