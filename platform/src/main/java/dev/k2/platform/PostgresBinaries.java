package dev.k2.platform;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs that travel in our jars, unpacked once for this machine. */
final class PostgresBinaries {
    /** The version of the jars; a new one unpacks beside the old. */
    static final String VERSION = "18.6.0";

    /** Data of another major version cannot be read by these programs. */
    static final String MAJOR = "18";

    private static final Object ONE_AT_A_TIME = new Object();

    private final Path directory;

    private PostgresBinaries(Path directory) {
        this.directory = directory;
    }

    /** Unpacks into {@code <under>/<version>} unless it is there: beside first, then renamed, so that it is whole or absent. */
    static PostgresBinaries unpack(Path under) throws IOException {
        var target = under.resolve(VERSION);
        if (Files.isDirectory(target)) {
            return new PostgresBinaries(target);
        }
        Files.createDirectories(
                under,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        synchronized (ONE_AT_A_TIME) {
            try (var channel =
                            FileChannel.open(
                                    under.resolve("unpack.lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                if (lock.isValid() && !Files.isDirectory(target)) {
                    unpackBeside(under.resolve(VERSION + ".unpacking"), target);
                }
            }
        }
        return new PostgresBinaries(target);
    }

    Path program(String name) {
        return directory.resolve("bin").resolve(name);
    }

    private static void unpackBeside(Path beside, Path target) throws IOException {
        FileTrees.delete(beside);
        Files.createDirectory(beside);
        try (var resource = PostgresBinaries.class.getResourceAsStream("/" + archive())) {
            if (resource == null) {
                throw new StartFailure(
                        "K2 brings no PostgreSQL for this machine (" + archive() + ").",
                        "Install PostgreSQL 15 or later and set K2_DATABASE_URL.");
            }
            extract(resource, beside);
        }
        Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String archive() {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        boolean arm = processor.equals("aarch64") || processor.equals("arm64");
        return "postgres-"
                + (system.contains("mac") ? "darwin" : "linux")
                + "-"
                + (arm ? "arm_64" : "x86_64")
                + ".txz";
    }

    private static void extract(InputStream archive, Path into) throws IOException {
        try (var tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var path = into.resolve(entry.getName()).normalize();
                if (!path.startsWith(into)) {
                    throw new IOException(
                            "the archive names a path outside itself: " + entry.getName());
                }
                extractOne(tar, entry, path);
            }
        }
    }

    private static void extractOne(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            open(path);
            return;
        }
        Files.createDirectories(FileTrees.parent(path));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        Files.setPosixFilePermissions(
                path,
                PosixFilePermissions.fromString(
                        (entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--"));
    }

    /** Another user runs these when we are root, whatever our file mode mask says. */
    private static void open(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
