package dev.k2.trading;

import dev.k2.model.ContractResult;
import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import dev.k2.model.LinkId;
import dev.k2.model.PositionSettled;
import dev.k2.model.Settlement;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.Leases;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Settlements in PostgreSQL: added once, never changed. */
final class SettlementStore {
    private static final RowMapper<PositionSettled> ROW = (row, context) -> read(row);

    private final Database database;
    private final Names names;
    private final LinkLeases leases;

    SettlementStore(Database database, Names names, LinkLeases leases) {
        this.database = database;
        this.names = names;
        this.leases = leases;
    }

    /** The links of a user to an exchange under which settlements were booked. */
    Set<LinkId> links(UserId user, ExchangeId exchange) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT DISTINCT link_id FROM trading.settlements
                                                 WHERE user_id = :user AND exchange = :exchange\
                                                """)
                                        .bind("user", user.value())
                                        .bind("exchange", exchange.text())
                                        .mapTo(UUID.class)
                                        .map(LinkId::new)
                                        .set());
    }

    /**
     * Books a settlement; empty where it was booked before.
     *
     * @param former links of the same user that are no more: what the same contracts paid under one
     *     of them was booked already, for it was the same account
     * @throws NotOurs where another node acts for the account
     */
    Optional<PositionSettled> book(
            Links.Link link, Set<LinkId> former, Settlement told, Instant now) {
        Leases.Lease lease = leases.of(link.id());
        return database.inTransaction(
                handle -> {
                    if (!FenceStore.hold(handle, lease)) {
                        throw leases.lost(link.id(), lease);
                    }
                    // Two bookings of one contract at once would each take the other for missing.
                    handle.createQuery("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))")
                            .bind("what", link.id() + " " + told.instrument())
                            .mapToMap()
                            .one();
                    List<PositionSettled> before = before(handle, link.id(), former, told);
                    Settlement settlement = whole(before, stored(told));
                    if (before.stream().anyMatch(row -> isSame(row.settlement(), settlement))) {
                        return Optional.empty();
                    }
                    var row =
                            new PositionSettled(
                                    names.id(),
                                    link.user(),
                                    link.id(),
                                    link.exchange(),
                                    settlement,
                                    !before.isEmpty(),
                                    booked(before, settlement),
                                    now);
                    insert(handle, row);
                    return Optional.of(row);
                });
    }

    /** When the newest settlement of an account that is known took place. */
    Optional<Instant> latest(LinkId link) {
        return list(
                        "link_id = :link ORDER BY settled_at DESC LIMIT 1",
                        Map.of("link", link.value()))
                .stream()
                .findFirst()
                .map(row -> row.settlement().settledAt());
    }

    /** What was booked from a time on, oldest first. */
    List<PositionSettled> bookedSince(Instant from) {
        return list("booked_at >= :from ORDER BY number", Map.of("from", Database.time(from)));
    }

    /** A user's settlements, newest first. */
    List<PositionSettled> of(UserId user, int limit) {
        return list(
                "user_id = :user ORDER BY settled_at DESC, number DESC LIMIT :limit",
                Map.of("user", user.value(), "limit", limit));
    }

    private static BigDecimal booked(List<PositionSettled> before, Settlement settlement) {
        if (before.isEmpty()) {
            return settlement.profit();
        }
        Settlement newest = before.getLast().settlement();
        return settlement.settledAt().isBefore(newest.settledAt())
                ? BigDecimal.ZERO
                : settlement.profit().subtract(newest.profit());
    }

    /**
     * A correction may be told whole, or as what it pays or takes beside the end before it: then
     * nothing has a cost, though the same contracts had one.
     */
    private static Settlement whole(List<PositionSettled> before, Settlement told) {
        if (before.isEmpty() || told.cost().signum() != 0) {
            return told;
        }
        Settlement newest = before.getLast().settlement();
        return newest.cost().signum() == 0
                ? told
                : new Settlement(
                        told.instrument(),
                        told.result(),
                        told.yesQuantity(),
                        told.noQuantity(),
                        newest.cost(),
                        newest.revenue().add(told.revenue()),
                        newest.fee().add(told.fee()),
                        told.settledAt());
    }

    private static boolean isSame(Settlement one, Settlement other) {
        return one.settledAt().equals(other.settledAt())
                && one.result().ruling() == other.result().ruling()
                && one.result().value().compareTo(other.result().value()) == 0;
    }

    /** The columns keep microseconds. */
    private static Settlement stored(Settlement told) {
        return new Settlement(
                told.instrument(),
                told.result(),
                told.yesQuantity(),
                told.noQuantity(),
                told.cost(),
                told.revenue(),
                told.fee(),
                told.settledAt().truncatedTo(ChronoUnit.MICROS));
    }

    /** Under a former link only what is of the same contracts at the same cost: of the same account. */
    private static List<PositionSettled> before(
            Handle handle, LinkId link, Set<LinkId> former, Settlement told) {
        return handle.createQuery(
                        """
                        SELECT * FROM trading.settlements
                         WHERE instrument = :instrument
                           AND (link_id = :link
                                OR (link_id = ANY(:former)
                                    AND yes_quantity = :yes AND no_quantity = :no
                                    AND (cost = :cost OR :cost = 0)))
                         ORDER BY settled_at, number\
                        """)
                .bind("link", link.value())
                .bind("former", former.stream().map(LinkId::value).toArray(UUID[]::new))
                .bind("instrument", told.instrument().text())
                .bind("yes", told.yesQuantity())
                .bind("no", told.noQuantity())
                .bind("cost", told.cost())
                .map(ROW)
                .list();
    }

    private static void insert(Handle handle, PositionSettled row) {
        Settlement settlement = row.settlement();
        handle.createUpdate(
                        """
                        INSERT INTO trading.settlements (
                            id, user_id, link_id, exchange, instrument, ruling, value, yes_quantity,
                            no_quantity, cost, revenue, fee, correction, booked, settled_at, booked_at)
                        VALUES (
                            :id, :user, :link, :exchange, :instrument, :ruling, :value, :yes,
                            :no, :cost, :revenue, :fee, :correction, :booked, :settledAt, :now)\
                        """)
                .bind("id", row.id())
                .bind("user", row.user().value())
                .bind("link", row.link().value())
                .bind("exchange", row.exchange().text())
                .bind("instrument", settlement.instrument().text())
                .bind("ruling", OrderRowStore.text(settlement.result().ruling()))
                .bind("value", settlement.result().value())
                .bind("yes", settlement.yesQuantity())
                .bind("no", settlement.noQuantity())
                .bind("cost", settlement.cost())
                .bind("revenue", settlement.revenue())
                .bind("fee", settlement.fee())
                .bind("correction", row.correction())
                .bind("booked", row.booked())
                .bind("settledAt", Database.time(settlement.settledAt()))
                .bind("now", Database.time(row.bookedAt()))
                .execute();
    }

    private List<PositionSettled> list(String where, Map<String, Object> values) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT * FROM trading.settlements WHERE " + where)
                                        .bindMap(values)
                                        .map(ROW)
                                        .list());
    }

    private static PositionSettled read(ResultSet row) throws SQLException {
        return new PositionSettled(
                row.getObject("id", UUID.class),
                new UserId(row.getObject("user_id", UUID.class)),
                new LinkId(row.getObject("link_id", UUID.class)),
                OrderRowStore.exchange(row.getString("exchange")),
                new Settlement(
                        new InstrumentId(row.getString("instrument")),
                        new ContractResult(
                                OrderRowStore.word(
                                        ContractResult.Ruling.class, row.getString("ruling")),
                                number(row, "value")),
                        number(row, "yes_quantity"),
                        number(row, "no_quantity"),
                        number(row, "cost"),
                        number(row, "revenue"),
                        number(row, "fee"),
                        OrderRowStore.time(row, "settled_at")),
                row.getBoolean("correction"),
                number(row, "booked"),
                OrderRowStore.time(row, "booked_at"));
    }

    private static BigDecimal number(ResultSet row, String column) throws SQLException {
        return OrderRowStore.number(row.getBigDecimal(column));
    }
}
