package dev.k2.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Recorded traffic of an exchange: JSON lines {t, dir, url, msg}, plain or gzipped, one file for each socket or kind of call. */
public record Recording(Path file, List<RecordedFrame> frames) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long FILE_MAX_BYTES = 256L * 1024 * 1024;

    public Recording {
        frames = List.copyOf(frames);
    }

    /**
     * Every recording of an exchange below a folder, which may be the folder of all exchanges, of one, or of the
     * recordings themselves. Recordings that say by themselves to be of another exchange are left out.
     *
     * @return none where there are only those of other exchanges, or none at all
     */
    public static List<Recording> all(Path folder, String exchange) {
        List<Path> places =
                List.of(
                        folder.resolve(exchange).resolve("recording"),
                        folder.resolve(exchange),
                        folder.resolve("recording"),
                        folder);
        for (Path place : places) {
            List<Path> files = files(place);
            if (!files.isEmpty()) {
                return files.stream()
                        .map(Recording::read)
                        .filter(recording -> recording.mayBeOf(exchange))
                        .toList();
            }
        }
        return List.of();
    }

    /** K2's own recordings name their exchange where connections open; those of others name addresses, or nothing. */
    private boolean mayBeOf(String exchange) {
        List<String> names =
                frames.stream()
                        .filter(frame -> frame.direction().equals("open"))
                        .map(RecordedFrame::url)
                        .filter(url -> url.matches("[a-z][a-z-]*"))
                        .toList();
        return names.isEmpty() || names.contains(exchange);
    }

    private static List<Path> files(Path place) {
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(place)) {
            return entries.filter(file -> file.toString().matches(".*\\.jsonl(\\.gz)?"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + place, e);
        }
    }

    private static Recording read(Path file) {
        List<RecordedFrame> frames = new ArrayList<>();
        try {
            if (Files.size(file) > FILE_MAX_BYTES) {
                throw new IllegalArgumentException(
                        file + " is larger than " + FILE_MAX_BYTES + " bytes");
            }
            try (BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(unpacked(file), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!line.isBlank()) {
                        frames.add(frame(JSON.readTree(line)));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the recording " + file, e);
        }
        return new Recording(file, frames);
    }

    private static InputStream unpacked(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
    }

    private static RecordedFrame frame(JsonNode line) {
        BigDecimal seconds = new BigDecimal(line.path("t").asText("0"));
        return new RecordedFrame(
                seconds.movePointRight(6).longValue(),
                line.path("dir").asText(),
                line.path("url").asText(),
                line.path("msg"));
    }
}
