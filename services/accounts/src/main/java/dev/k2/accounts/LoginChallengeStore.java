package dev.k2.accounts;

import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.RandomToken;
import dev.k2.platform.Secret;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Logins that wait for a second factor, in PostgreSQL. */
final class LoginChallengeStore {
    private static final int WRONG_MAX = 5;

    private final Database database;

    LoginChallengeStore(Database database) {
        this.database = database;
    }

    void insert(Secret challenge, UserId user, Origin origin, Instant expires) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        """
                                        INSERT INTO accounts.login_challenges (challenge_hash, user_id, device, expires_at)
                                        VALUES (:hash, :user, :device, :expires)\
                                        """)
                                .bind("hash", RandomToken.hash(challenge))
                                .bind("user", user.value())
                                .bind("device", origin.device())
                                .bind("expires", expires)
                                .execute());
    }

    /** Whose login it is, where it still waits and the same program asks. */
    Optional<UserId> owner(Secret challenge, Origin origin, Instant now) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT user_id FROM accounts.login_challenges
                                                WHERE challenge_hash = :hash AND device = :device AND used_at IS NULL
                                                  AND wrong < :most AND expires_at > :now\
                                                """)
                                        .bind("hash", RandomToken.hash(challenge))
                                        .bind("device", origin.device())
                                        .bind("most", WRONG_MAX)
                                        .bind("now", now)
                                        .mapTo(UUID.class)
                                        .findOne())
                .map(UserId::new);
    }

    void wrong(Secret challenge) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        "UPDATE accounts.login_challenges SET wrong = wrong + 1"
                                                + " WHERE challenge_hash = :hash")
                                .bind("hash", RandomToken.hash(challenge))
                                .execute());
    }

    /** Uses it up. Of any number of callers at most one hears true. */
    boolean use(Secret challenge, Instant now) {
        return database.inTransaction(
                        handle ->
                                handle.createUpdate(
                                                """
                                                UPDATE accounts.login_challenges SET used_at = :now
                                                WHERE challenge_hash = :hash AND used_at IS NULL AND expires_at > :now\
                                                """)
                                        .bind("hash", RandomToken.hash(challenge))
                                        .bind("now", now)
                                        .execute())
                == 1;
    }

    /** No login that waited goes on, such as after the password was changed. */
    static void endAll(org.jdbi.v3.core.Handle handle, UserId user) {
        handle.createUpdate("DELETE FROM accounts.login_challenges WHERE user_id = :user")
                .bind("user", user.value())
                .execute();
    }

    int sweep(Instant now) {
        return database.inTransaction(
                handle ->
                        handle.createUpdate(
                                        "DELETE FROM accounts.login_challenges WHERE expires_at <"
                                                + " :now")
                                .bind("now", now)
                                .execute());
    }
}
