package dev.k2.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** The plainest book there is, by Binance's rule and nothing of K2's: what a recording has to come to. */
final class RecordedBook {
    private static final int LEVELS = 20;

    private final NavigableMap<BigDecimal, BigDecimal> bids =
            new TreeMap<>(Comparator.reverseOrder());
    private final NavigableMap<BigDecimal, BigDecimal> asks = new TreeMap<>();
    private long lastId;
    private int updates;
    private int gaps;

    /** The books of a recording by symbol. Updates that a later snapshot covers are not counted. */
    static Map<String, RecordedBook> all(Path snapshots, Path stream) throws IOException {
        Map<String, RecordedBook> books = new LinkedHashMap<>();
        for (JsonNode line : lines(snapshots)) {
            String symbol = line.path("url").asText().replaceFirst(".*symbol=([A-Z0-9]+).*", "$1");
            books.put(symbol, new RecordedBook(line.path("msg")));
        }
        for (JsonNode line : lines(stream)) {
            JsonNode event = line.path("msg").path("data");
            RecordedBook book = books.get(event.path("s").asText());
            if (book != null && event.path("e").asText().equals("depthUpdate")) {
                book.apply(event);
            }
        }
        return books;
    }

    private RecordedBook(JsonNode snapshot) {
        lastId = snapshot.path("lastUpdateId").asLong();
        set(bids, snapshot.path("bids"));
        set(asks, snapshot.path("asks"));
    }

    int updates() {
        return updates;
    }

    int gaps() {
        return gaps;
    }

    List<List<BigDecimal>> bids() {
        return best(bids);
    }

    List<List<BigDecimal>> asks() {
        return best(asks);
    }

    private void apply(JsonNode event) {
        if (event.path("u").asLong() <= lastId) {
            return;
        }
        if (event.path("U").asLong() > lastId + 1) {
            gaps++;
        }
        lastId = event.path("u").asLong();
        updates++;
        set(bids, event.path("b"));
        set(asks, event.path("a"));
    }

    private static void set(NavigableMap<BigDecimal, BigDecimal> side, JsonNode levels) {
        for (JsonNode level : levels) {
            BigDecimal price = new BigDecimal(level.get(0).asText());
            BigDecimal quantity = new BigDecimal(level.get(1).asText());
            if (quantity.signum() == 0) {
                side.remove(price);
            } else {
                side.put(price, quantity);
            }
        }
    }

    private static List<List<BigDecimal>> best(NavigableMap<BigDecimal, BigDecimal> side) {
        return side.entrySet().stream()
                .limit(LEVELS)
                .map(level -> List.of(plain(level.getKey()), plain(level.getValue())))
                .toList();
    }

    /** Without trailing zeros, so that equal amounts are equal. */
    static BigDecimal plain(BigDecimal value) {
        return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> all = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                all.add(Http.JSON.readTree(line));
            }
        }
        return all;
    }
}
