package dev.k2.exchange.net;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The recorded and documented payloads of one exchange, which lie beside the repository. A test that
 * wants one is skipped where they are absent; in CI it fails.
 *
 * @param exchange the folder's name
 */
public record PayloadFolder(String exchange) {
    /** Where the payloads are. */
    public Path path() {
        Path folder = Path.of(System.getProperty("k2.fixtures", "absent"), exchange);
        if (!Files.isDirectory(folder)) {
            if ("true".equals(System.getenv("CI"))) {
                fail("the payloads of " + exchange + " are missing at " + folder);
            }
            assumeTrue(false, "skipped: there are no payloads of " + exchange + " at " + folder);
        }
        return folder;
    }

    /** Files of one kind, without the list of where they come from. */
    public List<Path> files(String kind) {
        try (Stream<Path> files = Files.list(path().resolve(kind))) {
            return files.filter(file -> !file.getFileName().toString().equals("PROVENANCE.tsv"))
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * What the exchange says in a file, without what wraps it.
     *
     * @param file the kind and the name, such as {@code rest-public/depth.json}
     */
    public JsonNode whole(String file) {
        try {
            JsonNode whole = Json.lenient().readTree(path().resolve(file).toFile());
            return whole.has("response") ? whole.path("response") : whole;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * What the exchange says in a file, one object or row each: lines of a file of lines, the
     * server's frames of a conversation, the answers of a series, or the one answer. A list of
     * objects or rows is taken apart.
     *
     * @param inner what a frame of the server carries
     */
    public List<JsonNode> bodies(String file, UnaryOperator<JsonNode> inner) {
        List<JsonNode> bodies = new ArrayList<>();
        if (file.endsWith(".jsonl")) {
            lines(file).forEach(bodies::add);
            return bodies;
        }
        JsonNode whole = whole(file);
        if (whole.path("frames").isArray()) {
            for (JsonNode frame : whole.path("frames")) {
                if (frame.path("dir").asText().startsWith("server")) {
                    add(bodies, inner.apply(frame.path("msg")));
                }
            }
        } else if (whole.path("records").isArray()) {
            whole.path("records").forEach(answer -> add(bodies, answer.path("data")));
        } else {
            add(bodies, whole);
        }
        return bodies;
    }

    private List<JsonNode> lines(String file) {
        List<JsonNode> lines = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(path().resolve(file), StandardCharsets.UTF_8)) {
                lines.add(Json.lenient().readTree(line));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return lines;
    }

    private static void add(List<JsonNode> bodies, JsonNode body) {
        boolean list = body.isArray() && !body.isEmpty() && !body.get(0).isValueNode();
        if (list) {
            body.forEach(bodies::add);
        } else if (!body.isNull()) {
            bodies.add(body);
        }
    }
}
