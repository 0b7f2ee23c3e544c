package dev.k2.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {
    private final Path directory = TestPostgres.emptyDirectory();

    @AfterEach
    void delete() throws IOException {
        try (var data = DataDirectory.open(directory)) {
            data.erase();
        }
        FileTrees.delete(directory);
    }

    @Test
    void findsEverythingAgainAfterAStop() throws SQLException {
        withServer(
                server ->
                        execute(
                                server,
                                "CREATE TABLE kept (id integer)",
                                "INSERT INTO kept VALUES (7)"));

        withServer(server -> assertThat(number(server, "SELECT id FROM kept")).isEqualTo(7));
    }

    @Test
    void startsTheServerAgainWhenItIsKilledAndKeepsWhatWasCommitted() throws SQLException {
        withServer(
                server -> {
                    execute(server, "CREATE TABLE kept (id integer)");
                    for (int round = 1; round <= 3; round++) {
                        execute(server, "INSERT INTO kept VALUES (" + round + ")");
                        int expected = round;
                        long before = server.processId();

                        kill(before);

                        Eventually.until("the server is back", () -> server.restarts() == expected);
                        assertThat(server.processId()).isNotEqualTo(before);
                        assertThat(number(server, "SELECT count(*) FROM kept")).isEqualTo(round);
                    }
                });
    }

    @Test
    void recoversWhatAKilledK2LeftBehind() throws Exception {
        long left = abandon();
        assertThat(ProcessHandle.of(left).filter(PostgresLeftovers::isAlive)).isPresent();

        withServer(
                server -> {
                    assertThat(server.processId()).isNotEqualTo(left);
                    assertThat(number(server, "SELECT count(*) FROM kept")).isEqualTo(1);
                });

        assertThat(ProcessHandle.of(left).filter(PostgresLeftovers::isAlive)).isEmpty();
    }

    @Test
    void recoversWhenBothWereKilled() throws Exception {
        long left = abandon();
        kill(left);

        withServer(server -> assertThat(number(server, "SELECT count(*) FROM kept")).isEqualTo(1));
    }

    @Test
    void refusesASecondK2OnTheSameDirectory() throws Exception {
        var first = start(directory);
        try {
            assertThatThrownBy(() -> DataDirectory.open(directory))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining(
                            "is in use by another K2 (process " + first.process.pid() + ")");
        } finally {
            first.process.destroyForcibly().waitFor();
        }
    }

    @Test
    void refusesASecondInTheSameProcessAndKeepsTheFirstLocked() throws Exception {
        try (var first = DataDirectory.open(directory)) {
            assertThatThrownBy(() -> DataDirectory.open(first.path()))
                    .isInstanceOf(StartFailure.class);

            var other = start(directory);
            assertThat(other.firstLine).contains("is in use by another K2");
        }
    }

    @Test
    void refusesToRunWithoutDurableWrites() throws Exception {
        withServer(server -> {});
        var configuration = directory.resolve("db/postgresql.conf").toRealPath();
        Files.writeString(
                configuration, Files.readString(configuration) + "\nsynchronous_commit = off\n");

        withServer(
                server ->
                        assertThatThrownBy(() -> Database.open(server.address(), 2, new Metrics()))
                                .isInstanceOf(StartFailure.class)
                                .hasMessageContaining("synchronous_commit = off"));
    }

    @Test
    void saysInOneSentenceThatTheDataIsDamaged() throws Exception {
        withServer(server -> {});
        var control = directory.resolve("db/global/pg_control").toRealPath();
        Files.write(control, new byte[8192]);

        assertThatThrownBy(() -> withServer(server -> {}))
                .isInstanceOfSatisfying(
                        StartFailure.class,
                        failure ->
                                assertThat(failure.sentence())
                                        .matches(
                                                "The database in \\S+ does not start: [^\\n"
                                                        + "]+\\. See [^\\n"
                                                        + "]+"));
    }

    @Test
    void saysThatADirectoryWithoutItsVersionIsDamaged() throws Exception {
        withServer(server -> {});
        Files.delete(directory.resolve("db/PG_VERSION").toRealPath());

        assertThatThrownBy(() -> withServer(server -> {}))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("is damaged: it has no PG_VERSION");
    }

    @Test
    void refusesDataOfAnotherPostgresVersion() throws Exception {
        withServer(server -> {});
        Files.writeString(directory.resolve("db/PG_VERSION").toRealPath(), "17\n");

        assertThatThrownBy(() -> withServer(server -> {}))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("was made by PostgreSQL 17");
    }

    @Test
    void refusesADirectoryItMayNotWrite() throws IOException {
        var file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.open(file.resolve("data")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("cannot be used");
    }

    @Test
    void runsInASessionOfItsOwnSoThatCtrlCDoesNotReachIt() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc")), "sessions are read from /proc");

        withServer(
                server ->
                        assertThat(session(server.processId()))
                                .isNotEqualTo(session(ProcessHandle.current().pid())));
    }

    @Test
    void runsAsSomebodyWithoutRightsWhenWeAreRoot() throws SQLException {
        Assumptions.assumeTrue(PostgresUser.isRoot(), "only root hands the server to another user");

        withServer(
                server -> {
                    var user =
                            ProcessHandle.of(server.processId())
                                    .flatMap(process -> process.info().user());
                    assertThat(user).isPresent().get().isNotEqualTo("root");
                    assertThat(text(server, "SELECT rolname FROM pg_roles WHERE rolsuper"))
                            .isEqualTo("k2");
                });
    }

    @Test
    void keepsTheFilesElsewhereWhenTheirUserCannotReachTheDirectory() throws Exception {
        Assumptions.assumeTrue(PostgresUser.isRoot(), "only root hands the server to another user");
        var elsewhere = directory.resolve("elsewhere");
        var closed =
                Files.createDirectory(
                        directory.resolve("closed"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

        try (var data = DataDirectory.open(closed.resolve("data"))) {
            try (var server = EmbeddedPostgres.start(TestPostgres.home(), data, elsewhere)) {
                execute(server, "CREATE TABLE kept (id integer)", "INSERT INTO kept VALUES (7)");
            }
            assertThat(data.path().resolve("db")).isSymbolicLink();
            try (var server = EmbeddedPostgres.start(TestPostgres.home(), data, elsewhere)) {
                assertThat(number(server, "SELECT id FROM kept")).isEqualTo(7);
            }
            data.erase();
        }

        try (var left = Files.list(elsewhere)) {
            assertThat(left).isEmpty();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(closed)))
                .isEqualTo("rwx------");
    }

    @Test
    void takesAPathWithSpaces() throws Exception {
        var spaced = directory.resolve("a name with spaces");
        try (var outer = DataDirectory.open(directory);
                var data = DataDirectory.open(spaced)) {
            // The parent's rights are set so that the server's user passes through.
            Files.setPosixFilePermissions(
                    outer.path(), PosixFilePermissions.fromString("rwxr-xr-x"));
            try (var server = EmbeddedPostgres.start(TestPostgres.home(), data)) {
                assertThat(number(server, "SELECT 1")).isEqualTo(1);
                assertThat(data.path().resolve("db")).isDirectory();
            }
        }
    }

    @Test
    void asksForAPassword() throws SQLException {
        withServer(
                server -> {
                    var stranger =
                            new DatabaseAddress(
                                    server.address().jdbcUrl(), "k2", Secret.of("guess"));

                    assertThatThrownBy(() -> Database.connect(stranger))
                            .isInstanceOf(SQLException.class)
                            .hasMessageContaining("password authentication failed");
                });
    }

    private interface Work {
        void on(EmbeddedPostgres server) throws SQLException;
    }

    private void withServer(Work work) throws SQLException {
        try (var data = DataDirectory.open(directory);
                var server = EmbeddedPostgres.start(TestPostgres.home(), data)) {
            work.on(server);
        }
    }

    private record Other(Process process, String firstLine) {}

    /** Starts a K2 in another process and kills it; its server stays. */
    private long abandon() throws IOException, InterruptedException {
        var other = start(directory);
        assertThat(other.firstLine).startsWith("ready ");
        other.process.destroyForcibly().waitFor();
        return Long.parseLong(other.firstLine.substring("ready ".length()));
    }

    private static Other start(Path directory) throws IOException {
        var process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Dk2.log.level=OFF",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        AbandonedServer.class.getName(),
                                        TestPostgres.home().toString(),
                                        directory.toString()))
                        .redirectErrorStream(true)
                        .start();
        var lines = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
        return new Other(process, Objects.requireNonNullElse(lines.readLine(), "nothing"));
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private static String session(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void execute(EmbeddedPostgres server, String... statements) throws SQLException {
        try (var connection = Database.connect(server.address());
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static long number(EmbeddedPostgres server, String query) throws SQLException {
        return Long.parseLong(text(server, query));
    }

    private static String text(EmbeddedPostgres server, String query) throws SQLException {
        try (var connection = Database.connect(server.address());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
