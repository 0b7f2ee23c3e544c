package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.HeardFeed;
import dev.k2.exchange.MarketFeed;
import dev.k2.exchange.Until;
import dev.k2.exchange.net.Decode;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.RecordingWriter;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.sim.SimConfig;
import dev.k2.sim.SimulatedExchanges;
import dev.k2.sim.binance.SimBinanceFutures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded of the futures can be served again, and says the same when it is decoded. */
class BinanceFuturesReplayTest {
    private static final InstrumentId BTC = InstrumentId.perpetual("BTC", "USDT");
    private static final long BOOKS = 40;

    @TempDir Path first;
    @TempDir Path second;

    @Test
    void servesWhatItRecordedWithoutAGap() throws Exception {
        Path live = record(null, first.resolve("live.jsonl.gz"));
        Path again = record(first, second.resolve("again.jsonl.gz"));

        List<JsonNode> recorded = decoded(live);
        List<JsonNode> replayed = decoded(again);
        for (List<JsonNode> lines : List.of(recorded, replayed)) {
            assertThat(of(lines, "skipped"))
                    .allMatch(line -> line.path("reason").asText().startsWith("answer to"));
            assertThat(of(lines, "book"))
                    .singleElement()
                    .satisfies(
                            book -> {
                                assertThat(book.path("gaps").asInt()).isZero();
                                assertThat(book.path("valid").asBoolean()).isTrue();
                                assertThat(book.path("updates").asInt()).isPositive();
                            });
        }
        assertThat(texts(recorded, "quote")).containsAll(texts(replayed, "quote"));
        assertThat(texts(recorded, "mark_price")).containsAll(texts(replayed, "mark_price"));
    }

    /** Records the market of a simulated exchange, its own or one that is served again. */
    private static Path record(@Nullable Path replay, Path file) throws IOException {
        var config = new SimConfig("127.0.0.1", 0, 11, InstantSource.system(), null, replay);
        try (var sim = SimulatedExchanges.start(config, List.of(new SimBinanceFutures()));
                var writer = RecordingWriter.open(file, 100_000_000, InstantSource.system())) {
            URI address = URI.create("http://127.0.0.1:" + sim.port("binance-futures"));
            ExchangeConfig wanted =
                    ExchangeConfig.sim(address, InstantSource.system()).withTap(writer);
            var heard = new HeardFeed();
            try (Exchange exchange = new BinanceFuturesProvider().open(wanted);
                    MarketFeed feed = exchange.feed(heard)) {
                writer.opened("binance-futures");
                Instrument btc = exchange.instrument(BTC).orThrow();
                feed.subscribe(btc, Channel.BOOK);
                feed.subscribe(btc, Channel.QUOTES);
                feed.subscribe(btc, Channel.MARK_PRICE);
                Until.so(
                        "books, quotes and marks",
                        () ->
                                heard.book().isPresent()
                                        && heard.books.get() >= BOOKS
                                        && !heard.quotes.isEmpty()
                                        && heard.marks.size() > 1);
                assertThat(heard.invalid).hasValueLessThan(2);
            }
        }
        return file;
    }

    private static List<JsonNode> decoded(Path file) throws IOException {
        var out = new ByteArrayOutputStream();
        var decode =
                new Decode(
                        BinanceDecoder.futures(),
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        System.err);
        assertThat(decode.run(List.of(file.toString()), true)).isZero();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            lines.add(Json.lenient().readTree(line));
        }
        return lines;
    }

    private static List<JsonNode> of(List<JsonNode> lines, String type) {
        return lines.stream().filter(line -> line.path("type").asText().equals(type)).toList();
    }

    /** Lines without when they were received, which differs. */
    private static List<String> texts(List<JsonNode> lines, String type) {
        return of(lines, type).stream()
                .map(line -> line.path("bid").asText() + line.path("ask") + line.path("mark"))
                .toList();
    }
}
