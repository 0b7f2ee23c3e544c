package dev.k2.sim;

/** Where a conditional order stands. */
public enum AlgoStatus {
    NEW,
    TRIGGERING,
    TRIGGERED,
    FINISHED,
    CANCELED,
    EXPIRED,
    REJECTED;

    /** True while it waits for its price. */
    public boolean waiting() {
        return this == NEW;
    }
}
