package dev.k2.trading;

import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.LinkId;
import dev.k2.model.OrderId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;

/** Orders in PostgreSQL. Every question on behalf of a user names the user. */
final class OrderStore {
    private static final String NOT_FINAL =
            "o.status IN ('pending', 'submitted', 'open', 'partial')";

    /** How many intents share a commit at most. */
    private static final int LOT_MAX = 256;

    private final Database database;
    private final ExecutionStore executions;
    private final IntentWriter<IntentStore.Wanted, IntentStore.Result> intents;

    OrderStore(Database database, ExecutionStore executions) {
        this.database = database;
        this.executions = executions;
        this.intents = new IntentWriter<>(LOT_MAX, new IntentStore(database)::write);
    }

    /** What a change made of an order. */
    record Change(OrderRow before, OrderRow after, boolean written) {}

    /** What came of an intent. */
    sealed interface Written {}

    /** The user has an order of this key already; nothing was written. */
    record KeyTaken() implements Written {}

    /** The order does not fit into a limit; nothing was written. */
    record TooMuch(Refusal refusal) implements Written {}

    /** Proof that an intent is in the database. Only {@link #insert} makes one. */
    static final class Committed implements Written {
        private final OrderRow row;

        private Committed(OrderRow row) {
            this.row = row;
        }

        OrderRow row() {
            return row;
        }
    }

    /**
     * Writes an intent down, durably, together with those that others write now, and takes what it
     * reserves. Nobody may send the order where this throws.
     *
     * @param claims what it counts into; one for the user at least
     */
    Written insert(OrderRow row, List<Claim> claims) {
        return switch (intents.write(new IntentStore.Wanted(row, claims))) {
            case IntentStore.Result.Added ignored -> new Committed(row);
            case IntentStore.Result.KeyTaken ignored -> new KeyTaken();
            case IntentStore.Result.TooMuch(Claim claim, BigDecimal after) ->
                    new TooMuch(claim.refusal(after));
            case IntentStore.Result.Failed(SQLException cause) -> throw IntentStore.failure(cause);
            case IntentStore.Result.Unknown ignored ->
                    throw new IllegalStateException("a sum of reservations has no row");
        };
    }

    /** How many intents wait for a commit that others are in. */
    int waiting() {
        return intents.waiting();
    }

    /** The first of a thousand numbers that nobody else has. */
    long numbers() {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery("SELECT nextval('trading.order_sequence')")
                                        .mapTo(Long.class)
                                        .one());
    }

    /**
     * Changes an order in one transaction: adds the fills that are new, recomputes what follows
     * from their sum, takes the step, gives back what the order does not hold any more, and notes
     * why. Nothing is written where nothing changes.
     *
     * @param seen the order as it stood a moment ago
     */
    Change change(
            OrderRow seen,
            List<Fill> fills,
            UnaryOperator<OrderRow> step,
            OrderEvent event,
            Instant now,
            long sequence) {
        if (fills.isEmpty()) {
            // Mostly nobody else changed it, and then one statement is enough.
            Standing standing = step.apply(seen).standing();
            if (!standing.equals(seen.standing())) {
                OrderRow after = new OrderRow(seen.intent(), standing, now, sequence);
                if (database.jdbi().withHandle(handle -> update(handle, seen, after, event))) {
                    return new Change(seen, after, true);
                }
            }
        }
        return database.inTransaction(
                handle -> {
                    OrderRow before = lock(handle, seen.id());
                    int added = executions.insert(handle, before.intent(), fills, now);
                    OrderRow filled = added == 0 ? before : refill(handle, before, fills);
                    Standing standing = step.apply(filled).standing();
                    if (standing.equals(before.standing())) {
                        return new Change(before, before, false);
                    }
                    OrderRow after = new OrderRow(before.intent(), standing, now, sequence);
                    if (!update(handle, before, after, event)) {
                        throw new IllegalStateException(
                                "order " + before.id() + " changed while it was locked");
                    }
                    return new Change(before, after, true);
                });
    }

    /** Whether the order stood as it was seen, and now stands otherwise. */
    private static boolean update(Handle handle, OrderRow seen, OrderRow after, OrderEvent event) {
        BigDecimal left = after.reserved();
        boolean releases = left.compareTo(seen.reserved()) != 0;
        Update update =
                handle.createUpdate(
                        releases ? OrderRowStore.UPDATE_AND_RELEASE : OrderRowStore.UPDATE);
        OrderRowStore.bind(OrderRowStore.bind(update, after.standing()), event, after.updatedAt())
                .bind("id", seen.id().value())
                .bind("seen", seen.sequence())
                .bind("sequence", after.sequence());
        if (releases) {
            update.bind("left", left);
        }
        return update.execute() == 1;
    }

    /** Adds evidence without a change. */
    void note(OrderId id, OrderEvent event, Instant now) {
        database.jdbi()
                .useHandle(
                        handle ->
                                OrderRowStore.bind(
                                                handle.createUpdate(OrderRowStore.INSERT_EVENT),
                                                event,
                                                now)
                                        .bind("id", id.value())
                                        .execute());
    }

    Optional<OrderRow> byKey(UserId user, IdempotencyKey key) {
        return one(
                "o.user_id = :user AND o.client_order_id = :key",
                Map.of("user", user.value(), "key", key.text()));
    }

    Optional<OrderRow> byId(UserId user, OrderId id) {
        return one(
                "o.user_id = :user AND o.id = :id", Map.of("user", user.value(), "id", id.value()));
    }

    /** For K2's own work, which belongs to no user. */
    Optional<OrderRow> byId(OrderId id) {
        return one("o.id = :id", Map.of("id", id.value()));
    }

    /** The order that an exchange speaks of, by our name of it or else by its own. */
    Optional<OrderRow> locate(
            LinkId link, Optional<ClientOrderId> sentAs, ExchangeOrderId exchangeOrderId) {
        Optional<OrderRow> byName =
                sentAs.flatMap(
                        name ->
                                one(
                                        "o.link_id = :link AND o.sent_as = :name",
                                        Map.of("link", link.value(), "name", name.text())));
        return byName.or(
                () ->
                        one(
                                "o.link_id = :link AND o.exchange_order_id = :id",
                                Map.of("link", link.value(), "id", exchangeOrderId.text())));
    }

    /** Every order of everybody that has not ended, oldest first. */
    List<OrderRow> allOpen() {
        return many(NOT_FINAL, Map.of(), "o.created_at, o.id", Integer.MAX_VALUE);
    }

    /** The orders of an account that have not ended, oldest first. */
    List<OrderRow> openOf(LinkId link) {
        return many(
                NOT_FINAL + " AND o.link_id = :link",
                Map.of("link", link.value()),
                "o.created_at, o.id",
                Integer.MAX_VALUE);
    }

    /** The open orders of a user that a filter lets through, oldest first. */
    List<OrderRow> openOf(UserId user, CancelFilter filter) {
        Map<String, Object> values = new LinkedHashMap<>();
        StringBuilder where = new StringBuilder(NOT_FINAL).append(" AND o.user_id = :user");
        values.put("user", user.value());
        filter.exchange().ifPresent(e -> and(where, values, "exchange", e.text()));
        filter.instrument().ifPresent(i -> and(where, values, "instrument", i.text()));
        filter.side().ifPresent(s -> and(where, values, "side", OrderRowStore.text(s)));
        return many(where.toString(), values, "o.created_at, o.id", Integer.MAX_VALUE);
    }

    Page<OrderRow> page(UserId user, OrderFilter filter) {
        Map<String, Object> values = new LinkedHashMap<>();
        StringBuilder where = new StringBuilder("o.user_id = :user");
        values.put("user", user.value());
        if (!filter.statuses().equals(OrderFilter.ANY)) {
            List<String> statuses =
                    filter.statuses().stream().map(OrderRowStore::text).sorted().toList();
            where.append(" AND o.status = ANY(:statuses)");
            values.put("statuses", statuses.toArray(new String[0]));
        }
        filter.exchange().ifPresent(e -> and(where, values, "exchange", e.text()));
        filter.instrument().ifPresent(i -> and(where, values, "instrument", i.text()));
        filter.side().ifPresent(s -> and(where, values, "side", OrderRowStore.text(s)));
        boolean newestFirst = filter.sort() == OrderFilter.Sort.NEWEST_FIRST;
        filter.cursor()
                .ifPresent(
                        cursor -> {
                            where.append(" AND (o.created_at, o.id) ")
                                    .append(newestFirst ? "<" : ">")
                                    .append(" (:cursorAt, :cursorId)");
                            values.put("cursorAt", OrderRowStore.time(cursor.at()));
                            values.put("cursorId", cursor.id());
                        });
        String order = newestFirst ? "o.created_at DESC, o.id DESC" : "o.created_at, o.id";
        List<OrderRow> rows = many(where.toString(), values, order, filter.limit() + 1);
        return Pages.cut(
                rows,
                filter.limit(),
                row -> new Cursor(row.intent().createdAt(), row.id().value()));
    }

    /** The letters in front of every id that this installation sends. */
    String prefix(String candidate) {
        return database.inTransaction(
                handle -> {
                    handle.createUpdate(
                                    "INSERT INTO trading.installation (prefix) VALUES (:prefix)"
                                            + " ON CONFLICT DO NOTHING")
                            .bind("prefix", candidate)
                            .execute();
                    return handle.createQuery("SELECT prefix FROM trading.installation")
                            .mapTo(String.class)
                            .one();
                });
    }

    private OrderRow lock(Handle handle, OrderId id) {
        return handle.createQuery(OrderRowStore.LOCK)
                .bind("id", id.value())
                .map(OrderRowStore.ROW)
                .one();
    }

    private OrderRow refill(Handle handle, OrderRow before, List<Fill> fills) {
        ExecutionStore.Sum sum = executions.sum(handle, before.id());
        Standing standing =
                before.standing()
                        .fill(
                                fills.getFirst().order(),
                                sum.quantity(),
                                sum.averagePrice(),
                                before.intent().quantity());
        return before.standing(standing);
    }

    private static void and(
            StringBuilder where, Map<String, Object> values, String column, Object value) {
        where.append(" AND o.").append(column).append(" = :").append(column);
        values.put(column, value);
    }

    private Optional<OrderRow> one(String where, Map<String, Object> values) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                bindAll(
                                                handle.createQuery(
                                                        OrderRowStore.SELECT + " WHERE " + where),
                                                values)
                                        .map(OrderRowStore.ROW)
                                        .findOne());
    }

    private List<OrderRow> many(String where, Map<String, Object> values, String order, int limit) {
        String sql =
                OrderRowStore.SELECT + " WHERE " + where + " ORDER BY " + order + " LIMIT :limit";
        return database.jdbi()
                .withHandle(
                        handle ->
                                bindAll(handle.createQuery(sql), values)
                                        .bind("limit", limit)
                                        .map(OrderRowStore.ROW)
                                        .list());
    }

    private static <S extends SqlStatement<S>> S bindAll(S statement, Map<String, Object> values) {
        return statement.bindMap(values);
    }
}
