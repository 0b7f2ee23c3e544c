package dev.k2.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Server processes that a killed K2 left running on a cluster's directory.
 *
 * <p>A process counts as the cluster's when it is a postgres whose working directory is the cluster's, which every one of them has. Where
 * the system does not tell working directories, only the process named in postmaster.pid is known.
 */
final class PostgresLeftovers {
    private static final String PID_FILE = "postmaster.pid";
    private static final int PORT_LINE = 3;
    private static final Duration GO_BY_THEMSELVES = Duration.ofSeconds(10);
    private static final Duration GO_WHEN_KILLED = Duration.ofSeconds(5);
    private static final Path PROC = Path.of("/proc");

    private PostgresLeftovers() {}

    /** The main server process on this cluster, when one runs. */
    static Optional<ProcessHandle> master(Path cluster) {
        return pid(cluster).flatMap(ProcessHandle::of).filter(process -> belongs(process, cluster));
    }

    /**
     * Where the server on this cluster listens, when one runs and is ready; it tells in its pid
     * file.
     */
    static OptionalInt port(Path cluster) throws IOException {
        if (master(cluster).isEmpty()) {
            return OptionalInt.empty();
        }
        var lines = Files.readAllLines(cluster.resolve(PID_FILE));
        return lines.size() > PORT_LINE && lines.get(PORT_LINE).strip().matches("\\d{1,5}")
                ? OptionalInt.of(Integer.parseInt(lines.get(PORT_LINE).strip()))
                : OptionalInt.empty();
    }

    /** A process that has ended and waits for its parent to notice is not alive. */
    static boolean isAlive(ProcessHandle process) {
        return process.isAlive() && !isZombie(process);
    }

    /** Ends the processes at once; only for data that is about to be deleted. */
    static void kill(Path cluster) throws IOException {
        if (!Files.isDirectory(cluster)) {
            return;
        }
        var real = cluster.toRealPath();
        all(real).forEach(ProcessHandle::destroyForcibly);
        awaitNone(real, GO_WHEN_KILLED);
    }

    /**
     * Waits for what remains after the main process is gone, ends it if need be, and removes the file that would keep a new server from
     * starting.
     */
    static void clear(Path cluster) throws IOException {
        if (!awaitNone(cluster, GO_BY_THEMSELVES)) {
            all(cluster).forEach(ProcessHandle::destroyForcibly);
            if (!awaitNone(cluster, GO_WHEN_KILLED)) {
                throw new StartFailure(
                        "A PostgreSQL server still runs in " + cluster + " and does not end.",
                        "End its processes, then start again.");
            }
        }
        if (Files.isDirectory(PROC)) {
            Files.deleteIfExists(cluster.resolve(PID_FILE));
        }
    }

    private static boolean awaitNone(Path cluster, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!all(cluster).isEmpty()) {
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                return false;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        return true;
    }

    private static List<ProcessHandle> all(Path cluster) {
        return ProcessHandle.allProcesses().filter(process -> belongs(process, cluster)).toList();
    }

    private static boolean belongs(ProcessHandle process, Path cluster) {
        if (process.pid() == ProcessHandle.current().pid() || !isAlive(process)) {
            return false;
        }
        boolean named = pid(cluster).filter(pid -> pid == process.pid()).isPresent();
        return isPostgres(process) && workingDirectory(process).map(cluster::equals).orElse(named);
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().map(command -> command.endsWith("/postgres")).orElse(false);
    }

    private static Optional<Path> workingDirectory(ProcessHandle process) {
        try {
            return Optional.of(
                    Files.readSymbolicLink(
                            PROC.resolve(Long.toString(process.pid())).resolve("cwd")));
        } catch (IOException | SecurityException untold) {
            return Optional.empty();
        }
    }

    private static boolean isZombie(ProcessHandle process) {
        try {
            var stat = Files.readString(PROC.resolve(Long.toString(process.pid())).resolve("stat"));
            // The name in parentheses may hold anything; the state follows the last of them.
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException untold) {
            return false;
        }
    }

    private static Optional<Long> pid(Path cluster) {
        try (var lines = Files.lines(cluster.resolve(PID_FILE))) {
            return lines.findFirst()
                    .map(String::strip)
                    .filter(line -> line.matches("\\d{1,10}"))
                    .map(Long::valueOf);
        } catch (IOException | java.io.UncheckedIOException none) {
            return Optional.empty();
        }
    }
}
