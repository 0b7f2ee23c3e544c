package dev.k2.model;

/** The side of an order or of the aggressor in a trade. */
public enum Side {
    BUY,
    SELL;

    public Side opposite() {
        return this == BUY ? SELL : BUY;
    }
}
