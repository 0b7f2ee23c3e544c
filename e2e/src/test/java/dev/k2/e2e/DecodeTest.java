package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
                decode(
                        "binance",
                        "--book",
                        stream.toString(),
                        instruments.toString(),
                        snapshots.toString());

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

        List<JsonNode> lines = decode("binance", stream.toString());

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

    @Test
    void replaysOkxWithoutAGapAndWithEveryChecksumRight() {
        Path folder = Machine.fixtures().resolve("okx/recording");

        List<JsonNode> lines =
                decode(
                        "okx",
                        "--book",
                        folder.resolve("cryptofeed__okx_ws.jsonl.gz").toString(),
                        folder.resolve("cryptofeed__okx_rest.jsonl.gz").toString());

        List<JsonNode> books =
                lines.stream().filter(line -> line.path("type").asText().equals("book")).toList();
        assertThat(books)
                .isNotEmpty()
                .allSatisfy(
                        book -> {
                            assertThat(book.path("gaps").asInt()).isZero();
                            assertThat(book.path("valid").asBoolean()).isTrue();
                            // The snapshot has a checksum too.
                            assertThat(book.path("checksums").asLong())
                                    .isEqualTo(book.path("updates").asLong() + 1);
                        });
        assertThat(books.stream().mapToLong(book -> book.path("checksums").asLong()).sum())
                .isGreaterThan(90);
    }

    @Test
    void replaysKalshiWithoutAGap() {
        Path stream =
                Machine.fixtures().resolve("kalshi/ws_recorded_2026_08/ws_orderbook_stream.json");

        List<JsonNode> lines = decode("kalshi", "--book", stream.toString());

        List<JsonNode> books =
                lines.stream()
                        .filter(line -> line.path("type").asText().equals("book"))
                        .filter(line -> line.has("gaps"))
                        .toList();
        assertThat(books)
                .hasSize(12)
                .allSatisfy(
                        book -> {
                            assertThat(book.path("gaps").asInt()).isZero();
                            assertThat(book.path("valid").asBoolean()).isTrue();
                        });
        // As many as the recording counts of itself.
        assertThat(books.stream().mapToLong(book -> book.path("updates").asLong()).sum())
                .isEqualTo(136);
    }

    @Test
    void keepsBooksFromRawMessagesOfEachExchange(@TempDir Path folder) throws IOException {
        Path bybit = folder.resolve("bybit.jsonl");
        Files.writeString(
                bybit,
                """
                {"topic":"orderbook.50.BTCUSDT","type":"snapshot","ts":1,"data":{"s":"BTCUSDT","b":[["9.5","1"]],"a":[["10.5","1"]],"u":5,"seq":1},"cts":1}
                {"topic":"orderbook.50.BTCUSDT","type":"delta","ts":2,"data":{"s":"BTCUSDT","b":[["9.75","2"]],"a":[],"u":6,"seq":2},"cts":2}
                """);
        Path okx = folder.resolve("okx.jsonl");
        Files.writeString(
                okx,
                """
                {"arg":{"channel":"books","instId":"BTC-USDT"},"action":"snapshot","data":[{"asks":[["10.5","1","0","1"]],"bids":[["9.5","1","0","1"]],"ts":"1","checksum":0,"seqId":5,"prevSeqId":-1}]}
                {"arg":{"channel":"books","instId":"BTC-USDT"},"action":"update","data":[{"asks":[],"bids":[["9.75","2","0","1"]],"ts":"2","checksum":0,"seqId":6,"prevSeqId":5}]}
                """);

        Path cryptocom = folder.resolve("cryptocom.jsonl");
        Files.writeString(
                cryptocom,
                """
                {"id":-1,"method":"subscribe","code":0,"result":{"instrument_name":"BTC_USD","subscription":"book.BTC_USD.50","channel":"book","depth":50,"data":[{"asks":[["10.5","1","1"]],"bids":[["9.5","1","1"]],"t":1,"tt":1,"u":5,"cs":1}]}}
                {"id":-1,"method":"subscribe","code":0,"result":{"instrument_name":"BTC_USD","subscription":"book.BTC_USD.50","channel":"book.update","depth":50,"data":[{"update":{"asks":[],"bids":[["9.75","2","1"]]},"t":2,"tt":2,"u":6,"pu":5,"cs":1}]}}
                """);

        for (Path file : List.of(bybit, okx, cryptocom)) {
            String exchange = file.getFileName().toString().replace(".jsonl", "");
            JsonNode book = decode(exchange, "--book", file.toString()).getLast();

            assertThat(book.path("type").asText()).as(exchange).isEqualTo("book");
            assertThat(book.path("exchange").asText()).isEqualTo(exchange);
            assertThat(book.path("gaps").asInt()).as(exchange).isZero();
            assertThat(book.path("sequence").asLong()).as(exchange).isEqualTo(6);
            assertThat(book.at("/bids/0/0").asText()).as(exchange).isEqualTo("9.75");
        }
    }

    @Test
    void keepsBooksOfCryptocomFromARecordingWithoutAGap(@TempDir Path folder) {
        Path file = folder.resolve("cryptocom.jsonl.gz");
        List<String> markets = List.of("BTC-USD", "BTC-USD-PERP");
        try (Simulation simulation = Simulation.start();
                Child recording =
                        Program.start(
                                "record",
                                "--exchange",
                                "cryptocom",
                                "--instruments",
                                String.join(",", markets),
                                "--environment",
                                "sim",
                                "--port",
                                Integer.toString(simulation.port("cryptocom")),
                                "--seconds",
                                "5",
                                file.toString())) {
            assertThat(recording.exit(LIMIT)).as(recording.output()).isZero();
        }

        List<JsonNode> lines = decode("cryptocom", "--book", file.toString());

        List<JsonNode> books =
                lines.stream().filter(line -> line.path("type").asText().equals("book")).toList();
        assertThat(books)
                .extracting(book -> book.path("instrument").asText())
                .containsExactlyInAnyOrderElementsOf(markets);
        assertThat(books)
                .allSatisfy(
                        book -> {
                            assertThat(book.path("gaps").asInt()).isZero();
                            assertThat(book.path("updates").asInt()).isPositive();
                            assertThat(book.path("valid").asBoolean()).isTrue();
                        });
        assertThat(lines)
                .extracting(line -> line.path("type").asText())
                .contains("instrument", "ticker", "trade", "candle");
    }

    private static List<JsonNode> decode(String exchange, String... words) {
        List<String> all = new ArrayList<>(List.of("decode", "--exchange", exchange));
        all.addAll(List.of(words));
        try (Child child = Program.start(all.toArray(String[]::new))) {
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
