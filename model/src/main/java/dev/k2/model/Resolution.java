package dev.k2.model;

/** What is being done about an order whose outcome the exchange has not told. */
public enum Resolution {
    /** The exchange is being asked. */
    PENDING,
    /** The exchange could not tell in time; a person has to look. */
    ATTENTION,
    /** Its account was unlinked meanwhile: nobody here looks after it any more. */
    LEFT
}
