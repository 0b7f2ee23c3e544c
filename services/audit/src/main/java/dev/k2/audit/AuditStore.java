package dev.k2.audit;

import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.Metrics;
import dev.k2.platform.StartFailure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The log in PostgreSQL. Its connections have the role that may add and read, and nothing else. */
final class AuditStore implements AutoCloseable {
    static final String ROLE = "k2_audit_writer";
    private static final int CONNECTIONS = 3;

    /** One at a time adds to the chain, of all nodes. */
    private static final long TURN = 0x4B32_4155_4449_5401L;

    private final Database database;

    private AuditStore(Database database) {
        this.database = database;
    }

    static AuditStore open(Database owner, Metrics metrics) {
        owner.migrate("audit");
        var database = owner.inRole(ROLE, CONNECTIONS, metrics);
        var store = new AuditStore(database);
        try {
            store.refuseRights();
        } catch (RuntimeException failure) {
            database.close();
            throw failure;
        }
        return store;
    }

    private void refuseRights() {
        var mayChange =
                database.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery(
                                                        "SELECT"
                                                            + " has_table_privilege('audit.entries',"
                                                            + " 'UPDATE, DELETE, TRUNCATE') OR NOT"
                                                            + " has_table_privilege('audit.entries',"
                                                            + " 'INSERT')")
                                                .mapTo(Boolean.class)
                                                .one());
        if (mayChange) {
            throw new StartFailure(
                    "The database role " + ROLE + " may do other things than add to the audit log.",
                    "As an administrator: REVOKE ALL ON audit.entries FROM "
                            + ROLE
                            + "; GRANT INSERT, SELECT ON audit.entries TO "
                            + ROLE
                            + ";");
        }
    }

    /**
     * Adds events to the end of the chain, in one transaction. Those that are there already stay as they are, so that a call whose
     * outcome was not seen is made again.
     */
    List<AuditRow> append(List<AuditEvent> events, AuditChain chain) {
        return database.inTransaction(
                handle -> {
                    handle.createQuery("SELECT pg_advisory_xact_lock(:turn)")
                            .bind("turn", TURN)
                            .mapTo(String.class)
                            .list();
                    var known = known(handle, events);
                    var head = head(handle);
                    long seq = head.map(AuditRow::seq).orElse(0L);
                    var hash = head.map(AuditRow::hash).orElse(AuditChain.BEGINNING);
                    List<AuditRow> rows = new ArrayList<>();
                    for (var event : events) {
                        if (!known.add(event.id())) {
                            continue;
                        }
                        var row = chain.close(++seq, event, hash);
                        rows.add(row);
                        hash = row.hash();
                    }
                    insert(handle, rows);
                    return rows;
                });
    }

    private static Set<UUID> known(Handle handle, List<AuditEvent> events) {
        return handle.createQuery("SELECT id FROM audit.entries WHERE id = ANY(:ids)")
                .bindArray("ids", UUID.class, events.stream().map(AuditEvent::id).toArray())
                .mapTo(UUID.class)
                .collect(Collectors.toSet());
    }

    private static void insert(Handle handle, List<AuditRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        var batch =
                handle.prepareBatch(
                        """
                        INSERT INTO audit.entries (seq, id, at, kind, action, user_id, session_id, address, object,
                                                   outcome, request_id, details, key_version, hash)
                        VALUES (:seq, :id, :at, :kind, :action, :user, :session, :address, :object,
                                :outcome, :request, :details, :version, :hash)\
                        """);
        for (var row : rows) {
            var event = row.event();
            batch.bind("seq", row.seq())
                    .bind("id", event.id())
                    .bind("at", event.at())
                    .bind("kind", event.kind().text())
                    .bind("action", event.action())
                    .bindByType("user", event.user().map(UserId::value).orElse(null), UUID.class)
                    .bindByType(
                            "session",
                            event.session().map(SessionId::value).orElse(null),
                            UUID.class)
                    .bind("address", event.address())
                    .bind("object", event.object())
                    .bind("outcome", event.outcome())
                    .bind("request", event.requestId())
                    .bind("details", AuditJson.details(event.details()))
                    .bind("version", row.keyVersion())
                    .bind("hash", row.hashBytes())
                    .add();
        }
        batch.execute();
    }

    /** The newest row. */
    Optional<AuditRow> head() {
        return database.jdbi().withHandle(AuditStore::head);
    }

    private static Optional<AuditRow> head(Handle handle) {
        return handle.createQuery("SELECT * FROM audit.entries ORDER BY seq DESC LIMIT 1")
                .map((row, context) -> row(row))
                .findOne();
    }

    /**
     * A row, and whether everything in it is as we write it; what we would never have written must not be read as something that we
     * would.
     */
    record Stored(AuditRow row, boolean faithful) {}

    /** In the order of the chain. */
    List<Stored> after(long seq, int most) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT * FROM audit.entries WHERE seq > :seq ORDER"
                                                        + " BY seq LIMIT :most")
                                        .bind("seq", seq)
                                        .bind("most", most)
                                        .map((row, context) -> stored(row))
                                        .list());
    }

    /** The newest first. */
    List<AuditRow> find(AuditFilter filter, Optional<Long> before, int most) {
        var sql = new StringBuilder("SELECT * FROM audit.entries WHERE TRUE");
        filter.user().ifPresent(user -> sql.append(" AND user_id = :user"));
        filter.action().ifPresent(action -> sql.append(" AND action = :action"));
        filter.from().ifPresent(from -> sql.append(" AND at >= :from"));
        filter.to().ifPresent(to -> sql.append(" AND at < :to"));
        before.ifPresent(seq -> sql.append(" AND seq < :before"));
        return database.jdbi()
                .withHandle(
                        handle -> {
                            Query query =
                                    handle.createQuery(sql + " ORDER BY seq DESC LIMIT :most")
                                            .bind("most", most);
                            filter.user().ifPresent(user -> query.bind("user", user.value()));
                            filter.action().ifPresent(action -> query.bind("action", action));
                            filter.from().ifPresent(from -> query.bind("from", from));
                            filter.to().ifPresent(to -> query.bind("to", to));
                            before.ifPresent(seq -> query.bind("before", seq));
                            return query.map((row, context) -> row(row)).list();
                        });
    }

    /** The last row that lies in object storage; 0 where none does. */
    long exportedTo() {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT coalesce(max(seq_to), 0) FROM"
                                                        + " audit.exports")
                                        .mapTo(Long.class)
                                        .one());
    }

    void exported(long from, long to, String object, Instant now) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        "INSERT INTO audit.exports (seq_from, seq_to, object,"
                                            + " exported_at) VALUES (:from, :to, :object, :now) ON"
                                            + " CONFLICT DO NOTHING")
                                .bind("from", from)
                                .bind("to", to)
                                .bind("object", object)
                                .bind("now", now)
                                .execute());
    }

    @Override
    public void close() {
        database.close();
    }

    private static Stored stored(ResultSet row) throws SQLException {
        var read = row(row);
        var event = read.event();
        return new Stored(
                read,
                event.at().equals(row.getObject("at", OffsetDateTime.class).toInstant())
                        && event.kind().text().equals(row.getString("kind"))
                        && event.action().equals(row.getString("action"))
                        && event.address().equals(row.getString("address"))
                        && event.object().equals(row.getString("object"))
                        && event.outcome().equals(row.getString("outcome"))
                        && event.requestId().equals(row.getString("request_id"))
                        && AuditJson.details(event.details()).equals(row.getString("details")));
    }

    private static AuditRow row(ResultSet row) throws SQLException {
        return new AuditRow(
                row.getLong("seq"),
                new AuditEvent(
                        row.getObject("id", UUID.class),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        // A word that none of ours is shows as a row that does not hold.
                        AuditKind.parse(row.getString("kind")).orElse(AuditKind.SYSTEM),
                        row.getString("action"),
                        Optional.ofNullable(row.getObject("user_id", UUID.class)).map(UserId::new),
                        Optional.ofNullable(row.getObject("session_id", UUID.class))
                                .map(SessionId::new),
                        row.getString("address"),
                        row.getString("object"),
                        row.getString("outcome"),
                        row.getString("request_id"),
                        AuditDetails.read(row.getString("details"))),
                row.getInt("key_version"),
                HexFormat.of().formatHex(row.getBytes("hash")));
    }
}
