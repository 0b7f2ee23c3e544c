package dev.k2.signals;

import dev.k2.model.OrderId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;

/** Every signal that a template received, in PostgreSQL. */
final class ReceivedStore {
    private static final int REASON_MAX = 300;
    private static final RowMapper<ReceivedSignal> ROW = (row, context) -> read(row);

    private final Database database;

    ReceivedStore(Database database) {
        this.database = database;
    }

    /** Notes that a signal came in; gives its number. */
    long came(UUID template, Instant now) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                INSERT INTO signals.received (template_id, received_at, outcome)
                                                VALUES (:template, :now, :outcome)
                                                RETURNING number\
                                                """)
                                        .bind("template", template)
                                        .bind("now", Database.time(now))
                                        .bind("outcome", ReceivedOutcome.RECEIVED.name())
                                        .mapTo(Long.class)
                                        .one());
    }

    /** Notes how it ended. */
    void ended(
            long number,
            ReceivedOutcome outcome,
            Optional<OrderId> order,
            Optional<String> reason) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        """
                                        UPDATE signals.received
                                           SET outcome = :outcome, order_id = :order, reason = :reason
                                         WHERE number = :number\
                                        """)
                                .bind("outcome", outcome.name())
                                .bind("order", order.map(OrderId::value))
                                .bind("reason", reason.map(ReceivedStore::cut))
                                .bind("number", number)
                                .execute());
    }

    /** Newest first, from just before a number on. */
    List<ReceivedSignal> list(UserId user, UUID template, long before, int limit) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT r.* FROM signals.received r
                                                  JOIN signals.templates t ON t.id = r.template_id
                                                 WHERE t.user_id = :user AND t.id = :template
                                                   AND t.deleted_at IS NULL AND r.number < :before
                                                 ORDER BY r.number DESC LIMIT :limit\
                                                """)
                                        .bind("user", user.value())
                                        .bind("template", template)
                                        .bind("before", before)
                                        .bind("limit", limit)
                                        .map(ROW)
                                        .list());
    }

    private static String cut(String reason) {
        return reason.substring(0, Math.min(REASON_MAX, reason.length()));
    }

    private static ReceivedSignal read(ResultSet row) throws SQLException {
        return new ReceivedSignal(
                row.getLong("number"),
                row.getObject("received_at", OffsetDateTime.class).toInstant(),
                ReceivedOutcome.valueOf(row.getString("outcome")),
                Optional.ofNullable(row.getObject("order_id", UUID.class)).map(OrderId::new),
                Optional.ofNullable(row.getString("reason")));
    }
}
