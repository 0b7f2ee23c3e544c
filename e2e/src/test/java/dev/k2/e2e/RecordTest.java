package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command record: what it writes is decoded and replayed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String MARKETS = "BTC-USDT,ETH-USDT";

    private Simulation sim;

    @TempDir private Path folder = Path.of("");

    @BeforeAll
    void start() {
        sim = Simulation.start();
    }

    @AfterAll
    void stop() {
        sim.close();
    }

    @Test
    void whatIsRecordedDecodesAndReplays() throws IOException {
        Path recordings = Files.createDirectory(folder.resolve("first"));
        Path first = recordings.resolve("sim.jsonl.gz");
        Path second = folder.resolve("second.jsonl.gz");

        record(sim.portBase() + 1, first, "--seconds", "6");
        int replayed = Machine.freeRun(16);
        try (Child replay =
                Program.start(
                        "sim",
                        "--port-base",
                        Integer.toString(replayed),
                        "--replay",
                        recordings.toString())) {
            replay.line("that it is ready", line -> line.contains("are ready"), LIMIT);
            record(replayed + 1, second, "--seconds", "5");
        }

        assertWhole("binance", MARKETS, first, "instrument", "book_snapshot", "book_delta");
        assertWhole("binance", MARKETS, second, "instrument", "book_snapshot", "book_delta");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @ParameterizedTest
    @CsvSource({
        "bybit, 'BTC-USDT-PERP,ETH-USDT-PERP', book_update",
        "okx, 'BTC-USDT,BTC-USDT-PERP', book_delta"
    })
    void whatIsRecordedOfOthersDecodesToo(String exchange, String markets, String change) {
        Path file = folder.resolve(exchange + ".jsonl.gz");

        try (Child child = start(exchange, markets, sim.port(exchange), file, "--seconds", "6")) {
            assertThat(child.exit(LIMIT)).as(child.output()).isZero();
        }

        assertWhole(exchange, markets, file, change);
    }

    @Test
    void anInterruptEndsItCleanly() {
        Path file = folder.resolve("stopped.jsonl");

        try (Child child = start(sim.portBase() + 1, file)) {
            child.line("that it records", line -> line.startsWith("Recording"), LIMIT);
            Path part = folder.resolve("stopped.jsonl.part");
            Until.holds(LIMIT, "frames to be written", () -> size(part) > 30_000);
            child.signal("INT");
            child.exit(LIMIT);

            assertThat(child.output()).contains("Wrote " + file).doesNotContain("Exception");
        }
        assertThat(decode("binance", file.toString()))
                .anyMatch(line -> line.path("type").asText().equals("book_delta"));
    }

    @Test
    void recordsPublicStreamsThatWantAKey() throws IOException {
        Path file = folder.resolve("events.jsonl");
        Simulation.Trader reader = sim.open("kalshi", "reader", "RSA", Map.of("USD", "1"));
        String market =
                new Http(URI.create("http://127.0.0.1:" + (sim.portBase() + 6)))
                        .get("/trade-api/v2/markets?status=open&series_ticker=KXMAYORHV")
                        .expect(200)
                        .at("/markets/0/ticker")
                        .asText();
        Path key = Files.writeString(folder.resolve("key.pem"), reader.pem());
        try (Child child =
                Program.start(
                        "record",
                        "--exchange",
                        "kalshi",
                        "--instruments",
                        market,
                        "--environment",
                        "sim",
                        "--port",
                        Integer.toString(sim.portBase() + 6),
                        "--key-id",
                        reader.key(),
                        "--key-file",
                        key.toString(),
                        "--seconds",
                        "5",
                        file.toString())) {
            assertThat(child.exit(LIMIT)).as(child.output()).isZero();
        }

        List<JsonNode> lines = decode("kalshi", "--book", file.toString());

        assertThat(lines)
                .filteredOn(line -> line.has("gaps"))
                .singleElement()
                .satisfies(
                        book -> {
                            assertThat(book.path("gaps").asInt()).isZero();
                            assertThat(book.path("valid").asBoolean()).isTrue();
                            assertThat(book.path("updates").asInt()).isPositive();
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "nowhere, BTC-USDT, a.jsonl, binance",
        "binance, BTC-USDT, a.txt, jsonl",
        "binance, NO-SUCH, a.jsonl, NO-SUCH",
        "binance, BTC/USDT, a.jsonl, BTC-USDT"
    })
    void whatCannotBeRecordedIsOneSentence(
            String exchange, String instruments, String name, String named) {
        try (Child child =
                Program.start(
                        "record",
                        "--exchange",
                        exchange,
                        "--instruments",
                        instruments,
                        "--environment",
                        "sim",
                        "--port",
                        Integer.toString(sim.portBase() + 1),
                        folder.resolve(name).toString())) {
            assertThat(child.exit(LIMIT)).isNotZero();
            assertThat(child.errors()).singleElement().asString().contains(named);
        }
        assertThat(folder).isEmptyDirectory();
    }

    private static void assertWhole(String exchange, String markets, Path file, String... told) {
        List<JsonNode> lines = decode(exchange, "--book", file.toString());
        List<JsonNode> books = lines.stream().filter(line -> line.has("gaps")).toList();

        assertThat(books)
                .extracting(book -> book.path("instrument").asText())
                .containsExactlyInAnyOrder(markets.split(","));
        assertThat(books)
                .allSatisfy(
                        book -> {
                            assertThat(book.path("gaps").asInt()).isZero();
                            assertThat(book.path("updates").asInt()).isPositive();
                            assertThat(book.path("valid").asBoolean()).isTrue();
                            assertThat(book.path("bids")).hasSizeGreaterThan(5);
                        });
        assertThat(lines)
                .extracting(line -> line.path("type").asText())
                .contains(told)
                .contains("quote", "ticker")
                .doesNotContain("unreadable");
    }

    private static void record(int port, Path file, String... more) {
        try (Child child = start(port, file, more)) {
            assertThat(child.exit(LIMIT)).as(child.output()).isZero();
            assertThat(child.output()).contains("Wrote " + file);
        }
    }

    private static Child start(int port, Path file, String... more) {
        return start("binance", MARKETS, port, file, more);
    }

    private static Child start(
            String exchange, String markets, int port, Path file, String... more) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "record",
                                "--exchange",
                                exchange,
                                "--instruments",
                                markets,
                                "--environment",
                                "sim",
                                "--port",
                                Integer.toString(port)));
        words.addAll(Arrays.asList(more));
        words.add(file.toString());
        return Program.start(words.toArray(String[]::new));
    }

    private static List<JsonNode> decode(String exchange, String... words) {
        List<String> all = new ArrayList<>(List.of("decode", "--exchange", exchange));
        all.addAll(Arrays.asList(words));
        try (Child child = Program.start(all.toArray(String[]::new))) {
            assertThat(child.exit(LIMIT)).as(child.output()).isZero();
            return child.standard().stream().map(RecordTest::json).toList();
        }
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException gone) {
            return 0;
        }
    }

    private static JsonNode json(String line) {
        try {
            return Http.JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Expected a JSON object, found: " + line, e);
        }
    }
}
