package dev.k2.soak;

import dev.k2.model.InstrumentId;
import dev.k2.model.LinkId;
import dev.k2.model.OrderId;
import dev.k2.model.OrderStatus;
import dev.k2.model.Outcome;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Looks at what trading wrote down, empties it between runs, and makes commits fail on demand. */
final class SoakStore {
    private static final String OUTAGE =
            """
            CREATE SCHEMA IF NOT EXISTS soak;
            CREATE TABLE IF NOT EXISTS soak.outage (one boolean PRIMARY KEY DEFAULT true);
            CREATE OR REPLACE FUNCTION soak.fail() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (SELECT 1 FROM soak.outage) THEN
                    RAISE EXCEPTION 'the disk is full' USING ERRCODE = '53100';
                END IF;
                RETURN NULL;
            END
            $$;
            DROP TRIGGER IF EXISTS soak_fails ON trading.orders;
            CREATE CONSTRAINT TRIGGER soak_fails AFTER INSERT OR UPDATE ON trading.orders
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION soak.fail();
            DROP TRIGGER IF EXISTS soak_fails ON trading.order_events;
            CREATE CONSTRAINT TRIGGER soak_fails AFTER INSERT ON trading.order_events
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION soak.fail();
            """;

    /**
     * PostgreSQL's own clock decides whose an account is. Here it shows virtual time: a function of
     * the same name that is found first.
     */
    private static final String CLOCK =
            """
            CREATE SCHEMA IF NOT EXISTS soak;
            CREATE TABLE IF NOT EXISTS soak.clock (
                one boolean PRIMARY KEY DEFAULT true, at timestamptz NOT NULL);
            CREATE OR REPLACE FUNCTION soak.clock_timestamp() RETURNS timestamptz LANGUAGE sql
                VOLATILE AS 'SELECT at FROM soak.clock';
            ALTER DATABASE k2 SET search_path = soak, pg_catalog, public;
            """;

    private static final String WORKING =
            """
            SELECT id, user_id FROM trading.orders
             WHERE status NOT IN ('filled', 'cancelled', 'rejected', 'expired')
               AND resolution IS DISTINCT FROM 'left'
             ORDER BY sent_as\
            """;

    private final Database database;

    /** An order that has not ended. */
    record Working(OrderId order, UserId user) {}

    SoakStore(Database database) {
        this.database = database;
        database.jdbi()
                .useHandle(handle -> handle.createScript(OUTAGE).executeAsSeparateStatements());
    }

    /** To be called once, before the connections are made that are to see virtual time. */
    static void prepare(Database database) {
        database.jdbi()
                .useHandle(handle -> handle.createScript(CLOCK).executeAsSeparateStatements());
    }

    /** What time the database has. */
    void clock(Instant now) {
        database.jdbi()
                .useHandle(
                        handle ->
                                handle.createUpdate(
                                                "INSERT INTO soak.clock (at) VALUES (:now) ON"
                                                        + " CONFLICT (one) DO UPDATE SET at ="
                                                        + " excluded.at")
                                        .bind("now", now.atOffset(ZoneOffset.UTC))
                                        .execute());
    }

    /** The orders that have not ended, in an order that does not depend on the machine. */
    List<Working> working() {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(WORKING)
                                        .map(
                                                (row, context) ->
                                                        new Working(
                                                                new OrderId(
                                                                        row.getObject(
                                                                                "id", UUID.class)),
                                                                new UserId(
                                                                        row.getObject(
                                                                                "user_id",
                                                                                UUID.class))))
                                        .list());
    }

    /** The names that each order had at its exchange beside its first. */
    Map<UUID, List<String>> legs() {
        record Leg(UUID order, String name) {}
        return database
                .jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT DISTINCT order_id, sent_as FROM"
                                                        + " trading.order_legs ORDER BY sent_as")
                                        .map(
                                                (row, context) ->
                                                        new Leg(
                                                                row.getObject(
                                                                        "order_id", UUID.class),
                                                                row.getString("sent_as")))
                                        .list())
                .stream()
                .collect(
                        Collectors.groupingBy(
                                Leg::order, Collectors.mapping(Leg::name, Collectors.toList())));
    }

    /**
     * An order as it stands in the mirror.
     *
     * @param held whether K2 waited for its price, or waits yet
     * @param sent whether it ever left
     * @param outcome which one its prices speak of; YES where there are none
     * @param pair the other order of an OCO
     */
    record Row(
            UUID id,
            LinkId link,
            String key,
            String sentAs,
            Optional<String> exchangeOrderId,
            OrderStatus status,
            Optional<String> resolution,
            BigDecimal quantity,
            BigDecimal filled,
            Optional<BigDecimal> average,
            Optional<String> error,
            boolean held,
            boolean sent,
            Outcome outcome,
            Optional<UUID> pair) {}

    /** What the end of a contract paid, as it stands in the mirror. */
    record SettledRow(
            LinkId link,
            InstrumentId contract,
            BigDecimal value,
            BigDecimal booked,
            Instant settledAt) {}

    /** A fill as it stands in the mirror. */
    record FillRow(UUID order, String trade, BigDecimal quantity, BigDecimal price) {}

    /** Commits of orders fail from here on, or work again. */
    void outage(boolean on) {
        database.jdbi()
                .useHandle(
                        handle ->
                                handle.execute(
                                        on
                                                ? "INSERT INTO soak.outage DEFAULT VALUES ON"
                                                        + " CONFLICT DO NOTHING"
                                                : "DELETE FROM soak.outage"));
    }

    /** Forgets everything, as a new database does, in a moment. */
    void empty() {
        database.useTransaction(
                handle -> {
                    // Rows that only ever get more are guarded by triggers.
                    handle.execute("SET LOCAL session_replication_role = replica");
                    List<String> tables =
                            handle.createQuery(
                                            "SELECT format('%I.%I', schemaname, tablename) FROM"
                                                    + " pg_tables WHERE schemaname = 'trading' AND"
                                                    + " tablename <> 'flyway_history' ORDER BY 1")
                                    .mapTo(String.class)
                                    .list();
                    handle.execute(
                            "TRUNCATE " + String.join(", ", tables) + " RESTART IDENTITY CASCADE");
                    List<String> sequences =
                            handle.createQuery(
                                            "SELECT format('%I.%I', schemaname, sequencename) FROM"
                                                    + " pg_sequences WHERE schemaname = 'trading'")
                                    .mapTo(String.class)
                                    .list();
                    sequences.forEach(
                            sequence -> handle.execute("ALTER SEQUENCE " + sequence + " RESTART"));
                    // The counter of changes has one row, from the beginning on.
                    handle.execute("INSERT INTO trading.risk_changes (number) VALUES (0)");
                    handle.execute("TRUNCATE platform.leases");
                    handle.execute("DELETE FROM soak.outage");
                });
    }

    /** Counts rows, as PostgreSQL does by itself, but not within the seconds that a lot takes. */
    void analyze() {
        database.jdbi().useHandle(handle -> handle.execute("ANALYZE"));
    }

    List<Row> orders() {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT *, coalesce(now_quantity, quantity) AS"
                                                        + " whole FROM trading.orders ORDER BY"
                                                        + " created_at, id")
                                        .map(
                                                (row, context) ->
                                                        new Row(
                                                                row.getObject("id", UUID.class),
                                                                new LinkId(
                                                                        row.getObject(
                                                                                "link_id",
                                                                                UUID.class)),
                                                                row.getString("client_order_id"),
                                                                row.getString("sent_as"),
                                                                Optional.ofNullable(
                                                                        row.getString(
                                                                                "exchange_order_id")),
                                                                OrderStatus.valueOf(
                                                                        row.getString("status")
                                                                                .toUpperCase(
                                                                                        Locale
                                                                                                .ROOT)),
                                                                Optional.ofNullable(
                                                                        row.getString(
                                                                                "resolution")),
                                                                row.getBigDecimal("whole"),
                                                                row.getBigDecimal(
                                                                        "filled_quantity"),
                                                                Optional.ofNullable(
                                                                        row.getBigDecimal(
                                                                                "avg_fill_price")),
                                                                Optional.ofNullable(
                                                                        row.getString(
                                                                                "error_message")),
                                                                row.getBoolean("held"),
                                                                row.getObject("submitted_at")
                                                                        != null,
                                                                "no"
                                                                                .equals(
                                                                                        row
                                                                                                .getString(
                                                                                                        "outcome"))
                                                                        ? Outcome.NO
                                                                        : Outcome.YES,
                                                                Optional.ofNullable(
                                                                        row.getObject(
                                                                                "pair_id",
                                                                                UUID.class))))
                                        .list());
    }

    /** What is still reserved, by whom and for what; rows of zero are left out. */
    List<String> reservations() {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT user_id || ' ' || scope || ' ' || reserved"
                                                    + " FROM trading.reservations WHERE reserved <>"
                                                    + " 0 UNION ALL SELECT sent_as || ' holds ' ||"
                                                    + " reserved_left FROM trading.orders WHERE"
                                                    + " reserved_left <> 0 AND status IN ('filled',"
                                                    + " 'cancelled', 'rejected', 'expired') ORDER"
                                                    + " BY 1")
                                        .mapTo(String.class)
                                        .list());
    }

    /** What was booked, oldest first. */
    List<SettledRow> settlements() {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT * FROM trading.settlements ORDER BY number")
                                        .map(
                                                (row, context) ->
                                                        new SettledRow(
                                                                new LinkId(
                                                                        row.getObject(
                                                                                "link_id",
                                                                                UUID.class)),
                                                                new InstrumentId(
                                                                        row.getString(
                                                                                "instrument")),
                                                                row.getBigDecimal("value"),
                                                                row.getBigDecimal("booked"),
                                                                row.getObject(
                                                                                "settled_at",
                                                                                OffsetDateTime
                                                                                        .class)
                                                                        .toInstant()))
                                        .list());
    }

    Map<UUID, List<FillRow>> fills() {
        return database
                .jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery("SELECT * FROM trading.order_executions")
                                        .map(
                                                (row, context) ->
                                                        new FillRow(
                                                                row.getObject(
                                                                        "order_id", UUID.class),
                                                                row.getString("exchange_exec_id"),
                                                                row.getBigDecimal("quantity"),
                                                                row.getBigDecimal("price")))
                                        .list())
                .stream()
                .collect(Collectors.groupingBy(FillRow::order));
    }

    /** Why each order stands where it stands: the words of its events, oldest first. */
    Map<UUID, List<String>> events() {
        record Event(UUID order, String what) {}
        return database
                .jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT order_id, what || ' ' || evidence::text AS"
                                                    + " what FROM trading.order_events ORDER BY id")
                                        .map(
                                                (row, context) ->
                                                        new Event(
                                                                row.getObject(
                                                                        "order_id", UUID.class),
                                                                row.getString("what")))
                                        .list())
                .stream()
                .collect(
                        Collectors.groupingBy(
                                Event::order,
                                Collectors.mapping(Event::what, Collectors.toList())));
    }
}
