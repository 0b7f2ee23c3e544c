package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A person in front of the page, in a real browser: from logging in to a filled order, and with lists of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JourneyTest {
    private static final Duration LIMIT = Duration.ofMinutes(6);

    private final Path page = Machine.webApp();
    private final Path pictures = Machine.folder().resolve("target/screenshots");
    private final Folder folder = new Folder();
    private final Running running = new Running(Server.Place.alone(folder.path()).showing(page));

    @AfterAll
    void end() {
        running.close();
        folder.close();
    }

    @Test
    void aPersonLogsInTradesAndLosesTheConnection() throws IOException {
        tell("journey.mjs");

        try (Stream<Path> taken = Files.list(pictures)) {
            assertThat(taken.filter(file -> file.toString().endsWith(".png")))
                    .hasSizeGreaterThanOrEqualTo(8);
        }
    }

    @Test
    void aPersonKeepsAListDragsItsRowsAndSharesIt() throws IOException {
        tell("watchlists.mjs");
    }

    private void tell(String story) throws IOException {
        Machine.needNodePart("playwright-core");
        Files.createDirectories(pictures);
        NodeScript.run(
                story,
                Map.of(
                        "chromium", Machine.chromium(),
                        "pictures", pictures.toString(),
                        "origin", running.server.origin().toString(),
                        "email", running.server.email(),
                        "password", running.server.password()),
                LIMIT,
                running::obey);
    }

    /** The server behind the page, which the script may have stopped and started again. */
    private static final class Running implements AutoCloseable {
        private final Server.Place place;
        private Server server;

        Running(Server.Place place) {
            this.place = place;
            this.server = Server.start(place);
        }

        String obey(String question) {
            switch (question) {
                case "stop" -> server.stop();
                case "start" -> server = Server.start(place);
                default ->
                        throw new IllegalArgumentException(
                                "The script may ask to stop or start, not: " + question);
            }
            return "done";
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
