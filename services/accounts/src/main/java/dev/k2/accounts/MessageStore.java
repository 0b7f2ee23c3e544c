package dev.k2.accounts;

import dev.k2.model.UserId;
import dev.k2.platform.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What people are to be told, in PostgreSQL: noted with what caused it, and kept until it was told. */
final class MessageStore {
    private static final Duration KEPT = Duration.ofDays(7);

    private final Database database;

    MessageStore(Database database) {
        this.database = database;
    }

    /** Notes a message to an address, whether anybody has it or not. */
    static void note(Handle handle, MessageKind kind, String email, Instant now) {
        handle.createUpdate(
                        """
                        INSERT INTO accounts.messages (id, kind, email, details, created_at, due_at)
                        VALUES (:id, :kind, :email, '{}', :now, :now)\
                        """)
                .bind("id", UUID.randomUUID())
                .bind("kind", kind.name())
                .bind("email", email)
                .bind("now", now)
                .execute();
    }

    /** Notes a message to a person; none where there is no such person. */
    static void tell(
            Handle handle,
            UserId user,
            MessageKind kind,
            Map<String, String> details,
            Instant now) {
        String[] names = details.keySet().toArray(new String[0]);
        String[] texts = details.values().toArray(new String[0]);
        handle.createUpdate(
                        """
                        INSERT INTO accounts.messages (id, kind, email, user_id, details, created_at, due_at)
                        SELECT :id, :kind, u.email, u.id, jsonb_object(:names, :texts), :now, :now
                          FROM accounts.users u WHERE u.id = :user\
                        """)
                .bind("id", UUID.randomUUID())
                .bind("kind", kind.name())
                .bind("user", user.value())
                .bind("names", names)
                .bind("texts", texts)
                .bind("now", now)
                .execute();
    }

    void note(MessageKind kind, String email, Instant now) {
        database.useTransaction(handle -> note(handle, kind, email, now));
    }

    void tell(UserId user, MessageKind kind, Map<String, String> details, Instant now) {
        database.useTransaction(handle -> tell(handle, user, kind, details, now));
    }

    /** Takes messages that are due, the oldest first; they come again after the lease unless their end is noted before. */
    List<Message> take(int most, Duration lease, Instant now) {
        return due(most, lease, now).stream()
                .sorted(Comparator.comparing(Message::createdAt))
                .toList();
    }

    private List<Message> due(int most, Duration lease, Instant now) {
        return database.inTransaction(
                handle ->
                        handle.createQuery(
                                        """
                                        UPDATE accounts.messages m
                                           SET due_at = :again, attempts = attempts + 1
                                         WHERE m.id IN (SELECT id FROM accounts.messages
                                                         WHERE done_at IS NULL AND due_at <= :now
                                                         ORDER BY due_at LIMIT :most FOR UPDATE SKIP LOCKED)
                                        RETURNING m.*,
                                            ARRAY(SELECT e.key FROM jsonb_each_text(m.details) e ORDER BY e.key) AS names,
                                            ARRAY(SELECT e.value FROM jsonb_each_text(m.details) e ORDER BY e.key) AS texts\
                                        """)
                                .bind("now", now)
                                .bind("again", now.plus(lease))
                                .bind("most", most)
                                .map((row, context) -> read(row))
                                .list());
    }

    /** Notes that a message needs nothing more; with the reason where it was given up. */
    void done(UUID id, Optional<String> failure, Instant now) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        "UPDATE accounts.messages SET done_at = :now, failure ="
                                                + " :failure WHERE id = :id")
                                .bind("id", id)
                                .bind("now", now)
                                .bind("failure", failure.orElse(null))
                                .execute());
    }

    void later(UUID id, Instant due, String why) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        "UPDATE accounts.messages SET due_at = :due, failure = :why"
                                                + " WHERE id = :id")
                                .bind("id", id)
                                .bind("due", due)
                                .bind("why", why)
                                .execute());
    }

    int sweep(Instant now) {
        return database.inTransaction(
                handle ->
                        handle.createUpdate("DELETE FROM accounts.messages WHERE done_at < :old")
                                .bind("old", now.minus(KEPT))
                                .execute());
    }

    private static Message read(ResultSet row) throws SQLException {
        UUID user = row.getObject("user_id", UUID.class);
        return new Message(
                RowStore.uuid(row, "id"),
                MessageKind.valueOf(row.getString("kind")),
                row.getString("email"),
                Optional.ofNullable(user).map(UserId::new),
                details(row),
                RowStore.time(row, "created_at"),
                row.getInt("attempts"));
    }

    private static Map<String, String> details(ResultSet row) throws SQLException {
        String[] names = (String[]) row.getArray("names").getArray();
        String[] texts = (String[]) row.getArray("texts").getArray();
        Map<String, String> details = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            details.put(names[i], texts[i]);
        }
        return details;
    }
}
