package dev.k2.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files that nobody but their owner may read, written whole or not at all. */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {}

    /** Makes a directory that only its owner may enter; one that exists is left as it is. */
    public static void directory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(FileTrees.parent(directory));
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY_DIRECTORY));
        }
    }

    /** Opens a file to which is only added; made when missing. */
    public static FileChannel appending(Path file) throws IOException {
        var channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                        PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        refuseOthers(file);
        return channel;
    }

    /** Writes beside the target, forces it to the disk, and renames: a reader sees the old content or the new. */
    static void write(Path file, byte[] content) throws IOException {
        var beside =
                Files.createTempFile(
                        FileTrees.parent(file),
                        file.getFileName() + ".",
                        ".new",
                        PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            try (var channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                var bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            // A command that root runs must not take a file away from the user that runs the
            // server.
            if (Files.exists(file) && !Files.getOwner(file).equals(Files.getOwner(beside))) {
                Files.setOwner(beside, Files.getOwner(file));
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            forceDirectory(FileTrees.parent(file));
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** Makes a rename or a new name in the directory last. */
    static void forceDirectory(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** A secret that others may read is mended by taking the right away. */
    static void refuseOthers(Path file) throws IOException {
        var rights = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        if (!OWNER_ONLY.containsAll(rights)) {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
        }
    }
}
