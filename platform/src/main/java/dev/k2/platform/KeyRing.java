package dev.k2.platform;

import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.mac.HmacKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One master key with its versions, as its file has them now: another process may add a version at any time, and what it sealed with
 * that opens here at once, because the file is looked at again whenever an unknown version is met, and before anything is sealed.
 */
final class KeyRing {
    private static final String LOCK = "rotation.lock";

    private final Path directory;
    private final KeyName name;
    private final KeyGuard guard;
    private final Parameters parameters;
    private final InstantSource clock;
    private volatile Held held;

    /** A file's identity: a rename gives another, whatever the clock says. */
    private record Stamp(@Nullable Object file, long size, Instant modified) {}

    /** What was read, and when the file was what it is. */
    record Held(KeyFile file, Stamp stamp) {
        KeysetHandle handle() {
            return file.handle();
        }
    }

    private KeyRing(
            Path directory,
            KeyName name,
            KeyGuard guard,
            Parameters parameters,
            InstantSource clock,
            Held held) {
        this.directory = directory;
        this.name = name;
        this.guard = guard;
        this.parameters = parameters;
        this.clock = clock;
        this.held = held;
    }

    static KeyRing openOrCreate(
            Path directory,
            KeyName name,
            KeyGuard guard,
            Parameters parameters,
            InstantSource clock)
            throws IOException, GeneralSecurityException {
        try (var _ = turn(directory)) {
            var file = directory.resolve(name.text() + ".keyset");
            var firstForm = directory.resolve(name.text() + ".json");
            KeyFile found;
            boolean writes;
            if (Files.exists(file)) {
                found = KeyFile.read(file, name, guard);
                writes =
                        guard.writes().isPresent()
                                && !guard.writes().get().kind().equals(found.guard());
            } else if (Files.exists(firstForm)) {
                found = moved(KeyFile.readFirstForm(firstForm), name, parameters, clock);
                writes = true;
            } else {
                found = fresh(parameters, clock);
                writes = true;
            }
            if (writes) {
                found.write(file, name, guard);
            }
            Files.deleteIfExists(firstForm);
            return new KeyRing(
                    directory, name, guard, parameters, clock, new Held(found, stamp(file)));
        }
    }

    /** What was read last. */
    Held held() {
        return held;
    }

    /** What the file has now; what was read last where it did not change. */
    Held fresh() {
        try {
            var file = file();
            var stamp = stamp(file);
            var known = held;
            if (stamp.equals(known.stamp())) {
                return known;
            }
            return reload(stamp);
        } catch (IOException gone) {
            throw new IllegalStateException(
                    "the key file " + file() + " cannot be read again", gone);
        }
    }

    private synchronized Held reload(Stamp stamp) throws IOException {
        if (!stamp.equals(held.stamp())) {
            held = new Held(KeyFile.read(file(), name, guard), stamp);
        }
        return held;
    }

    /** Adds a version, which is the one in use from now on, and forgets versions that are given. */
    synchronized int rotate(Set<Integer> forgotten) {
        try (var _ = turn(directory)) {
            var now = KeyFile.read(file(), name, guard);
            var builder = KeysetHandle.newBuilder(now.handle());
            for (int at = builder.size() - 1; at >= 0; at--) {
                if (forgotten.contains(now.handle().getAt(at).getId())) {
                    builder.deleteAt(at);
                }
            }
            var handle =
                    builder.addEntry(
                                    KeysetHandle.generateEntryFromParameters(parameters)
                                            .withRandomId()
                                            .makePrimary())
                            .build();
            Map<Integer, Instant> made = new HashMap<>(now.made());
            forgotten.forEach(made::remove);
            made.put(handle.getPrimary().getId(), clock.instant());
            var next = new KeyFile(handle, made, now.guard());
            next.write(file(), name, guard);
            held = new Held(next, stamp(file()));
            return handle.getPrimary().getId();
        } catch (IOException failure) {
            throw new StartFailure(
                    "The key file " + file() + " cannot be written: " + Causes.sentence(failure),
                    "Check that the disk has room and that the file belongs to the user that runs"
                            + " K2.",
                    failure);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("a key version could not be made", broken);
        }
    }

    /** Every version, the one in use first, then the newest first. */
    KeyState state() {
        var now = fresh();
        List<KeyState.Version> versions = new ArrayList<>();
        for (int at = 0; at < now.handle().size(); at++) {
            var entry = now.handle().getAt(at);
            if (entry.getStatus() == KeyStatus.ENABLED) {
                versions.add(
                        new KeyState.Version(
                                entry.getId(),
                                now.file().made().getOrDefault(entry.getId(), Instant.EPOCH),
                                entry.isPrimary()));
            }
        }
        versions.sort(
                Comparator.comparing(KeyState.Version::inUse)
                        .thenComparing(KeyState.Version::made)
                        .reversed());
        return new KeyState(name, now.file().guard(), versions);
    }

    private Path file() {
        return directory.resolve(name.text() + ".keyset");
    }

    /** Tokens were once signed with a shared secret; a key of that kind is replaced, not kept. */
    private static KeyFile moved(
            KeyFile found, KeyName name, Parameters parameters, InstantSource clock)
            throws GeneralSecurityException {
        return name == KeyName.JWT_SIGNING
                        && found.handle().getPrimary().getKey() instanceof HmacKey
                ? fresh(parameters, clock)
                : found;
    }

    private static KeyFile fresh(Parameters parameters, InstantSource clock)
            throws GeneralSecurityException {
        var handle = KeysetHandle.generateNew(parameters, RegistryConfiguration.get());
        return new KeyFile(
                handle, Map.of(handle.getPrimary().getId(), clock.instant()), KeyFile.OPEN);
    }

    private static Stamp stamp(Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(
                attributes.fileKey(), attributes.size(), attributes.lastModifiedTime().toInstant());
    }

    /** One process at a time writes keys; inside of one, {@link FileChannel} would refuse a second lock. */
    private static Turn turn(Path directory) throws IOException {
        Turn.ONE.lock();
        try {
            var channel =
                    FileChannel.open(
                            directory.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            PrivateFiles.refuseOthers(directory.resolve(LOCK));
            channel.lock();
            return new Turn(channel);
        } catch (IOException | RuntimeException failure) {
            Turn.ONE.unlock();
            throw failure;
        }
    }

    private record Turn(FileChannel channel) implements AutoCloseable {
        private static final java.util.concurrent.locks.ReentrantLock ONE =
                new java.util.concurrent.locks.ReentrantLock();

        @Override
        public void close() throws IOException {
            try {
                channel.close();
            } finally {
                ONE.unlock();
            }
        }
    }
}
