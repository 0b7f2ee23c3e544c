package dev.k2.platform;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL that K2 brings along, runs as a user without rights, and stops last.
 *
 * <p>It listens on 127.0.0.1 only, on a free port, and asks for a password. It runs in a session of its own, so that Ctrl-C reaches K2
 * alone and K2 decides the order of stopping. When it dies it is started again on the same port; when K2 itself was killed, the
 * server that was left behind is stopped at the next start, and PostgreSQL recovers from its log.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Path ELSEWHERE = Path.of("/var/lib/k2");
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration STOP_FAST = Duration.ofSeconds(15);
    private static final Duration STOP_AT_ONCE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int PORTS_TRIED = 5;
    private static final long LONGEST_LOG = 10L << 20;
    private static final int LOG_TAIL = 32 * 1024;

    private final PostgresCluster cluster;
    private final ReentrantLock running = new ReentrantLock();
    private final AtomicInteger restarts = new AtomicInteger();
    private volatile int port;
    private volatile long pid;
    private volatile boolean stopping;

    private EmbeddedPostgres(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Unpacks the programs, makes the database where there is none, and starts the server.
     *
     * @param home K2's own directory, for the programs
     * @param data where the database lies; its lock is held by the caller for as long as the server runs
     * @throws StartFailure when the data is damaged, a right is missing, or the server does not start
     */
    public static EmbeddedPostgres start(Path home, DataDirectory data) {
        return start(home, data, ELSEWHERE);
    }

    /**
     * Where the server of a data directory listens that another process runs; empty where none
     * runs.
     *
     * @throws StartFailure when it runs and its files cannot be read
     */
    public static Optional<DatabaseAddress> running(Path data) {
        try {
            return PostgresCluster.running(data);
        } catch (IOException failure) {
            throw new StartFailure(
                    "The database in "
                            + data
                            + " cannot be found: "
                            + Causes.oneLine(failure)
                            + ".",
                    "Run the command as the user that runs K2.",
                    failure);
        }
    }

    static EmbeddedPostgres start(Path home, DataDirectory data, Path elsewhere) {
        try {
            var postgres =
                    new EmbeddedPostgres(PostgresCluster.openOrCreate(home, data, elsewhere));
            postgres.begin();
            return postgres;
        } catch (IOException failure) {
            throw new StartFailure(
                    "The database in "
                            + data.path()
                            + " cannot be started: "
                            + Causes.oneLine(failure)
                            + ".",
                    "Check that the disk has room and that K2 may write there.",
                    failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the database started", interrupted);
        }
    }

    private void begin() throws IOException, InterruptedException {
        try {
            stopLeftover();
            startOnFreePort();
            makeDatabase();
        } catch (IOException | InterruptedException | RuntimeException failure) {
            close();
            throw failure;
        }
        Thread.ofVirtual().name("k2-postgres-watch").start(this::watch);
    }

    /** Where to connect. The port stays the same for as long as this runs, restarts of the server among it. */
    public DatabaseAddress address() {
        return address(PostgresCluster.DATABASE);
    }

    /** The server's main process, for tests that kill it. */
    public long processId() {
        return pid;
    }

    /** How often the server died and was started again. */
    public int restarts() {
        return restarts.get();
    }

    /** Another database on the same server. */
    DatabaseAddress address(String database) {
        return PostgresCluster.address(port, database, cluster.password());
    }

    /** Ends open transactions and stops the server: fast, and if that takes longer than 15 s, at once, leaving recovery to the next start. */
    @Override
    public void close() {
        stopping = true;
        boolean interrupted = Thread.interrupted();
        running.lock();
        try {
            if (PostgresLeftovers.master(cluster.directory()).isPresent()) {
                stopServer();
            }
        } catch (IOException failure) {
            throw new IllegalStateException(
                    "pg_ctl could not be run to stop the database", failure);
        } catch (InterruptedException again) {
            interrupted = true;
        } finally {
            running.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void stopLeftover() throws IOException, InterruptedException {
        var leftover = PostgresLeftovers.master(cluster.directory());
        if (leftover.isPresent()) {
            LOG.atWarn()
                    .addKeyValue("pid", leftover.get().pid())
                    .log("a database server was left behind; it is stopped first");
            stopServer();
        }
        PostgresLeftovers.clear(cluster.directory());
    }

    private void stopServer() throws IOException, InterruptedException {
        if (!control(STOP_FAST, "stop", "-m", "fast").succeeded()
                && !control(STOP_AT_ONCE, "stop", "-m", "immediate").succeeded()) {
            LOG.atWarn().log("the database server did not stop and is killed");
            PostgresLeftovers.kill(cluster.directory());
        }
    }

    private void startOnFreePort() throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            port = freePort();
            var failure = startServer();
            if (failure.isEmpty()) {
                return;
            }
            // Somebody may have taken the port between our look and the server's.
            boolean taken = failure.contains("could not bind") || failure.contains("listen socket");
            if (attempt == PORTS_TRIED || !taken) {
                throw new StartFailure(
                        "The database in "
                                + cluster.directory()
                                + " does not start: "
                                + failure
                                + ".",
                        "See "
                                + logFile()
                                + ". If its files are damaged, restore a backup or begin anew with"
                                + " --fresh, which deletes the data.");
            }
        }
    }

    /** Returns what went wrong, in one line; empty when the server is ready. */
    private String startServer() throws IOException, InterruptedException {
        turnLog();
        long before = Files.exists(logFile()) ? Files.size(logFile()) : 0;
        var options = new ArrayList<>(List.of("-p " + port));
        settings().forEach((name, value) -> options.add("-c " + name + "='" + value + "'"));
        var outcome =
                control(
                        READY,
                        "start",
                        "-l",
                        logFile().toString(),
                        "-o",
                        String.join(" ", options));
        if (!outcome.succeeded()) {
            return reason(before, outcome.output());
        }
        pid = PostgresLeftovers.master(cluster.directory()).map(ProcessHandle::pid).orElse(0L);
        return pid == 0 ? "it ended at once" : "";
    }

    private static Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("listen_addresses", "127.0.0.1"),
                // A socket's path may be no longer than 107 bytes, and a data directory's may be.
                Map.entry("unix_socket_directories", ""),
                Map.entry("max_connections", "220"),
                Map.entry("timezone", "UTC"),
                Map.entry("log_timezone", "UTC"),
                Map.entry("idle_in_transaction_session_timeout", "60s"),
                // Statements and rows may hold what must not be in a log.
                Map.entry("log_min_error_statement", "panic"),
                Map.entry("log_error_verbosity", "terse"));
    }

    private Command.Outcome control(Duration limit, String... words)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of(
                                cluster.binaries().program("pg_ctl").toString(),
                                "--silent",
                                "--wait",
                                "--timeout=" + limit.toSeconds()));
        command.addAll(List.of(words));
        return cluster.user()
                .run(
                        command,
                        Map.of("PGDATA", cluster.directory().toString()),
                        limit.plusSeconds(5));
    }

    private void makeDatabase() {
        try (var connection = Database.connect(address("postgres"));
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = 'k2'")) {
            if (!rows.next()) {
                try (var making = connection.createStatement()) {
                    making.execute("CREATE DATABASE k2");
                }
            }
        } catch (SQLException failure) {
            throw new StartFailure(
                    "The database in "
                            + cluster.directory()
                            + " started but refuses K2: "
                            + Causes.oneLine(failure)
                            + ".",
                    "Restore db.password from the same backup as the database, or begin anew with"
                            + " --fresh.",
                    failure);
        }
    }

    private void watch() {
        try {
            while (!stopping) {
                Thread.sleep(LOOK);
                if (!ProcessHandle.of(pid).filter(PostgresLeftovers::isAlive).isPresent()) {
                    startAgain();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void startAgain() throws InterruptedException {
        var pause = LOOK;
        for (int attempt = 1; !stopping; attempt++) {
            LOG.atError()
                    .addKeyValue("attempt", attempt)
                    .log("the database server died; it is started again");
            var failure = startOnce();
            if (failure.isEmpty()) {
                restarts.incrementAndGet();
                return;
            }
            LOG.atError()
                    .addKeyValue("attempt", attempt)
                    .addKeyValue("reason", failure)
                    .log("the database server does not start");
            Thread.sleep(pause);
            pause =
                    pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                            ? pause.multipliedBy(2)
                            : LONGEST_PAUSE;
        }
    }

    private String startOnce() throws InterruptedException {
        running.lock();
        try {
            if (stopping) {
                return "";
            }
            PostgresLeftovers.clear(cluster.directory());
            return startServer();
        } catch (IOException | StartFailure failure) {
            return Causes.oneLine(failure);
        } finally {
            running.unlock();
        }
    }

    private Path logFile() {
        return cluster.directory().resolve("server.log");
    }

    private void turnLog() throws IOException {
        if (Files.exists(logFile()) && Files.size(logFile()) > LONGEST_LOG) {
            Files.move(
                    logFile(),
                    logFile().resolveSibling("server.log.1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private String reason(long from, String otherwise) throws IOException {
        if (!Files.exists(logFile())) {
            return PostgresCluster.lastLine(otherwise);
        }
        try (var log = new RandomAccessFile(logFile().toFile(), "r")) {
            log.seek(Math.max(from, log.length() - LOG_TAIL));
            var tail = new byte[Math.toIntExact(log.length() - log.getFilePointer())];
            log.readFully(tail);
            var lines = new String(tail, StandardCharsets.UTF_8).lines().toList();
            return lines.stream()
                    .filter(line -> line.contains("could not bind"))
                    .findFirst()
                    .or(
                            () ->
                                    lines.stream()
                                            .filter(
                                                    line ->
                                                            line.matches(
                                                                    ".*(FATAL|PANIC|ERROR): .*"))
                                            .findFirst())
                    .map(line -> line.replaceFirst("^.*?(FATAL|PANIC|ERROR|LOG|WARNING):\\s+", ""))
                    .orElse(PostgresCluster.lastLine(otherwise));
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
