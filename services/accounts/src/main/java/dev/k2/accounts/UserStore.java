package dev.k2.accounts;

import dev.k2.model.UserId;
import dev.k2.platform.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** People in PostgreSQL. */
final class UserStore {
    private final Database database;

    UserStore(Database database) {
        this.database = database;
    }

    /** A user and the hash of the password, null for those without one. */
    record Known(User user, @Nullable String passwordHash) {}

    /** False when the email is taken. */
    boolean insert(User user, String passwordHash) {
        return database.inTransaction(
                        handle ->
                                handle.createUpdate(
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
                                        .execute())
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
                                                                row.getString("password_hash")))
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
        database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        "UPDATE accounts.users SET password_hash = :hash,"
                                                + " updated_at = :now WHERE id = :id")
                                .bind("id", id.value())
                                .bind("hash", hash)
                                .bind("now", now)
                                .execute());
    }

    private static User user(ResultSet row) throws SQLException {
        return new User(
                new UserId(RowStore.uuid(row, "id")),
                row.getString("email"),
                row.getBoolean("email_verified"),
                RowStore.time(row, "created_at"));
    }
}
