package dev.k2.model;

/**
 * Where an order stands. States only move forward: a later state has a higher {@link #rank()}, and
 * nothing leaves a final state.
 */
public enum OrderStatus {
    /** Written down, not sent. */
    PENDING(0),
    /** Sent; the exchange has not said yet whether it accepted. */
    SUBMITTED(1),
    /** Accepted and unfilled; a stop that waits for its price is open too. */
    OPEN(2),
    PARTIAL(3),
    FILLED(4),
    CANCELLED(4),
    REJECTED(4),
    EXPIRED(4);

    private final int rank;

    OrderStatus(int rank) {
        this.rank = rank;
    }

    /** Higher is later; the final states share the highest rank. */
    public int rank() {
        return rank;
    }

    public boolean isFinal() {
        return rank == 4;
    }

    /** Whether an order in this state may go to the next one. Staying is not a move. */
    public boolean canBecome(OrderStatus next) {
        return next.rank > rank;
    }
}
