package dev.k2.accounts;

import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.RandomToken;
import dev.k2.platform.Secret;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Challenges that no authenticator has answered yet, in PostgreSQL, by their hashes. */
final class PasskeyChallengeStore {
    private static final int OUT_MAX = 20_000;

    private final Database database;

    PasskeyChallengeStore(Database database) {
        this.database = database;
    }

    /** What an answer is for. */
    enum Purpose {
        REGISTER,
        LOGIN,
        SECOND_FACTOR,
        STEP_UP
    }

    /**
     * What a challenge is good for.
     *
     * @param boundTo the session, the login or the program that asked
     * @param user empty where nobody has said yet who they are
     */
    record Use(Purpose purpose, String boundTo, Optional<UserId> user) {}

    /** Gives a challenge out, for a person in place of the one before; false where too many are out. */
    boolean give(Secret challenge, Use use, Instant end, Instant now) {
        return database.inTransaction(
                handle -> {
                    sweep(handle, now);
                    use.user().ifPresent(user -> forget(handle, use));
                    return handle.createUpdate(
                                            """
                                            INSERT INTO accounts.passkey_challenges
                                                (challenge_hash, purpose, bound_to, user_id, expires_at)
                                            SELECT :hash, :purpose, :bound, :user, :end
                                            WHERE (SELECT count(*) FROM accounts.passkey_challenges) < :most\
                                            """)
                                    .bind("hash", RandomToken.hash(challenge))
                                    .bind("purpose", use.purpose().name())
                                    .bind("bound", use.boundTo())
                                    .bind("user", use.user().map(UserId::value).orElse(null))
                                    .bind("end", end)
                                    .bind("most", OUT_MAX)
                                    .execute()
                            == 1;
                });
    }

    private static void forget(Handle handle, Use use) {
        handle.createUpdate(
                        """
                        DELETE FROM accounts.passkey_challenges
                        WHERE user_id = :user AND purpose = :purpose AND bound_to = :bound\
                        """)
                .bind("user", use.user().map(UserId::value).orElse(null))
                .bind("purpose", use.purpose().name())
                .bind("bound", use.boundTo())
                .execute();
    }

    /** Takes a challenge back. Of any number of callers at most one hears true, and none where it was given for something else. */
    boolean take(Secret challenge, Use use, Instant now) {
        return database.inTransaction(
                        handle ->
                                handle.createUpdate(
                                                """
                                                DELETE FROM accounts.passkey_challenges
                                                WHERE challenge_hash = :hash AND purpose = :purpose AND bound_to = :bound
                                                  AND user_id IS NOT DISTINCT FROM :user::uuid AND expires_at > :now\
                                                """)
                                        .bind("hash", RandomToken.hash(challenge))
                                        .bind("purpose", use.purpose().name())
                                        .bind("bound", use.boundTo())
                                        .bind("user", use.user().map(UserId::value).orElse(null))
                                        .bind("now", now)
                                        .execute())
                == 1;
    }

    int sweep(Instant now) {
        return database.inTransaction(handle -> sweep(handle, now));
    }

    private static int sweep(Handle handle, Instant now) {
        return handle.createUpdate(
                        "DELETE FROM accounts.passkey_challenges WHERE expires_at <= :now")
                .bind("now", now)
                .execute();
    }
}
