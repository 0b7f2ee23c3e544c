package dev.k2.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.k2.bench.Contestant.Update;
import dev.k2.model.Decimals;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ParseBenchTest {
    @ParameterizedTest
    @EnumSource(Kind.class)
    void allContestantsReadTheSameNumbers(Kind kind) {
        List<Contestant> contestants = ParseBench.contestants(kind);
        Map<Contestant, Update.Depth> books = new HashMap<>();

        for (byte[] message : new Messages(kind, 3).batch(200)) {
            for (Contestant contestant : contestants) {
                contestant.read(message);
            }
            Update expected = applied(kind, contestants.getFirst(), books);
            for (Contestant contestant : contestants.subList(1, contestants.size())) {
                assertThat(applied(kind, contestant, books))
                        .as("%s of %s", contestant.name(), text(message))
                        .isEqualTo(expected);
            }
        }
        contestants.forEach(Contestant::close);
    }

    @Test
    void messagesHaveTheFieldsOfRecordedOnes() throws IOException {
        Path recording =
                Path.of(System.getProperty("k2.fixtures", "none"))
                        .resolve("binance/recording/cryptofeed__binance_us_ws_stream.jsonl.gz");
        if (!Files.exists(recording)) {
            assertThat(System.getenv("CI")).as("the recordings are needed in CI").isNull();
        }
        assumeTrue(Files.exists(recording), "skipped: the recordings are not here");
        Map<String, Set<String>> recorded = fields(recording);

        assertThat(fields(new Messages(Kind.QUOTE, 1))).isEqualTo(recorded.get("bookTicker"));
        assertThat(fields(new Messages(Kind.DEPTH_10, 1))).isEqualTo(recorded.get("depth"));
    }

    /** Levels of one message become the book after it, for whoever does not keep the book. */
    private static Update applied(
            Kind kind, Contestant contestant, Map<Contestant, Update.Depth> books) {
        Update update = contestant.last();
        if (update instanceof Update.Difference told) {
            return applied(kind, contestant, told, books);
        }
        if (!(contestant instanceof JacksonContestant)
                || !(update instanceof Update.Depth(var bids, var asks))) {
            return update;
        }
        Update.Depth book =
                books.computeIfAbsent(
                        contestant, c -> new Update.Depth(snapshot(kind, -1), snapshot(kind, 1)));
        apply(book.bids(), bids);
        apply(book.asks(), asks);
        return book;
    }

    private static Update applied(
            Kind kind,
            Contestant contestant,
            Update.Difference told,
            Map<Contestant, Update.Depth> books) {
        Update.Depth book =
                books.computeIfAbsent(
                        contestant, c -> new Update.Depth(snapshot(kind, -1), snapshot(kind, 1)));
        BigDecimal price = new BigDecimal(told.price());
        String at = Decimals.plain(told.yes() ? price : BigDecimal.ONE.subtract(price));
        Map<String, String> side = told.yes() ? book.bids() : book.asks();
        BigDecimal there = new BigDecimal(side.getOrDefault(at, "0"));
        apply(side, Map.of(at, Decimals.plain(there.add(new BigDecimal(told.by())))));
        return book;
    }

    private static Map<String, String> snapshot(Kind kind, int direction) {
        Map<String, String> levels = new TreeMap<>();
        Messages.snapshot(kind, direction)
                .forEach(
                        level ->
                                levels.put(
                                        Decimals.plain(level.price()),
                                        Decimals.plain(level.quantity())));
        return levels;
    }

    private static void apply(Map<String, String> book, Map<String, String> levels) {
        levels.forEach(
                (price, quantity) -> {
                    if (quantity.equals("0")) {
                        book.remove(price);
                    } else {
                        book.put(price, quantity);
                    }
                });
    }

    private static Set<String> fields(Messages messages) throws IOException {
        return names(new ObjectMapper().readTree(messages.batch(1).getFirst()).path("data"));
    }

    private static Map<String, Set<String>> fields(Path recording) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Map<String, Set<String>> fields = new HashMap<>();
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(recording)),
                                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode message = mapper.readTree(line).path("msg");
                String stream = message.path("stream").asText();
                if (stream.contains("@")) {
                    fields.put(stream.split("@", -1)[1], names(message.path("data")));
                }
            }
        }
        return fields;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void printsALinePerContestantAndARatio() {
        var printed = new ByteArrayOutputStream();

        ParseBench.print(
                new ParseBench.Length(0, 1, 500),
                new PrintStream(printed, true, StandardCharsets.UTF_8));

        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        long expected = 1;
        for (Kind kind : Kind.values()) {
            int ours = XChangeContestant.reads(kind) ? 3 : 2;
            expected +=
                    ours
                            + (CcxtContestant.home().isPresent() && CcxtContestant.reads(kind)
                                    ? 1
                                    : 0)
                            + 1;
        }
        assertThat(lines).hasSize(Math.toIntExact(expected));
        assertThat(lines).anyMatch(line -> line.contains(" x XChange 5.2.4"));
    }

    @Test
    void saysWhichBenchmarksThereAre() {
        var printed = new ByteArrayOutputStream();

        int status =
                Bench.run(
                        new String[] {"fly"},
                        System.out,
                        new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(status).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("parse");
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.US_ASCII);
    }
}
