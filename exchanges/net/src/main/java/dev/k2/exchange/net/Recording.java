package dev.k2.exchange.net;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Reads recorded messages one after the other: a message a line, bare or as {@code {t, dir, url,
 * msg}}, or whole files with one JSON value that may span lines. Compressed input is noticed.
 */
final class Recording implements Closeable {
    private static final int WHOLE_CHARACTERS_MAX = 64 << 20;

    private final BufferedReader lines;
    private final Deque<RawMessage> ready = new ArrayDeque<>();
    private long lastMillis;
    private long unreadable;

    private Recording(BufferedReader lines) {
        this.lines = lines;
    }

    static Recording open(InputStream input) throws IOException {
        var bytes = new BufferedInputStream(input);
        bytes.mark(2);
        boolean gzip = bytes.read() == 0x1f && bytes.read() == 0x8b;
        bytes.reset();
        InputStream plain = gzip ? new GZIPInputStream(bytes) : bytes;
        var recording =
                new Recording(
                        new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8)));
        recording.start();
        return recording;
    }

    /** The next message, or empty at the end. */
    Optional<RawMessage> next() throws IOException {
        while (ready.isEmpty()) {
            String line = lines.readLine();
            if (line == null) {
                return Optional.empty();
            }
            if (!line.isBlank()) {
                addLine(line);
            }
        }
        return Optional.of(ready.remove());
    }

    /** Lines so far that were no JSON. */
    long unreadable() {
        return unreadable;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private void addLine(String line) {
        try {
            add(Json.lenient().readTree(line));
        } catch (JsonProcessingException noJson) {
            unreadable++;
            ready.add(new RawMessage("unreadable", "", lastMillis, MissingNode.getInstance()));
        }
    }

    /** A record, a documented call with its answer, a documented exchange of frames, or bare. */
    private void add(JsonNode node) {
        if (node.path("t").isNumber() && node.path("dir").isTextual()) {
            lastMillis = new BigDecimal(node.path("t").asText()).movePointRight(3).longValue();
            ready.add(
                    message(
                            node.path("dir").asText(),
                            node.path("url").asText(),
                            node.path("msg")));
        } else if (node.path("frames").isArray()) {
            for (JsonNode frame : node.path("frames")) {
                if (frame.path("frame").isObject()) {
                    lastMillis = frame.path("received_ms").asLong(lastMillis);
                    ready.add(message("recv", "", frame.path("frame")));
                    continue;
                }
                boolean ours = frame.path("dir").asText().startsWith("client");
                ready.add(message(ours ? "send" : "recv", "", frame.path("msg")));
            }
        } else if (node.path("path").isTextual() && node.path("records").isArray()) {
            for (JsonNode record : node.path("records")) {
                String query = record.path("queryString").asText();
                String address = node.path("path").asText() + (query.isEmpty() ? "" : "?" + query);
                ready.add(message("http", address, record.path("data")));
            }
        } else if (node.path("path").isTextual() && node.has("response")) {
            ready.add(message("http", node.path("path").asText(), node.path("response")));
        } else {
            ready.add(message("recv", "", node));
        }
    }

    private RawMessage message(String direction, String address, JsonNode body) {
        return new RawMessage(direction, address, lastMillis, body);
    }

    /** A first line that ends too early is the start of a value over several lines. */
    private void start() throws IOException {
        String first = lines.readLine();
        while (first != null && first.isBlank()) {
            first = lines.readLine();
        }
        if (first == null) {
            return;
        }
        try {
            Json.lenient().readTree(first);
        } catch (JsonEOFException goesOn) {
            first = first + "\n" + rest();
            addValues(first);
            return;
        } catch (JsonProcessingException noJson) {
            addLine(first);
            return;
        }
        addLine(first);
    }

    private void addValues(String text) throws IOException {
        try (MappingIterator<JsonNode> values =
                Json.lenient().readerFor(JsonNode.class).readValues(text)) {
            while (values.hasNextValue()) {
                add(values.nextValue());
            }
        } catch (JsonProcessingException noJson) {
            text.lines().filter(line -> !line.isBlank()).forEach(this::addLine);
        }
    }

    private String rest() throws IOException {
        var text = new StringBuilder();
        char[] part = new char[8_192];
        int read = lines.read(part);
        while (read >= 0) {
            text.append(part, 0, read);
            if (text.length() > WHOLE_CHARACTERS_MAX) {
                throw new IOException("one JSON value of more than 64 MiB");
            }
            read = lines.read(part);
        }
        return text.toString();
    }
}
