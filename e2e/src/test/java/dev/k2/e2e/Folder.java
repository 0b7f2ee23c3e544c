package dev.k2.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(path, Set.of(), 3, new MarkerSearch(found));
        } catch (IOException e) {
            throw new AssertionError("Could not look for a database in " + path, e);
        }
        return found;
    }

    /** Looks through files that a database makes and removes meanwhile. */
    private static final class MarkerSearch extends SimpleFileVisitor<Path> {
        private final List<Path> found;

        MarkerSearch(List<Path> found) {
            this.found = found;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.endsWith("postmaster.pid")) {
                found.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
            return goOn(problem);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem)
                throws IOException {
            return problem == null ? FileVisitResult.CONTINUE : goOn(problem);
        }

        private static FileVisitResult goOn(IOException problem) throws IOException {
            if (problem instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw problem;
        }
    }

    /**
     * Its first line is the process id; the process counts only while it works in this folder. A
     * marker is there for a moment before anything stands in it.
     */
    private static Optional<ProcessHandle> owner(Path marker) {
        try {
            return Files.readAllLines(marker).stream()
                    .findFirst()
                    .map(line -> Long.parseLong(line.trim()))
                    .flatMap(ProcessHandle::of)
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
