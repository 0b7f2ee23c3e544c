package dev.k2.sim;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Finds recorded payloads. Without them tests are skipped, in CI they fail. */
public final class Fixtures {
    private Fixtures() {}

    /** The folder of all recorded payloads. */
    public static Path root() {
        Path root = Path.of(System.getProperty("k2.fixtures", "../shared/fixtures"));
        boolean there = Files.isDirectory(root);
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("the recorded payloads are missing at " + root);
        }
        Assumptions.assumeTrue(
                there, "The recorded payloads are not at " + root + ", so this test is skipped.");
        return root;
    }

    /** A recorded file of an exchange, whole. */
    public static JsonNode json(String exchange, String name) {
        try {
            return WireJson.parse(Files.readString(root().resolve(exchange).resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer or the last message of a recorded file, without what its collector wrapped it in. */
    public static JsonNode payload(String exchange, String name) {
        JsonNode whole = json(exchange, name);
        if (whole.has("response")) {
            return whole.path("response");
        }
        JsonNode frames = whole.path("frames");
        return frames.isEmpty() ? whole : frames.get(frames.size() - 1).path("msg");
    }
}
