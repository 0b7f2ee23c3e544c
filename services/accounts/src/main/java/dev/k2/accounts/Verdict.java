package dev.k2.accounts;

import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import java.time.Instant;

/** What an access token is worth. */
public sealed interface Verdict {
    /**
     * It is good.
     *
     * @param expiresAt when it ceases to be; sockets opened with it close then
     */
    record Valid(UserId user, SessionId session, Instant expiresAt) implements Verdict {}

    /** It is not. */
    record Refused(Reason reason) implements Verdict {}

    /** Why not. */
    enum Reason {
        /** Not signed by us, not meant for us, or not an access token at all. */
        FORGED,
        /** It was ours and is too old. */
        EXPIRED,
        /** Its session was logged out or revoked. */
        REVOKED
    }
}
