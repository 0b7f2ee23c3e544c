package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recorded or documented payload of some kinds, read by the parser that it is for. Reading is
 * to be strict: a field that is neither read nor named as ignored fails the test, and so does a file
 * that stands in none of the tables. An adapter's test extends this with its tables and its readers.
 *
 * @param <R> what reads a body, mostly an enum
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PayloadTables<R> {
    private final PayloadFolder folder;
    private final List<String> kinds;
    private final Map<String, R> read;
    private final Map<String, String> unused;
    private final Set<String> elsewhere;

    /**
     * Every file of these kinds stands in exactly one table, named by kind and name.
     *
     * @param kinds folders of the exchange's payloads
     * @param read files and what reads them
     * @param unused files of what K2 does not use, with the reason; they are still JSON
     * @param elsewhere files that a test of their own reads
     */
    protected PayloadTables(
            PayloadFolder folder,
            List<String> kinds,
            Map<String, R> read,
            Map<String, String> unused,
            Set<String> elsewhere) {
        this.folder = folder;
        this.kinds = kinds;
        this.read = read;
        this.unused = unused;
        this.elsewhere = elsewhere;
    }

    /** Reads a body strictly, and fails where it says what the parser does not make of it. */
    protected abstract void read(R reader, JsonNode body) throws Exception;

    /** What is to be true of payloads that are not used. */
    protected void passOver(JsonNode body) {}

    /** What a frame of the server carries. */
    protected JsonNode inner(JsonNode frame) {
        return frame;
    }

    /** What the exchange says in a file, one object or row each. */
    protected final List<JsonNode> bodies(String file) {
        return folder.bodies(file, this::inner);
    }

    /** The same as one. */
    protected final JsonNode whole(String file) {
        return folder.whole(file);
    }

    /** Reads a record that names every field. */
    protected static <T> T strict(JsonNode body, Class<T> type) throws JsonProcessingException {
        return Json.strict().treeToValue(body, type);
    }

    @Test
    final void everyFileStandsInExactlyOneTable() {
        Set<String> found = new TreeSet<>();
        for (String kind : kinds) {
            folder.files(kind).forEach(file -> found.add(kind + "/" + file.getFileName()));
        }

        List<String> listed = new ArrayList<>(read.keySet());
        listed.addAll(unused.keySet());
        listed.addAll(elsewhere);
        assertThat(listed).doesNotHaveDuplicates();
        assertThat(found).isEqualTo(new TreeSet<>(listed));
        assertThat(folder.path()).isDirectoryNotContaining("glob:**.json");
    }

    @ParameterizedTest
    @MethodSource("filesRead")
    final void readsEveryField(String file) throws Exception {
        List<JsonNode> bodies = bodies(file);
        R reader = read.get(file);

        assertThat(bodies).isNotEmpty();
        assertThat(reader).isNotNull();
        for (JsonNode body : bodies) {
            read(reader, body);
        }
    }

    @ParameterizedTest
    @MethodSource("filesUnused")
    final void isJsonThoughUnused(String file) {
        assertThat(unused.get(file)).isNotBlank();
        bodies(file).forEach(this::passOver);
    }

    final Stream<String> filesRead() {
        return read.keySet().stream().sorted();
    }

    final Stream<String> filesUnused() {
        return unused.keySet().stream().sorted();
    }
}
