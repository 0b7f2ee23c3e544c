package dev.k2.exchange.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;

/** Keeps the end of a silence over a restart: one line of text in a file of its own. */
final class SilenceFile {
    private static final int CHARACTERS_MAX = 64;

    private final Path file;

    /** What a file held. */
    sealed interface Kept {
        record Nothing() implements Kept {}

        record Until(Instant end) implements Kept {}

        /** There is something, and it says nothing. */
        record Unreadable(String why) implements Kept {}
    }

    private SilenceFile(Path file) {
        this.file = file;
    }

    static SilenceFile of(Path folder, LimitHolder address) {
        String name = address.exchange().text() + "_" + address.name();
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "_");
        return new SilenceFile(folder.resolve(plain + ".silence"));
    }

    Kept read() {
        try {
            if (Files.size(file) > CHARACTERS_MAX) {
                return new Kept.Unreadable("expected one line with a time in " + file);
            }
            String text = Files.readString(file, StandardCharsets.UTF_8).strip();
            return new Kept.Until(Instant.parse(text));
        } catch (NoSuchFileException absent) {
            return new Kept.Nothing();
        } catch (DateTimeException noTime) {
            return new Kept.Unreadable("expected a time in " + file + ": " + noTime.getMessage());
        } catch (IOException failed) {
            return new Kept.Unreadable("could not read " + file + ": " + failed);
        }
    }

    /** Replaces what was kept, as a whole or not at all. */
    void write(Instant end) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer line = ByteBuffer.wrap((end + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
        }
        move(fresh);
    }

    @Override
    public String toString() {
        return file.toString();
    }

    private void move(Path fresh) throws IOException {
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException notHere) {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
