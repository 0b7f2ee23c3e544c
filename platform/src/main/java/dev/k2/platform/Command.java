package dev.k2.platform;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program and waits for its end, within a limit. */
final class Command {
    private static final int LONGEST_OUTPUT = 64 * 1024;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private Command() {}

    /** How it ended: its status and the first 64 KiB it wrote to both outputs. */
    record Outcome(int status, String output) {
        boolean succeeded() {
            return status == 0;
        }
    }

    /**
     * Runs it in the root directory, because our own may be closed to the user it runs as.
     *
     * @throws IOException when the program cannot be run at all
     * @throws InterruptedException when interrupted; the program is ended first
     */
    static Outcome run(List<String> words, Map<String, String> environment, Duration limit)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(words).directory(new File("/")).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        var output = new ByteArrayOutputStream();
        var reader =
                Thread.ofVirtual()
                        .name("k2-command-output")
                        .start(() -> copy(process.getInputStream(), output));
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Outcome(-1, "no end within " + limit.toSeconds() + " s");
            }
            // A child that outlives the program may hold its output open, so this waits only for a
            // moment.
            reader.join(LAST_WORDS);
            synchronized (output) {
                return new Outcome(
                        process.exitValue(), output.toString(StandardCharsets.UTF_8).strip());
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static void copy(InputStream from, ByteArrayOutputStream to) {
        var buffer = new byte[4096];
        try (from) {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                synchronized (to) {
                    to.write(buffer, 0, Math.min(count, LONGEST_OUTPUT - to.size()));
                }
            }
        } catch (IOException closed) {
            // The program was ended from our side; what it had said until then is kept.
            synchronized (to) {
                to.writeBytes("[cut]".getBytes(StandardCharsets.US_ASCII));
            }
        }
    }
}
