package dev.k2.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Recorded changes of several instruments' books in the order in which they came.
 *
 * @param snapshots the levels that each book begins with, as one change
 * @param changes what came afterwards
 */
record Diffs(String name, List<Change> snapshots, List<Change> changes) {

    private static final String SYMBOL = "symbol=";

    /**
     * What one message sets; a quantity of zero removes the price.
     *
     * @param book which of the snapshots it follows
     * @param text both sides as they stand in the message: an array of bids, an array of asks
     */
    record Change(int book, List<Level> bids, List<Level> asks, String text) {
        int levels() {
            return bids.size() + asks.size();
        }
    }

    record Level(BigDecimal price, BigDecimal quantity) {}

    /** Reads the two files of a recording; changes of books without a snapshot are left out. */
    static Diffs read(String name, Path snapshotFile, Path streamFile) throws IOException {
        Map<String, Integer> books = new HashMap<>();
        List<Change> snapshots = new ArrayList<>();
        for (JsonNode line : lines(snapshotFile)) {
            String url = line.path("url").asText();
            int symbol = url.indexOf(SYMBOL);
            if (symbol < 0 || !line.path("msg").has("bids")) {
                continue;
            }
            String book = url.substring(symbol + SYMBOL.length()).split("&", -1)[0];
            if (books.putIfAbsent(book.toUpperCase(Locale.ROOT), snapshots.size()) == null) {
                snapshots.add(change(snapshots.size(), line.path("msg"), "bids", "asks"));
            }
        }
        List<Change> changes = new ArrayList<>();
        for (JsonNode line : lines(streamFile)) {
            JsonNode message = line.path("msg");
            JsonNode data = message.has("data") ? message.path("data") : message;
            Integer book = books.get(data.path("s").asText());
            if (data.path("e").asText().equals("depthUpdate") && book != null) {
                changes.add(change(book, data, "b", "a"));
            }
        }
        return new Diffs(name, snapshots, changes);
    }

    /** The text of each change, as it would have been received. */
    byte[][] texts() {
        return changes.stream()
                .map(change -> change.text().getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
    }

    int levels() {
        return changes.stream().mapToInt(Change::levels).sum();
    }

    private static Change change(int book, JsonNode node, String bids, String asks) {
        return new Change(
                book,
                levels(node.path(bids)),
                levels(node.path(asks)),
                "[" + node.path(bids) + "," + node.path(asks) + "]");
    }

    private static List<Level> levels(JsonNode side) {
        List<Level> levels = new ArrayList<>();
        side.forEach(
                level ->
                        levels.add(
                                new Level(
                                        new BigDecimal(level.get(0).asText()),
                                        new BigDecimal(level.get(1).asText()))));
        return levels;
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        var mapper = new ObjectMapper();
        List<JsonNode> nodes = new ArrayList<>();
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                nodes.add(mapper.readTree(line));
            }
        }
        return nodes;
    }
}
