package dev.k2.accounts;

/** What became of the wish to take a way of logging in away. */
public enum Unlinking {
    DONE,
    /** There is no such thing. */
    UNKNOWN,
    /** There would be no way left to log in. */
    LAST
}
