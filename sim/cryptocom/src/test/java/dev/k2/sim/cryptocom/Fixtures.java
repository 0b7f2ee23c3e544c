package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Finds recorded payloads. Without them tests are skipped, in CI they fail. */
final class Fixtures {
    private Fixtures() {}

    static Path root() {
        Path root = Path.of(System.getProperty("k2.fixtures", "../shared/fixtures"));
        boolean there = Files.isDirectory(root);
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("the recorded payloads are missing at " + root);
        }
        Assumptions.assumeTrue(
                there, "The recorded payloads are not at " + root + ", so this test is skipped.");
        return root;
    }

    static JsonNode payload(String name) {
        try {
            return WireJson.parse(Files.readString(root().resolve("cryptocom").resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last thing that the server said in a recorded talk. */
    static JsonNode lastSaid(String name) {
        JsonNode last = WireJson.object();
        for (JsonNode step : payload(name)) {
            if (step.path("dir").asText().equals("server")) {
                last = step.path("frame");
            }
        }
        return last;
    }
}
