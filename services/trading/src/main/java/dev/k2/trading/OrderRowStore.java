package dev.k2.trading;

import dev.k2.model.Arrival;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.LinkId;
import dev.k2.model.OrderConditions;
import dev.k2.model.OrderId;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Outcome;
import dev.k2.model.Resolution;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The columns of an order and what they mean. */
final class OrderRowStore {
    static final String SELECT =
            """
            SELECT o.*,
                   ARRAY(SELECT e.key FROM jsonb_each_text(o.metadata) e ORDER BY e.key) AS notes,
                   ARRAY(SELECT e.value FROM jsonb_each_text(o.metadata) e ORDER BY e.key) AS note_texts
              FROM trading.orders o\
            """;

    static final String NOTE_OURS =
            """
            INSERT INTO trading.order_events (order_id, at, what, evidence)
            SELECT :id, :now, :what, jsonb_object(:names, :values)
              FROM platform.leases l
            """
                    + " WHERE "
                    + FenceStore.STANDS
                    + " FOR KEY SHARE OF l";

    static final String INSERT_EVENT =
            """
            INSERT INTO trading.order_events (order_id, at, what, evidence)
            VALUES (:id, :now, :what, jsonb_object(:names, :values))\
            """;

    /**
     * Locks a row for a change. Only the intent has to outlive a power cut: whatever an exchange
     * told it tells again, so the commit of a change does not wait for the disk. There is no row
     * where the lease does not stand; where it does, nobody takes over before the commit.
     */
    static final String LOCK_OURS =
            "SELECT set_config('synchronous_commit', 'off', true), k.* FROM ("
                    + SELECT
                    + " JOIN platform.leases l ON "
                    + FenceStore.STANDS
                    + " WHERE o.id = :id FOR UPDATE OF o FOR KEY SHARE OF l) k";

    /** Locks a row for a wish that any node may note. */
    static final String LOCK = SELECT + " WHERE o.id = :id FOR UPDATE OF o";

    static final String WISH =
            """
            INSERT INTO trading.cancel_wishes (order_id, link_id, wished_at)
            VALUES (:id, :link, :now) ON CONFLICT DO NOTHING\
            """;

    /** Takes the wishes of accounts away and reads their orders. */
    static final String TAKE_WISHES =
            "WITH wished AS (DELETE FROM trading.cancel_wishes WHERE link_id = ANY(:links)"
                    + " RETURNING order_id) "
                    + SELECT
                    + " JOIN wished ON wished.order_id = o.id ORDER BY o.created_at, o.id";

    private static final String MOVED = "WITH ";

    /** There is no row where the lease does not stand; where it does, nobody takes over meanwhile. */
    private static final String MOVED_IF_OURS =
            "WITH ours AS MATERIALIZED (SELECT l.epoch FROM platform.leases l WHERE "
                    + FenceStore.STANDS
                    + " FOR KEY SHARE OF l), ";

    private static final String OURS = "FROM ours";

    /** Changes a row that stands as it was seen, and says whether its commit waits for the disk. */
    private static final String MOVE =
            """
            moved AS (
                UPDATE trading.orders
                   SET exchange_order_id = :exchangeOrderId, status = :status,
                       resolution = :resolution, stale = :stale,
                       cancel_requested = :cancelRequested, filled_quantity = :filled,
                       avg_fill_price = :average, told_status = :toldStatus,
                       told_filled = :toldFilled, told_reason = :toldReason, told_at = :toldAt,
                       error_message = :error, updated_at = :now, sequence = :sequence,
                       now_quantity = :nowQuantity, now_price = :nowPrice,
                       now_stop_price = :nowStopPrice, now_reserved = :nowReserved,
                       now_sent_as = :nowSentAs, carried_quantity = :carried,
                       former_order_ids = :former, wish_quantity = :wishQuantity,
                       wish_price = :wishPrice, wish_stop_price = :wishStopPrice,
                       wish_reserved = :wishReserved, wish_sent_as = :wishSentAs,
                       wish_at = :wishAt, slippage_bps = :slippage, sent_at = :sentAt,
                       answered_at = :answeredAt%s
                  %s
                 WHERE id = :id AND sequence = :seen
                   AND set_config('synchronous_commit', :waits, true) = :waits
                RETURNING id)
            """;

    private static final String NOTE =
            """
            INSERT INTO trading.order_events (order_id, at, what, evidence)
            SELECT id, :now, :what, jsonb_object(:names, :values) FROM moved\
            """;

    private static final String LEFT = ", reserved_left = :left";

    /** Changes a row, which holds as much as before, and notes why. */
    private static final String UPDATE = MOVED + MOVE.formatted("", "") + NOTE;

    /** The same where no lock on the row has asked for the lease. */
    private static final String UPDATE_OURS = MOVED_IF_OURS + MOVE.formatted("", OURS) + NOTE;

    /**
     * Changes a row that holds less than before, and notes why. After the order come the sums, in
     * the order in which intents take them. What was held is read as it was before the statement.
     */
    private static final String UPDATE_AND_RELEASE = MOVED + andRelease("");

    /** The same where no lock on the row has asked for the lease. */
    private static final String UPDATE_AND_RELEASE_OURS = MOVED_IF_OURS + andRelease(OURS);

    static final RowMapper<OrderRow> ROW = (row, context) -> read(row);

    private OrderRowStore() {}

    /**
     * The statement that changes a row.
     *
     * @param releases whether it holds less than before
     * @param asks whether it asks for the lease
     */
    static String update(boolean releases, boolean asks) {
        if (releases) {
            return asks ? UPDATE_AND_RELEASE_OURS : UPDATE_AND_RELEASE;
        }
        return asks ? UPDATE_OURS : UPDATE;
    }

    private static String andRelease(String source) {
        return MOVE.formatted(LEFT, source).stripTrailing()
                + """
                , sums AS MATERIALIZED (
                    SELECT r.user_id, r.scope, o.reserved_left - :left AS freed
                      FROM moved
                      JOIN trading.orders o USING (id)
                      JOIN trading.reservations r
                        ON r.user_id = o.user_id AND r.scope = ANY(o.reserved_scopes)
                     ORDER BY r.user_id, r.scope
                       FOR UPDATE OF r
                ), released AS (
                    UPDATE trading.reservations r
                       SET reserved = r.reserved - s.freed
                      FROM sums s
                     WHERE r.user_id = s.user_id AND r.scope = s.scope)
                """
                + NOTE;
    }

    static <S extends SqlStatement<S>> S bind(S statement, OrderEvent event, Instant now) {
        String[] names = event.evidence().keySet().toArray(new String[0]);
        return statement
                .bind("now", Database.time(now))
                .bind("what", event.what())
                .bind("names", names)
                .bind("values", texts(event.evidence(), names));
    }

    static String[] texts(Map<String, String> all, String[] names) {
        String[] texts = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            texts[i] = all.getOrDefault(names[i], "");
        }
        return texts;
    }

    static String text(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> E word(Class<E> type, String text) {
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** A number as it was, without the zeros that the column's scale adds. */
    static BigDecimal number(BigDecimal stored) {
        BigDecimal short_ = stored.stripTrailingZeros();
        return short_.scale() < 0 ? short_.setScale(0) : short_;
    }

    private static OrderRow read(ResultSet row) throws SQLException {
        return new OrderRow(
                intent(row),
                standing(row),
                amends(row),
                timing(row),
                time(row, "updated_at"),
                row.getLong("sequence"));
    }

    private static Amends amends(ResultSet row) throws SQLException {
        Optional<Terms> current = terms(row, "now_");
        Optional<Terms> wished = terms(row, "wish_");
        String former = row.getString("former_order_ids");
        return new Amends(
                current,
                Optional.ofNullable(row.getString("now_sent_as")).map(ClientOrderId::new),
                number(row.getBigDecimal("carried_quantity")),
                former.isEmpty()
                        ? List.of()
                        : Arrays.stream(former.split(" ", -1)).map(ExchangeOrderId::new).toList(),
                wished.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Wish(
                                        wished.get(),
                                        new ClientOrderId(row.getString("wish_sent_as")),
                                        time(row, "wish_at"))));
    }

    private static Optional<Terms> terms(ResultSet row, String prefix) throws SQLException {
        Optional<BigDecimal> quantity = optionalNumber(row, prefix + "quantity");
        return quantity.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Terms(
                                quantity.get(),
                                optionalNumber(row, prefix + "price"),
                                optionalNumber(row, prefix + "stop_price"),
                                number(row.getBigDecimal(prefix + "reserved"))));
    }

    private static Optional<Timing> timing(ResultSet row) throws SQLException {
        return row.getObject("answered_at") == null
                ? Optional.empty()
                : Optional.of(new Timing(time(row, "sent_at"), time(row, "answered_at")));
    }

    private static Optional<Arrival> arrival(ResultSet row) throws SQLException {
        Optional<BigDecimal> best = optionalNumber(row, "arrival_price");
        return best.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Arrival(
                                best.get(),
                                number(row.getBigDecimal("arrival_middle")),
                                Duration.of(row.getLong("arrival_age_micros"), ChronoUnit.MICROS)));
    }

    private static Intent intent(ResultSet row) throws SQLException {
        Map<String, String> kept = metadata(row);
        return new Intent(
                new OrderId(row.getObject("id", UUID.class)),
                new UserId(row.getObject("user_id", UUID.class)),
                new LinkId(row.getObject("link_id", UUID.class)),
                new IdempotencyKey(row.getString("client_order_id")),
                row.getString("body_hash"),
                new ClientOrderId(row.getString("sent_as")),
                exchange(row.getString("exchange")),
                new InstrumentId(row.getString("instrument")),
                word(InstrumentKind.class, row.getString("instrument_kind")),
                outcome(row),
                word(Side.class, row.getString("side")),
                word(OrderType.class, row.getString("order_type")),
                word(TimeInForce.class, row.getString("time_in_force")),
                number(row.getBigDecimal("quantity")),
                optionalNumber(row, "price"),
                optionalNumber(row, "stop_price"),
                row.getBoolean("reduce_only"),
                number(row.getBigDecimal("reserved")),
                time(row, "created_at"),
                RouteNotes.without(kept),
                arrival(row),
                RouteNotes.read(kept),
                conditions(row));
    }

    private static OrderConditions conditions(ResultSet row) throws SQLException {
        boolean held = row.getBoolean("held");
        return new OrderConditions(
                held,
                optionalNumber(row, "trailing_offset"),
                optionalNumber(row, "trailing_percent"),
                optionalNumber(row, "trailing_mark"),
                optionalTime(row, "triggered_at"),
                held ? optionalTime(row, "submitted_at") : Optional.empty(),
                Optional.ofNullable(row.getObject("pair_id", UUID.class)).map(OrderId::new),
                optionalTime(row, "good_till"));
    }

    private static Optional<Instant> optionalTime(ResultSet row, String column)
            throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    private static Standing standing(ResultSet row) throws SQLException {
        return new Standing(
                Optional.ofNullable(row.getString("exchange_order_id")).map(ExchangeOrderId::new),
                word(OrderStatus.class, row.getString("status")),
                Optional.ofNullable(row.getString("resolution"))
                        .map(text -> word(Resolution.class, text)),
                row.getBoolean("stale"),
                row.getBoolean("cancel_requested"),
                number(row.getBigDecimal("filled_quantity")),
                optionalNumber(row, "avg_fill_price"),
                told(row),
                Optional.ofNullable(row.getString("error_message")));
    }

    private static Optional<Told> told(ResultSet row) throws SQLException {
        @Nullable String status = row.getString("told_status");
        return status == null
                ? Optional.empty()
                : Optional.of(
                        new Told(
                                word(OrderStatus.class, status),
                                number(row.getBigDecimal("told_filled")),
                                Optional.ofNullable(row.getString("told_reason")),
                                time(row, "told_at")));
    }

    private static Map<String, String> metadata(ResultSet row) throws SQLException {
        String[] notes = texts(row.getArray("notes"));
        String[] values = texts(row.getArray("note_texts"));
        Map<String, String> metadata = new LinkedHashMap<>();
        for (int i = 0; i < notes.length; i++) {
            metadata.put(notes[i], values[i]);
        }
        return metadata;
    }

    private static String[] texts(Array array) throws SQLException {
        return (String[]) array.getArray();
    }

    static Optional<Outcome> outcome(ResultSet row) throws SQLException {
        return Optional.ofNullable(row.getString("outcome")).map(text -> word(Outcome.class, text));
    }

    private static Optional<BigDecimal> optionalNumber(ResultSet row, String column)
            throws SQLException {
        return Optional.ofNullable(row.getBigDecimal(column)).map(OrderRowStore::number);
    }

    static ExchangeId exchange(String text) {
        return ExchangeId.parse(text)
                .orElseThrow(() -> new IllegalStateException("no exchange is called " + text));
    }
}
