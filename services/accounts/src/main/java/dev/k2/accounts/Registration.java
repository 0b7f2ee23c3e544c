package dev.k2.accounts;

import java.time.Duration;

/** What became of a wish to register. */
public sealed interface Registration {
    /** The account exists now. */
    record Registered(User user) implements Registration {}

    /** Somebody has an account with that email, and is told of it by mail; whoever asked is not. */
    record EmailTaken() implements Registration {}

    /**
     * A field is not acceptable.
     *
     * @param field {@code email} or {@code password}
     * @param expected what would be, as a sentence
     */
    record Invalid(String field, String expected) implements Registration {}

    /** Too many from that address; try again after this long. */
    record Throttled(Duration retryAfter) implements Registration {}
}
