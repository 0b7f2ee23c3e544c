package dev.k2.e2e;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What the machine under the tests has; what it lacks fails a build in CI and skips a test elsewhere. */
final class Machine {
    private static final int PORTS = 3_000;
    private static final int FORKS_MAX = 4;

    /** Tests side by side are told apart by a number, such as fork-1; a test alone has none. */
    private static final int FORK =
            Integer.parseInt("0" + System.getProperty("k2.e2e.fork", "").replaceAll("[^0-9]", ""));

    /** Below the ports that the system hands out itself, and apart for tests side by side. */
    private static final int PORTS_FIRST = 20_000 + PORTS * (FORK % FORKS_MAX);

    private static final int SINGLE_PORTS = 1_000;
    private static final int TRIES = 200;

    private Machine() {}

    static Path root() {
        return Path.of(System.getProperty("k2.root", "..")).toAbsolutePath().normalize();
    }

    static Path folder() {
        return root().resolve("e2e");
    }

    static Path webApp() {
        Path page = root().resolve("clients/web/dist");
        need(
                Files.exists(page.resolve("index.html")),
                "The web app is not built: run ./k2 test e2e.");
        return page;
    }

    static Path fixtures() {
        Path fixtures = Path.of(System.getProperty("k2.fixtures", "../../shared/fixtures"));
        need(Files.isDirectory(fixtures), "No recordings at " + fixtures + ".");
        return fixtures;
    }

    static String chromium() {
        Optional<Path> found =
                List.of("chromium", "chromium-browser", "google-chrome").stream()
                        .flatMap(name -> onPath(name).stream())
                        .findFirst();
        need(found.isPresent(), "Chromium is not on the PATH.");
        return found.orElseThrow().toString();
    }

    static String node() {
        Optional<Path> found = onPath("node");
        need(found.isPresent(), "Node is not on the PATH.");
        return found.orElseThrow().toString();
    }

    /** Fails or skips where a package of package.json is not installed. */
    static void needNodePart(String part) {
        need(
                Files.isDirectory(folder().resolve("node_modules").resolve(part)),
                "The npm package " + part + " is missing: run npm ci in e2e.");
    }

    static void need(boolean there, String sentence) {
        if (there) {
            return;
        }
        if (System.getenv("CI") != null) {
            Assertions.fail(sentence);
        }
        Assumptions.abort(sentence);
    }

    static boolean linux() {
        return System.getProperty("os.name", "").equals("Linux");
    }

    /** A process that has ended and waits for a parent that never asks is not alive. */
    static boolean isAlive(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return !stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException noProc) {
            return process.isAlive();
        }
    }

    /** A port that stays free while a server is down: no connection of anybody begins there. */
    static int freePort() {
        return free(PORTS_FIRST, PORTS_FIRST + SINGLE_PORTS, 1);
    }

    /** The first of so many free ports in a row. */
    static int freeRun(int length) {
        int first = PORTS_FIRST + SINGLE_PORTS;
        return free(first, PORTS_FIRST + PORTS - length, length);
    }

    private static int free(int from, int to, int length) {
        Random random = new Random();
        for (int i = 0; i < TRIES; i++) {
            int first = random.nextInt(from, to);
            if (isFree(first, length)) {
                return first;
            }
        }
        throw new AssertionError("There are no " + length + " free ports in a row");
    }

    private static boolean isFree(int first, int length) {
        for (int port = first; port < first + length; port++) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Path> onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
