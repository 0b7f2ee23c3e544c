package dev.k2.trading;

import dev.k2.model.ExchangeId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Limits and kill switches in PostgreSQL. */
final class RiskStore {
    private static final int SCOPES_MAX = 200;

    private final Database database;

    RiskStore(Database database) {
        this.database = database;
    }

    /** A number that rises with every change of a limit or a switch, by whichever node. */
    long changes() {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery("SELECT number FROM trading.risk_changes")
                                        .mapTo(Long.class)
                                        .one());
    }

    /** Every switch that is on, of whomever. */
    Map<Cover, KillSwitch> switchesOn() {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle
                                        .createQuery(
                                                "SELECT * FROM trading.kill_switches WHERE is_on")
                                        .map((row, context) -> readSwitch(row))
                                        .stream()
                                        .collect(
                                                LinkedHashMap::new,
                                                (all, one) -> all.put(one.cover(), one.turned()),
                                                Map::putAll));
    }

    /** How one switch stands. */
    KillSwitch killSwitch(Cover cover) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT * FROM trading.kill_switches
                                                 WHERE user_id IS NOT DISTINCT FROM :user
                                                   AND exchange IS NOT DISTINCT FROM :exchange\
                                                """)
                                        .bind("user", cover.user().map(UserId::value))
                                        .bind("exchange", cover.exchange().map(ExchangeId::text))
                                        .map((row, context) -> readSwitch(row).turned())
                                        .findOne())
                .orElseGet(() -> KillSwitch.untouched(cover.whose(), cover.exchange()));
    }

    void putSwitch(Cover cover, KillSwitch next) {
        database.jdbi()
                .useHandle(
                        handle ->
                                handle.createUpdate(
                                                """
                                                INSERT INTO trading.kill_switches
                                                    (user_id, exchange, is_on, changed_at, reason)
                                                VALUES (:user, :exchange, :on, :now, :reason)
                                                ON CONFLICT (user_id, exchange) DO UPDATE
                                                   SET is_on = excluded.is_on,
                                                       changed_at = excluded.changed_at,
                                                       reason = excluded.reason\
                                                """)
                                        .bind("user", cover.user().map(UserId::value))
                                        .bind("exchange", cover.exchange().map(ExchangeId::text))
                                        .bind("on", next.on())
                                        .bind("now", Database.time(next.since().orElseThrow()))
                                        .bind("reason", next.reason())
                                        .execute());
    }

    /** The users whose limits changed after a number of {@link #changes}. */
    Set<UserId> limitsChangedSince(long number) {
        return new HashSet<>(
                database.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery(
                                                        """
                                                        SELECT user_id FROM trading.risk_limits
                                                         WHERE change > :number
                                                        UNION
                                                        SELECT user_id FROM trading.scoped_limits
                                                         WHERE change > :number\
                                                        """)
                                                .bind("number", number)
                                                .mapTo(UUID.class)
                                                .map(UserId::new)
                                                .list()));
    }

    RiskLimits limits(UserId user) {
        return database.jdbi().withHandle(handle -> limits(handle, user));
    }

    Map<LimitScope, ScopedLimits> scopes(UserId user) {
        return database.jdbi().withHandle(handle -> scopes(handle, user));
    }

    /**
     * Sets a user's limits.
     *
     * @return why not, where it would raise one and may not
     */
    Optional<Refusal> putLimits(UserId user, RiskLimits limits, boolean mayRaise, Instant now) {
        return database.inTransaction(
                handle -> {
                    alone(handle, user);
                    Optional<Refusal> raised =
                            mayRaise ? Optional.empty() : Raising.of(limits(handle, user), limits);
                    if (raised.isEmpty()) {
                        put(handle, user, limits, now);
                    }
                    return raised;
                });
    }

    /** Sets the limits of one scope; {@link ScopedLimits#NONE} takes them away. */
    Optional<Refusal> putScope(
            UserId user, LimitScope scope, ScopedLimits limits, boolean mayRaise, Instant now) {
        return database.inTransaction(
                handle -> {
                    alone(handle, user);
                    Map<LimitScope, ScopedLimits> known = scopes(handle, user);
                    ScopedLimits before = known.getOrDefault(scope, ScopedLimits.NONE);
                    if (known.size() >= SCOPES_MAX && !known.containsKey(scope)) {
                        return Optional.of(
                                Refusals.of(
                                        RefusalCode.LIMIT_INVALID,
                                        "one person limits at most %d links and instruments"
                                                .formatted(SCOPES_MAX),
                                        "max",
                                        SCOPES_MAX));
                    }
                    Optional<Refusal> raised =
                            mayRaise
                                    ? Optional.empty()
                                    : Raising.of(before, limits)
                                            .map(refusal -> Refusals.in(scope, refusal));
                    if (raised.isEmpty() && !before.equals(limits)) {
                        put(handle, user, scope, limits, now);
                    }
                    return raised;
                });
    }

    /**
     * One change of a user's limits after the other, so that each is compared with what it
     * replaces.
     */
    private static void alone(Handle handle, UserId user) {
        handle.createQuery("SELECT pg_advisory_xact_lock(hashtextextended(:user, 5))::text")
                .bind("user", user.toString())
                .mapTo(String.class)
                .findOne();
    }

    private static RiskLimits limits(Handle handle, UserId user) {
        return handle.createQuery("SELECT * FROM trading.risk_limits WHERE user_id = :user")
                .bind("user", user.value())
                .map((row, context) -> read(row))
                .findOne()
                .orElse(RiskLimits.USUAL);
    }

    private static Map<LimitScope, ScopedLimits> scopes(Handle handle, UserId user) {
        Map<LimitScope, ScopedLimits> scopes = new LinkedHashMap<>();
        handle
                .createQuery(
                        "SELECT * FROM trading.scoped_limits WHERE user_id = :user ORDER BY scope")
                .bind("user", user.value())
                .map(
                        (row, context) ->
                                Map.entry(
                                        LimitScope.parse(row.getString("scope")).orElseThrow(),
                                        readScope(row)))
                .stream()
                .filter(entry -> !entry.getValue().equals(ScopedLimits.NONE))
                .forEach(entry -> scopes.put(entry.getKey(), entry.getValue()));
        return scopes;
    }

    private static void put(Handle handle, UserId user, RiskLimits limits, Instant now) {
        handle.createUpdate(
                        """
                        INSERT INTO trading.risk_limits (
                            user_id, order_quantity_max, order_notional_max, open_notional_max,
                            collar_percent, price_age_millis, orders_per_second,
                            orders_per_minute, duplicate_millis, updated_at)
                        VALUES (
                            :user, :quantity, :notional, :open, :collar,
                            :age, :perSecond, :perMinute, :duplicate, :now)
                        ON CONFLICT (user_id) DO UPDATE
                           SET order_quantity_max = excluded.order_quantity_max,
                               order_notional_max = excluded.order_notional_max,
                               open_notional_max = excluded.open_notional_max,
                               collar_percent = excluded.collar_percent,
                               price_age_millis = excluded.price_age_millis,
                               orders_per_second = excluded.orders_per_second,
                               orders_per_minute = excluded.orders_per_minute,
                               duplicate_millis = excluded.duplicate_millis,
                               updated_at = excluded.updated_at\
                        """)
                .bind("user", user.value())
                .bind("quantity", limits.orderQuantityMax())
                .bind("notional", limits.orderNotionalMax())
                .bind("open", limits.openNotionalMax())
                .bind("collar", limits.collarPercent())
                .bind("age", limits.priceAgeMax().toMillis())
                .bind("perSecond", limits.ordersPerSecond())
                .bind("perMinute", limits.ordersPerMinute())
                .bind("duplicate", limits.duplicateWindow().toMillis())
                .bind("now", Database.time(now))
                .execute();
    }

    private static void put(
            Handle handle, UserId user, LimitScope scope, ScopedLimits limits, Instant now) {
        handle.createUpdate(
                        """
                        INSERT INTO trading.scoped_limits (
                            user_id, scope, order_quantity_max, order_notional_max,
                            open_notional_max, orders_per_second, orders_per_minute, updated_at)
                        VALUES (:user, :scope, :quantity, :notional, :open, :perSecond, :perMinute, :now)
                        ON CONFLICT (user_id, scope) DO UPDATE
                           SET order_quantity_max = excluded.order_quantity_max,
                               order_notional_max = excluded.order_notional_max,
                               open_notional_max = excluded.open_notional_max,
                               orders_per_second = excluded.orders_per_second,
                               orders_per_minute = excluded.orders_per_minute,
                               updated_at = excluded.updated_at\
                        """)
                .bind("user", user.value())
                .bind("scope", scope.text())
                .bind("quantity", limits.orderQuantityMax())
                .bind("notional", limits.orderNotionalMax())
                .bind("open", limits.openNotionalMax())
                .bind("perSecond", limits.ordersPerSecond())
                .bind("perMinute", limits.ordersPerMinute())
                .bind("now", Database.time(now))
                .execute();
    }

    private record Row(Cover cover, KillSwitch turned) {}

    private static Row readSwitch(ResultSet row) throws SQLException {
        Cover cover =
                new Cover(
                        Optional.ofNullable(row.getObject("user_id", UUID.class)).map(UserId::new),
                        Optional.ofNullable(row.getString("exchange"))
                                .map(text -> ExchangeId.parse(text).orElseThrow()));
        return new Row(
                cover,
                new KillSwitch(
                        cover.whose(),
                        cover.exchange(),
                        row.getBoolean("is_on"),
                        Optional.of(OrderRowStore.time(row, "changed_at")),
                        Optional.ofNullable(row.getString("reason"))));
    }

    private static RiskLimits read(ResultSet row) throws SQLException {
        return new RiskLimits(
                OrderRowStore.number(row.getBigDecimal("order_quantity_max")),
                OrderRowStore.number(row.getBigDecimal("order_notional_max")),
                OrderRowStore.number(row.getBigDecimal("open_notional_max")),
                OrderRowStore.number(row.getBigDecimal("collar_percent")),
                Duration.ofMillis(row.getLong("price_age_millis")),
                row.getInt("orders_per_second"),
                row.getInt("orders_per_minute"),
                Duration.ofMillis(row.getLong("duplicate_millis")));
    }

    private static ScopedLimits readScope(ResultSet row) throws SQLException {
        return new ScopedLimits(
                Optional.ofNullable(row.getBigDecimal("order_quantity_max"))
                        .map(OrderRowStore::number),
                Optional.ofNullable(row.getBigDecimal("order_notional_max"))
                        .map(OrderRowStore::number),
                Optional.ofNullable(row.getBigDecimal("open_notional_max"))
                        .map(OrderRowStore::number),
                Optional.ofNullable(row.getObject("orders_per_second", Integer.class)),
                Optional.ofNullable(row.getObject("orders_per_minute", Integer.class)));
    }
}
