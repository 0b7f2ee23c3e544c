package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person meets at the command line: help, mistakes, and a stop that leaves nothing behind. */
class LauncherTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(strings = {"help", "-h", "--help"})
    void helpNamesEveryCommand(String word) {
        try (Child k2 = k2(word)) {
            assertThat(k2.exit(LIMIT)).isZero();
            assertThat(String.join("\n", k2.standard()))
                    .contains(
                            "up [", "test [", "sim [", "record ", "decode ", "bench ", "doctor",
                            "help");
        }
    }

    @Test
    void anUnknownCommandIsNamedAndHelpFollows() {
        try (Child k2 = k2("trade")) {
            assertThat(k2.exit(LIMIT)).isEqualTo(2);
            assertThat(k2.errors().getFirst()).contains("'trade'");
            assertThat(k2.standard()).isEmpty();
        }
    }

    @Test
    void aPortInUseIsOneClearSentence() throws IOException {
        try (Folder folder = new Folder();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Server.Place place =
                    new Server.Place(
                            folder.path(),
                            taken.getLocalPort(),
                            Machine.freeRun(Simulation.PORTS),
                            false,
                            null,
                            null);

            refused(place, folder, Integer.toString(taken.getLocalPort()), "--port");
        }
    }

    @Test
    void aPortOfTheSimulationInUseIsOneClearSentence() throws IOException {
        int base = Machine.freeRun(Simulation.PORTS);
        try (Folder folder = new Folder();
                ServerSocket taken =
                        new ServerSocket(base + 1, 1, InetAddress.getLoopbackAddress())) {
            Server.Place place =
                    new Server.Place(folder.path(), Machine.freePort(), base, false, null, null);

            refused(place, folder, Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void aDataDirectoryThatIsAFileIsOneClearSentence() throws IOException {
        try (Folder folder = new Folder()) {
            Files.writeString(folder.path(), "not a folder");

            refused(Server.Place.alone(folder.path()), folder, folder.path().toString());
        }
    }

    @Test
    void aDataDirectoryInAPlaceThatCannotBeWrittenIsOneClearSentence() {
        Machine.need(
                Files.isDirectory(Path.of("/proc")),
                "There is no folder here that nobody may write to.");
        try (Folder folder = new Folder()) {
            refused(Server.Place.alone(Path.of("/proc/k2-data")), folder, "/proc/k2-data");
        }
    }

    @Test
    void aDamagedDatabaseIsOneClearSentenceAndIsLeftAsItIs() throws IOException {
        try (Folder folder = new Folder()) {
            Server.Place place = Server.Place.alone(folder.path());
            try (Server first = Server.start(place)) {
                assertThat(first.email()).isNotBlank();
            }
            Path control;
            try (var files =
                    Files.find(folder.path(), 4, (file, a) -> file.endsWith("global/pg_control"))) {
                control = files.findFirst().orElseThrow();
            }
            byte[] damaged = Files.readAllBytes(control);
            for (int i = 0; i < 512; i++) {
                damaged[i] ^= 0x5a;
            }
            Files.write(control, damaged);

            refused(place, folder, folder.path().toString());
            assertThat(Files.readAllBytes(control)).isEqualTo(damaged);
        }
    }

    @Test
    void aSecondServerOnTheSameDataIsRefusedAndTheFirstLivesOn() {
        try (Folder folder = new Folder()) {
            Server.Place place = Server.Place.alone(folder.path());
            try (Server first = Server.start(place);
                    Child second = Server.launch(Server.Place.alone(folder.path()))) {
                sentence(second, folder.path().toString());

                assertThat(first.login().get("/v1/users/me").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void settingsThatMakeNoSenseAreNamed() {
        try (Child port = Program.start("up", "--port", "99999");
                Child word = Program.start("up", "--prot", "8080");
                Child mode = Program.start(Map.of("K2_MODE", "dream"), "up")) {
            assertThat(port.exit(LIMIT)).isNotZero();
            assertThat(word.exit(LIMIT)).isNotZero();
            assertThat(mode.exit(LIMIT)).isNotZero();
            assertThat(port.output()).contains("99999").doesNotContain("Exception");
            assertThat(word.output()).contains("--prot").doesNotContain("Exception");
            assertThat(mode.output()).contains("dream").doesNotContain("Exception");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalStopsEverythingAndTheDatabaseLast(String signal) {
        try (Folder folder = new Folder()) {
            Server.Place place = Server.Place.alone(folder.path());
            try (Child child = Server.launch(place)) {
                child.line(
                        "ready", line -> line.startsWith("K2 is ready at "), Server.READY_WITHIN);
                child.line("the password", line -> line.startsWith("Demo password: "), LIMIT);
                List<ProcessHandle> databases = folder.databases();
                List<ProcessHandle> family =
                        ProcessHandle.of(child.pid()).orElseThrow().descendants().toList();
                assertThat(databases).hasSize(1);

                child.signal(signal);
                int status = child.exit(Server.STOPPED_WITHIN);

                assertThat(status).as(child.output()).isIn(0, 130, 143);
                assertThat(databases).noneMatch(Machine::isAlive);
                assertThat(family).noneMatch(Machine::isAlive);
                assertThat(child.standard()).hasSize(3);
                assertThat(stopped(child))
                        .startsWith("gateway")
                        .endsWith("postgres", "data directory");
                assertThat(child.output()).doesNotContain("Exception");
                assertThat(new Http(URI.create("http://127.0.0.1:" + place.port())))
                        .satisfies(http -> assertThat(reachable(http)).isFalse());
            }
        }
    }

    @Test
    void aSignalWhileEverythingStartsLeavesNothingBehind() {
        try (Folder folder = new Folder();
                Child child = Server.launch(Server.Place.alone(folder.path()))) {
            Until.holds(
                    Server.READY_WITHIN,
                    "the database to run",
                    () -> !folder.databases().isEmpty());
            List<ProcessHandle> databases = folder.databases();

            child.signal("INT");

            child.exit(Server.STOPPED_WITHIN);
            assertThat(child.standard()).as(child.output()).isEmpty();
            assertThat(databases).noneMatch(Machine::isAlive);
            assertThat(folder.databases()).isEmpty();
        }
    }

    @Test
    void aSignalStopsTheSimulationAlone() {
        int base = Machine.freeRun(Simulation.PORTS);
        try (Child sim = Program.start("sim", "--port-base", Integer.toString(base))) {
            sim.line("ready", line -> line.startsWith("Simulated exchanges are ready"), LIMIT);

            sim.signal("INT");

            assertThat(sim.exit(Server.STOPPED_WITHIN)).isIn(0, 130);
        }
    }

    /** The parts that the log says were stopped, in their order. */
    private static List<String> stopped(Child child) {
        Pattern line = Pattern.compile("\\{.*\"message\":\"stopped\".*\"part\":\"([^\"]+)\".*");
        return child.errors().stream()
                .map(line::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .toList();
    }

    private static boolean reachable(Http http) {
        try {
            http.attempt("GET", "/health/live", null, Map.of());
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    /** The server does not start, says why in one sentence, and leaves no process behind. */
    private static void refused(Server.Place place, Folder folder, String... words) {
        try (Child child = Server.launch(place)) {
            sentence(child, words);
        }
        assertThat(folder.databases()).isEmpty();
    }

    private static void sentence(Child child, String... words) {
        assertThat(child.exit(LIMIT)).as(child.output()).isNotZero();
        assertThat(child.standard()).as(child.output()).isEmpty();
        // Log lines are JSON; what is left is for the person.
        List<String> said = child.errors().stream().filter(line -> !line.startsWith("{")).toList();
        assertThat(said).as(child.output()).hasSizeBetween(1, 2);
        assertThat(String.join(" ", said)).contains(words).doesNotContain("Exception", "\tat ");
    }

    private static Child k2(String... words) {
        List<String> command = new ArrayList<>();
        command.add(Machine.root().resolve("k2").toString());
        command.addAll(List.of(words));
        return Child.start("./k2 " + String.join(" ", words), Machine.root(), Map.of(), command);
    }
}
