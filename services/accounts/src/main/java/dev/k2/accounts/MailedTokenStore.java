package dev.k2.accounts;

import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.RandomToken;
import dev.k2.platform.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Tokens that were mailed, as hashes, in PostgreSQL. */
final class MailedTokenStore {
    private final Database database;

    MailedTokenStore(Database database) {
        this.database = database;
    }

    /** What a token is for. */
    enum Purpose {
        CONFIRM_ADDRESS("confirm_address"),
        RESET_PASSWORD("reset_password");

        private final String word;

        Purpose(String word) {
            this.word = word;
        }
    }

    void insert(Secret token, UserId user, Purpose purpose, Instant expires) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        """
                                        INSERT INTO accounts.mailed_tokens (token_hash, user_id, purpose, expires_at)
                                        VALUES (:hash, :user, :purpose, :expires)\
                                        """)
                                .bind("hash", RandomToken.hash(token))
                                .bind("user", user.value())
                                .bind("purpose", purpose.word)
                                .bind("expires", expires)
                                .execute());
    }

    /** Whose a token is that would still work. */
    Optional<UserId> owner(Secret token, Purpose purpose, Instant now) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT user_id FROM accounts.mailed_tokens
                                                WHERE token_hash = :hash AND purpose = :purpose
                                                  AND used_at IS NULL AND expires_at > :now\
                                                """)
                                        .bind("hash", RandomToken.hash(token))
                                        .bind("purpose", purpose.word)
                                        .bind("now", now)
                                        .mapTo(UUID.class)
                                        .findOne())
                .map(UserId::new);
    }

    /** Takes an address for confirmed. False for a token that is no good. */
    boolean confirm(Secret token, Instant now) {
        return database.inTransaction(
                handle -> {
                    Optional<UserId> user = use(handle, token, Purpose.CONFIRM_ADDRESS, now);
                    user.ifPresent(known -> UserStore.confirm(handle, known, now));
                    return user.isPresent();
                });
    }

    /** Whose password was set, and which sessions ended with the old one. */
    record Reset(UserId user, List<SessionId> ended) {}

    /**
     * Sets a password by a token, ends all sessions and all other such tokens, in one transaction. Who has the mail has the
     * address, so it counts as confirmed.
     */
    Optional<Reset> reset(
            Secret token, String passwordHash, Map<String, String> details, Instant now) {
        return database.inTransaction(
                handle ->
                        use(handle, token, Purpose.RESET_PASSWORD, now)
                                .map(
                                        user -> {
                                            UserStore.setPassword(handle, user, passwordHash, now);
                                            UserStore.confirm(handle, user, now);
                                            useAll(handle, user, now);
                                            MessageStore.tell(
                                                    handle,
                                                    user,
                                                    MessageKind.PASSWORD_CHANGED,
                                                    details,
                                                    now);
                                            return new Reset(
                                                    user,
                                                    SessionStore.revokeAll(
                                                            handle, user, Optional.empty(), now));
                                        }));
    }

    /** Ends every token of a person that was mailed to set a password. */
    static void useAll(Handle handle, UserId user, Instant now) {
        handle.createUpdate(
                        "UPDATE accounts.mailed_tokens SET used_at = :now WHERE user_id = :user AND"
                                + " used_at IS NULL")
                .bind("user", user.value())
                .bind("now", now)
                .execute();
    }

    int sweep(Instant now) {
        return database.inTransaction(
                handle ->
                        handle.createUpdate(
                                        "DELETE FROM accounts.mailed_tokens WHERE expires_at <"
                                                + " :now")
                                .bind("now", now)
                                .execute());
    }

    private static Optional<UserId> use(Handle handle, Secret token, Purpose purpose, Instant now) {
        return handle.createQuery(
                        """
                        UPDATE accounts.mailed_tokens SET used_at = :now
                        WHERE token_hash = :hash AND purpose = :purpose AND used_at IS NULL AND expires_at > :now
                        RETURNING user_id\
                        """)
                .bind("hash", RandomToken.hash(token))
                .bind("purpose", purpose.word)
                .bind("now", now)
                .mapTo(UUID.class)
                .findOne()
                .map(UserId::new);
    }
}
