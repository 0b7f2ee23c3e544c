package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.exchange.net.RecordingWriter.Ending;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingWriterTest {
    private static final InstantSource NOON =
            InstantSource.fixed(Instant.parse("2026-03-01T12:00:00.005Z"));

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"one.jsonl", "one.jsonl.gz"})
    void isReadBackAsItWasHeard(String name) throws IOException {
        Path file = folder.resolve(name);

        try (RecordingWriter writer = RecordingWriter.open(file, 1_000_000, NOON)) {
            writer.opened("wss://host/stream");
            writer.onAnswer("https://host/depth?symbol=X&limit=100", "{\"a\": [1,\n2]}", 1_007);
            frame(writer, "{\"p\":\"0.10\"} and what was left there", 12, 2_042);
        }

        List<RawMessage> read = read(file);
        assertThat(read).extracting(RawMessage::direction).containsExactly("open", "http", "recv");
        assertThat(read)
                .extracting(RawMessage::millis)
                .containsExactly(NOON.millis(), 1_007L, 2_042L);
        assertThat(read.get(1).address()).isEqualTo("https://host/depth?symbol=X&limit=100");
        assertThat(read.get(1).body().path("a").path(1).asInt()).isEqualTo(2);
        assertThat(read.get(2).body().path("p").asText()).isEqualTo("0.10");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void leavesOutWhatWasOnlyComparedWith() throws IOException {
        Path file = folder.resolve("one.jsonl");

        try (RecordingWriter writer = RecordingWriter.open(file, 1_000_000, NOON)) {
            writer.onAnswer("http://host/depth?symbol=X&limit=1000", "{}", 1);
            writer.onAnswer("http://host/depth?symbol=X&limit=5", "{}", 2);
            writer.onAnswer("http://host/depth?symbol=Y&limit=5", "{}", 3);
            writer.onAnswer("http://host/depth?symbol=X&limit=1000", "{}", 4);
        }

        assertThat(read(file)).extracting(RawMessage::millis).containsExactly(1L, 3L, 4L);
    }

    @Test
    void keepsWhatIsNoJsonAsText() throws IOException {
        Path file = folder.resolve("one.jsonl");

        try (RecordingWriter writer = RecordingWriter.open(file, 1_000_000, NOON)) {
            frame(writer, "{\"broken\":", 10, 1);
        }

        assertThat(read(file).getFirst().body().asText()).isEqualTo("{\"broken\":");
    }

    @Test
    void endsWhereItIsFullAndSaysSo() throws IOException {
        Path file = folder.resolve("one.jsonl.gz");
        RecordingWriter writer = RecordingWriter.open(file, 100, NOON);

        for (int i = 0; i < 50; i++) {
            frame(writer, "{\"i\":1}", 7, i);
        }
        writer.close();

        assertThat(writer.ending()).isEqualTo(Ending.FULL);
        assertThat(writer.bytes()).isPositive().isLessThanOrEqualTo(100);
        assertThat(read(file)).hasSize((int) writer.frames());
    }

    @Test
    void neverWritesOverAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("one.jsonl"), "kept");

        assertThatThrownBy(() -> RecordingWriter.open(file, 100, NOON))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("kept");
    }

    private static void frame(RecordingWriter writer, String text, int length, long millis) {
        writer.onFrame(text.getBytes(StandardCharsets.UTF_8), length, millis);
    }

    private static List<RawMessage> read(Path file) throws IOException {
        List<RawMessage> messages = new ArrayList<>();
        try (Recording recording = Recording.open(Files.newInputStream(file))) {
            Optional<RawMessage> next = recording.next();
            while (next.isPresent()) {
                messages.add(next.get());
                next = recording.next();
            }
        }
        return messages;
    }
}
