package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command decode over whole recordings, beside a book built without K2. */
class DecodeTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(strings = {"us", "tr"})
    void appliesEveryUpdateOfARecordingWithoutAGap(String country) throws IOException {
        Path folder = Machine.fixtures().resolve("binance/recording");
        String name = "cryptofeed__binance_" + country + "_";
        Path snapshots = folder.resolve(name + "depth_snapshots.jsonl.gz");
        Path stream = folder.resolve(name + "ws_stream.jsonl.gz");
        Path instruments = folder.resolve(name + "exchange_info.jsonl.gz");
        Map<String, RecordedBook> wanted = RecordedBook.all(snapshots, stream);

        List<JsonNode> lines =
                decode("--book", stream.toString(), instruments.toString(), snapshots.toString());

        Map<String, JsonNode> books =
                lines.stream()
                        .filter(
                                line ->
                                        line.path("type").asText().equals("book")
                                                && line.has("gaps"))
                        .collect(
                                Collectors.toMap(
                                        line -> line.path("instrument").asText().replace("-", ""),
                                        Function.identity()));
        assertThat(books.keySet()).containsAll(wanted.keySet());
        wanted.forEach(
                (symbol, book) -> agree(symbol, Objects.requireNonNull(books.get(symbol)), book));
        assertThat(wanted.values()).anyMatch(book -> book.updates() > 0);
        assertThat(lines)
                .extracting(line -> line.path("type").asText())
                .contains("instrument", "quote");
    }

    private static void agree(String symbol, JsonNode found, RecordedBook wanted) {
        assertThat(wanted.gaps()).as(symbol).isZero();
        assertThat(found.path("gaps").asInt()).as(symbol + " gaps").isZero();
        assertThat(found.path("updates").asInt())
                .as(symbol + " updates")
                .isEqualTo(wanted.updates());
        assertThat(levels(found.path("bids"))).as(symbol + " bids").isEqualTo(wanted.bids());
        assertThat(levels(found.path("asks"))).as(symbol + " asks").isEqualTo(wanted.asks());
        assertThat(wanted.bids().getFirst().getFirst())
                .as(symbol + " is not crossed")
                .isLessThan(wanted.asks().getFirst().getFirst());
    }

    @Test
    void everyLineIsAnObjectWithTypeAndExchange() {
        Path stream =
                Machine.fixtures()
                        .resolve("binance/recording/cryptofeed__binance_us_ws_stream.jsonl.gz");

        List<JsonNode> lines = decode(stream.toString());

        assertThat(lines).hasSizeGreaterThan(100);
        assertThat(lines)
                .allSatisfy(
                        line -> {
                            assertThat(line.path("type").asText()).isNotEmpty();
                            assertThat(line.path("exchange").asText()).isEqualTo("binance");
                        });
    }

    @Test
    void aMissingFileAndAnUnknownExchangeAreOneClearSentence() {
        try (Child missing = Program.start("decode", "--exchange", "binance", "/no/such/file");
                Child unknown = Program.start("decode", "--exchange", "nowhere", "-")) {
            assertThat(missing.exit(LIMIT)).isNotZero();
            assertThat(unknown.exit(LIMIT)).isNotZero();
            assertThat(missing.errors()).singleElement().asString().contains("/no/such/file");
            assertThat(unknown.output()).contains("nowhere").doesNotContain("Exception");
        }
    }

    private static List<JsonNode> decode(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "decode";
        all[1] = "--exchange";
        all[2] = "binance";
        System.arraycopy(words, 0, all, 3, words.length);
        try (Child child = Program.start(all)) {
            assertThat(child.exit(LIMIT)).as(child.output()).isZero();
            return child.standard().stream().map(DecodeTest::json).toList();
        }
    }

    private static List<List<BigDecimal>> levels(JsonNode side) {
        return StreamSupport.stream(side.spliterator(), false)
                .map(
                        level ->
                                List.of(
                                        RecordedBook.plain(new BigDecimal(level.get(0).asText())),
                                        RecordedBook.plain(new BigDecimal(level.get(1).asText()))))
                .toList();
    }

    private static JsonNode json(String line) {
        try {
            return Http.JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Expected a JSON object, found: " + line, e);
        }
    }
}
