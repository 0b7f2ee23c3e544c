package dev.k2.exchange;

/** A kind of public stream. */
public enum Channel {
    /** Best bid and ask. */
    QUOTES,
    TRADES,
    /** The whole book, kept by snapshot and changes. */
    BOOK,
    /** The last 24 hours. */
    TICKER
}
