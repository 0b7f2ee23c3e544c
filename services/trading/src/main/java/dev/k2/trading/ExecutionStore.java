package dev.k2.trading;

import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Execution;
import dev.k2.model.Fill;
import dev.k2.model.InstrumentId;
import dev.k2.model.LinkId;
import dev.k2.model.OrderId;
import dev.k2.model.Outcome;
import dev.k2.model.Side;
import dev.k2.model.TradeId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Fills in PostgreSQL: added once, never changed. */
final class ExecutionStore {
    private static final int PRICE_SCALE = 18;
    private static final RowMapper<Execution> ROW = (row, context) -> read(row);

    private final Database database;
    private final Names names;

    ExecutionStore(Database database, Names names) {
        this.database = database;
        this.names = names;
    }

    /** All fills of an order added up. */
    record Sum(BigDecimal quantity, BigDecimal averagePrice) {}

    /**
     * Adds the fills that are not there yet. Exchanges tell fills in prices of YES; what is kept
     * speaks of the outcome that its order speaks of.
     *
     * @return how many were new
     */
    int insert(Handle handle, Intent order, List<Fill> fills, Instant now) {
        int added = 0;
        Outcome outcome = order.outcome().orElse(Outcome.YES);
        for (Fill fill : fills) {
            added +=
                    handle.createUpdate(
                                    """
                                    INSERT INTO trading.order_executions (
                                        id, order_id, user_id, link_id, exchange, exchange_exec_id,
                                        exchange_order_id, instrument, outcome, side, quantity, price, fee,
                                        fee_currency, maker, executed_at, created_at)
                                    VALUES (
                                        :id, :order, :user, :link, :exchange, :trade,
                                        :exchangeOrder, :instrument, :outcome, :side, :quantity, :price, :fee,
                                        :feeCurrency, :maker, :executedAt, :now)
                                    ON CONFLICT (link_id, instrument, exchange_exec_id, order_id)
                                    DO NOTHING\
                                    """)
                            .bind("id", names.id())
                            .bind("order", order.id().value())
                            .bind("user", order.user().value())
                            .bind("link", order.link().value())
                            .bind("exchange", order.exchange().text())
                            .bind("trade", fill.trade().text())
                            .bind("exchangeOrder", fill.order().text())
                            .bind("instrument", order.instrument().text())
                            .bind("outcome", order.outcome().map(OrderRowStore::text))
                            .bind("side", OrderRowStore.text(outcome.mirror(fill.side())))
                            .bind("quantity", fill.quantity())
                            .bind(
                                    "price",
                                    order.outcome().isPresent()
                                            ? outcome.mirror(fill.price())
                                            : fill.price())
                            .bind("fee", fill.fee())
                            .bind("feeCurrency", fill.feeCurrency())
                            .bind("maker", fill.maker())
                            .bind("executedAt", Database.time(fill.executedAt()))
                            .bind("now", Database.time(now))
                            .execute();
        }
        return added;
    }

    /** The sum over an order that has fills. */
    Sum sum(Handle handle, OrderId order) {
        return handle.createQuery(
                        """
                        SELECT sum(quantity) AS quantity, sum(quantity * price) AS worth
                          FROM trading.order_executions WHERE order_id = :order\
                        """)
                .bind("order", order.value())
                .map(
                        (row, context) -> {
                            BigDecimal quantity = row.getBigDecimal("quantity");
                            BigDecimal average =
                                    row.getBigDecimal("worth")
                                            .divide(quantity, PRICE_SCALE, RoundingMode.HALF_EVEN);
                            return new Sum(
                                    OrderRowStore.number(quantity), OrderRowStore.number(average));
                        })
                .one();
    }

    /** The fills of an order, oldest first. */
    List<Execution> ofOrder(OrderId order) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT * FROM trading.order_executions
                                                 WHERE order_id = :order
                                                 ORDER BY executed_at, id\
                                                """)
                                        .bind("order", order.value())
                                        .map(ROW)
                                        .list());
    }

    /**
     * Those of an account's fills that are not here yet. Comparing an account tells the same fills
     * again and again, and each that is kept twice costs a transaction that changes nothing.
     *
     * @param since no fill before this time is among them
     */
    List<Fill> fresh(LinkId link, List<Fill> told, Instant since) {
        if (told.isEmpty()) {
            return told;
        }
        record Kept(ExchangeOrderId order, TradeId trade) {}
        Set<Kept> kept =
                database.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery(
                                                        """
                                                        SELECT exchange_order_id, exchange_exec_id
                                                          FROM trading.order_executions
                                                         WHERE link_id = :link AND executed_at >= :since\
                                                        """)
                                                .bind("link", link.value())
                                                .bind("since", Database.time(since))
                                                .map(
                                                        (row, context) ->
                                                                new Kept(
                                                                        new ExchangeOrderId(
                                                                                row.getString(1)),
                                                                        new TradeId(
                                                                                row.getString(2))))
                                                .set());
        return told.stream()
                .filter(fill -> !kept.contains(new Kept(fill.order(), fill.trade())))
                .toList();
    }

    /** When the latest known fill of an account happened. */
    Optional<Instant> latest(LinkId link) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT executed_at FROM trading.order_executions
                                                 WHERE link_id = :link
                                                 ORDER BY executed_at DESC LIMIT 1\
                                                """)
                                        .bind("link", link.value())
                                        .map(
                                                (row, context) ->
                                                        OrderRowStore.time(row, "executed_at"))
                                        .findOne());
    }

    Page<Execution> page(UserId user, TradeFilter filter) {
        Map<String, Object> values = new LinkedHashMap<>();
        StringBuilder where = new StringBuilder("user_id = :user");
        values.put("user", user.value());
        filter.exchange()
                .ifPresent(
                        exchange -> {
                            where.append(" AND exchange = :exchange");
                            values.put("exchange", exchange.text());
                        });
        filter.instrument()
                .ifPresent(
                        instrument -> {
                            where.append(" AND instrument = :instrument");
                            values.put("instrument", instrument.text());
                        });
        filter.order()
                .ifPresent(
                        order -> {
                            where.append(" AND order_id = :order");
                            values.put("order", order.value());
                        });
        filter.side()
                .ifPresent(
                        side -> {
                            where.append(" AND side = :side");
                            values.put("side", OrderRowStore.text(side));
                        });
        filter.span().on("executed_at", where, values);
        boolean newestFirst = filter.sort() == OrderFilter.Sort.NEWEST_FIRST;
        filter.cursor()
                .ifPresent(
                        cursor -> {
                            where.append(" AND (executed_at, id) ")
                                    .append(newestFirst ? "<" : ">")
                                    .append(" (:cursorAt, :cursorId)");
                            values.put("cursorAt", Database.time(cursor.at()));
                            values.put("cursorId", cursor.id());
                        });
        String sql =
                "SELECT * FROM trading.order_executions WHERE "
                        + where
                        + (newestFirst
                                ? " ORDER BY executed_at DESC, id DESC"
                                : " ORDER BY executed_at, id")
                        + " LIMIT :limit";
        List<Execution> rows =
                database.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery(sql)
                                                .bindMap(values)
                                                .bind("limit", filter.limit() + 1)
                                                .map(ROW)
                                                .list());
        return Pages.cut(
                rows, filter.limit(), row -> new Cursor(row.fill().executedAt(), row.id()));
    }

    private static Execution read(ResultSet row) throws SQLException {
        Fill fill =
                new Fill(
                        new InstrumentId(row.getString("instrument")),
                        new TradeId(row.getString("exchange_exec_id")),
                        new ExchangeOrderId(row.getString("exchange_order_id")),
                        Optional.empty(),
                        OrderRowStore.word(Side.class, row.getString("side")),
                        OrderRowStore.number(row.getBigDecimal("price")),
                        OrderRowStore.number(row.getBigDecimal("quantity")),
                        OrderRowStore.number(row.getBigDecimal("fee")),
                        row.getString("fee_currency"),
                        row.getBoolean("maker"),
                        OrderRowStore.time(row, "executed_at"));
        return new Execution(
                row.getObject("id", UUID.class),
                new OrderId(row.getObject("order_id", UUID.class)),
                OrderRowStore.exchange(row.getString("exchange")),
                OrderRowStore.outcome(row),
                fill);
    }
}
