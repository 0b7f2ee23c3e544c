package dev.k2.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One embedded server for all tests of this JVM, and a fresh database for each who asks. The server is the one that K2 runs, durable
 * settings and all; it ends with the JVM. Its programs are unpacked once for the machine.
 */
public final class TestPostgres {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private TestPostgres() {}

    /** An empty database with the migrations of these services; the caller closes it. */
    public static Database database(String... services) {
        var database = Database.open(address(), 10, new Metrics());
        for (var service : services) {
            database.migrate(service);
        }
        return database;
    }

    /** The address of a new and empty database. */
    public static DatabaseAddress address() {
        var server = Server.ONE;
        var name = "test_" + NEXT.incrementAndGet();
        try (var connection = Database.connect(server.address());
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException failure) {
            throw new IllegalStateException("no database for the test", failure);
        }
        return server.address(name);
    }

    /** Where tests keep the unpacked programs. */
    static Path home() {
        return Path.of(
                System.getProperty("java.io.tmpdir"), "k2-test-" + System.getProperty("user.name"));
    }

    /** An empty directory that the database's user can reach. */
    static Path emptyDirectory() {
        try {
            return Files.createTempDirectory("k2-test-data-");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static final class Server {
        static final EmbeddedPostgres ONE = begin();

        private static EmbeddedPostgres begin() {
            var directory = emptyDirectory();
            var data = DataDirectory.open(directory);
            var server = EmbeddedPostgres.start(home(), data);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> end(server, data), "k2-test-postgres-end"));
            return server;
        }

        private static void end(EmbeddedPostgres server, DataDirectory data) {
            server.close();
            data.erase();
            data.close();
            try {
                FileTrees.delete(data.path());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
