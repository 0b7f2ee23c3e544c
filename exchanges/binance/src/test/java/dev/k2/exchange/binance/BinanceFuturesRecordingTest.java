package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.net.Decode;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.PayloadFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recorded traffic of contracts, whose books follow {@code pu}, through the feed's own reader. */
class BinanceFuturesRecordingTest {
    @Test
    void appliesEveryChangeOfARecordingWithoutAGap() {
        List<JsonNode> lines = decode();

        List<JsonNode> books =
                lines.stream().filter(line -> line.path("type").asText().equals("book")).toList();
        assertThat(books).hasSize(10);
        assertThat(books)
                .allSatisfy(
                        book -> {
                            assertThat(book.path("gaps").asInt()).isZero();
                            assertThat(book.path("valid").asBoolean()).isTrue();
                            assertThat(book.path("updates").asInt()).isPositive();
                        });
        long changes =
                lines.stream()
                        .filter(line -> line.path("type").asText().equals("book_delta"))
                        .count();
        long counted =
                books.stream()
                        .mapToLong(
                                book ->
                                        book.path("updates").asLong()
                                                + book.path("contained").asLong())
                        .sum();
        assertThat(counted).isEqualTo(changes);
    }

    @Test
    void understandsEveryMessageOfARecording() {
        List<JsonNode> lines = decode();

        assertThat(lines)
                .noneMatch(line -> line.path("type").asText().equals("skipped"))
                .anyMatch(line -> line.path("type").asText().equals("quote"))
                .anyMatch(line -> line.path("type").asText().equals("trade"))
                .anyMatch(line -> line.path("type").asText().equals("candle"))
                .anyMatch(line -> line.path("type").asText().equals("instrument"));
    }

    @Test
    void namesContractsInOurSpelling() {
        List<JsonNode> lines = decode();

        assertThat(lines)
                .anyMatch(line -> line.path("instrument").asText().equals("BCH-USD-PERP"))
                .anyMatch(line -> line.path("instrument").asText().equals("ETH-USD-210924"));
    }

    private static List<JsonNode> decode() {
        Path folder = new PayloadFolder("binance-futures").path().resolve("recording");
        List<String> files =
                List.of("exchange_info", "depth_snapshots", "ws_stream").stream()
                        .map(part -> "cryptofeed__binance_delivery_" + part + ".jsonl.gz")
                        .map(name -> folder.resolve(name).toString())
                        .toList();
        var out = new ByteArrayOutputStream();
        var decode =
                new Decode(
                        BinanceDecoder.futures(),
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        System.err);
        assertThat(decode.run(files, true)).isZero();
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(BinanceFuturesRecordingTest::parse)
                .toList();
    }

    private static JsonNode parse(String line) {
        try {
            return Json.lenient().readTree(line);
        } catch (JsonProcessingException noJson) {
            throw new AssertionError("a printed line is JSON: " + line, noJson);
        }
    }
}
