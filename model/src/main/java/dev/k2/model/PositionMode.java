package dev.k2.model;

/** How many positions an account can have in one instrument. */
public enum PositionMode {
    /** One, long or short. */
    ONE_WAY,
    /** A long and a short one beside each other. */
    HEDGE
}
