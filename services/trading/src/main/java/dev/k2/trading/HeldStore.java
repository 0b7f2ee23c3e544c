package dev.k2.trading;

import dev.k2.model.LinkId;
import dev.k2.model.OrderId;
import dev.k2.model.OrderStatus;
import dev.k2.model.Side;
import dev.k2.platform.Database;
import dev.k2.platform.Leases;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/**
 * Orders that K2 holds, in PostgreSQL. Nobody else knows of them, so every step of theirs waits for
 * the disk, and every step asks first whether the account is this node's and the order is still held.
 */
final class HeldStore {
    /** Sums are locked in the order in which intents take them. */
    private static final String RESERVE =
            """
            WITH sums AS MATERIALIZED (
                SELECT r.user_id, r.scope, o.reserved_left - :left AS freed
                  FROM trading.orders o
                  JOIN trading.reservations r
                    ON r.user_id = o.user_id AND r.scope = ANY(o.reserved_scopes)
                 WHERE o.id = :id
                 ORDER BY r.user_id, r.scope
                   FOR UPDATE OF r
            )
            UPDATE trading.reservations r
               SET reserved = r.reserved - s.freed
              FROM sums s
             WHERE r.user_id = s.user_id AND r.scope = s.scope\
            """;

    private static final String HELD = " WHERE o.held AND o.status = 'pending'";

    /** What an order still holds of its user's limits after a step. */
    private static final String LEFT = "left";

    private final Database database;
    private final LinkLeases leases;

    HeldStore(Database database, LinkLeases leases) {
        this.database = database;
        this.leases = leases;
    }

    /**
     * What goes with a step.
     *
     * @param event the evidence; empty for a trailing stop that followed the market
     * @param sequence the number of the change
     */
    record Note(Optional<OrderEvent> event, Instant now, long sequence) {}

    /** What a held order is sent as. */
    record Released(BigDecimal quantity, BigDecimal reserved) {}

    /** Every order that is held, oldest first. */
    List<OrderRow> waiting() {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                OrderRowStore.SELECT
                                                        + HELD
                                                        + " ORDER BY o.created_at, o.id")
                                        .map(OrderRowStore.ROW)
                                        .list());
    }

    /** The orders that are held for one account. */
    List<OrderRow> waitingOf(LinkId link) {
        return waiting().stream().filter(row -> row.intent().link().equals(link)).toList();
    }

    /** Moves a trailing stop's best price, one way only. */
    Optional<OrderRow> mark(OrderRow held, BigDecimal mark, Note note) {
        return move(
                held,
                row ->
                        row.intent().conditions().triggeredAt().isEmpty()
                                && row.intent()
                                        .conditions()
                                        .mark()
                                        .filter(best -> !isBetter(row.intent().side(), mark, best))
                                        .isEmpty(),
                "trailing_mark = :mark",
                Map.of("mark", mark),
                note);
    }

    /** The price was reached; from here on the order goes on to its end. */
    Optional<OrderRow> trigger(OrderRow held, Note note) {
        return move(
                held,
                row -> mayGo(row) && row.intent().conditions().triggeredAt().isEmpty(),
                "triggered_at = :now",
                Map.of(),
                note);
    }

    /** The order cannot be sent yet, and this is why. */
    Optional<OrderRow> delay(OrderRow held, String why, Note note) {
        return move(held, HeldStore::mayGo, "error_message = :why", Map.of("why", why), note);
    }

    /**
     * The order is about to be sent: as for every order, this stands before it is.
     *
     * @param lease under which it is sent
     */
    Optional<OrderRow> release(OrderRow held, Released released, Note note, Leases.Lease lease) {
        return move(
                held,
                lease,
                HeldStore::mayGo,
                "status = 'submitted', submitted_at = :now, quantity = :quantity, reserved = :left,"
                        + " reserved_left = :left, triggered_at = coalesce(triggered_at, :now),"
                        + " error_message = NULL",
                Map.of("quantity", released.quantity(), LEFT, released.reserved()),
                note);
    }

    /**
     * The order ends without having been sent.
     *
     * @param unlessTriggered whether one whose price was reached stays
     */
    Optional<OrderRow> end(
            OrderRow held, OrderStatus status, String why, boolean unlessTriggered, Note note) {
        return move(
                held,
                row -> !unlessTriggered || row.intent().conditions().triggeredAt().isEmpty(),
                "status = :status, error_message = :why, reserved_left = :left",
                Map.of("status", OrderRowStore.text(status), "why", why, LEFT, BigDecimal.ZERO),
                note);
    }

    /** What another node was asked to cancel goes no further. */
    private static boolean mayGo(OrderRow row) {
        return !row.standing().cancelRequested();
    }

    private Optional<OrderRow> move(
            OrderRow held,
            Predicate<OrderRow> may,
            String set,
            Map<String, Object> values,
            Note note) {
        return move(held, leases.of(held.intent().link()), may, set, values, note);
    }

    private Optional<OrderRow> move(
            OrderRow held,
            Leases.Lease lease,
            Predicate<OrderRow> may,
            String set,
            Map<String, Object> values,
            Note note) {
        OrderId id = held.id();
        return database.inTransaction(
                handle -> {
                    if (!FenceStore.hold(handle, lease)) {
                        throw leases.lost(held.intent().link(), lease);
                    }
                    OrderRow before = read(handle, id, " FOR UPDATE OF o");
                    if (!before.isHeld() || !may.test(before)) {
                        return Optional.empty();
                    }
                    if (values.containsKey(LEFT)) {
                        handle.createUpdate(RESERVE)
                                .bind("id", id.value())
                                .bind(LEFT, (BigDecimal) values.get(LEFT))
                                .execute();
                    }
                    Map<String, Object> all = new TreeMap<>(values);
                    all.put("id", id.value());
                    all.put("now", Database.time(note.now()));
                    all.put("sequence", note.sequence());
                    handle.createUpdate(
                                    "UPDATE trading.orders SET "
                                            + set
                                            + ", updated_at = :now, sequence = :sequence"
                                            + " WHERE id = :id")
                            .bindMap(all)
                            .execute();
                    note.event()
                            .ifPresent(
                                    event ->
                                            OrderRowStore.bind(
                                                            handle.createUpdate(
                                                                    OrderRowStore.INSERT_EVENT),
                                                            event,
                                                            note.now())
                                                    .bind("id", id.value())
                                                    .execute());
                    return Optional.of(read(handle, id, ""));
                });
    }

    private static OrderRow read(Handle handle, OrderId id, String lock) {
        return handle.createQuery(OrderRowStore.SELECT + " WHERE o.id = :id" + lock)
                .bind("id", id.value())
                .map(OrderRowStore.ROW)
                .one();
    }

    private static boolean isBetter(Side side, BigDecimal one, BigDecimal other) {
        return side == Side.SELL ? one.compareTo(other) > 0 : one.compareTo(other) < 0;
    }
}
