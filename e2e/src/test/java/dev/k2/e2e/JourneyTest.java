package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A person in front of the page, in a real browser, from logging in to a filled order. */
class JourneyTest {
    private static final Duration LIMIT = Duration.ofMinutes(6);

    /** An exchange that cuts every connection and takes none. */
    private static final String GONE =
            """
            {"id": "gone", "kind": "REFUSE_CONNECTIONS", "exchange": "binance"}\
            """;

    @Test
    void aPersonLogsInTradesAndLosesTheConnection() throws IOException {
        Path page = Machine.webApp();
        Machine.needNodePart("playwright-core");
        Path pictures = Files.createDirectories(Machine.folder().resolve("target/screenshots"));
        Map<String, String> task = new HashMap<>();
        task.put("chromium", Machine.chromium());
        task.put("pictures", pictures.toString());
        try (Folder folder = new Folder()) {
            Server.Place place = Server.Place.alone(folder.path()).showing(page);
            Running running = new Running(place);
            try (running) {
                task.put("origin", running.server.origin().toString());
                task.put("email", running.server.email());
                task.put("password", running.server.password());

                NodeScript.run("journey.mjs", task, LIMIT, running::obey);
            }
        }
        try (Stream<Path> taken = Files.list(pictures)) {
            assertThat(taken.filter(file -> file.toString().endsWith(".png")))
                    .hasSizeGreaterThanOrEqualTo(8);
        }
    }

    /** The server behind the page, which the script may have stopped and started again. */
    private static final class Running implements AutoCloseable {
        private final Server.Place place;
        private final Simulation simulation;
        private Server server;

        Running(Server.Place place) {
            this.place = place;
            this.simulation = Simulation.inside(place.simPortBase());
            this.server = Server.start(place);
        }

        String obey(String question) {
            switch (question) {
                case "stop" -> server.stop();
                case "start" -> server = Server.start(place);
                case "lose binance" -> simulation.put(GONE);
                case "find binance" -> simulation.heal();
                default ->
                        throw new IllegalArgumentException(
                                "The script may ask to stop, start, lose or find, not: "
                                        + question);
            }
            return "done";
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
