package dev.k2.sim;

/** Where an order stands. */
public enum OrderStatus {
    NEW,
    PARTIALLY_FILLED,
    FILLED,
    CANCELED,
    EXPIRED,
    EXPIRED_IN_MATCH;

    public boolean open() {
        return this == NEW || this == PARTIALLY_FILLED;
    }
}
