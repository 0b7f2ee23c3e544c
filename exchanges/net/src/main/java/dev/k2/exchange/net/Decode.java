package dev.k2.exchange.net;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The command {@code decode}: reads recorded messages of an exchange, several files merged by time,
 * and prints what K2 makes of each as one JSON object a line.
 */
public final class Decode {
    private static final int FAILED = 1;

    private final Decoder decoder;
    private final InputStream input;
    private final PrintStream output;
    private final PrintStream errors;

    /**
     * Prepares the command.
     *
     * @param input read where a file is called {@code -}
     */
    public Decode(Decoder decoder, InputStream input, PrintStream output, PrintStream errors) {
        this.decoder = decoder;
        this.input = input;
        this.output = output;
        this.errors = errors;
    }

    /** A file with its next message. Files are in the order of their arguments at equal times. */
    private record Head(int order, RawMessage message, Recording recording) {}

    /**
     * Decodes files.
     *
     * @param files paths, or {@code -} for the input; several are merged by time
     * @param books whether a closing line is printed for each book
     * @return 0, or 1 where a file could not be read
     */
    public int run(List<String> files, boolean books) {
        List<Recording> opened = new ArrayList<>();
        try {
            for (String file : files) {
                opened.add(open(file));
            }
            merge(opened);
            if (books) {
                decoder.books().forEach(this::print);
            }
            output.flush();
            return 0;
        } catch (IOException failed) {
            errors.println("decode: " + failed.getMessage());
            return FAILED;
        } finally {
            opened.forEach(this::close);
        }
    }

    private Recording open(String file) throws IOException {
        if (file.equals("-")) {
            return Recording.open(input);
        }
        Path path = Path.of(file);
        if (!Files.isRegularFile(path)) {
            throw new IOException(file + " is no file that can be read");
        }
        try {
            return Recording.open(Files.newInputStream(path));
        } catch (IOException broken) {
            throw new IOException(file + ": " + broken.getMessage(), broken);
        }
    }

    private void merge(List<Recording> recordings) throws IOException {
        var heads =
                new PriorityQueue<Head>(
                        Comparator.comparingLong((Head head) -> head.message().millis())
                                .thenComparingInt(Head::order));
        for (int i = 0; i < recordings.size(); i++) {
            push(heads, i, recordings.get(i));
        }
        while (!heads.isEmpty()) {
            Head head = heads.remove();
            decoder.decode(head.message()).forEach(this::print);
            push(heads, head.order(), head.recording());
        }
    }

    private static void push(PriorityQueue<Head> heads, int order, Recording recording)
            throws IOException {
        Optional<RawMessage> next = recording.next();
        next.ifPresent(message -> heads.add(new Head(order, message, recording)));
    }

    private void print(Map<String, Object> line) {
        try {
            output.println(Json.lenient().writeValueAsString(line));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("lines of text and lists can be written", impossible);
        }
    }

    private void close(Recording recording) {
        try {
            recording.close();
        } catch (IOException failed) {
            errors.println("decode: " + failed.getMessage());
        }
    }
}
