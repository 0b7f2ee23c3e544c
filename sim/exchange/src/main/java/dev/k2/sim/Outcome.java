package dev.k2.sim;

/** What came of a command: an order as it stands afterwards, or a refusal that changed nothing. */
public sealed interface Outcome {
    /** Done. The order may already be filled or ended. */
    record Done(Order order) implements Outcome {}

    /** Refused, and nothing changed. */
    record Refused(Refusal reason) implements Outcome {}
}
