package dev.k2.signals;

import dev.k2.model.Order;

/** What came of a signal. */
public sealed interface SignalReply {
    /** It became an order. */
    record Placed(Order order) implements SignalReply {}

    /** It was heard before; this is its order now. Nothing was sent. */
    record Repeated(Order order) implements SignalReply {}

    /** The order was refused; nothing was sent. */
    record Refused(SignalOrders.Placing.Refused refusal) implements SignalReply {}

    /** The message says not what the template needs. */
    record Misread(Unfit unfit) implements SignalReply {}

    /**
     * Nobody is told why: no such template, switched off, a wrong signature, too old or too young, or
     * seen before with another body. Its owner finds the reason among what was received.
     */
    record Unauthorised() implements SignalReply {}

    /** More than the template takes. */
    record TooFast() implements SignalReply {}
}
