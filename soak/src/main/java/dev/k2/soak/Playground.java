package dev.k2.soak;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.k2.platform.DataDirectory;
import dev.k2.platform.Database;
import dev.k2.platform.EmbeddedPostgres;
import dev.k2.platform.Metrics;
import dev.k2.trading.TradingConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** A PostgreSQL of its own, in memory where the machine has a place for that, and lots run on it. */
final class Playground implements AutoCloseable {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final int CONNECTIONS = 6;

    private final DataDirectory data;
    private final EmbeddedPostgres server;
    private final Metrics metrics = new Metrics();
    private final Database database;
    private final SoakStore store;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Playground(DataDirectory data) {
        this.data = data;
        Path home =
                Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "k2-soak-" + System.getProperty("user.name"));
        server = EmbeddedPostgres.start(home, data);
        try (Metrics unread = new Metrics();
                Database first = Database.open(server.address(), 1, unread)) {
            SoakStore.prepare(first);
        }
        database = Database.open(server.address(), CONNECTIONS, metrics);
        database.migrate("platform");
        database.migrate("trading");
        store = new SoakStore(database);
    }

    static Playground open() {
        quiet();
        try {
            Path directory =
                    Files.isWritable(MEMORY)
                            ? Files.createTempDirectory(MEMORY, "k2-soak-")
                            : Files.createTempDirectory("k2-soak-");
            return new Playground(DataDirectory.open(directory));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What services complain about is what a run does to them on purpose. */
    static void quiet() {
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.valueOf(System.getProperty("k2.soak.log", "OFF")));
        }
    }

    /** Runs a lot from the beginning to the proof. */
    Lot.Result run(long seed, int intents, Consumer<String> listener) {
        return run(TradingConfig.USUAL, seed, intents, listener);
    }

    /** The same with trading that goes about it otherwise. */
    Lot.Result run(TradingConfig config, long seed, int intents, Consumer<String> listener) {
        return new Lot(database, store, config, seed, intents, listener).run();
    }

    /** May be called by whoever ends the run and, at the same time, by whoever stops the program. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        database.close();
        server.close();
        data.erase();
        data.close();
        metrics.close();
        try {
            Files.deleteIfExists(data.path().resolve("k2.lock"));
            Files.deleteIfExists(data.path());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
