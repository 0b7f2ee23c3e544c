package dev.k2.exchange.bybit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.net.Decode;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.PayloadFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Raw messages, as the command {@code decode} reads them. */
class BybitDecoderTest {
    private static final PayloadFolder FOLDER = new PayloadFolder("bybit");

    @Test
    void keepsABookAndCountsItsGaps() throws IOException {
        List<JsonNode> lines =
                decoded(
                        List.of("-"),
                        book("snapshot", 100, "[\"64950.1\",\"1\"]", "[\"64950.5\",\"2\"]"),
                        book("delta", 101, "[\"64950.2\",\"3\"]", ""),
                        book("delta", 103, "[\"64950.3\",\"3\"]", ""),
                        book("snapshot", 104, "[\"64951.0\",\"1\"]", "[\"64951.5\",\"2\"]"));

        JsonNode book = lines.getLast();
        assertThat(book.path("type").asText()).isEqualTo("book");
        assertThat(book.path("exchange").asText()).isEqualTo("bybit");
        assertThat(book.path("instrument").asText()).isEqualTo("BTC-USDT-PERP");
        assertThat(book.path("gaps").asInt()).isEqualTo(1);
        assertThat(book.path("sequence").asLong()).isEqualTo(104);
        assertThat(book.path("valid").asBoolean()).isTrue();
        assertThat(book.at("/bids/0/0").asText()).isEqualTo("64951");
    }

    @Test
    void keepsTheBooksOfSpotAndContractsApart() throws IOException {
        List<JsonNode> lines =
                decoded(
                        List.of("-"),
                        at("spot", book("snapshot", 7, "[\"10.1\",\"1\"]", "[\"10.5\",\"2\"]")),
                        at("linear", book("snapshot", 90, "[\"20.1\",\"1\"]", "[\"20.5\",\"2\"]")),
                        at("spot", book("delta", 8, "[\"10.2\",\"1\"]", "")),
                        at("linear", book("delta", 91, "[\"20.2\",\"1\"]", "")));

        List<JsonNode> books =
                lines.stream().filter(line -> line.path("type").asText().equals("book")).toList();
        assertThat(books)
                .extracting(
                        line -> line.path("instrument").asText(),
                        line -> line.at("/bids/0/0").asText(),
                        line -> line.path("gaps").asInt())
                .containsExactlyInAnyOrder(
                        tuple("BTC-USDT", "10.2", 0), tuple("BTC-USDT-PERP", "20.2", 0));
    }

    @Test
    void tellsWhatItCannotUse() throws IOException {
        List<JsonNode> lines =
                decoded(
                        List.of("-"),
                        "no json",
                        "{\"op\":\"pong\"}",
                        "{\"topic\":\"greeks.BTC\",\"data\":{}}",
                        "{\"topic\":\"orderbook.50.BTCUSDT\",\"type\":\"delta\",\"data\":{\"u\":1}}");

        assertThat(lines.subList(0, 4))
                .allMatch(line -> line.path("type").asText().equals("skipped"));
    }

    @Test
    void readsEveryPublicStreamThatIsRecorded() throws IOException {
        for (Path file : FOLDER.files("ws-public")) {
            String name = file.getFileName().toString();

            List<JsonNode> lines = decoded(List.of(file.toString()));

            assertThat(lines)
                    .as(name)
                    .isNotEmpty()
                    .allMatch(line -> line.path("exchange").asText().equals("bybit"));
            if (name.contains("Linear_T")
                    || name.contains("Spot_Trades")
                    || name.contains("kline")) {
                assertThat(lines)
                        .as(name)
                        .anyMatch(
                                line ->
                                        List.of("trade", "ticker", "candle")
                                                .contains(line.path("type").asText()));
            }
        }
    }

    private static List<JsonNode> decoded(List<String> files, String... messages)
            throws IOException {
        var out = new ByteArrayOutputStream();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        var input =
                new ByteArrayInputStream(
                        String.join("\n", messages).getBytes(StandardCharsets.UTF_8));

        assertThat(new Decode(new BybitDecoder(), input, print, print).run(files, true)).isZero();

        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            lines.add(Json.lenient().readTree(line));
        }
        return lines;
    }

    private static String at(String category, String message) {
        return "{\"t\":1700000000.5,\"dir\":\"recv\",\"url\":\"wss://stream.bybit.com/v5/public/"
                + category
                + "\",\"msg\":"
                + message
                + "}";
    }

    private static String book(String type, long update, String bids, String asks) {
        return """
        {"topic":"orderbook.50.BTCUSDT","type":"%s","ts":1,"data":{"s":"BTCUSDT","b":[%s],"a":[%s],\
        "u":%d,"seq":%d},"cts":1}\
        """
                .formatted(type, bids, asks, update, update);
    }
}
