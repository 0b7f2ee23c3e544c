package dev.k2.model;

/** Whether an instrument can be traded now. */
public enum InstrumentStatus {
    /** Known, and not yet open. */
    UPCOMING,
    TRADING,
    /** Resting orders may be cancelled and none placed. */
    CANCEL_ONLY,
    HALTED,
    /** Trading has ended for good. */
    CLOSED
}
