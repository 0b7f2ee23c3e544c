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
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded traffic through the live feed's own reader and books. */
class BinanceRecordingTest {
    @ParameterizedTest
    @ValueSource(strings = {"binance_tr", "binance_us"})
    void appliesEveryChangeOfARecordingWithoutAGap(String recording) {
        List<JsonNode> lines = decode(threeFilesOf(recording), true);

        Map<String, Integer> changes = new HashMap<>();
        for (JsonNode line : lines) {
            if (line.path("type").asText().equals("book_delta")) {
                changes.merge(line.path("instrument").asText(), 1, Integer::sum);
            }
        }
        List<JsonNode> books =
                lines.stream().filter(line -> line.path("type").asText().equals("book")).toList();
        assertThat(books).hasSize(changes.size()).hasSizeGreaterThan(2);
        assertThat(books)
                .allSatisfy(
                        book -> {
                            assertThat(book.path("gaps").asInt()).isZero();
                            assertThat(book.path("valid").asBoolean()).isTrue();
                            assertThat(book.path("bids")).hasSize(20);
                            assertThat(book.path("asks")).hasSize(20);
                            assertThat(price(book.path("bids").get(0)))
                                    .isLessThan(price(book.path("asks").get(0)));
                            assertThat(
                                            book.path("updates").asInt()
                                                    + book.path("contained").asInt())
                                    .isEqualTo(changes.get(book.path("instrument").asText()));
                        });
    }

    @Test
    void countsTheChangesThatTheSnapshotHadAlready() {
        List<JsonNode> lines = decode(threeFilesOf("binance_us"), true);

        JsonNode book =
                lines.stream()
                        .filter(line -> line.path("type").asText().equals("book"))
                        .filter(line -> line.path("instrument").asText().equals("OMG-BUSD"))
                        .findFirst()
                        .orElseThrow();
        assertThat(book.path("updates").asInt()).isEqualTo(158);
        assertThat(book.path("contained").asInt()).isEqualTo(1);
    }

    @Test
    void keepsEveryDigitOfOrdersThatAreFinerThanTodaysTick() {
        List<JsonNode> lines = decode(threeFilesOf("binance_tr"), false);

        JsonNode snapshot =
                lines.stream()
                        .filter(line -> line.path("type").asText().equals("book_snapshot"))
                        .filter(line -> line.path("instrument").asText().equals("LTC-BRL"))
                        .findFirst()
                        .orElseThrow();
        List<String> asks = new ArrayList<>();
        snapshot.path("asks").forEach(level -> asks.add(level.get(0) + " " + level.get(1)));
        assertThat(asks).contains("\"1700.98\" \"0.0239\"", "\"9613\" \"0.00105\"");
        assertThat(snapshot.path("effect").asText()).isEqualTo("loaded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"binance_tr", "binance_us"})
    void understandsEveryMessageOfARecording(String recording) {
        List<JsonNode> lines = decode(threeFilesOf(recording), false);

        assertThat(lines)
                .noneMatch(line -> line.path("type").asText().equals("skipped"))
                .anyMatch(line -> line.path("type").asText().equals("quote"))
                .anyMatch(line -> line.path("type").asText().equals("candle"))
                .anyMatch(line -> line.path("type").asText().equals("instrument"));
    }

    @Test
    void theBestLevelsAgreeWithTheQuotesThatWereRecordedBeside() {
        List<JsonNode> lines = decode(threeFilesOf("binance_us"), true);

        Map<String, String> quotes = new HashMap<>();
        Map<String, String> books = new HashMap<>();
        for (JsonNode line : lines) {
            String instrument = line.path("instrument").asText();
            if (line.path("type").asText().equals("quote")) {
                quotes.put(instrument, line.path("bid").asText() + " " + line.path("ask").asText());
            } else if (line.path("type").asText().equals("book")) {
                books.put(
                        instrument,
                        line.at("/bids/0/0").asText() + " " + line.at("/asks/0/0").asText());
            }
        }
        books.entrySet().retainAll(quotes.entrySet());
        assertThat(books).hasSizeGreaterThanOrEqualTo(3);
    }

    private static List<String> threeFilesOf(String recording) {
        Path folder = new PayloadFolder("binance").path().resolve("recording");
        return List.of("exchange_info", "depth_snapshots", "ws_stream").stream()
                .map(part -> "cryptofeed__" + recording + "_" + part + ".jsonl.gz")
                .map(name -> folder.resolve(name).toString())
                .toList();
    }

    private static List<JsonNode> decode(List<String> files, boolean books) {
        var out = new ByteArrayOutputStream();
        var errors = new ByteArrayOutputStream();
        var decode =
                new Decode(
                        BinanceDecoder.spot(),
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8));
        assertThat(decode.run(files, books)).isZero();
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEmpty();
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(BinanceRecordingTest::parse)
                .toList();
    }

    private static JsonNode parse(String line) {
        try {
            return Json.lenient().readTree(line);
        } catch (JsonProcessingException noJson) {
            throw new AssertionError("a printed line is JSON: " + line, noJson);
        }
    }

    private static BigDecimal price(JsonNode level) {
        return new BigDecimal(level.get(0).asText());
    }
}
