package dev.k2.e2e;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** A program that a test started: what it says is kept, and signals reach it alone. */
final class Child implements AutoCloseable {
    private static final int LINES_MAX = 20_000;
    private static final Duration KILLED_WITHIN = Duration.ofSeconds(30);

    private final String name;
    private final Process process;
    private final BufferedWriter input;
    private final List<Line> lines = new ArrayList<>();
    private final List<Thread> readers = new ArrayList<>();

    private record Line(boolean standard, String text) {}

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.input =
                new BufferedWriter(
                        new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    static Child start(
            String name, Path folder, Map<String, String> environment, List<String> command) {
        return start(name, folder, environment, command, (child, line) -> {});
    }

    /**
     * Starts a program.
     *
     * @param listener told each line of standard output, on a thread of its own
     */
    static Child start(
            String name,
            Path folder,
            Map<String, String> environment,
            List<String> command,
            BiConsumer<Child, String> listener) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        // What a person's shell may say about K2 is none of the tests' business.
        List.of("K2_HOME", "K2_DATABASE_URL", "K2_JAVA_OPTS", "JAVA_TOOL_OPTIONS").stream()
                .filter(variable -> !environment.containsKey(variable))
                .forEach(builder.environment()::remove);
        try {
            Child child = new Child(name, builder.start());
            child.read(true, child.process.getInputStream(), listener);
            child.read(false, child.process.getErrorStream(), (ignored, line) -> {});
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start " + command, e);
        }
    }

    /** Writes a line to the program's standard input. */
    void tell(String line) {
        try {
            input.write(line);
            input.newLine();
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " does not read any more", e);
        }
    }

    /** The first line of standard output that fits; fails at once when the program ends without it. */
    String line(String what, Predicate<String> fits, Duration limit) {
        return Until.present(
                limit,
                () -> name + " to print " + what + "\n" + output(),
                () -> {
                    boolean ended = !process.isAlive() && drained();
                    Optional<String> found = standard().stream().filter(fits).findFirst();
                    if (found.isEmpty() && ended) {
                        throw new AssertionError(
                                name
                                        + " ended with status "
                                        + process.exitValue()
                                        + " before it printed "
                                        + what
                                        + "\n"
                                        + output());
                    }
                    return found;
                });
    }

    List<String> standard() {
        synchronized (lines) {
            return lines.stream().filter(Line::standard).map(Line::text).toList();
        }
    }

    List<String> errors() {
        synchronized (lines) {
            return lines.stream().filter(line -> !line.standard()).map(Line::text).toList();
        }
    }

    /** All that was said so far, for the message of a failure. */
    String output() {
        synchronized (lines) {
            StringBuilder all = new StringBuilder("--- output of ").append(name).append('\n');
            lines.forEach(
                    line ->
                            all.append(line.standard() ? "  " : "! ")
                                    .append(line.text())
                                    .append('\n'));
            return all.toString();
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Sends a signal by its name, such as {@code INT}. */
    void signal(String signal) {
        try {
            int status =
                    new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid())
                            .start()
                            .waitFor();
            if (status != 0) {
                throw new AssertionError(
                        "No " + signal + " could be sent to " + name + "\n" + output());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    /** Waits for the end. @return the exit status */
    int exit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(
                        name + " still runs after " + limit.toSeconds() + " s\n" + output());
            }
            for (Thread reader : readers) {
                reader.join(KILLED_WITHIN);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for " + name, e);
        }
    }

    /** Ends the program as kill -9 does, and only it. */
    void kill() {
        process.destroyForcibly();
        exit(KILLED_WITHIN);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private boolean drained() {
        return readers.stream().noneMatch(Thread::isAlive);
    }

    private void read(boolean standard, InputStream stream, BiConsumer<Child, String> listener) {
        // A pipe that is read holds its carrier, and two of them held every virtual thread there
        // was.
        readers.add(
                Thread.ofPlatform()
                        .daemon()
                        .name(name + (standard ? " output" : " errors"))
                        .start(() -> copy(standard, stream, listener)));
    }

    private void copy(boolean standard, InputStream stream, BiConsumer<Child, String> listener) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                keep(new Line(standard, line));
                listener.accept(this, line);
            }
        } catch (IOException closed) {
            keep(new Line(false, "(its output broke off: " + closed.getMessage() + ")"));
        }
    }

    private void keep(Line line) {
        synchronized (lines) {
            lines.add(line);
            if (lines.size() > LINES_MAX) {
                lines.removeFirst();
            }
        }
    }
}
