package dev.k2.platform;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who PostgreSQL's programs run as. PostgreSQL refuses to run as root, so root hands them to a user without rights: {@code k2} where
 * that user exists, else {@code nobody}, or whoever owns the data already.
 */
final class PostgresUser {
    private static final Duration ASK = Duration.ofSeconds(10);
    private static final List<String> CANDIDATES = List.of("k2", "nobody");

    private final boolean root;
    private final String name;
    private final List<String> prefix;

    private PostgresUser(boolean root, String name, List<String> prefix) {
        this.root = root;
        this.name = name;
        this.prefix = prefix;
    }

    /** Ourselves, or the user without rights when we are root. */
    static PostgresUser choose() throws IOException, InterruptedException {
        if (!isRoot()) {
            return new PostgresUser(false, System.getProperty("user.name"), List.of());
        }
        for (var candidate : CANDIDATES) {
            if (exists(candidate)) {
                return dropTo(candidate);
            }
        }
        throw new StartFailure(
                "PostgreSQL cannot run as root, and this machine has neither a user k2 nor a user"
                        + " nobody.",
                "Create one (useradd --system k2), or run K2 as an ordinary user.");
    }

    /** Whoever owns a directory that exists: they alone may read it. */
    static PostgresUser owning(Path directory) throws IOException, InterruptedException {
        var owner = Files.getOwner(directory).getName();
        if (!isRoot()) {
            var ourselves = System.getProperty("user.name");
            long uid = new UnixSystem().getUid();
            if (!Files.getAttribute(directory, "unix:uid").toString().equals(Long.toString(uid))) {
                throw new StartFailure(
                        "The database in "
                                + directory
                                + " belongs to the user "
                                + owner
                                + ", and K2 runs as "
                                + ourselves
                                + ".",
                        "Run K2 as the user that made it, or choose another directory with"
                                + " --data.");
            }
            return new PostgresUser(false, ourselves, List.of());
        }
        if (owner.equals("root")) {
            var user = choose();
            user.take(directory);
            return user;
        }
        return dropTo(owner);
    }

    static boolean isRoot() {
        return new UnixSystem().getUid() == 0;
    }

    String name() {
        return name;
    }

    /** Whether programs run as somebody else than ourselves. */
    boolean isAnother() {
        return root;
    }

    Command.Outcome run(List<String> words, Map<String, String> environment, Duration limit)
            throws IOException, InterruptedException {
        var all = new ArrayList<>(prefix);
        all.addAll(words);
        return Command.run(all, environment, limit);
    }

    /** Whether this user can pass through every directory down to this one. Asked by doing it, so that any kind of right counts. */
    boolean reaches(Path directory) throws IOException, InterruptedException {
        return !root || run(List.of("test", "-x", directory.toString()), Map.of(), ASK).succeeded();
    }

    /** Lets this user pass through a directory of K2's own, without reading it. */
    void letThrough(Path directory) throws IOException {
        if (root && Files.getOwner(directory).getName().equals("root")) {
            Set<PosixFilePermission> rights =
                    new HashSet<>(Files.getPosixFilePermissions(directory));
            if (rights.add(PosixFilePermission.OTHERS_EXECUTE)) {
                Files.setPosixFilePermissions(directory, rights);
            }
        }
    }

    /** Makes a directory and all in it this user's. */
    void take(Path directory) throws IOException {
        if (root) {
            FileTrees.giveTo(principal(directory, name), directory);
        }
    }

    private static UserPrincipal principal(Path any, String name) throws IOException {
        return any.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
    }

    private static boolean exists(String name) throws IOException {
        try {
            // A number is taken as it is by the look-up, so only names come here.
            return !principal(Path.of("/"), name).getName().isEmpty();
        } catch (UserPrincipalNotFoundException missing) {
            return false;
        }
    }

    private static PostgresUser dropTo(String name) throws IOException, InterruptedException {
        var group = Command.run(List.of("id", "-g", name), Map.of(), ASK).output();
        var tries =
                List.of(
                        List.of("setpriv", "--reuid=" + name, "--regid=" + group, "--clear-groups"),
                        List.of("runuser", "-u", name, "--"));
        for (var prefix : tries) {
            var user = new PostgresUser(true, name, prefix);
            if (onPath(prefix.getFirst()) && user.run(List.of("true"), Map.of(), ASK).succeeded()) {
                return user;
            }
        }
        throw new StartFailure(
                "PostgreSQL cannot run as root, and neither setpriv nor runuser could start it as"
                        + " the user "
                        + name
                        + ".",
                "Install util-linux, or run K2 as an ordinary user.");
    }

    private static boolean onPath(String program) {
        var path = System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        return List.of(path.split(":")).stream()
                .filter(directory -> !directory.isEmpty())
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
