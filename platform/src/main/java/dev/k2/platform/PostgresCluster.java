package dev.k2.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The database's files: where they lie, whose they are, and how they are made.
 *
 * @param directory the files themselves, links resolved
 * @param user who may read them, and so runs the server
 * @param binaries the programs
 * @param password of the role {@link #ROLE}
 */
record PostgresCluster(
        Path directory, PostgresUser user, PostgresBinaries binaries, Secret password) {
    /** The name in the data directory: the files, or a link to them. */
    static final String NAME = "db";

    static final String ROLE = "k2";
    static final String DATABASE = "k2";
    private static final String PASSWORD = "db.password";
    private static final Duration INITDB = Duration.ofMinutes(3);
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Finds the cluster in the data directory or makes one.
     *
     * @param elsewhere where root puts programs and files that the user without rights could not reach in their own place
     */
    static PostgresCluster openOrCreate(Path home, DataDirectory data, Path elsewhere)
            throws IOException, InterruptedException {
        var db = data.path().resolve(NAME);
        boolean exists = Files.exists(db, LinkOption.NOFOLLOW_LINKS);
        if (exists) {
            checkVersion(db);
        }
        var user = exists ? PostgresUser.owning(db.toRealPath()) : PostgresUser.choose();
        Files.createDirectories(home);
        user.letThrough(home);
        user.letThrough(data.path());
        var binaries =
                PostgresBinaries.unpack(
                        (user.reaches(home) ? home : elsewhere).resolve("postgres"));
        if (exists) {
            return open(db.toRealPath(), user, binaries, data);
        }
        return create(db, user, binaries, data, elsewhere);
    }

    private static PostgresCluster open(
            Path db, PostgresUser user, PostgresBinaries binaries, DataDirectory data)
            throws IOException, InterruptedException {
        refuseOddPath(db);
        if (!user.reaches(db)) {
            throw unreachable(db, user);
        }
        var file = data.path().resolve(PASSWORD);
        if (!Files.exists(file)) {
            throw new StartFailure(
                    "The password of the database, " + file + ", is missing.",
                    "Restore it from a backup, or begin anew with --fresh, which deletes the"
                            + " data.");
        }
        return new PostgresCluster(db, user, binaries, Secret.of(Files.readString(file).strip()));
    }

    private static PostgresCluster create(
            Path db,
            PostgresUser user,
            PostgresBinaries binaries,
            DataDirectory data,
            Path elsewhere)
            throws IOException, InterruptedException {
        boolean here = user.reaches(data.path());
        var place = here ? data.path() : placeOf(user, elsewhere);
        refuseOddPath(place);
        var password = openOrCreatePassword(data.path().resolve(PASSWORD));
        var files = place.resolve(NAME);
        make(files, user, binaries, password);
        if (!here) {
            Files.createSymbolicLink(db, files);
        }
        PrivateFiles.forceDirectory(data.path());
        return new PostgresCluster(files, user, binaries, password);
    }

    /**
     * Where the server listens that runs on the cluster of a data directory; empty where none does.
     */
    static Optional<DatabaseAddress> running(Path data) throws IOException {
        var db = data.resolve(NAME);
        if (!Files.exists(db)) {
            return Optional.empty();
        }
        var port = PostgresLeftovers.port(db.toRealPath());
        return port.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        address(
                                port.getAsInt(),
                                DATABASE,
                                Secret.of(Files.readString(data.resolve(PASSWORD)).strip())));
    }

    static DatabaseAddress address(int port, String database, Secret password) {
        return new DatabaseAddress(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database, ROLE, password);
    }

    /** Made beside and renamed, so that a start that is cut off leaves nothing that looks like a database. */
    private static void make(
            Path files, PostgresUser user, PostgresBinaries binaries, Secret password)
            throws IOException, InterruptedException {
        var making = files.resolveSibling(NAME + ".making");
        var passwordFile = files.resolveSibling(NAME + ".making.password");
        FileTrees.delete(making);
        Files.createDirectory(
                making,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            user.take(making);
            PrivateFiles.write(passwordFile, password.reveal().getBytes(StandardCharsets.US_ASCII));
            user.take(passwordFile);
            var outcome =
                    user.run(
                            List.of(
                                    binaries.program("initdb").toString(),
                                    "--pgdata=" + making,
                                    "--username=" + ROLE,
                                    "--pwfile=" + passwordFile,
                                    "--auth-host=scram-sha-256",
                                    "--auth-local=reject",
                                    "--encoding=UTF8",
                                    "--locale=C",
                                    "--locale-provider=builtin",
                                    "--builtin-locale=C.UTF-8",
                                    "--data-checksums",
                                    "--no-instructions"),
                            Map.of(),
                            INITDB);
            if (!outcome.succeeded()) {
                throw new StartFailure(
                        "The database could not be made in "
                                + FileTrees.parent(files)
                                + ": "
                                + lastLine(outcome.output())
                                + ".",
                        outcome.output().contains("user does not exist")
                                ? "Give the user that runs K2 an entry in /etc/passwd; PostgreSQL"
                                        + " needs one."
                                : "Check that the disk has room (80 MB) and is writable, or choose"
                                        + " another directory with --data.");
            }
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        Files.move(making, files, StandardCopyOption.ATOMIC_MOVE);
        PrivateFiles.forceDirectory(FileTrees.parent(files));
    }

    /** A random name, so that a data directory that was deleted and made again never finds the old one's files. */
    private static Path placeOf(PostgresUser user, Path elsewhere)
            throws IOException, InterruptedException {
        var passable =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x"));
        Files.createDirectories(elsewhere);
        user.letThrough(elsewhere);
        var place = Files.createDirectory(elsewhere.resolve("db-" + random(8)), passable);
        user.letThrough(place);
        if (!user.reaches(place)) {
            throw unreachable(place, user);
        }
        return place;
    }

    private static Secret openOrCreatePassword(Path file) throws IOException {
        if (!Files.exists(file)) {
            PrivateFiles.write(file, random(24).getBytes(StandardCharsets.US_ASCII));
        }
        PrivateFiles.refuseOthers(file);
        return Secret.of(Files.readString(file).strip());
    }

    private static void checkVersion(Path db) throws IOException {
        if (!Files.exists(db)) {
            throw new StartFailure(
                    "The database "
                            + db
                            + " is a link to "
                            + Files.readSymbolicLink(db)
                            + ", which is gone.",
                    "Put it back, or begin anew with --fresh.");
        }
        var file = db.resolve("PG_VERSION");
        if (!Files.exists(file)) {
            throw new StartFailure(
                    "The database in " + db + " is damaged: it has no PG_VERSION.",
                    "Restore it from a backup, or begin anew with --fresh, which deletes the"
                            + " data.");
        }
        var version = Files.readString(file).strip();
        if (!version.equals(PostgresBinaries.MAJOR)) {
            throw new StartFailure(
                    "The database in "
                            + db
                            + " was made by PostgreSQL "
                            + version
                            + ", and K2 brings "
                            + PostgresBinaries.MAJOR
                            + ".",
                    "Start with the K2 version that made it, or set K2_DATABASE_URL to a server"
                            + " that holds the data.");
        }
    }

    /** pg_ctl hands the path to a shell between double quotes. */
    private static void refuseOddPath(Path path) {
        if (path.toString().matches(".*[\"$`\\\\\\n].*")) {
            throw new StartFailure(
                    "The data directory "
                            + path
                            + " has a character in its name that PostgreSQL's programs cannot"
                            + " take.",
                    "Choose another with --data, without quotes, dollar signs and backslashes.");
        }
    }

    private static StartFailure unreachable(Path db, PostgresUser user) {
        return new StartFailure(
                "PostgreSQL cannot run as root, and the user "
                        + user.name()
                        + " in its place cannot reach "
                        + db
                        + ".",
                "Let others pass through the directories above it (chmod o+x), choose another with"
                        + " --data, or run K2 as an ordinary user.");
    }

    private static String random(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    static String lastLine(String output) {
        return output.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce("no reason given", (a, b) -> b);
    }
}
