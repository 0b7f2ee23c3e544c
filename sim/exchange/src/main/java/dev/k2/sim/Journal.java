package dev.k2.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes down what customers did, one line a command, before anybody is answered. A line is written whole or not at
 * all: a torn last one is dropped when the journal is read again. It outlives the process, not the machine's power.
 */
final class Journal implements EngineListener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final FileChannel channel;
    private ArrayNode entries = JSON.createArrayNode();

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Puts the engine back to where the journal left it, and goes on writing from there. */
    static Journal open(Path file, MatchingEngine engine, Diary diary) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            long whole = Files.exists(file) ? replay(file, engine.restoration(diary)) : 0;
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw new IllegalStateException(
                        "another process uses the simulated exchange's journal " + file);
            }
            channel.truncate(whole);
            channel.position(whole);
            Journal journal = new Journal(file, channel);
            engine.addListener(journal);
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the simulated exchange cannot use its journal " + file, e);
        }
    }

    @Override
    public void on(EngineEvent event) {
        ObjectNode entry = JournalWords.written(event);
        if (entry != null) {
            entries.add(entry);
        }
    }

    /** Keeps what no event tells, with the command that is running. */
    void note(ObjectNode entry) {
        entries.add(entry);
    }

    @Override
    public void commandDone(List<Market> touched) {
        if (entries.isEmpty()) {
            return;
        }
        ArrayNode line = entries;
        entries = JSON.createArrayNode();
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
            JSON.writeValue(bytes, line);
            bytes.write('\n');
            ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the simulated exchange cannot write its journal " + file, e);
        }
    }

    @Override
    public void close() {
        try (channel) {
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the simulated exchange cannot close its journal " + file, e);
        }
    }

    /** Applies every whole line and returns how many bytes they are. */
    private static long replay(Path file, Restoration into) throws IOException {
        long whole = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b != '\n') {
                    line.write(b);
                    continue;
                }
                apply(file, whole, line.toByteArray(), into);
                whole += line.size() + 1L;
                line.reset();
            }
        }
        into.finish();
        return whole;
    }

    private static void apply(Path file, long at, byte[] line, Restoration into)
            throws IOException {
        JsonNode entries;
        try {
            entries = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IOException("the journal " + file + " is damaged at byte " + at, e);
        }
        for (JsonNode entry : entries) {
            JournalWords.read(entry, into);
        }
    }
}
