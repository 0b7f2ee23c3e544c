package dev.k2.accounts;

import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** People in PostgreSQL. */
final class UserStore {
    private final Database database;

    UserStore(Database database) {
        this.database = database;
    }

    /**
     * A user with their password.
     *
     * @param passwordHash null for those without one
     * @param handedOver whether somebody else chose it
     */
    record Known(User user, @Nullable String passwordHash, boolean handedOver) {}

    /** Makes an account and notes that its owner is to be told, or else that of the account that there is. False for the latter. */
    boolean register(User user, String passwordHash) {
        return database.inTransaction(
                handle -> {
                    boolean made = insert(handle, user, passwordHash);
                    MessageStore.note(
                            handle,
                            made ? MessageKind.CONFIRM_ADDRESS : MessageKind.ADDRESS_TAKEN,
                            user.email(),
                            user.createdAt());
                    return made;
                });
    }

    /** False when the email is taken. */
    boolean insert(User user, String passwordHash) {
        return database.inTransaction(handle -> insert(handle, user, passwordHash));
    }

    /** The same for an administrator, whose password may have been handed over. False when the email is taken. */
    boolean insertAdmin(User user, String passwordHash, PasswordOrigin origin) {
        return database.inTransaction(
                handle -> {
                    boolean made = insert(handle, user, passwordHash);
                    if (made) {
                        handle.createUpdate(
                                        "UPDATE accounts.users SET role = :role,"
                                                + " password_handed_over = :handed WHERE id = :id")
                                .bind("role", Role.ADMIN.text())
                                .bind("handed", origin == PasswordOrigin.HANDED_OVER)
                                .bind("id", user.id().value())
                                .execute();
                    }
                    return made;
                });
    }

    private static boolean insert(Handle handle, User user, String passwordHash) {
        return handle.createUpdate(
                                """
                                INSERT INTO accounts.users (id, email, password_hash, email_verified, created_at, updated_at)
                                VALUES (:id, :email, :hash, :verified, :now, :now)
                                ON CONFLICT (email) DO NOTHING\
                                """)
                        .bind("id", user.id().value())
                        .bind("email", user.email())
                        .bind("hash", passwordHash)
                        .bind("verified", user.emailVerified())
                        .bind("now", user.createdAt())
                        .execute()
                == 1;
    }

    Optional<Known> byEmail(String email) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT * FROM accounts.users WHERE email = :email")
                                        .bind("email", email)
                                        .map(
                                                (row, context) ->
                                                        new Known(
                                                                user(row),
                                                                row.getString("password_hash"),
                                                                row.getBoolean(
                                                                        "password_handed_over")))
                                        .findOne());
    }

    Optional<User> byId(UserId id) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery("SELECT * FROM accounts.users WHERE id = :id")
                                        .bind("id", id.value())
                                        .map((row, context) -> user(row))
                                        .findOne());
    }

    void setPassword(UserId id, @Nullable String hash, Instant now) {
        database.useTransaction(handle -> setPassword(handle, id, hash, now));
    }

    /** How many ways this person has to log in; holds their row, so that two ways cannot go at once. */
    static int waysIn(Handle handle, UserId id) {
        return handle.createQuery(
                        """
                        SELECT (password_hash IS NOT NULL)::integer
                               + (SELECT count(*) FROM accounts.oauth_providers o WHERE o.user_id = u.id)
                               + (SELECT count(*) FROM accounts.passkeys k WHERE k.user_id = u.id)
                        FROM accounts.users u WHERE u.id = :user FOR UPDATE\
                        """)
                .bind("user", id.value())
                .mapTo(Integer.class)
                .findOne()
                .orElse(0);
    }

    static void setPassword(Handle handle, UserId id, @Nullable String hash, Instant now) {
        handle.createUpdate(
                        "UPDATE accounts.users SET password_hash = :hash,"
                                + " password_handed_over = false, updated_at = :now WHERE id = :id")
                .bind("id", id.value())
                .bind("hash", hash)
                .bind("now", now)
                .execute();
        LoginChallengeStore.endAll(handle, id);
    }

    /** Sets a password, ends all sessions but one and all tokens that were mailed, and notes that the person is to be told. */
    List<SessionId> changePassword(
            UserId id,
            String hash,
            Optional<SessionId> keep,
            Map<String, String> details,
            Instant now) {
        return database.inTransaction(
                handle -> {
                    setPassword(handle, id, hash, now);
                    MailedTokenStore.useAll(handle, id, now);
                    MessageStore.tell(handle, id, MessageKind.PASSWORD_CHANGED, details, now);
                    return SessionStore.revokeAll(handle, id, keep, now);
                });
    }

    void confirm(UserId id, Instant now) {
        database.useTransaction(handle -> confirm(handle, id, now));
    }

    static void confirm(Handle handle, UserId id, Instant now) {
        handle.createUpdate(
                        "UPDATE accounts.users SET email_verified = true, updated_at = :now WHERE"
                                + " id = :id")
                .bind("id", id.value())
                .bind("now", now)
                .execute();
    }

    private static User user(ResultSet row) throws SQLException {
        return new User(
                new UserId(RowStore.uuid(row, "id")),
                row.getString("email"),
                row.getBoolean("email_verified"),
                RowStore.time(row, "created_at"));
    }
}
