package dev.k2.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The directory that holds one K2's database and keys, locked while that K2 runs.
 *
 * <p>The lock is the operating system's, so it ends with the process, however that ends.
 */
public final class DataDirectory implements AutoCloseable {
    private static final String LOCK = "k2.lock";
    private static final String NODE = "node";
    private static final List<String> OURS =
            List.of("db", "db.making", "db.password", "keys", "audit");

    /** Directories locked by this process. Opening a lock file a second time and closing it would drop the first lock. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataDirectory(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Makes the directory when it is missing, and locks it.
     *
     * @throws StartFailure when another K2 uses it, or it cannot be written
     */
    public static DataDirectory open(Path directory) {
        try {
            PrivateFiles.directory(directory);
            var real = directory.toRealPath();
            if (!HELD.add(real)) {
                throw inUse(real, "this very process");
            }
            try {
                return lock(real);
            } catch (IOException | RuntimeException failure) {
                HELD.remove(real);
                throw failure;
            }
        } catch (IOException failure) {
            throw new StartFailure(
                    "The data directory "
                            + directory
                            + " cannot be used: "
                            + Causes.sentence(failure)
                            + ".",
                    "Give K2 the right to write there, or choose another with --data.",
                    failure);
        }
    }

    private static DataDirectory lock(Path real) throws IOException {
        var file = real.resolve(LOCK);
        var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        var lock = channel.tryLock();
        if (lock == null) {
            var holder = read(channel);
            channel.close();
            throw inUse(real, holder.isBlank() ? "another process" : "process " + holder);
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(
                        Long.toString(ProcessHandle.current().pid())
                                .getBytes(StandardCharsets.US_ASCII)));
        return new DataDirectory(real, channel, lock);
    }

    private static String read(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(20);
        channel.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
    }

    private static StartFailure inUse(Path directory, String holder) {
        return new StartFailure(
                "The data directory " + directory + " is in use by another K2 (" + holder + ").",
                "Stop that one, or choose another directory with --data.");
    }

    /** Where it is, with every link resolved. */
    public Path path() {
        return path;
    }

    /** Where the master keys lie. */
    public Path keys() {
        return path.resolve("keys");
    }

    /** Where the audit log keeps what must lie outside of the database. */
    public Path audit() {
        return path.resolve("audit");
    }

    /**
     * What the K2 of this directory is called among others on one database: the same at every start, and another for a copy
     * elsewhere.
     *
     * @throws StartFailure when the name cannot be read or written
     */
    public String node() {
        var file = path.resolve(NODE);
        try {
            if (!Files.exists(file)) {
                PrivateFiles.write(
                        file, UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
            }
            return Files.readString(file, StandardCharsets.US_ASCII) + " " + path;
        } catch (IOException failure) {
            throw new StartFailure(
                    "The name of this K2 in "
                            + file
                            + " cannot be read or written: "
                            + Causes.sentence(failure)
                            + ".",
                    "Check that the directory belongs to the user that runs K2.",
                    failure);
        }
    }

    /**
     * Where exchanges' own words that have to outlive a restart are kept, such as a ban. Erasing
     * leaves them: they hold for the address, whoever trades.
     */
    public Path exchanges() {
        return path.resolve("exchanges");
    }

    /**
     * Deletes the database and the keys, and nothing else that a person may have put here. Only before the database is started.
     *
     * @throws StartFailure when something cannot be deleted
     */
    public void erase() {
        try {
            PostgresLeftovers.kill(path.resolve(PostgresCluster.NAME));
            for (var name : OURS) {
                eraseOne(path.resolve(name));
            }
        } catch (IOException failure) {
            throw new StartFailure(
                    "The data in "
                            + path
                            + " could not be deleted: "
                            + Causes.sentence(failure)
                            + ".",
                    "Delete it yourself, or choose another directory with --data.",
                    failure);
        }
    }

    private static void eraseOne(Path entry) throws IOException {
        if (Files.isSymbolicLink(entry) && Files.exists(entry)) {
            FileTrees.delete(FileTrees.parent(entry.toRealPath()));
        }
        FileTrees.delete(entry);
    }

    /** Gives the directory free. */
    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException failure) {
            throw new IllegalStateException(
                    "the lock of " + path + " could not be released", failure);
        } finally {
            HELD.remove(path);
        }
    }
}
