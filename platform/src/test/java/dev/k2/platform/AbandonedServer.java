package dev.k2.platform;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A K2 of its own process that a test kills: it starts the database, writes a row, says so, and waits. */
final class AbandonedServer {
    private AbandonedServer() {}

    /** Takes the home and the data directory. */
    public static void main(String[] arguments) throws Exception {
        var data = DataDirectory.open(Path.of(arguments[1]));
        var server = EmbeddedPostgres.start(Path.of(arguments[0]), data);
        try (var connection = Database.connect(server.address());
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS kept (id serial PRIMARY KEY)");
            statement.execute("INSERT INTO kept DEFAULT VALUES");
        }
        System.out.write(
                ("ready " + server.processId() + "\n").getBytes(StandardCharsets.US_ASCII));
        System.out.flush();
        // Ends when the test that started it is gone.
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        server.close();
    }
}
