package dev.k2.audit;

import dev.k2.platform.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Events between their happening and their row: each is handed to the operating system before the answer goes out, so that a K2 that
 * is killed finds them at its next start. It is not forced to the disk; what a machine that loses its power may take with it is told
 * by the row that every start after such an end writes.
 */
final class AuditJournal implements AutoCloseable {
    private static final long EMPTIED_FROM = 1 << 20;
    private static final String OPEN = "{\"open\":true}\n";

    private final Path file;
    private final FileChannel channel;
    private long appended;

    /**
     * What an earlier run left.
     *
     * @param unclean whether it did not end in order
     * @param unreadable lines that are cut
     */
    record Left(boolean unclean, List<AuditEvent> events, long unreadable) {
        Left {
            events = List.copyOf(events);
        }
    }

    private AuditJournal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static AuditJournal open(Path directory) throws IOException {
        PrivateFiles.directory(directory);
        var file = directory.resolve("journal");
        return new AuditJournal(file, PrivateFiles.appending(file));
    }

    /** Reads what is there; to be called before anything is appended, and when events had no room in memory. */
    synchronized Left read() throws IOException {
        List<AuditEvent> events = new ArrayList<>();
        long unreadable = 0;
        boolean any = false;
        // Read as bytes and made text with replacement, because the last line may be cut within a
        // letter.
        var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        for (var line : text.split("\n", -1)) {
            any = any || !line.isBlank();
            if (line.isBlank() || OPEN.startsWith(line)) {
                continue;
            }
            var event = AuditJson.event(line);
            event.ifPresent(events::add);
            unreadable += event.isPresent() ? 0 : 1;
        }
        return new Left(any, events, unreadable);
    }

    /** Everything that is there has its row; from now on this run's events follow. */
    synchronized void begin() throws IOException {
        channel.truncate(0);
        write(OPEN);
    }

    /** Hands an event to the operating system. */
    synchronized void append(AuditEvent event) throws IOException {
        write(AuditJson.event(event) + "\n");
        appended++;
    }

    /** Whether the file can be written now. */
    synchronized boolean works() {
        try {
            write("\n");
            return true;
        } catch (IOException full) {
            return false;
        }
    }

    /** Begins anew where that many events have their rows and no other was appended. */
    synchronized void settle(long written) throws IOException {
        if (written == appended && channel.size() > EMPTIED_FROM) {
            begin();
        }
    }

    /** How many events were appended. */
    synchronized long appended() {
        return appended;
    }

    /** Leaves an empty file: everything has its row. */
    synchronized void end() throws IOException {
        channel.truncate(0);
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void write(String line) throws IOException {
        var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
