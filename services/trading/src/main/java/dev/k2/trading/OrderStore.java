package dev.k2.trading;

import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.InstrumentId;
import dev.k2.model.LinkId;
import dev.k2.model.OrderId;
import dev.k2.model.OrderStatus;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.Leases;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.generic.GenericType;
import org.jdbi.v3.core.statement.SqlStatement;

/** Orders in PostgreSQL. Every question on behalf of a user names the user. */
final class OrderStore {
    private static final String NOT_FINAL =
            "o.status IN ('pending', 'submitted', 'open', 'partial')";

    private static final String NOT_LEFT = "o.resolution IS DISTINCT FROM 'left'";

    /** The same without those whose accounts were unlinked. */
    private static final String IN_CARE = NOT_FINAL + " AND " + NOT_LEFT;

    /** The same without those that K2 has not begun to send. */
    private static final String MAYBE_THERE = "o.status IN ('submitted', 'open', 'partial')";

    /** How many intents share a commit at most. */
    private static final int LOT_MAX = 256;

    /** Whether a commit waits for the disk, as PostgreSQL writes it. */
    private static final String WAITS = "on";

    private static final String AT_ONCE = "off";

    private final Database database;
    private final ExecutionStore executions;
    private final LinkLeases leases;
    private final IntentStore store;
    private final IntentWriter<IntentStore.Wanted, IntentStore.Result> intents;

    OrderStore(Database database, ExecutionStore executions, LinkLeases leases) {
        this.database = database;
        this.executions = executions;
        this.leases = leases;
        this.store = new IntentStore(database);
        this.intents = new IntentWriter<>(LOT_MAX, store::write);
    }

    /** What a change made of an order. */
    record Change(OrderRow before, OrderRow after, boolean written) {}

    /** What came of an intent. */
    sealed interface Written {}

    /** The user has an order of this key already; nothing was written. */
    record KeyTaken() implements Written {}

    /** Another node acts for the account, or may do so; nothing was written. */
    record NotHeld() implements Written {}

    /** The order does not fit into a limit; nothing was written. */
    record TooMuch(Refusal refusal) implements Written {}

    /** Proof that an intent is in the database. Only an insert and a release make one. */
    static final class Committed implements Written {
        private final OrderRow row;
        private final Leases.Lease lease;

        private Committed(OrderRow row, Leases.Lease lease) {
            this.row = row;
            this.lease = lease;
        }

        /** What it was written under. */
        Leases.Lease lease() {
            return lease;
        }

        OrderRow row() {
            return row;
        }
    }

    /** What came of writing a wish down. Only {@link #wish} makes one. */
    static final class Wished {
        private final Change change;
        private final Optional<Refusal> tooMuch;

        private Wished(Change change, Optional<Refusal> tooMuch) {
            this.change = change;
            this.tooMuch = tooMuch;
        }

        /** Which limit the wish would break; empty where none. */
        Optional<Refusal> tooMuch() {
            return tooMuch;
        }

        Change change() {
            return change;
        }

        /** Whether this wish is in the database. */
        boolean holds(Wish wish) {
            return change.after().amends().wish().equals(Optional.of(wish));
        }
    }

    /**
     * Writes an intent down, durably, together with those that others write now, and takes what it
     * reserves. Nobody may send the order where this throws.
     *
     * @param claims what it counts into; one for the user at least
     */
    Written insert(OrderRow row, List<Claim> claims) {
        Optional<Leases.Lease> lease = leases.find(row.intent().link());
        return lease.isEmpty()
                ? new NotHeld()
                : written(
                        row,
                        lease.get(),
                        intents.write(new IntentStore.Wanted(row, claims, lease.get())));
    }

    private static Written written(OrderRow row, Leases.Lease lease, IntentStore.Result result) {
        return switch (result) {
            case IntentStore.Result.Added ignored -> new Committed(row, lease);
            case IntentStore.Result.NotHeld ignored -> new NotHeld();
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

    /**
     * Writes two intents down, durably, both or none.
     *
     * @return the first of them, or why not
     */
    Written insertPair(OrderRow sent, List<Claim> claims, OrderRow held, List<Claim> heldClaims) {
        Optional<Leases.Lease> lease = leases.find(sent.intent().link());
        return lease.isEmpty()
                ? new NotHeld()
                : written(
                        sent,
                        lease.get(),
                        store.both(
                                new IntentStore.Wanted(sent, claims, lease.get()),
                                new IntentStore.Wanted(held, heldClaims, lease.get())));
    }

    /**
     * Lets a held order go to its exchange, durably and once.
     *
     * @return empty where it is held no more
     * @throws NotOurs where another node acts for its account
     */
    Optional<Committed> release(
            HeldStore held, OrderRow row, HeldStore.Released released, HeldStore.Note note) {
        Leases.Lease lease = leases.of(row.intent().link());
        return held.release(row, released, note, lease).map(gone -> new Committed(gone, lease));
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
     * @throws NotOurs where another node acts for the order's account; nothing is written then
     */
    Change change(
            OrderRow seen,
            List<Fill> fills,
            UnaryOperator<OrderRow> step,
            OrderEvent event,
            Instant now,
            long sequence) {
        LinkId link = seen.intent().link();
        Leases.Lease lease = leases.of(link);
        if (fills.isEmpty()) {
            // Mostly nobody else changed it, and then one statement is enough.
            OrderRow stepped = step.apply(seen);
            if (!stepped.isAs(seen)) {
                Optional<Change> written =
                        database.jdbi()
                                .withHandle(
                                        handle ->
                                                write(
                                                        handle,
                                                        seen,
                                                        stepped,
                                                        event,
                                                        now,
                                                        sequence,
                                                        AT_ONCE,
                                                        Optional.of(lease)));
                if (written.isPresent()) {
                    return written.get();
                }
            }
        }
        Optional<Change> change =
                database.inTransaction(
                        handle ->
                                lock(handle, seen.id(), lease)
                                        .map(
                                                before -> {
                                                    int added =
                                                            executions.insert(
                                                                    handle,
                                                                    before.intent(),
                                                                    fills,
                                                                    now);
                                                    // Whose the fills are is told with them: an
                                                    // amend's other half must be known first.
                                                    OrderRow stepped = step.apply(before);
                                                    OrderRow filled =
                                                            added == 0
                                                                    ? stepped
                                                                    : refill(
                                                                            handle, stepped, fills);
                                                    return writeLocked(
                                                            handle, before, filled, event, now,
                                                            sequence, AT_ONCE);
                                                }));
        return change.orElseThrow(() -> leases.lost(link, lease));
    }

    /**
     * Gives an order as it stands a new number, so that it can be announced.
     *
     * @throws NotOurs where another node acts for the order's account; nothing is written then
     */
    Change touch(OrderRow row, OrderEvent event, Instant now, long sequence) {
        LinkId link = row.intent().link();
        Leases.Lease lease = leases.of(link);
        return database.inTransaction(
                handle ->
                        lock(handle, row.id(), lease)
                                .flatMap(
                                        kept ->
                                                write(
                                                        handle,
                                                        kept,
                                                        kept,
                                                        event,
                                                        now,
                                                        sequence,
                                                        AT_ONCE,
                                                        Optional.empty()))
                                .orElseThrow(() -> leases.lost(link, lease)));
    }

    /**
     * Marks an order of an account that another node acts for as one to be cancelled, and leaves
     * word for that node. Wanting a cancel is always allowed, so no lease is asked for.
     */
    Change wishCancel(OrderId id, OrderEvent event, Instant now, long sequence) {
        return database.inTransaction(
                handle -> {
                    OrderRow before =
                            handle.createQuery(OrderRowStore.LOCK)
                                    .bind("id", id.value())
                                    .map(OrderRowStore.ROW)
                                    .one();
                    if (!before.isFinal()) {
                        handle.createUpdate(OrderRowStore.WISH)
                                .bind("id", id.value())
                                .bind("link", before.intent().link().value())
                                .bind("now", Database.time(now))
                                .execute();
                    }
                    return writeLocked(
                            handle,
                            before,
                            before.standing(before.standing().requestCancel(true)),
                            event,
                            now,
                            sequence,
                            WAITS);
                });
    }

    private static IllegalStateException moved(OrderRow row) {
        return new IllegalStateException("order " + row.id() + " changed while it was locked");
    }

    /** Changes a row that is locked; whoever locked it asked for the lease if one is needed. */
    private static Change writeLocked(
            Handle handle,
            OrderRow before,
            OrderRow stepped,
            OrderEvent event,
            Instant now,
            long sequence,
            String waits) {
        return stepped.isAs(before)
                ? new Change(before, before, false)
                : write(handle, before, stepped, event, now, sequence, waits, Optional.empty())
                        .orElseThrow(() -> moved(before));
    }

    /**
     * Empty where the order does not stand as it was seen, or the lease does not stand.
     *
     * @param lease what it is written under; empty where the row is locked already
     */
    private static Optional<Change> write(
            Handle handle,
            OrderRow seen,
            OrderRow stepped,
            OrderEvent event,
            Instant now,
            long sequence,
            String waits,
            Optional<Leases.Lease> lease) {
        return ChangeStore.write(
                        handle.getConnection(),
                        new ChangeStore.Step(seen, stepped, event, now, sequence, waits, lease))
                ? Optional.of(new Change(seen, stepped.written(now, sequence), true))
                : Optional.empty();
    }

    /**
     * Writes a wish down, durably, and takes what it reserves beyond what the order holds, unless the
     * order has ended, is to be cancelled, or has a wish already.
     *
     * @throws NotOurs where another node acts for the order's account
     */
    Wished wish(
            OrderRow row,
            Wish wish,
            List<Claim> claims,
            OrderEvent event,
            Instant now,
            long sequence) {
        LinkId link = row.intent().link();
        Leases.Lease lease = leases.of(link);
        return database.inTransaction(
                handle -> {
                    OrderRow before =
                            lock(handle, row.id(), lease)
                                    .orElseThrow(() -> leases.lost(link, lease));
                    if (!Amending.canWish(before)) {
                        return new Wished(new Change(before, before, false), Optional.empty());
                    }
                    OrderRow after = before.amends(before.amends().wishing(wish));
                    BigDecimal more = after.reserved().subtract(before.reserved());
                    Optional<Refusal> broken =
                            more.signum() > 0
                                    ? broken(handle, before, more, claims)
                                    : Optional.empty();
                    if (broken.isPresent()) {
                        return new Wished(new Change(before, before, false), broken);
                    }
                    legs(handle, before, wish);
                    return new Wished(
                            writeLocked(handle, before, after, event, now, sequence, WAITS),
                            Optional.empty());
                });
    }

    /** The first sum that would become too large, locked until the transaction ends. */
    private static Optional<Refusal> broken(
            Handle handle, OrderRow row, BigDecimal more, List<Claim> claims) {
        Map<String, BigDecimal> sums =
                handle.createQuery(
                                """
                                SELECT scope, reserved FROM trading.reservations
                                 WHERE user_id = :user ORDER BY scope FOR UPDATE\
                                """)
                        .bind("user", row.user().value())
                        .setMapKeyColumn("scope")
                        .setMapValueColumn("reserved")
                        .collectInto(new GenericType<Map<String, BigDecimal>>() {});
        for (Claim claim : claims) {
            BigDecimal sum = sums.getOrDefault(claim.scope().text(), BigDecimal.ZERO).add(more);
            if (sum.compareTo(claim.most()) > 0) {
                return Optional.of(claim.refusal(OrderRowStore.number(sum)));
            }
        }
        return Optional.empty();
    }

    /** What an amended order was and may become at its exchange; kept as durably as an intent. */
    private static void legs(Handle handle, OrderRow row, Wish wish) {
        handle.execute("SET LOCAL synchronous_commit TO on");
        handle.createUpdate(
                        """
                        INSERT INTO trading.order_legs (
                            order_id, link_id, sent_as, exchange_order_id, created_at)
                        VALUES (:order, :link, :name, :id, :at), (:order, :link, :wished, '', :at)
                        ON CONFLICT DO NOTHING\
                        """)
                .bind("order", row.id().value())
                .bind("link", row.intent().link().value())
                .bind("name", row.name().text())
                .bind("id", row.standing().exchangeOrderId().map(ExchangeOrderId::text).orElse(""))
                .bind("wished", wish.name().text())
                .bind("at", Database.time(wish.at()))
                .execute();
    }

    /** The orders of these accounts that other nodes were asked to cancel; each is given once. */
    List<OrderRow> takeCancelWishes(Collection<LinkId> links) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(OrderRowStore.TAKE_WISHES)
                                        .bind(
                                                "links",
                                                links.stream()
                                                        .map(LinkId::value)
                                                        .toArray(UUID[]::new))
                                        .map(OrderRowStore.ROW)
                                        .list());
    }

    /**
     * Adds evidence without a change.
     *
     * @throws NotOurs where another node acts for the order's account
     */
    void note(OrderRow row, OrderEvent event, Instant now) {
        Leases.Lease lease = leases.of(row.intent().link());
        int added =
                database.jdbi()
                        .withHandle(
                                handle ->
                                        FenceStore.bind(
                                                        OrderRowStore.bind(
                                                                handle.createUpdate(
                                                                        OrderRowStore.NOTE_OURS),
                                                                event,
                                                                now),
                                                        lease)
                                                .bind("id", row.id().value())
                                                .execute());
        if (added == 0) {
            throw leases.lost(row.intent().link(), lease);
        }
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

    /**
     * The order that an exchange speaks of, by our name of it or else by its own, which some
     * exchanges give again for another instrument.
     */
    Optional<OrderRow> locate(
            LinkId link,
            InstrumentId instrument,
            Optional<ClientOrderId> sentAs,
            ExchangeOrderId exchangeOrderId) {
        Optional<OrderRow> byName =
                sentAs.flatMap(
                        name ->
                                one(
                                        "o.link_id = :link AND o.sent_as = :name",
                                        Map.of("link", link.value(), "name", name.text())));
        return byName.or(
                        () ->
                                one(
                                        "o.link_id = :link AND o.exchange_order_id = :id"
                                                + " AND o.instrument = :instrument",
                                        Map.of(
                                                "link",
                                                link.value(),
                                                "id",
                                                exchangeOrderId.text(),
                                                "instrument",
                                                instrument.text())))
                .or(() -> ofLeg(link, instrument, sentAs, exchangeOrderId));
    }

    /** The order that a half of an amend belongs to. */
    private Optional<OrderRow> ofLeg(
            LinkId link,
            InstrumentId instrument,
            Optional<ClientOrderId> sentAs,
            ExchangeOrderId exchangeOrderId) {
        return one(
                """
                o.instrument = :instrument AND o.id IN (SELECT l.order_id FROM trading.order_legs l
                          WHERE l.link_id = :link
                            AND (l.sent_as = :name OR l.exchange_order_id = :id))\
                """,
                Map.of(
                        "link",
                        link.value(),
                        "name",
                        sentAs.map(ClientOrderId::text).orElse(""),
                        "id",
                        exchangeOrderId.text(),
                        "instrument",
                        instrument.text()));
    }

    /** Every order of everybody that has not ended and is looked after here, oldest first. */
    List<OrderRow> allOpen() {
        return many(IN_CARE, Map.of(), "o.created_at, o.id", Integer.MAX_VALUE);
    }

    /** The orders of an account that may be at its exchange and have not ended, oldest first. */
    List<OrderRow> openOf(LinkId link) {
        return many(
                MAYBE_THERE + " AND o.link_id = :link",
                Map.of("link", link.value()),
                "o.created_at, o.id",
                Integer.MAX_VALUE);
    }

    /** The same with those that K2 has not begun to send, or holds. */
    List<OrderRow> unfinishedOf(LinkId link) {
        return many(
                IN_CARE + " AND o.link_id = :link",
                Map.of("link", link.value()),
                "o.created_at, o.id",
                Integer.MAX_VALUE);
    }

    /** The accounts with orders that have not ended and that somebody here has to look after. */
    Set<LinkId> linksInUse() {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT DISTINCT o.link_id FROM"
                                                        + " trading.orders o WHERE "
                                                        + IN_CARE)
                                        .mapTo(UUID.class)
                                        .map(LinkId::new)
                                        .set());
    }

    /** How many of a user's orders have not ended and are looked after here. */
    int countOpen(UserId user, Optional<LinkId> link) {
        String ofLink = link.isPresent() ? " AND o.link_id = :link" : "";
        return database.jdbi()
                .withHandle(
                        handle -> {
                            var query =
                                    handle.createQuery(
                                                    "SELECT count(*) FROM trading.orders o WHERE "
                                                            + IN_CARE
                                                            + " AND o.user_id = :user"
                                                            + ofLink)
                                            .bind("user", user.value());
                            link.ifPresent(id -> query.bind("link", id.value()));
                            return query.mapTo(Integer.class).one();
                        });
    }

    /** The open orders of a user that a filter lets through, oldest first. */
    List<OrderRow> openOf(UserId user, CancelFilter filter) {
        Map<String, Object> values = new LinkedHashMap<>();
        StringBuilder where = new StringBuilder(IN_CARE).append(" AND o.user_id = :user");
        values.put("user", user.value());
        filter.exchange().ifPresent(e -> and(where, values, "exchange", e.text()));
        filter.instrument().ifPresent(i -> and(where, values, "instrument", i.text()));
        filter.side().ifPresent(s -> and(where, values, "side", OrderRowStore.text(s)));
        return many(where.toString(), values, "o.created_at, o.id", Integer.MAX_VALUE);
    }

    /** What an account ordered or traded from a time on, the newest first. */
    List<InstrumentId> tradedSince(Links.Link link, Instant since, int limit) {
        return database
                .jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT instrument FROM (
                                                    SELECT instrument, created_at AS at
                                                      FROM trading.orders
                                                     WHERE user_id = :user AND link_id = :link
                                                       AND created_at >= :since
                                                    UNION ALL
                                                    SELECT instrument, executed_at
                                                      FROM trading.order_executions
                                                     WHERE link_id = :link AND executed_at >= :since
                                                    ) traded
                                                 GROUP BY instrument
                                                 ORDER BY max(at) DESC
                                                 LIMIT :limit\
                                                """)
                                        .bind("user", link.user().value())
                                        .bind("link", link.id().value())
                                        .bind("since", Database.time(since))
                                        .bind("limit", limit)
                                        .mapTo(String.class)
                                        .list())
                .stream()
                .map(InstrumentId::new)
                .toList();
    }

    Page<OrderRow> page(UserId user, OrderFilter filter) {
        Map<String, Object> values = new LinkedHashMap<>();
        StringBuilder where = new StringBuilder("o.user_id = :user");
        values.put("user", user.value());
        if (!filter.statuses().equals(OrderFilter.ANY)) {
            List<String> statuses =
                    filter.statuses().stream().map(OrderRowStore::text).sorted().toList();
            where.append(" AND o.status = ANY(:statuses)");
            if (filter.statuses().stream().noneMatch(OrderStatus::isFinal)) {
                // Whoever asks for what is open has no use for what nobody looks after.
                where.append(" AND ").append(NOT_LEFT);
            }
            values.put("statuses", statuses.toArray(new String[0]));
        }
        filter.exchange().ifPresent(e -> and(where, values, "exchange", e.text()));
        filter.instrument().ifPresent(i -> and(where, values, "instrument", i.text()));
        filter.side().ifPresent(s -> and(where, values, "side", OrderRowStore.text(s)));
        boolean created = filter.by() == OrderFilter.By.CREATED;
        String column = created ? "o.created_at" : "o.updated_at";
        filter.span().on(column, where, values);
        boolean newestFirst = filter.sort() == OrderFilter.Sort.NEWEST_FIRST;
        filter.cursor()
                .ifPresent(
                        cursor -> {
                            where.append(" AND (%s, o.id) ".formatted(column))
                                    .append(newestFirst ? "<" : ">")
                                    .append(" (:cursorAt, :cursorId)");
                            values.put("cursorAt", Database.time(cursor.at()));
                            values.put("cursorId", cursor.id());
                        });
        String order = newestFirst ? "%s DESC, o.id DESC" : "%s, o.id";
        List<OrderRow> rows =
                many(where.toString(), values, order.formatted(column), filter.limit() + 1);
        return Pages.cut(
                rows,
                filter.limit(),
                row ->
                        new Cursor(
                                created ? row.intent().createdAt() : row.updatedAt(),
                                row.id().value()));
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

    private static Optional<OrderRow> lock(Handle handle, OrderId id, Leases.Lease lease) {
        return FenceStore.bind(handle.createQuery(OrderRowStore.LOCK_OURS), lease)
                .bind("id", id.value())
                .map(OrderRowStore.ROW)
                .findOne();
    }

    private OrderRow refill(Handle handle, OrderRow before, List<Fill> fills) {
        ExecutionStore.Sum sum = executions.sum(handle, before.id());
        Standing standing =
                before.standing()
                        .fill(
                                fills.getFirst().order(),
                                sum.quantity(),
                                sum.averagePrice(),
                                before.whole());
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
