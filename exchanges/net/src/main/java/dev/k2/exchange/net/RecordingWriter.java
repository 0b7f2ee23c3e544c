package dev.k2.exchange.net;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.k2.exchange.WireTap;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a recording: JSON lines {@code {t, dir, url, msg}}, gzipped where the name ends in {@code
 * .gz}. Until it is closed the file is called {@code NAME.part}; what bears the name is whole.
 *
 * <p>A recording has no holes: when the disk is too slow or the file is full, it ends there.
 */
public final class RecordingWriter implements WireTap, AutoCloseable {
    /** Why a recording ended by itself. */
    public enum Ending {
        /** It holds as many bytes as it may. */
        FULL,
        /** More came than could be written. */
        TOO_SLOW,
        /** The disk refused. */
        BROKEN
    }

    private static final int WAITING_MAX = 100_000;
    private static final long CLOSE_SECONDS_MAX = 10;
    private static final Pattern LIMIT = Pattern.compile("[?&]limit=(\\d{1,6})");

    private final Path file;
    private final Path part;
    private final OutputStream out;
    private final long bytesMax;
    private final InstantSource clock;
    private final BlockingQueue<Line> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Map<String, Integer> deepest = new HashMap<>();
    private final Thread writer;
    private volatile @Nullable Ending ending;
    private volatile boolean closing;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();
    private boolean closed;

    /** One line to be written: an opening, a frame or an answer. */
    private record Line(String direction, String address, String message, long millis) {}

    private RecordingWriter(
            Path file, Path part, OutputStream out, long bytesMax, InstantSource clock) {
        this.file = file;
        this.part = part;
        this.out = out;
        this.bytesMax = bytesMax;
        this.clock = clock;
        this.writer = Thread.ofPlatform().daemon().name("k2-recording").unstarted(this::write);
    }

    /**
     * Starts a recording.
     *
     * @param bytesMax how many bytes it may have before it is packed
     * @throws FileAlreadyExistsException where there is such a file: nothing is ever written over
     */
    public static RecordingWriter open(Path file, long bytesMax, InstantSource clock)
            throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        OutputStream raw = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16);
        boolean packed = file.toString().endsWith(".gz");
        OutputStream out = packed ? new GZIPOutputStream(raw, 1 << 16, true) : raw;
        var recording = new RecordingWriter(file, part, out, bytesMax, clock);
        recording.writer.start();
        return recording;
    }

    /** Says that connections stand anew, so that what came before is not continued. */
    public void opened(String address) {
        add(new Line("open", address, "", clock.millis()));
    }

    @Override
    public void onFrame(byte[] message, int length, long receivedMillis) {
        String text = new String(message, 0, length, StandardCharsets.UTF_8);
        add(new Line("recv", "", text, receivedMillis));
    }

    @Override
    public void onAnswer(String address, String body, long receivedMillis) {
        add(new Line("http", address, body, receivedMillis));
    }

    /** Why nothing more is written, or null while it is. */
    public @Nullable Ending ending() {
        return ending;
    }

    /** Bytes so far, before they are packed. */
    public long bytes() {
        return bytes.get();
    }

    /** Messages of connections so far. */
    public long frames() {
        return frames.get();
    }

    /** Answers so far. */
    public long answers() {
        return answers.get();
    }

    /**
     * Writes what is waiting, and gives the file its name.
     *
     * @throws IOException where the disk refused; what there is stays in {@code NAME.part}
     */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        closing = true;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS_MAX));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (writer.isAlive() || ending == Ending.BROKEN) {
            throw new IOException("the disk refused; what was written is in " + part);
        }
        out.close();
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void add(Line line) {
        if (ending == null && !closing && !waiting.offer(line)) {
            ending = Ending.TOO_SLOW;
        }
    }

    private void write() {
        try {
            while (!closing || !waiting.isEmpty()) {
                Line line = waiting.poll(50, TimeUnit.MILLISECONDS);
                if (line == null) {
                    out.flush();
                } else if (ending != Ending.FULL) {
                    write(line);
                }
            }
        } catch (IOException refused) {
            ending = Ending.BROKEN;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Line line) throws IOException {
        if (line.direction().equals("http") && isGlance(line.address())) {
            return;
        }
        byte[] text = text(line).getBytes(StandardCharsets.UTF_8);
        if (bytes.get() + text.length > bytesMax) {
            ending = Ending.FULL;
            return;
        }
        out.write(text);
        bytes.addAndGet(text.length);
        switch (line.direction()) {
            case "recv" -> frames.incrementAndGet();
            case "http" -> answers.incrementAndGet();
            default -> {
                // An opening is neither.
            }
        }
    }

    /**
     * Whether an answer was only asked for to compare something. A book's first levels would be
     * taken for all of it by whoever reads the recording.
     */
    private boolean isGlance(String address) {
        Matcher limit = LIMIT.matcher(address);
        if (!limit.find()) {
            return false;
        }
        int asked = Integer.parseInt(limit.group(1));
        return deepest.merge(limit.replaceFirst(""), asked, Math::max) > asked;
    }

    private static String text(Line line) throws JsonProcessingException {
        StringBuilder text = new StringBuilder("{\"t\":");
        text.append(line.millis() / 1_000).append('.');
        text.append(String.format("%03d", line.millis() % 1_000));
        text.append(",\"dir\":\"").append(line.direction()).append('"');
        if (!line.direction().equals("recv")) {
            text.append(",\"url\":").append(Json.lenient().writeValueAsString(line.address()));
        }
        if (!line.message().isEmpty()) {
            text.append(",\"msg\":").append(oneLine(line.message()));
        }
        return text.append("}\n").toString();
    }

    /** The message as it came, on one line; as a text where it is no JSON. */
    private static String oneLine(String raw) throws JsonProcessingException {
        try {
            Json.lenient().readTree(raw);
        } catch (JsonProcessingException noJson) {
            return Json.lenient().writeValueAsString(raw);
        }
        return raw.indexOf('\n') < 0 && raw.indexOf('\r') < 0
                ? raw
                : raw.replace('\n', ' ').replace('\r', ' ');
    }
}
