package dev.k2.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.k2.model.BookLevel;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * ccxt pro on Node in a process of its own, which reads the same messages from a file. Its CPU time
 * is that of its process in the measured rounds.
 */
final class CcxtContestant {
    private static final String VERSION = "4.5.84";

    private CcxtContestant() {}

    /** What it took, and what it made of the last message. */
    record Outcome(long nanosPerThousand, JsonNode update) {}

    /** Where npm has put ccxt, if the parts of the end-to-end tests were fetched. */
    static Optional<Path> home() {
        Path home =
                Path.of(
                        System.getProperty(
                                "k2.ccxt",
                                System.getProperty("k2.root", ".") + "/e2e/node_modules/ccxt"));
        return Files.exists(home.resolve("js/ccxt.js")) ? Optional.of(home) : Optional.empty();
    }

    static String name() {
        return "ccxt pro " + VERSION;
    }

    /** Whether it has a stream of this kind: it reads Kalshi by questions only. */
    static boolean reads(Kind kind) {
        return kind != Kind.KALSHI_DELTA;
    }

    /** Runs it on messages of one kind. */
    static Outcome run(Path home, Kind kind, int messages, int warmUp, int rounds)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile("k2-bench", ".jsonl");
        try {
            write(kind, file, messages);
            Path script =
                    Path.of(
                            System.getProperty("k2.root", "."),
                            "bench/src/main/node/ccxt-parse.mjs");
            Process node =
                    new ProcessBuilder(
                                    "node",
                                    script.toString(),
                                    home.toString(),
                                    kind.name(),
                                    file.toString(),
                                    Integer.toString(warmUp),
                                    Integer.toString(rounds))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (node.waitFor() != 0) {
                throw new IOException("node ended with status " + node.exitValue() + ": " + said);
            }
            JsonNode outcome = new ObjectMapper().readTree(said);
            return new Outcome(
                    outcome.path("nanos").decimalValue().movePointRight(3).longValue(),
                    outcome.path("update"));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    static void write(Kind kind, Path file, int messages) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write(beginning(kind));
            for (byte[] message : new Messages(kind, 7).batch(messages)) {
                out.write(new String(message, StandardCharsets.US_ASCII));
                out.write('\n');
            }
        }
    }

    /** The book in front of all changes. */
    private static String beginning(Kind kind) {
        return switch (kind) {
            case OKX_BOOK, BYBIT_BOOK, KALSHI_DELTA ->
                    new String(Messages.snapshotMessage(kind), StandardCharsets.US_ASCII) + "\n";
            case QUOTE, TRADE, AGGREGATE_TRADE, DEPTH_10, DEPTH_100 ->
                    "{\"nonce\":%d,\"bids\":%s,\"asks\":%s}\n"
                            .formatted(
                                    Messages.snapshotNumber(),
                                    side(Messages.snapshot(kind, -1)),
                                    side(Messages.snapshot(kind, 1)));
        };
    }

    private static String side(List<BookLevel> levels) {
        return levels.stream()
                .map(
                        level ->
                                "[\"%s\",\"%s\"]"
                                        .formatted(
                                                level.price().toPlainString(),
                                                level.quantity().toPlainString()))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
