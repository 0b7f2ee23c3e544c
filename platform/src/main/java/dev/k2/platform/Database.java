package dev.k2.platform;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * The door to PostgreSQL: a pool of connections, migrations per service, and Jdbi for the stores.
 *
 * <p>Every service owns a schema of its own name, in which its migrations and their history live. Its SQL names the schema
 * ({@code accounts.users}).
 */
public final class Database implements AutoCloseable {
    private static final Pattern OUTAGE = Pattern.compile("08...|53...|57P..");
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration BORROW = Duration.ofSeconds(5);
    private static final Duration SOCKET = Duration.ofSeconds(30);
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(30);
    private static final String HISTORY = "flyway_history";

    private final DatabaseAddress address;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Set<String> migrated = ConcurrentHashMap.newKeySet();

    private Database(DatabaseAddress address, HikariDataSource pool) {
        this.address = address;
        this.pool = pool;
        this.jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
    }

    /**
     * Connects, and refuses a server that could forget what it acknowledged.
     *
     * @param poolSize how many connections are held at most
     * @throws StartFailure when the server does not answer, is older than 15, or does not write durably
     */
    public static Database open(DatabaseAddress address, int poolSize, Metrics metrics) {
        Durability.check(address);
        return open(address, "k2", properties(address), poolSize, metrics);
    }

    /**
     * The same database, by connections of their own that have another role's rights and no others, from their first statement on.
     *
     * @param role one that ours is a member of
     * @throws StartFailure when it may not be taken
     */
    public Database inRole(String role, int poolSize, Metrics metrics) {
        var properties = properties(address);
        properties.setProperty("options", "-c role=" + role);
        return open(address, "k2-" + role, properties, poolSize, metrics);
    }

    private static Database open(
            DatabaseAddress address,
            String name,
            Properties properties,
            int poolSize,
            Metrics metrics) {
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(address.jdbcUrl());
        config.setDataSourceProperties(properties);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("socketTimeout", Long.toString(SOCKET.toSeconds()));
        config.setMaximumPoolSize(poolSize);
        config.setMinimumIdle(Math.min(2, poolSize));
        config.setConnectionTimeout(BORROW.toMillis());
        config.setMaxLifetime(LONGEST_LIFE.toMillis());
        // Shorter than the socket's limit, so that the server gives up before we stop listening.
        // A process that stands still in a transaction must not keep its locks for as long.
        config.setConnectionInitSql(
                "SET statement_timeout = '25s'; SET idle_in_transaction_session_timeout = '10s'");
        config.setMetricRegistry(metrics.registry());
        try {
            return new Database(address, new HikariDataSource(config));
        } catch (PoolInitializationException failure) {
            throw Durability.noAnswer(address, failure);
        }
    }

    /**
     * Brings a service's schema up to date from {@code db/<service>} on the class path. Several nodes may do so at once. What this
     * has brought up to date stays so for as long as its history is there, and is not gone through again.
     *
     * @throws StartFailure when a migration fails or an applied one was changed
     */
    public void migrate(String service) {
        if (migrated.contains(service) && hasHistory(service)) {
            return;
        }
        try {
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(address.jdbcUrl(), address.user(), address.password().reveal())
                    .schemas(service)
                    .defaultSchema(service)
                    .createSchemas(true)
                    .table(HISTORY)
                    .locations("classpath:db/" + service)
                    .failOnMissingLocations(true)
                    .validateMigrationNaming(true)
                    .cleanDisabled(true)
                    .load()
                    .migrate();
            migrated.add(service);
        } catch (FlywayException failure) {
            throw new StartFailure(
                    "The tables of "
                            + service
                            + " could not be brought up to date: "
                            + Causes.oneLine(failure)
                            + ".",
                    "Nothing of that step was kept. Use the K2 version that made the data, or"
                            + " restore a backup.",
                    failure);
        }
    }

    private boolean hasHistory(String service) {
        try (var connection = pool.getConnection();
                var tables = connection.getMetaData().getTables(null, service, HISTORY, null)) {
            return tables.next();
        } catch (SQLException failure) {
            // Whoever brings the tables up to date meets what is amiss, and says it.
            return false;
        }
    }

    /** A moment as a statement binds it to a column of type timestamptz: exactly, whatever zone the JVM is in. */
    public static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    /** For stores. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /** Runs in one transaction: committed when the work returns, rolled back when it throws. */
    public <T, X extends Exception> T inTransaction(HandleCallback<T, X> work) throws X {
        return jdbi.inTransaction(work);
    }

    /** The same for work without a result. */
    public <X extends Exception> void useTransaction(HandleConsumer<X> work) throws X {
        jdbi.useTransaction(work);
    }

    /**
     * Whether a failure means that the database cannot be reached now, so that asking later may
     * help. SQLSTATE classes 08 (connection), 53 (resources) and 57P (shutdown) say so, and so does
     * a pool that has no connection to give.
     */
    public static boolean isOutage(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException) {
                return true;
            }
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && OUTAGE.matcher(sql.getSQLState()).matches()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the server answers within the limit; for health checks. */
    public boolean answers(Duration limit) {
        try (var connection = pool.getConnection()) {
            return connection.isValid(Math.toIntExact(Math.max(1, limit.toSeconds())));
        } catch (SQLException failure) {
            return false;
        }
    }

    /** Gives all connections back; work that still runs on one fails. */
    @Override
    public void close() {
        pool.close();
    }

    static java.sql.Connection connect(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), properties(address));
    }

    private static Properties properties(DatabaseAddress address) {
        var properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password().reveal());
        properties.setProperty("ApplicationName", "k2");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", Long.toString(CONNECT.toSeconds()));
        properties.setProperty("loginTimeout", Long.toString(CONNECT.toSeconds()));
        // The server's own messages may quote values of a row; they stay out of exceptions.
        properties.setProperty("logServerErrorDetail", "false");
        return properties;
    }
}
