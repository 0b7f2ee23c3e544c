package dev.k2.accounts;

import dev.k2.model.UserId;
import dev.k2.platform.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is told about people, in PostgreSQL. */
final class PeopleStore {
    private static final String PERSON =
            """
            SELECT u.*, coalesce((SELECT k.status FROM accounts.kyc_steps k WHERE k.user_id = u.id
                                  ORDER BY k.id DESC LIMIT 1), 'none') AS kyc
            FROM accounts.users u
            """;

    private final Database database;

    PeopleStore(Database database) {
        this.database = database;
    }

    Optional<Person> find(UserId user) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(PERSON + "WHERE u.id = :id")
                                        .bind("id", user.value())
                                        .map((row, context) -> person(row))
                                        .findOne());
    }

    boolean exists(UserId user) {
        return is("SELECT EXISTS (SELECT 1 FROM accounts.users WHERE id = :id)", user);
    }

    boolean isAdmin(UserId user) {
        return is(
                "SELECT EXISTS (SELECT 1 FROM accounts.users WHERE id = :id AND role = 'admin')",
                user);
    }

    private boolean is(String question, UserId user) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(question)
                                        .bind("id", user.value())
                                        .mapTo(Boolean.class)
                                        .one());
    }

    /**
     * The newest first.
     *
     * @param after time and id of the last one seen, joined by an underscore
     */
    List<Person> list(Optional<String> email, Optional<String> after, int limit) {
        var parts = after.map(text -> text.split("_", 2));
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                PERSON
                                                        + """
                                                        WHERE (:email::text IS NULL OR u.email = :email)
                                                          AND (:time::timestamptz IS NULL OR (u.created_at, u.id) < (:time, :id::uuid))
                                                        ORDER BY u.created_at DESC, u.id DESC LIMIT :limit\
                                                        """)
                                        .bind("email", email.orElse(null))
                                        .bind(
                                                "time",
                                                parts.map(p -> Instant.parse(p[0])).orElse(null))
                                        .bind(
                                                "id",
                                                parts.map(p -> UUID.fromString(p[1])).orElse(null))
                                        .bind("limit", limit)
                                        .map((row, context) -> person(row))
                                        .list());
    }

    void rename(UserId user, @Nullable String name, Instant now) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        "UPDATE accounts.users SET display_name = :name,"
                                                + " updated_at = :now WHERE id = :id")
                                .bind("id", user.value())
                                .bind("name", name)
                                .bind("now", now)
                                .execute());
    }

    void setRole(UserId user, Role role, Instant now) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        "UPDATE accounts.users SET role = :role, updated_at = :now"
                                                + " WHERE id = :id")
                                .bind("id", user.value())
                                .bind("role", role.text())
                                .bind("now", now)
                                .execute());
    }

    List<KycStep> kyc(UserId user) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT * FROM accounts.kyc_steps WHERE user_id ="
                                                        + " :user ORDER BY id DESC LIMIT 200")
                                        .bind("user", user.value())
                                        .map(
                                                (row, context) ->
                                                        new KycStep(
                                                                status(row.getString("status")),
                                                                Optional.ofNullable(
                                                                        row.getString("note")),
                                                                RowStore.time(row, "at")))
                                        .list());
    }

    /** False when there is no such person. */
    boolean addKyc(UserId user, KycStep step, UserId by) {
        return database.inTransaction(
                        handle ->
                                handle.createUpdate(
                                                """
                                                INSERT INTO accounts.kyc_steps (user_id, status, note, set_by, at)
                                                SELECT id, :status, :note, :by, :at FROM accounts.users WHERE id = :user\
                                                """)
                                        .bind("user", user.value())
                                        .bind("status", step.status().text())
                                        .bind("note", step.note().orElse(null))
                                        .bind("by", by.value())
                                        .bind("at", step.at())
                                        .execute())
                == 1;
    }

    /** Takes a person out, with all that hangs on them in this schema. */
    boolean delete(UserId user) {
        return database.inTransaction(
                        handle ->
                                handle.createUpdate("DELETE FROM accounts.users WHERE id = :id")
                                        .bind("id", user.value())
                                        .execute())
                == 1;
    }

    private static KycStatus status(String text) {
        return KycStatus.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static Person person(ResultSet row) throws SQLException {
        return new Person(
                new User(
                        new UserId(RowStore.uuid(row, "id")),
                        row.getString("email"),
                        row.getBoolean("email_verified"),
                        RowStore.time(row, "created_at")),
                Optional.ofNullable(row.getString("display_name")),
                Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
                row.getString("password_hash") != null,
                status(row.getString("kyc")));
    }
}
