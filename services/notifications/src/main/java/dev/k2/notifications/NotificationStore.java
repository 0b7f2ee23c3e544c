package dev.k2.notifications;

import dev.k2.model.UserId;
import dev.k2.platform.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;

/** Notifications in PostgreSQL: added once, never changed, and gone with the person whose they are. */
final class NotificationStore {
    private static final String SELECT =
            """
            SELECT n.*, r.read_at,
                   ARRAY(SELECT e.key FROM jsonb_each_text(n.details) e ORDER BY e.key) AS names,
                   ARRAY(SELECT e.value FROM jsonb_each_text(n.details) e ORDER BY e.key) AS texts
              FROM notifications.notifications n
              LEFT JOIN notifications.reads r ON r.notification_id = n.id
             WHERE n.user_id = :user\
            """;

    private static final RowMapper<Notification> ROW = (row, context) -> read(row);

    private final Database database;

    NotificationStore(Database database) {
        this.database = database;
    }

    /** Keeps news; empty where the person was told before. */
    Optional<Notification> insert(News news, Instant now) {
        String[] names = news.details().keySet().toArray(new String[0]);
        String[] texts = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            texts[i] = news.details().getOrDefault(names[i], "");
        }
        UUID id = UUID.randomUUID();
        Optional<Long> number =
                database.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery(
                                                        """
                                                        INSERT INTO notifications.notifications (
                                                            id, user_id, kind, source, title, body, details, created_at)
                                                        VALUES (
                                                            :id, :user, :kind, :source, :title, :body,
                                                            jsonb_object(:names, :texts), :now)
                                                        ON CONFLICT (user_id, source) DO NOTHING
                                                        RETURNING number\
                                                        """)
                                                .bind("id", id)
                                                .bind("user", news.user().value())
                                                .bind("kind", news.kind().name())
                                                .bind("source", news.source())
                                                .bind("title", news.title())
                                                .bind("body", news.body())
                                                .bind("names", names)
                                                .bind("texts", texts)
                                                .bind("now", Database.time(now))
                                                .mapTo(Long.class)
                                                .findOne());
        return number.map(
                given ->
                        new Notification(
                                id,
                                given,
                                news.user(),
                                news.kind(),
                                news.title(),
                                news.body(),
                                news.details(),
                                now,
                                Optional.empty()));
    }

    /** Newest first, from just before a number on. */
    List<Notification> list(UserId user, boolean unreadOnly, long before, int limit) {
        String sql =
                SELECT
                        + (unreadOnly ? " AND r.read_at IS NULL" : "")
                        + " AND n.number < :before ORDER BY n.number DESC LIMIT :limit";
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(sql)
                                        .bind("user", user.value())
                                        .bind("before", before)
                                        .bind("limit", limit)
                                        .map(ROW)
                                        .list());
    }

    Optional<Notification> find(UserId user, UUID id) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(SELECT + " AND n.id = :id")
                                        .bind("user", user.value())
                                        .bind("id", id)
                                        .map(ROW)
                                        .findOne());
    }

    long unread(UserId user) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT count(*) FROM notifications.notifications n
                                                 WHERE n.user_id = :user AND NOT EXISTS (
                                                       SELECT 1 FROM notifications.reads r
                                                        WHERE r.notification_id = n.id)\
                                                """)
                                        .bind("user", user.value())
                                        .mapTo(Long.class)
                                        .one());
    }

    /** Marks one of a person's notifications, or all of them; gives how many were unread. */
    int markRead(UserId user, Optional<UUID> id, Instant now) {
        String sql =
                """
                INSERT INTO notifications.reads (notification_id, read_at)
                SELECT n.id, :now FROM notifications.notifications n WHERE n.user_id = :user\
                """
                        + (id.isPresent() ? " AND n.id = :id" : "")
                        + " ON CONFLICT DO NOTHING";
        return database.jdbi()
                .withHandle(
                        handle -> {
                            var update =
                                    handle.createUpdate(sql)
                                            .bind("user", user.value())
                                            .bind("now", Database.time(now));
                            id.ifPresent(one -> update.bind("id", one));
                            return update.execute();
                        });
    }

    /** Takes away all of a person's, which the table allows nobody who does not name that person. */
    int forget(UserId user) {
        return database.inTransaction(
                handle -> {
                    handle.createQuery("SELECT set_config('notifications.leaving', :user, true)")
                            .bind("user", user.toString())
                            .mapTo(String.class)
                            .one();
                    handle.createUpdate(
                                    """
                                    DELETE FROM notifications.reads r USING notifications.notifications n
                                     WHERE n.id = r.notification_id AND n.user_id = :user\
                                    """)
                            .bind("user", user.value())
                            .execute();
                    return handle.createUpdate(
                                    "DELETE FROM notifications.notifications WHERE user_id = :user")
                            .bind("user", user.value())
                            .execute();
                });
    }

    private static Notification read(ResultSet row) throws SQLException {
        OffsetDateTime readAt = row.getObject("read_at", OffsetDateTime.class);
        return new Notification(
                row.getObject("id", UUID.class),
                row.getLong("number"),
                new UserId(row.getObject("user_id", UUID.class)),
                NotificationKind.valueOf(row.getString("kind")),
                row.getString("title"),
                row.getString("body"),
                details(row),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(readAt).map(OffsetDateTime::toInstant));
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
