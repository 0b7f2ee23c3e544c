package dev.k2.accounts;

/** What became of a refresh token. */
public sealed interface Refresh {
    /** New tokens; the old refresh token is used up. */
    record Refreshed(Tokens tokens) implements Refresh {}

    /** No new tokens: log in again. */
    record Refused(Reason reason) implements Refresh {}

    /** Why there are none. For logs and metrics; the client is told only that it must log in again. */
    enum Reason {
        /** Never handed out, or expired so long ago that it was forgotten. */
        UNKNOWN,
        /** Too old. */
        EXPIRED,
        /** It was used before, and not just now, so one of two holders stole it: the whole session is revoked. */
        REUSED,
        /** The session was logged out or revoked. */
        REVOKED
    }
}
