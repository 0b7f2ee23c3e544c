package dev.k2.trading;

import dev.k2.model.UserId;
import dev.k2.platform.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Limits and kill switches in PostgreSQL. */
final class RiskStore {
    private final Database database;

    RiskStore(Database database) {
        this.database = database;
    }

    KillSwitch killSwitch(UserId user) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT * FROM trading.kill_switches"
                                                        + " WHERE user_id = :user")
                                        .bind("user", user.value())
                                        .map(
                                                (row, context) ->
                                                        new KillSwitch(
                                                                row.getBoolean("is_on"),
                                                                Optional.of(
                                                                        OrderRowStore.time(
                                                                                row, "changed_at")),
                                                                Optional.ofNullable(
                                                                        row.getString("reason"))))
                                        .findOne())
                .orElse(KillSwitch.OFF);
    }

    void putKillSwitch(UserId user, KillSwitch next, Instant now) {
        database.jdbi()
                .useHandle(
                        handle ->
                                handle.createUpdate(
                                                """
                                                INSERT INTO trading.kill_switches
                                                    (user_id, is_on, changed_at, reason)
                                                VALUES (:user, :on, :now, :reason)
                                                ON CONFLICT (user_id) DO UPDATE
                                                   SET is_on = excluded.is_on,
                                                       changed_at = excluded.changed_at,
                                                       reason = excluded.reason\
                                                """)
                                        .bind("user", user.value())
                                        .bind("on", next.on())
                                        .bind("now", OrderRowStore.time(now))
                                        .bind("reason", next.reason())
                                        .execute());
    }

    RiskLimits limits(UserId user) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT * FROM trading.risk_limits"
                                                        + " WHERE user_id = :user")
                                        .bind("user", user.value())
                                        .map((row, context) -> read(row))
                                        .findOne())
                .orElse(RiskLimits.USUAL);
    }

    void putLimits(UserId user, RiskLimits limits, Instant now) {
        database.jdbi()
                .useHandle(
                        handle ->
                                handle.createUpdate(
                                                """
                                                INSERT INTO trading.risk_limits VALUES (
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
                                        .bind("now", OrderRowStore.time(now))
                                        .execute());
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
}
