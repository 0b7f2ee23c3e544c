package dev.k2.exchange;

/** Where a connection stands. */
public enum ConnectionState {
    CONNECTING,
    LIVE,
    /** Cut, and waiting for the next try. */
    BACKING_OFF,
    /** Failed too often in a row: a long wait, then one try decides. */
    BREAKER_OPEN,
    CLOSED
}
