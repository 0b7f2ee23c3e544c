package dev.k2.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link FanHost} that was started with the options and the classes of this JVM. */
final class FanProcess implements AutoCloseable {
    private static final int END_SECONDS = 30;
    private static final String RESIDENT = "VmRSS:";

    private final Process process;
    private final PrintWriter orders;
    private final BufferedReader answers;
    private final int port;

    private FanProcess(Process process) throws IOException {
        this.process = process;
        orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        answers =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        port = Math.toIntExact(answer("port"));
    }

    static FanProcess start(FanHost.Kind kind) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Dk2.log.level=ERROR");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(FanHost.class.getName());
        command.add(kind.name());
        return new FanProcess(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    int port() {
        return port;
    }

    /** Has trades told; {@link #told()} waits until they are. */
    void tell(int from, int to, int bursts, long pauseMicros) {
        tell(from, to, bursts, pauseMicros, Print.CENTS);
    }

    /** The same at about another price, which begins with this number of hundredths. */
    void tell(int from, int to, int bursts, long pauseMicros, long cents) {
        orders.println("tell " + from + " " + to + " " + bursts + " " + pauseMicros + " " + cents);
    }

    /** How many trades were told, once they were. */
    long told() throws IOException {
        return answer("told");
    }

    /** Nanoseconds of CPU of the whole process, to ten milliseconds. */
    long cpuNanos() throws IOException {
        orders.println("cpu");
        return answer("cpu");
    }

    /** Bytes of the heap after a collection. */
    long heapBytes() throws IOException {
        orders.println("heap");
        return answer("heap");
    }

    /** Bytes of memory that the process has. */
    long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith(RESIDENT)) {
                return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("the kernel does not say how much memory a process has");
    }

    private long answer(String word) throws IOException {
        String line = answers.readLine();
        if (line == null || !line.startsWith(word + " ")) {
            throw new IOException("expected " + word + " of the server, found " + line);
        }
        return Long.parseLong(line.substring(word.length() + 1));
    }

    @Override
    public void close() {
        orders.close();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
