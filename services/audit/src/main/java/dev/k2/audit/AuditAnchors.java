package dev.k2.audit;

import dev.k2.platform.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The newest row's number and hash, time and again, in a file outside of the database: whoever cuts the end of the log off has to cut
 * this off too, which takes another kind of access.
 */
final class AuditAnchors {
    private static final Pattern LINE =
            Pattern.compile("(\\S{20,40}) ([1-9][0-9]{0,17}) ([0-9a-f]{64})");

    private final Path directory;
    private long last;

    AuditAnchors(Path directory) {
        this.directory = directory;
    }

    /** One of them. */
    record Anchor(long seq, String hash) {}

    /**
     * What the file has.
     *
     * @param unreadable lines that are none of ours; a last one that is cut counts as not written
     */
    record Read(List<Anchor> anchors, int unreadable) {
        Read {
            anchors = List.copyOf(anchors);
        }
    }

    synchronized void add(AuditRow head, Instant now) throws IOException {
        if (head.seq() == last) {
            return;
        }
        PrivateFiles.directory(directory);
        try (var channel = PrivateFiles.appending(file())) {
            // A line that a crash cut was never written.
            channel.truncate(wholeLines().length());
            var line = now + " " + head.seq() + " " + head.hash() + "\n";
            var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        last = head.seq();
    }

    Read read() throws IOException {
        if (!Files.exists(file())) {
            return new Read(List.of(), 0);
        }
        var text = wholeLines();
        List<Anchor> anchors = new ArrayList<>();
        int unreadable = 0;
        for (var line : text.split("\n", -1)) {
            var form = LINE.matcher(line);
            if (form.matches()) {
                anchors.add(new Anchor(Long.parseLong(form.group(2)), form.group(3)));
            } else if (!line.isBlank()) {
                unreadable++;
            }
        }
        return new Read(anchors, unreadable);
    }

    private String wholeLines() throws IOException {
        var text = Files.readString(file(), StandardCharsets.ISO_8859_1);
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    private Path file() {
        return directory.resolve("anchors");
    }
}
