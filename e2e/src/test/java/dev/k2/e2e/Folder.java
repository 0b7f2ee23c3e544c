package dev.k2.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A data directory for one test. A database that a killed server left behind in it ends with it. */
final class Folder implements AutoCloseable {
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(30);

    private final Path outer;
    private final Path path;

    /** A path that does not exist yet, below a folder that the database's own user may enter. */
    Folder() {
        try {
            outer = Files.createTempDirectory("k2-e2e-");
            Files.setPosixFilePermissions(outer, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        path = outer.resolve("data");
    }

    Path path() {
        return path;
    }

    /** The database servers that work in this folder. */
    List<ProcessHandle> databases() {
        return markers().stream().flatMap(marker -> owner(marker).stream()).toList();
    }

    @Override
    public void close() {
        List<ProcessHandle> left = databases();
        left.forEach(ProcessHandle::destroy);
        Until.holds(
                STOPPED_WITHIN,
                "the database in " + path + " to stop",
                () -> left.stream().noneMatch(Machine::isAlive));
        try (Stream<Path> all = Files.walk(outer)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not clean up " + outer, e);
        }
    }

    private List<Path> markers() {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> all =
                Files.find(path, 3, (file, attributes) -> file.endsWith("postmaster.pid"))) {
            return all.toList();
        } catch (IOException | UncheckedIOException e) {
            throw new AssertionError("Could not look for a database in " + path, e);
        }
    }

    /** Its first line is the process id; the process counts only while it works in this folder. */
    private static Optional<ProcessHandle> owner(Path marker) {
        try {
            long pid = Long.parseLong(Files.readAllLines(marker).getFirst().trim());
            return ProcessHandle.of(pid)
                    .filter(Machine::isAlive)
                    .filter(process -> worksIn(process, marker.resolveSibling("")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static boolean worksIn(ProcessHandle process, Path cluster) {
        if (!Files.isDirectory(Path.of("/proc/self"))) {
            return process.info().command().orElse("").endsWith("/postgres");
        }
        try {
            Path folder =
                    Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
            return folder.equals(cluster.toRealPath());
        } catch (IOException gone) {
            return false;
        }
    }
}
