package dev.k2.exchange;

import java.util.Optional;

/** What an exchange said to a cancel. None of it ends an order; the order's own report does. */
public sealed interface Cancellation {
    /**
     * The exchange took the cancel.
     *
     * @param report the order's state that came with the answer, where one did
     */
    record Acknowledged(Optional<OrderReport> report) implements Cancellation {}

    /** The exchange refused: often the order is filled, cancelled or unknown already. Ask for it. */
    record Refused(ExchangeError reason) implements Cancellation {}

    /** No clear answer. A cancel by id may be sent again. */
    record Unknown(ExchangeError cause) implements Cancellation {}
}
