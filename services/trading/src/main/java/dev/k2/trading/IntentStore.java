package dev.k2.trading;

import dev.k2.model.Arrival;
import dev.k2.model.OrderId;
import dev.k2.platform.Database;
import dev.k2.platform.Leases;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes intents down, many in one statement: it locks the sums that they count into, compares each
 * with its limit, adds, and inserts the orders. The statement is the transaction, so that its end
 * is the one wait for the disk.
 */
final class IntentStore {
    /** States of data that the server refused; the statement did nothing then. */
    private static final List<String> REFUSED_DATA = List.of("22", "23");

    private final Database database;

    IntentStore(Database database) {
        this.database = database;
    }

    /**
     * An intent and what it counts into.
     *
     * @param claims one for the user at least, no scope twice
     * @param lease what it is written under
     */
    record Wanted(OrderRow row, List<Claim> claims, Leases.Lease lease) {
        Wanted {
            claims = List.copyOf(claims);
            if (claims.isEmpty()) {
                throw new IllegalArgumentException("an intent counts into its user's orders");
            }
        }
    }

    /** What came of one intent. */
    sealed interface Result {
        /** It is in the database. */
        record Added() implements Result {}

        /** The user has an order of this key already. */
        record KeyTaken() implements Result {}

        /** The lease that it was to be written under does not stand any more. */
        record NotHeld() implements Result {}

        /**
         * It does not fit.
         *
         * @param after what would be reserved with it
         */
        record TooMuch(Claim claim, BigDecimal after) implements Result {}

        /** Not written, and nobody may count on it. */
        record Failed(SQLException cause) implements Result {}

        /** A sum that it counts into has no row yet. */
        record Unknown() implements Result {}
    }

    private record Column(String name, String type, Function<OrderRow, @Nullable Object> value) {}

    private static final List<Column> COLUMNS =
            List.of(
                    new Column("id", "uuid", row -> row.id().value()),
                    new Column("user_id", "uuid", row -> row.user().value()),
                    new Column("link_id", "uuid", row -> row.intent().link().value()),
                    new Column("client_order_id", "text", row -> row.intent().key().text()),
                    new Column("body_hash", "text", row -> row.intent().bodyHash()),
                    new Column("exchange", "text", row -> row.intent().exchange().text()),
                    new Column("sent_as", "text", row -> row.intent().sentAs().text()),
                    new Column("instrument", "text", row -> row.intent().instrument().text()),
                    new Column("instrument_type", "text", row -> row.intent().kind().type()),
                    new Column(
                            "instrument_kind",
                            "text",
                            row -> OrderRowStore.text(row.intent().kind())),
                    new Column(
                            "outcome",
                            "text",
                            row -> row.intent().outcome().map(OrderRowStore::text).orElse(null)),
                    new Column("side", "text", row -> OrderRowStore.text(row.intent().side())),
                    new Column(
                            "order_type", "text", row -> OrderRowStore.text(row.intent().type())),
                    new Column(
                            "time_in_force",
                            "text",
                            row -> OrderRowStore.text(row.intent().timeInForce())),
                    new Column("reduce_only", "boolean", row -> row.intent().reduceOnly()),
                    new Column("quantity", "numeric", row -> row.intent().quantity()),
                    new Column("price", "numeric", row -> row.intent().price().orElse(null)),
                    new Column(
                            "stop_price", "numeric", row -> row.intent().stopPrice().orElse(null)),
                    new Column("reserved", "numeric", row -> row.intent().reserved()),
                    new Column("reserved_left", "numeric", row -> row.intent().reserved()),
                    new Column(
                            "status", "text", row -> OrderRowStore.text(row.standing().status())),
                    new Column("stale", "boolean", row -> row.standing().stale()),
                    new Column(
                            "cancel_requested", "boolean", row -> row.standing().cancelRequested()),
                    new Column("filled_quantity", "numeric", row -> row.standing().filled()),
                    new Column("created_at", "timestamptz", row -> row.intent().createdAt()),
                    new Column(
                            "submitted_at",
                            "timestamptz",
                            row -> row.isHeld() ? null : row.intent().createdAt()),
                    new Column("held", "boolean", row -> row.intent().conditions().held()),
                    new Column(
                            "trailing_offset",
                            "numeric",
                            row -> row.intent().conditions().trailingOffset().orElse(null)),
                    new Column(
                            "trailing_percent",
                            "numeric",
                            row -> row.intent().conditions().trailingPercent().orElse(null)),
                    new Column(
                            "good_till",
                            "timestamptz",
                            row -> row.intent().conditions().goodTill().orElse(null)),
                    new Column(
                            "pair_id",
                            "uuid",
                            row ->
                                    row.intent()
                                            .conditions()
                                            .pair()
                                            .map(OrderId::value)
                                            .orElse(null)),
                    new Column("updated_at", "timestamptz", row -> row.updatedAt()),
                    new Column("sequence", "bigint", OrderRow::sequence),
                    new Column(
                            "arrival_price",
                            "numeric",
                            row -> row.intent().arrival().map(Arrival::best).orElse(null)),
                    new Column(
                            "arrival_middle",
                            "numeric",
                            row -> row.intent().arrival().map(Arrival::middle).orElse(null)),
                    new Column(
                            "arrival_age_micros",
                            "bigint",
                            row ->
                                    row.intent()
                                            .arrival()
                                            .map(met -> met.age().toNanos() / 1000)
                                            .orElse(null)));

    /** Whoever takes several sums takes them in this order; two lots never wait for each other. */
    private static final String WRITE =
            """
            WITH wanted AS MATERIALIZED (
                SELECT * FROM unnest(%2$s) WITH ORDINALITY AS w (%1$s, place)
            ), claims AS MATERIALIZED (
                SELECT * FROM unnest(?::bigint[], ?::uuid[], ?::text[], ?::numeric[], ?::numeric[])
                           AS c (place, user_id, scope, amount, most)
            ), notes AS MATERIALIZED (
                SELECT * FROM unnest(?::bigint[], ?::text[], ?::text[]) AS n (place, name, value)
            ), fences AS MATERIALIZED (
                SELECT * FROM unnest(?::bigint[], ?::text[], ?::bigint[]) AS f (place, shard, epoch)
            ), held AS MATERIALIZED (
                SELECT l.shard, l.epoch
                  FROM platform.leases l
                 WHERE (l.shard, l.epoch) IN (SELECT f.shard, f.epoch FROM fences f)
                   AND l.expires_at > clock_timestamp()
                 ORDER BY l.shard
                   FOR KEY SHARE
            ), ours AS MATERIALIZED (
                SELECT f.place FROM fences f JOIN held USING (shard, epoch)
            ), locked AS MATERIALIZED (
                SELECT r.user_id, r.scope, r.reserved
                  FROM trading.reservations r
                 WHERE (r.user_id, r.scope) IN (SELECT c.user_id, c.scope FROM claims c)
                 ORDER BY r.user_id, r.scope
                   FOR UPDATE
            ), judged AS MATERIALIZED (
                SELECT c.place, c.scope, c.most,
                       l.reserved + sum(c.amount)
                           OVER (PARTITION BY c.user_id, c.scope ORDER BY c.place) AS after
                  FROM claims c LEFT JOIN locked l USING (user_id, scope)
            ), broken AS MATERIALIZED (
                SELECT DISTINCT ON (j.place) j.place, j.scope, j.after
                  FROM judged j
                 WHERE j.after IS NULL OR j.after > j.most
                 ORDER BY j.place, j.after NULLS FIRST, j.scope
            ), added AS (
                INSERT INTO trading.orders (%1$s, reserved_scopes, metadata)
                SELECT %1$s,
                       ARRAY(SELECT c.scope FROM claims c WHERE c.place = w.place ORDER BY c.scope),
                       coalesce((SELECT jsonb_object_agg(n.name, n.value)
                                   FROM notes n WHERE n.place = w.place), '{}')
                  FROM wanted w
                 WHERE w.place NOT IN (SELECT b.place FROM broken b)
                   AND w.place IN (SELECT o.place FROM ours o)
                 ORDER BY w.place
                ON CONFLICT (user_id, client_order_id) DO NOTHING
                RETURNING id
            ), placed AS MATERIALIZED (
                SELECT w.place FROM wanted w JOIN added USING (id)
            ), taken AS (
                UPDATE trading.reservations r
                   SET reserved = r.reserved + t.amount
                  FROM (SELECT c.user_id, c.scope, sum(c.amount) AS amount
                          FROM claims c JOIN placed USING (place)
                         GROUP BY c.user_id, c.scope) t
                 WHERE r.user_id = t.user_id AND r.scope = t.scope
            )
            SELECT w.place, p.place IS NOT NULL AS added,
                   o.place IS NOT NULL AS ours,
                   b.place IS NOT NULL AS broken, b.scope, b.after
              FROM wanted w LEFT JOIN placed p USING (place) LEFT JOIN broken b USING (place)
                   LEFT JOIN ours o USING (place)
             ORDER BY w.place\
            """
                    .formatted(
                            COLUMNS.stream().map(Column::name).collect(Collectors.joining(", ")),
                            COLUMNS.stream()
                                    .map(column -> "?::" + column.type() + "[]")
                                    .collect(Collectors.joining(", ")));

    private static final String OPEN_SUMS =
            """
            INSERT INTO trading.reservations (user_id, scope, reserved)
            SELECT DISTINCT c.user_id, c.scope, 0
              FROM unnest(?::uuid[], ?::text[]) AS c (user_id, scope)
             ORDER BY c.user_id, c.scope
            ON CONFLICT DO NOTHING\
            """;

    /**
     * Writes a lot down, durably.
     *
     * @return what came of each, in their order
     * @throws IllegalStateException where the database failed, or was lost while it answered
     */
    List<Result> write(List<Wanted> lot) {
        try {
            return settle(lot, once(lot));
        } catch (SQLException failed) {
            if (lot.size() == 1 || !isRefusedData(failed)) {
                throw failure(failed);
            }
            // The server did nothing of it. One that it cannot take must not hold up the others.
            return lot.stream().map(this::alone).toList();
        }
    }

    /**
     * Writes two intents down, durably, in one transaction.
     *
     * @return that they were added, or what came of the first that could not be; then neither was
     */
    Result both(Wanted one, Wanted other) {
        List<Wanted> lot = List.of(one, other);
        try {
            openSums(lot);
            return database.inTransaction(
                    handle -> {
                        List<Result> results = once(handle.getConnection(), lot);
                        for (Result result : results) {
                            if (!(result instanceof Result.Added)) {
                                handle.rollback();
                                return result;
                            }
                        }
                        return results.getFirst();
                    });
        } catch (SQLException failed) {
            throw failure(failed);
        }
    }

    static IllegalStateException failure(SQLException cause) {
        return new IllegalStateException("an intent could not be written down", cause);
    }

    private Result alone(Wanted wanted) {
        try {
            return settle(List.of(wanted), once(List.of(wanted))).getFirst();
        } catch (SQLException failed) {
            return new Result.Failed(failed);
        }
    }

    private List<Result> settle(List<Wanted> lot, List<Result> results) throws SQLException {
        List<Result> settled = new ArrayList<>(results);
        List<Integer> unknown = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof Result.Unknown) {
                unknown.add(i);
            } else if (results.get(i) instanceof Result.TooMuch && lot.size() > 1) {
                // It was counted behind others that perhaps were not added; alone it is exact.
                settled.set(i, once(List.of(lot.get(i))).getFirst());
            }
        }
        if (!unknown.isEmpty()) {
            List<Wanted> rest = unknown.stream().map(lot::get).toList();
            openSums(rest);
            List<Result> later = settle(rest, once(rest));
            for (int i = 0; i < unknown.size(); i++) {
                settled.set(unknown.get(i), later.get(i));
            }
        }
        return settled;
    }

    private List<Result> once(List<Wanted> lot) throws SQLException {
        return database.jdbi().withHandle(handle -> once(handle.getConnection(), lot));
    }

    private static List<Result> once(Connection connection, List<Wanted> lot) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            bind(connection, statement, lot);
            try (ResultSet rows = statement.executeQuery()) {
                return read(rows, lot);
            }
        }
    }

    private void openSums(List<Wanted> lot) throws SQLException {
        List<Object> users = new ArrayList<>();
        List<Object> scopes = new ArrayList<>();
        for (Wanted wanted : lot) {
            for (Claim claim : wanted.claims()) {
                users.add(wanted.row().user().value());
                scopes.add(claim.scope().text());
            }
        }
        database.jdbi()
                .useHandle(
                        handle -> {
                            Connection connection = handle.getConnection();
                            try (PreparedStatement statement =
                                    connection.prepareStatement(OPEN_SUMS)) {
                                statement.setArray(1, array(connection, "uuid", users));
                                statement.setArray(2, array(connection, "text", scopes));
                                statement.executeUpdate();
                            }
                        });
    }

    private static void bind(Connection connection, PreparedStatement statement, List<Wanted> lot)
            throws SQLException {
        int at = 1;
        for (Column column : COLUMNS) {
            List<@Nullable Object> values = new ArrayList<>(lot.size());
            for (Wanted wanted : lot) {
                values.add(column.value().apply(wanted.row()));
            }
            statement.setArray(at++, array(connection, column.type(), values));
        }
        var claims = new Columns("int8", "uuid", "text", "numeric", "numeric");
        var notes = new Columns("int8", "text", "text");
        var fences = new Columns("int8", "text", "int8");
        for (int i = 0; i < lot.size(); i++) {
            OrderRow row = lot.get(i).row();
            Object place = i + 1;
            for (Claim claim : lot.get(i).claims()) {
                claims.add(
                        place,
                        row.user().value(),
                        claim.scope().text(),
                        row.intent().reserved(),
                        claim.most());
            }
            RouteNotes.with(row.intent().metadata(), row.intent().routing())
                    .forEach((name, value) -> notes.add(place, name, value));
            fences.add(place, lot.get(i).lease().shard(), lot.get(i).lease().epoch());
        }
        at = claims.bind(connection, statement, at);
        at = notes.bind(connection, statement, at);
        fences.bind(connection, statement, at);
    }

    /** Values of several columns, row by row. */
    private static final class Columns {
        private final List<String> types;
        private final List<List<Object>> values = new ArrayList<>();

        private Columns(String... types) {
            this.types = List.of(types);
            this.types.forEach(type -> values.add(new ArrayList<>()));
        }

        private void add(Object... row) {
            for (int i = 0; i < row.length; i++) {
                values.get(i).add(row[i]);
            }
        }

        private int bind(Connection connection, PreparedStatement statement, int from)
                throws SQLException {
            for (int i = 0; i < types.size(); i++) {
                statement.setArray(from + i, array(connection, types.get(i), values.get(i)));
            }
            return from + types.size();
        }
    }

    private static Array array(
            Connection connection, String type, List<? extends @Nullable Object> values)
            throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }

    private static List<Result> read(ResultSet rows, List<Wanted> lot) throws SQLException {
        List<Result> results = new ArrayList<>(lot.size());
        while (rows.next()) {
            List<Claim> claims = lot.get(results.size()).claims();
            results.add(result(rows, claims));
        }
        return results;
    }

    private static Result result(ResultSet rows, List<Claim> claims) throws SQLException {
        if (rows.getBoolean("added")) {
            return new Result.Added();
        }
        if (!rows.getBoolean("ours")) {
            return new Result.NotHeld();
        }
        return rows.getBoolean("broken") ? broken(rows, claims) : new Result.KeyTaken();
    }

    private static Result broken(ResultSet rows, List<Claim> claims) throws SQLException {
        @Nullable BigDecimal after = rows.getBigDecimal("after");
        String scope = rows.getString("scope");
        Claim claim =
                claims.stream()
                        .filter(one -> one.scope().text().equals(scope))
                        .findFirst()
                        .orElseThrow();
        return after == null
                ? new Result.Unknown()
                : new Result.TooMuch(claim, OrderRowStore.number(after));
    }

    private static boolean isRefusedData(SQLException failed) {
        @Nullable String state = failed.getSQLState();
        return state != null && REFUSED_DATA.stream().anyMatch(state::startsWith);
    }
}
