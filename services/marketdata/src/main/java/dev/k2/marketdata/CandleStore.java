package dev.k2.marketdata;

import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import dev.k2.platform.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterable;

/** Closed candles in PostgreSQL, partitioned by time, and what the exchanges told whole of them. */
final class CandleStore {
    /** Of what a series is. */
    record Named(String exchange, String instrument) {
        static Named of(Instrument instrument) {
            return new Named(instrument.exchange().text(), instrument.id().text());
        }
    }

    /** One node at a time makes or drops a partition. */
    private static final long TURN = 0x4B32_4341_4E44_4C45L;

    private static final int FETCH = 10_000;
    private static final int BATCH = 1_000;

    private final Database database;
    private final Map<CandleShelf, Set<String>> partitions = new EnumMap<>(CandleShelf.class);

    CandleStore(Database database) {
        this.database = database;
        for (CandleShelf shelf : CandleShelf.values()) {
            partitions.put(shelf, ConcurrentHashMap.newKeySet());
        }
    }

    /** The number of a series; empty where nothing of it was ever kept. */
    Optional<Integer> series(Instrument instrument, CandleInterval interval) {
        return database.jdbi().withHandle(handle -> series(handle, instrument, interval).findOne());
    }

    /** The same, with a number given where there was none. */
    int seriesOf(Instrument instrument, CandleInterval interval) {
        return database.inTransaction(
                handle -> {
                    handle.createUpdate(
                                    """
                                    INSERT INTO marketdata.candle_series (exchange, instrument, width)
                                    VALUES (:exchange, :instrument, :width) ON CONFLICT DO NOTHING\
                                    """)
                            .bind("exchange", instrument.exchange().text())
                            .bind("instrument", instrument.id().text())
                            .bind("width", interval.text())
                            .execute();
                    return series(handle, instrument, interval).one();
                });
    }

    private static ResultIterable<Integer> series(
            Handle handle, Instrument instrument, CandleInterval interval) {
        return handle.createQuery(
                        """
                        SELECT id FROM marketdata.candle_series
                         WHERE exchange = :exchange AND instrument = :instrument AND width = :width\
                        """)
                .bind("exchange", instrument.exchange().text())
                .bind("instrument", instrument.id().text())
                .bind("width", interval.text())
                .mapTo(Integer.class);
    }

    /** The widths that something was kept of. */
    List<CandleInterval> widths(Instrument instrument) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT width FROM marketdata.candle_series
                                                 WHERE exchange = :exchange AND instrument = :instrument
                                                 ORDER BY id\
                                                """)
                                        .bind("exchange", instrument.exchange().text())
                                        .bind("instrument", instrument.id().text())
                                        .mapTo(String.class)
                                        .map(text -> CandleInterval.parse(text).orElseThrow())
                                        .list());
    }

    /** All that something of a width was kept of. */
    Set<Named> named(CandleInterval interval) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT exchange, instrument FROM marketdata.candle_series
                                                 WHERE width = :width\
                                                """)
                                        .bind("width", interval.text())
                                        .map(
                                                (row, context) ->
                                                        new Named(
                                                                row.getString(1), row.getString(2)))
                                        .set());
    }

    /** What the exchange told whole and touches a range, by beginning. */
    List<CandleSpan> spans(int series, Instant from, Instant to) {
        return database.jdbi().withHandle(handle -> spans(handle, series, from, to));
    }

    private static List<CandleSpan> spans(Handle handle, int series, Instant from, Instant to) {
        return handle.createQuery(
                        """
                        SELECT from_time, to_time FROM marketdata.candle_spans
                         WHERE series = :series AND to_time >= :from AND from_time <= :to
                         ORDER BY from_time\
                        """)
                .bind("series", series)
                .bind("from", Database.time(from))
                .bind("to", Database.time(to))
                .map((row, context) -> new CandleSpan(at(row, 1), at(row, 2)))
                .list();
    }

    /** Remembers that a range was told whole; spans that it touches become one with it. */
    void told(int series, CandleSpan span) {
        database.useTransaction(
                handle -> {
                    handle.createQuery(
                                    "SELECT id FROM marketdata.candle_series WHERE id = :series FOR"
                                            + " UPDATE")
                            .bind("series", series)
                            .mapTo(Integer.class)
                            .one();
                    Instant from = span.from();
                    Instant to = span.to();
                    for (CandleSpan other : spans(handle, series, from, to)) {
                        from = other.from().isBefore(from) ? other.from() : from;
                        to = other.to().isAfter(to) ? other.to() : to;
                    }
                    handle.createUpdate(
                                    """
                                    DELETE FROM marketdata.candle_spans
                                     WHERE series = :series AND from_time >= :from AND to_time <= :to\
                                    """)
                            .bind("series", series)
                            .bind("from", Database.time(from))
                            .bind("to", Database.time(to))
                            .execute();
                    handle.createUpdate(
                                    """
                                    INSERT INTO marketdata.candle_spans (series, from_time, to_time)
                                    VALUES (:series, :from, :to)\
                                    """)
                            .bind("series", series)
                            .bind("from", Database.time(from))
                            .bind("to", Database.time(to))
                            .execute();
                });
    }

    /**
     * Keeps candles. One that the exchange told replaces what is there; one of ours replaces ours.
     *
     * @param told whether the exchange said so
     */
    void put(int series, CandleShelf shelf, List<Candle> candles, boolean told) {
        if (candles.isEmpty()) {
            return;
        }
        candles.forEach(candle -> room(shelf, candle.openTime()));
        String sql =
                """
                INSERT INTO marketdata.%s AS kept (series, open_time, open, high, low, close, volume, told)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (series, open_time) DO UPDATE SET open = excluded.open, high = excluded.high,
                       low = excluded.low, close = excluded.close, volume = excluded.volume, told = excluded.told
                 WHERE excluded.told OR NOT kept.told\
                """
                        .formatted(shelf.table());
        try {
            database.<SQLException>useTransaction(
                    handle -> insert(handle.getConnection(), sql, series, candles, told));
        } catch (SQLException failed) {
            throw new IllegalStateException("candles could not be kept", failed);
        }
    }

    private static void insert(
            Connection connection, String sql, int series, List<Candle> candles, boolean told)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            int waiting = 0;
            for (Candle candle : candles) {
                bind(insert, series, candle, told);
                insert.addBatch();
                if (++waiting == BATCH) {
                    insert.executeBatch();
                    waiting = 0;
                }
            }
            insert.executeBatch();
        }
    }

    private static void bind(PreparedStatement insert, int series, Candle candle, boolean told)
            throws SQLException {
        insert.setInt(1, series);
        insert.setObject(2, Database.time(candle.openTime()));
        insert.setBigDecimal(3, candle.open());
        insert.setBigDecimal(4, candle.high());
        insert.setBigDecimal(5, candle.low());
        insert.setBigDecimal(6, candle.close());
        insert.setBigDecimal(7, candle.volume());
        insert.setBoolean(8, told);
    }

    /** Hands over the kept candles of a range, oldest first, however many they are. */
    void each(
            int series,
            Instrument instrument,
            CandleInterval interval,
            CandleSpan range,
            Consumer<Candle> taker) {
        String sql =
                """
                SELECT open_time, open, high, low, close, volume FROM marketdata.%s
                 WHERE series = ? AND open_time >= ? AND open_time < ? ORDER BY open_time\
                """
                        .formatted(CandleShelf.of(interval).table());
        try {
            // The driver reads piece by piece only within a transaction.
            database.<SQLException>useTransaction(
                    handle -> {
                        try (PreparedStatement query =
                                handle.getConnection().prepareStatement(sql)) {
                            query.setFetchSize(FETCH);
                            query.setInt(1, series);
                            query.setObject(2, Database.time(range.from()));
                            query.setObject(3, Database.time(range.to()));
                            read(query, instrument, interval, taker);
                        }
                    });
        } catch (SQLException failed) {
            throw new IllegalStateException("candles could not be read", failed);
        }
    }

    private static void read(
            PreparedStatement query,
            Instrument instrument,
            CandleInterval interval,
            Consumer<Candle> taker)
            throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                taker.accept(candle(row, instrument, interval));
            }
        }
    }

    List<Candle> list(
            int series, Instrument instrument, CandleInterval interval, CandleSpan range) {
        List<Candle> candles = new ArrayList<>();
        each(series, instrument, interval, range, candles::add);
        return candles;
    }

    private static Candle candle(ResultSet row, Instrument instrument, CandleInterval interval)
            throws SQLException {
        return new Candle(
                instrument.id(),
                interval,
                at(row, 1),
                row.getBigDecimal(2),
                row.getBigDecimal(3),
                row.getBigDecimal(4),
                row.getBigDecimal(5),
                row.getBigDecimal(6),
                true);
    }

    /** Sees to it that there is a partition for a time. Others read and write on meanwhile. */
    private void room(CandleShelf shelf, Instant at) {
        Instant begin = shelf.begin(at);
        Set<String> known = partitions.getOrDefault(shelf, Set.of());
        String name = shelf.partition(begin);
        if (known.contains(name)) {
            return;
        }
        database.useTransaction(
                handle -> {
                    turn(handle);
                    if (!exists(handle, name)) {
                        handle.execute(
                                "CREATE TABLE marketdata.%s (LIKE marketdata.%s INCLUDING ALL)"
                                        .formatted(name, shelf.table()));
                        handle.execute(
                                """
                                ALTER TABLE marketdata.%s ATTACH PARTITION marketdata.%s
                                FOR VALUES FROM ('%s') TO ('%s')\
                                """
                                        .formatted(shelf.table(), name, begin, shelf.next(begin)));
                    }
                });
        known.add(name);
    }

    /**
     * Drops the partitions that end at or before a time, and forgets what was told of them.
     *
     * @return their names
     */
    List<String> drop(CandleShelf shelf, Instant before) {
        Set<String> old = new TreeSet<>();
        String oldestKept = shelf.partition(shelf.begin(before));
        for (String name : partitions(shelf)) {
            // Names of one shelf sort by time.
            if (name.compareTo(oldestKept) < 0) {
                old.add(name);
            }
        }
        List<String> widths =
                Arrays.stream(CandleInterval.values())
                        .filter(interval -> CandleShelf.of(interval) == shelf)
                        .map(CandleInterval::text)
                        .toList();
        database.useTransaction(
                handle -> {
                    turn(handle);
                    // A drop waits for whoever reads, and everybody else would wait behind it.
                    handle.execute("SET LOCAL lock_timeout = '2s'");
                    trim(handle, widths, before);
                    old.forEach(name -> handle.execute("DROP TABLE IF EXISTS marketdata." + name));
                });
        partitions.getOrDefault(shelf, Set.of()).removeAll(old);
        return List.copyOf(old);
    }

    private static void trim(Handle handle, List<String> widths, Instant before) {
        String ofShelf =
                " AND series IN (SELECT id FROM marketdata.candle_series WHERE width ="
                        + " ANY(:widths))";
        handle.createUpdate(
                        "DELETE FROM marketdata.candle_spans WHERE to_time <= :before" + ofShelf)
                .bind("before", Database.time(before))
                .bindArray("widths", String.class, widths)
                .execute();
        handle.createUpdate(
                        "UPDATE marketdata.candle_spans SET from_time = :before WHERE from_time <"
                                + " :before"
                                + ofShelf)
                .bind("before", Database.time(before))
                .bindArray("widths", String.class, widths)
                .execute();
    }

    /** The partitions that there are, oldest first. */
    List<String> partitions(CandleShelf shelf) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT c.relname FROM pg_inherits i
                                                  JOIN pg_class c ON c.oid = i.inhrelid
                                                 WHERE i.inhparent = to_regclass(:parent)
                                                 ORDER BY c.relname\
                                                """)
                                        .bind("parent", "marketdata." + shelf.table())
                                        .mapTo(String.class)
                                        .list());
    }

    private static boolean exists(Handle handle, String name) {
        return handle.createQuery("SELECT to_regclass(:name) IS NOT NULL")
                .bind("name", "marketdata." + name)
                .mapTo(Boolean.class)
                .one();
    }

    private static void turn(Handle handle) {
        handle.createQuery("SELECT pg_advisory_xact_lock(:turn)")
                .bind("turn", TURN)
                .mapTo(String.class)
                .list();
    }

    private static Instant at(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
