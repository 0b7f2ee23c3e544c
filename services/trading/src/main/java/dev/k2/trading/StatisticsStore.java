package dev.k2.trading;

import dev.k2.model.ExchangeId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reckons over a user's orders in PostgreSQL, in exact numbers. */
final class StatisticsStore {
    /** A value that occurred, not one between two: nothing is interpolated. */
    private static final String SQL =
            """
            SELECT exchange,
                   count(*) AS orders,
                   count(*) FILTER (WHERE status = 'filled') AS filled,
                   count(*) FILTER (WHERE filled_quantity > 0) AS filled_at_all,
                   count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
                   count(*) FILTER (WHERE status = 'rejected') AS rejected,
                   round(count(*) FILTER (WHERE status IN ('filled', 'cancelled', 'rejected', 'expired')
                                            AND filled_quantity > 0)::numeric
                         / nullif(count(*) FILTER (
                             WHERE status IN ('filled', 'cancelled', 'rejected', 'expired')), 0),
                         6) AS fill_rate,
                   round(count(*) FILTER (WHERE status = 'rejected')::numeric
                         / nullif(count(*), 0), 6) AS rejection_rate,
                   percentile_disc(0.5) WITHIN GROUP (ORDER BY latency) AS latency_median,
                   percentile_disc(0.95) WITHIN GROUP (ORDER BY latency) AS latency_p95,
                   percentile_disc(0.5) WITHIN GROUP (ORDER BY slippage_bps) AS slippage_median,
                   round(sum(slippage_bps * worth) FILTER (WHERE slippage_bps IS NOT NULL)
                         / nullif(sum(worth) FILTER (WHERE slippage_bps IS NOT NULL), 0),
                         4) AS slippage_mean
              FROM (SELECT o.*,
                           (extract(epoch FROM o.answered_at - o.sent_at) * 1000000)::bigint AS latency,
                           coalesce(o.now_reserved, o.reserved) * o.filled_quantity
                               / coalesce(o.now_quantity, o.quantity) AS worth
                      FROM trading.orders o
                     WHERE \
            """;

    private static final String EACH = ") k GROUP BY exchange ORDER BY exchange";

    private final Database database;

    StatisticsStore(Database database) {
        this.database = database;
    }

    List<ExecutionStatistics> of(UserId user, Optional<ExchangeId> exchange, Span span) {
        Map<String, Object> values = new LinkedHashMap<>();
        StringBuilder where = new StringBuilder("o.user_id = :user");
        values.put("user", user.value());
        exchange.ifPresent(
                one -> {
                    where.append(" AND o.exchange = :exchange");
                    values.put("exchange", one.text());
                });
        span.on("o.created_at", where, values);
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(SQL + where + EACH)
                                        .bindMap(values)
                                        .map((row, context) -> read(row))
                                        .list());
    }

    private static ExecutionStatistics read(ResultSet row) throws SQLException {
        return new ExecutionStatistics(
                OrderRowStore.exchange(row.getString("exchange")),
                row.getLong("orders"),
                row.getLong("filled"),
                row.getLong("filled_at_all"),
                row.getLong("cancelled"),
                row.getLong("rejected"),
                number(row, "fill_rate"),
                number(row, "rejection_rate"),
                span(row, "latency_median"),
                span(row, "latency_p95"),
                number(row, "slippage_median"),
                number(row, "slippage_mean"));
    }

    private static Optional<BigDecimal> number(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getBigDecimal(column)).map(OrderRowStore::number);
    }

    private static Optional<Duration> span(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, Long.class))
                .map(micros -> Duration.of(micros, ChronoUnit.MICROS));
    }
}
