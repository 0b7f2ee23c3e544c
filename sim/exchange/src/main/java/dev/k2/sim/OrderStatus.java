package dev.k2.sim;

/** Where an order stands. */
public enum OrderStatus {
    /** It waits for another order to be filled. */
    PENDING_NEW,
    NEW,
    PARTIALLY_FILLED,
    FILLED,
    CANCELED,
    EXPIRED,
    EXPIRED_IN_MATCH;

    public boolean open() {
        return this == PENDING_NEW || this == NEW || this == PARTIALLY_FILLED;
    }
}
