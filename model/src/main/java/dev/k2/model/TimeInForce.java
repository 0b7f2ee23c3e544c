package dev.k2.model;

/** How long an order stays. */
public enum TimeInForce {
    /** Until it is filled or cancelled. */
    GTC,
    /** Fill what is there now, cancel the rest. */
    IOC,
    /** Fill all of it now or none. */
    FOK,
    /** Until a named time. */
    GTD,
    /** Rest in the book or be refused, never take. */
    POST_ONLY
}
