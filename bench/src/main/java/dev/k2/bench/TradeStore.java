package dev.k2.bench;

import dev.k2.platform.DatabaseAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;

/** The peer: trades in a table, and candles by a plain GROUP BY over them. */
final class TradeStore implements AutoCloseable {
    private static final int PIECE = 100_000;
    private static final int FETCH = 10_000;
    private static final int PARENT_FIELD = 1;
    private static final int USER_TICKS_FIELD = 11;
    private static final int SYSTEM_TICKS_FIELD = 12;

    /** Of Linux, whatever the machine. */
    private static final long NANOS_PER_TICK = 10_000_000;

    private static final String GROUPED =
            """
            SELECT date_bin('1 minute', at, timestamptz 'epoch') AS minute,
                   (array_agg(price ORDER BY id))[1], max(price), min(price),
                   (array_agg(price ORDER BY id DESC))[1], sum(quantity)
              FROM bench_trades GROUP BY minute ORDER BY minute\
            """;

    private final Connection connection;
    private final String server;

    private TradeStore(Connection connection, String server) {
        this.connection = connection;
        this.server = server;
    }

    static TradeStore open(DatabaseAddress address) throws SQLException {
        Connection connection =
                DriverManager.getConnection(
                        address.jdbcUrl(), address.user(), address.password().reveal());
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET work_mem = '256MB'");
            // All of it in one process, so that its CPU time can be read.
            statement.execute("SET max_parallel_workers_per_gather = 0");
            statement.execute(
                    "CREATE UNLOGGED TABLE bench_trades (id bigint NOT NULL, at timestamptz NOT"
                            + " NULL, price numeric NOT NULL, quantity numeric NOT NULL)");
            try (ResultSet pid = statement.executeQuery("SELECT pg_backend_pid()")) {
                pid.next();
                return new TradeStore(connection, stat(pid.getString(1)).get(PARENT_FIELD));
            }
        }
    }

    void load(TradeYear year) throws SQLException {
        String sql =
                """
                INSERT INTO bench_trades
                SELECT id, timestamptz 'epoch' + ms * interval '1 millisecond', price * 0.01, quantity * 0.001
                  FROM unnest(?::bigint[], ?::bigint[], ?::int[], ?::int[]) AS t (id, ms, price, quantity)\
                """;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int from = 0; from < year.count(); from += PIECE) {
                int size = Math.min(PIECE, year.count() - from);
                Long[] ids = new Long[size];
                Long[] times = new Long[size];
                Integer[] prices = new Integer[size];
                Integer[] quantities = new Integer[size];
                for (int n = 0; n < size; n++) {
                    ids[n] = (long) from + n;
                    times[n] = year.atMillis(from + n);
                    prices[n] = year.price(from + n);
                    quantities[n] = year.quantity(from + n);
                }
                insert.setArray(1, connection.createArrayOf("bigint", ids));
                insert.setArray(2, connection.createArrayOf("bigint", times));
                insert.setArray(3, connection.createArrayOf("int", prices));
                insert.setArray(4, connection.createArrayOf("int", quantities));
                insert.executeUpdate();
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE bench_trades");
        }
    }

    /** The candles of all minutes with a trade. */
    CandleSum grouped() throws SQLException {
        var sum = new CandleSum();
        connection.setAutoCommit(false);
        try (PreparedStatement query = connection.prepareStatement(GROUPED)) {
            query.setFetchSize(FETCH);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    BigDecimal open = row.getBigDecimal(2);
                    sum.add(
                            row.getObject(1, OffsetDateTime.class).toInstant(),
                            open,
                            row.getBigDecimal(3),
                            row.getBigDecimal(4),
                            row.getBigDecimal(5),
                            row.getBigDecimal(6));
                }
            }
        } finally {
            connection.commit();
            connection.setAutoCommit(true);
        }
        return sum;
    }

    /** CPU time of all connections that the server has now, from the kernel's own counters. */
    long serverNanos() {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                            .map(path -> path.toFile().getName())
                            .filter(name -> name.chars().allMatch(Character::isDigit))
                            .map(TradeStore::stat)
                            .filter(
                                    fields ->
                                            !fields.isEmpty()
                                                    && fields.get(PARENT_FIELD).equals(server))
                            .mapToLong(TradeStore::ticks)
                            .sum()
                    * NANOS_PER_TICK;
        } catch (IOException failed) {
            throw new UncheckedIOException("the processes cannot be listed", failed);
        }
    }

    private static long ticks(List<String> fields) {
        return Long.parseLong(fields.get(USER_TICKS_FIELD))
                + Long.parseLong(fields.get(SYSTEM_TICKS_FIELD));
    }

    /** The fields after the name of a process, its state first; none where it has ended. */
    private static List<String> stat(String process) {
        try {
            String text = Files.readString(Path.of("/proc", process, "stat"));
            return List.of(text.substring(text.lastIndexOf(')') + 2).split(" ", -1));
        } catch (NoSuchFileException ended) {
            return List.of();
        } catch (IOException failed) {
            throw new UncheckedIOException("a process cannot be read", failed);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
