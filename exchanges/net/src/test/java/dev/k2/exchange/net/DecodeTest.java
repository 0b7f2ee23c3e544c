package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodeTest {
    @TempDir private Path folder = Path.of(".");

    private final Echo decoder = new Echo();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void mergesFilesByTime() throws IOException {
        Path first =
                file(
                        "a.jsonl",
                        """
                        {"t":1.5,"dir":"recv","msg":{"n":2}}
                        {"t":3.5,"dir":"recv","msg":{"n":4}}
                        """);
        Path second =
                gzip(
                        "b.jsonl.gz",
                        """
                        {"t":0.5,"dir":"open","url":"wss://x"}
                        {"t":2.5,"dir":"http","url":"https://x/y?z=1","msg":{"n":3}}
                        """);

        int status = run(List.of(first.toString(), second.toString()), false, "");

        assertThat(status).isZero();
        assertThat(decoder.heard)
                .containsExactly(
                        "open wss://x 500 ",
                        "recv  1500 {\"n\":2}",
                        "http https://x/y?z=1 2500 {\"n\":3}",
                        "recv  3500 {\"n\":4}");
    }

    @Test
    void readsBareMessagesFromTheInput() {
        int status = run(List.of("-"), true, "{\"n\":1}\n\n[1,2]\n");

        assertThat(status).isZero();
        assertThat(decoder.heard).containsExactly("recv  0 {\"n\":1}", "recv  0 [1,2]");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"type\":\"echo\"}\n{\"type\":\"echo\"}\n{\"type\":\"book\"}\n");
    }

    @Test
    void readsValuesThatSpanLines() throws IOException {
        Path pretty = file("pretty.json", "{\n  \"n\": 1\n}\n{\n  \"n\": 2\n}\n");

        run(List.of(pretty.toString()), false, "");

        assertThat(decoder.heard).containsExactly("recv  0 {\"n\":1}", "recv  0 {\"n\":2}");
    }

    @Test
    void goesOnAfterALineThatIsNoJson() {
        int status = run(List.of("-"), false, "{\"n\":1}\nnonsense\n{\"n\":2}\n");

        assertThat(status).isZero();
        assertThat(decoder.heard)
                .containsExactly("recv  0 {\"n\":1}", "unreadable  0 ", "recv  0 {\"n\":2}");
    }

    @Test
    void goesOnAfterAFirstLineThatIsCutShort() {
        run(List.of("-"), false, "{\"n\":\n{\"n\":2}\nnonsense\n");

        assertThat(decoder.heard)
                .containsExactly("unreadable  0 ", "recv  0 {\"n\":2}", "unreadable  0 ");
    }

    @Test
    void unwrapsDocumentedCallsAndFrames() {
        run(
                List.of("-"),
                false,
                """
                {"method":"GET","path":"/depth","signed":false,"response":{"n":1}}
                {"method":"GET","path":"/depth","records":[{"queryString":"s=A","bodyParams":"","data":{"n":2}}]}
                {"frames":[{"dir":"client_to_server","msg":{"n":3}},{"dir":"server_push","msg":{"n":4}}]}
                """);

        assertThat(decoder.heard)
                .containsExactly(
                        "http /depth 0 {\"n\":1}",
                        "http /depth?s=A 0 {\"n\":2}",
                        "send  0 {\"n\":3}",
                        "recv  0 {\"n\":4}");
    }

    @Test
    void saysWhichFileIsMissing() {
        int status = run(List.of(folder.resolve("absent").toString()), false, "");

        assertThat(status).isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .startsWith("decode: ")
                .contains("absent is no file");
        assertThat(out.size()).isZero();
    }

    @Test
    void saysThatACompressedFileIsBroken() throws IOException {
        Path broken = gzip("broken.gz", "{\"n\":1}\n".repeat(1_000));
        byte[] whole = Files.readAllBytes(broken);
        Files.write(broken, Arrays.copyOf(whole, whole.length / 2));

        int status = run(List.of(broken.toString()), false, "");

        assertThat(status).isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8)).startsWith("decode: ");
    }

    @Test
    void printsNothingForEmptyFiles() {
        assertThat(run(List.of("-"), false, "")).isZero();
        assertThat(decoder.heard).isEmpty();
    }

    private int run(List<String> files, boolean books, String input) {
        var decode =
                new Decode(
                        decoder,
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8));
        return decode.run(files, books);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path gzip(String name, String text) throws IOException {
        Path path = folder.resolve(name);
        try (var zip = new GZIPOutputStream(Files.newOutputStream(path))) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return path;
    }

    /** Keeps what it is given. */
    private static final class Echo implements Decoder {
        private final List<String> heard = new ArrayList<>();

        @Override
        public List<Map<String, Object>> decode(RawMessage message) {
            heard.add(
                    message.direction()
                            + " "
                            + message.address()
                            + " "
                            + message.millis()
                            + " "
                            + message.body());
            return List.of(new LinkedHashMap<>(Map.of("type", "echo")));
        }

        @Override
        public List<Map<String, Object>> books() {
            return List.of(new LinkedHashMap<>(Map.of("type", "book")));
        }
    }
}
