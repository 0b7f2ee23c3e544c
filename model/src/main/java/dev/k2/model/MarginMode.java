package dev.k2.model;

/** What stands for the losses of a position. */
public enum MarginMode {
    /** All that the account has. */
    CROSS,
    /** Only what was set aside for this position. */
    ISOLATED
}
