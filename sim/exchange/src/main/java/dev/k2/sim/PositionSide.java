package dev.k2.sim;

/** Which position an order is for: the only one there is, or one of two when an account keeps both directions. */
public enum PositionSide {
    BOTH,
    LONG,
    SHORT
}
