package dev.k2.exchange.okx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.net.Decode;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.PayloadFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings from before checksums died, replayed as the command {@code decode} does it. */
class OkxRecordingTest {
    private static final PayloadFolder FOLDER = new PayloadFolder("okx");

    @Test
    void replaysTheBookWithoutAGapAndEveryChecksumRight() throws IOException {
        List<JsonNode> lines = decoded("cryptofeed__okx_ws.jsonl.gz");

        List<JsonNode> books =
                lines.stream().filter(line -> line.path("type").asText().equals("book")).toList();
        assertThat(books).isNotEmpty();
        for (JsonNode book : books) {
            assertThat(book.path("gaps").asInt()).isZero();
            assertThat(book.path("valid").asBoolean()).isTrue();
            assertThat(book.path("checksums").asLong())
                    .isEqualTo(book.path("updates").asLong() + 1)
                    .isGreaterThan(10);
        }
    }

    /** The zero of 7.0 counts: checksums are of the text, not of the number. */
    @Test
    void knowsARightChecksumFromAWrongOneByTheOriginalText(@TempDir Path folder)
            throws IOException {
        JsonNode right = book(folder, "7.0", -561727013);
        JsonNode wrong = book(folder, "7", -561727013);

        assertThat(right.path("checksums").asLong()).isOne();
        assertThat(right.path("valid").asBoolean()).isTrue();
        assertThat(wrong.path("checksums").asLong()).isZero();
        assertThat(wrong.path("valid").asBoolean()).isFalse();
    }

    private static JsonNode book(Path folder, String quantity, int checksum) throws IOException {
        Path file = folder.resolve("okx.jsonl");
        Files.writeString(
                file,
                """
                {"arg":{"channel":"books","instId":"BTC-USDT"},"action":"snapshot","data":[{\
                "bids":[["3366.1","%s","0","3"],["3366","6","0","4"]],\
                "asks":[["3366.8","9","0","3"],["3368","8","0","4"]],\
                "ts":"1","checksum":%d,"seqId":5,"prevSeqId":-1}]}
                """
                        .formatted(quantity, checksum));
        return decoded(file).getLast();
    }

    @Test
    void listsTheInstrumentsOfARecording() throws IOException {
        List<JsonNode> lines = decoded("cryptofeed__okx_rest.jsonl.gz");

        assertThat(lines).anyMatch(line -> line.path("instrument").asText().equals("BTC-USDT"));
        assertThat(lines)
                .anyMatch(line -> line.path("instrument").asText().equals("BTC-USDT-PERP"));
    }

    @Test
    void tellsTheBestPricesOfARawMessage() throws IOException {
        List<JsonNode> lines =
                decoded(FOLDER.path().resolve("ws-public/nautilus__ws_bbo_tbt.json"));

        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst().path("type").asText()).isEqualTo("quote");
        assertThat(lines.getFirst().path("bid").asText()).isEqualTo("8476.97");
        assertThat(lines.getFirst().path("ask_quantity").asText()).isEqualTo("415");
    }

    private static List<JsonNode> decoded(String name) throws IOException {
        return decoded(FOLDER.path().resolve("recording").resolve(name));
    }

    private static List<JsonNode> decoded(Path file) throws IOException {
        var out = new ByteArrayOutputStream();
        var decode =
                new Decode(
                        new OkxDecoder(),
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(decode.run(List.of(file.toString()), true)).isZero();

        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            lines.add(Json.lenient().readTree(line));
        }
        return lines;
    }
}
