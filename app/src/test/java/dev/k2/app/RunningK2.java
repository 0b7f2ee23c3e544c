package dev.k2.app;

import dev.k2.platform.DataDirectory;
import dev.k2.platform.Eventually;
import dev.k2.platform.Lifecycle;
import dev.k2.platform.LogLevel;
import dev.k2.platform.Logs;
import dev.k2.platform.Settings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All of K2 as {@code ./k2 up} wires it, in this process: the simulated exchanges, the real services
 * and PostgreSQL. Only its limits are wide, so that a test from one address does not run into them.
 */
final class RunningK2 implements AutoCloseable {
    static final String PASSWORD = "four random words: otter lamp brisk quay";
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Below the ports that the system gives to whoever asks. */
    private static final int FIRST_PORT = 17_000;

    private static final int LAST_PORT = 20_000;

    /** The administration of the simulated exchanges, and the exchanges. */
    private static final int SIM_PORTS = 8;

    private final Lifecycle lifecycle;
    private final Path log;
    private final Program program;
    private final int simPortBase;

    private RunningK2(Lifecycle lifecycle, Path log, Program program, int simPortBase) {
        this.lifecycle = lifecycle;
        this.log = log;
        this.program = program;
        this.simPortBase = simPortBase;
    }

    static RunningK2 start(Path data, Map<String, String> more) {
        Path log = data.resolveSibling(data.getFileName() + ".log");
        Logs.configure(LogLevel.INFO, Optional.of(log));
        Map<String, String> flags = new HashMap<>();
        flags.put("port", "0");
        int simPortBase = freePorts();
        flags.put("sim.port-base", Integer.toString(simPortBase));
        flags.put("data", data.toString());
        flags.put(
                "home",
                Path.of(
                                System.getProperty("java.io.tmpdir"),
                                "k2-test-" + System.getProperty("user.name"))
                        .toString());
        flags.put("edge.address-per-second", "100000");
        flags.put("edge.address-at-once", "100000");
        flags.put("edge.person-per-second", "100000");
        flags.put("edge.person-at-once", "100000");
        flags.put("accounts.failures-per-account", "100");
        flags.put("accounts.failures-per-address", "100000");
        flags.put("accounts.registrations-per-address", "100000");
        flags.putAll(more);
        Settings settings = Settings.load(Optional.empty(), Map.of(), flags);
        AppSettings all = AppSettings.from(settings);
        settings.check();
        Lifecycle lifecycle = new Lifecycle();
        DataDirectory directory =
                lifecycle.start(
                        "data directory",
                        Program.SOON,
                        () -> DataDirectory.open(data),
                        DataDirectory::close);
        Program program = Program.start(lifecycle, all, directory, false);
        return new RunningK2(lifecycle, log, program, simPortBase);
    }

    /** The first of so many ports in a row that nobody listens at. */
    private static int freePorts() {
        for (int first = FIRST_PORT; first < LAST_PORT; first += SIM_PORTS) {
            if (IntStream.range(first, first + SIM_PORTS).allMatch(RunningK2::isFree)) {
                return first;
            }
        }
        throw new IllegalStateException("there are no " + SIM_PORTS + " free ports in a row");
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort() == port;
        } catch (IOException taken) {
            return false;
        }
    }

    /** A new account at a simulated exchange: its key and its secret. */
    Map.Entry<String, String> newAccount(String exchange) {
        JsonObject wanted =
                new JsonObject()
                        .put("exchange", exchange)
                        .put("account", "a" + UUID.randomUUID())
                        .put("balances", new JsonObject().put("USDT", "1000"));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + simPortBase + "/accounts"))
                        .POST(HttpRequest.BodyPublishers.ofString(wanted.encode()))
                        .build();
        try {
            String answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
            JsonObject account = new JsonObject(answer);
            return Map.entry(account.getString("api_key"), account.getString("api_secret"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    int port() {
        return program.port();
    }

    String demoEmail() {
        return program.demo().orElseThrow().email();
    }

    String demoPassword() {
        return program.demo().orElseThrow().password().reveal();
    }

    /** The lines that were logged so far. */
    List<String> logged() {
        try {
            return Files.readAllLines(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** One answer. */
    record Answered(int status, Map<String, List<String>> headers, String body) {
        Optional<String> header(String name) {
            return headers.getOrDefault(name, List.of()).stream().findFirst();
        }

        JsonObject data() {
            return new JsonObject(body).getJsonObject("data");
        }

        String code() {
            JsonObject error = new JsonObject(body).getJsonObject("error");
            return error == null ? "" : error.getString("code");
        }

        @Override
        public String toString() {
            return status + " " + (body.length() <= 300 ? body : body.substring(0, 300) + "…");
        }

        /** What it says, without what differs each time. */
        String said() {
            JsonObject json = new JsonObject(body);
            json.remove("meta");
            return json.encode();
        }
    }

    Answered send(String method, String path, @Nullable String body, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                        .timeout(Duration.ofSeconds(90))
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        if (body != null && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        try {
            HttpResponse<String> answer =
                    CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answered(
                    answer.statusCode(), lowered(answer.headers().map()), answer.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(method + " " + path, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Somebody who is logged in. */
    record Person(RunningK2 k2, String email, String password, String access, String refresh) {
        Answered send(String method, String path, @Nullable String body) {
            return k2.send(method, path, body, Map.of("Authorization", "Bearer " + access));
        }

        Answered post(String path, JsonObject body) {
            return send("POST", path, body.encode());
        }

        /** Whoever is to do what is dangerous has to say who they are. */
        Person steppedUp() {
            Answered answered =
                    post("/v1/auth/step-up", new JsonObject().put("password", password));
            if (answered.status() != 200) {
                throw new AssertionError("no step-up: " + answered);
            }
            return this;
        }
    }

    Person demo() {
        return login(demoEmail(), demoPassword());
    }

    Person stranger() {
        return newcomer("person-" + UUID.randomUUID() + "@example.org", PASSWORD);
    }

    /** Somebody who registers, confirms the address by the mail that mode sim shows, and logs in. */
    Person newcomer(String email, String password) {
        Answered registered =
                send("POST", "/v1/auth/register", credentials(email, password), Map.of());
        if (registered.status() != 201) {
            throw new AssertionError("not registered: " + registered);
        }
        AtomicReference<String> token = new AtomicReference<>("");
        Eventually.until(
                "the mail that confirms " + email,
                () -> {
                    mailedToken(email).ifPresent(token::set);
                    return !token.get().isEmpty();
                });
        Answered confirmed =
                send(
                        "POST",
                        "/v1/auth/verify-email",
                        new JsonObject().put("token", token.get()).encode(),
                        Map.of());
        if (confirmed.status() != 200) {
            throw new AssertionError("not confirmed: " + confirmed);
        }
        return login(email, password);
    }

    private Optional<String> mailedToken(String email) {
        String mail = send("GET", "/dev/mail", null, Map.of("Accept", "application/json")).body();
        return new JsonObject(mail)
                .getJsonArray("data").stream()
                        .map(JsonObject.class::cast)
                        .filter(letter -> email.equals(letter.getString("to")))
                        .map(letter -> letter.getString("text"))
                        .filter(text -> text.contains("#token="))
                        .map(text -> text.split("#token=", 2)[1].lines().findFirst().orElseThrow())
                        .findFirst();
    }

    Person login(String email, String password) {
        return tokens(
                email,
                password,
                send("POST", "/v1/auth/login", credentials(email, password), Map.of()));
    }

    private Person tokens(String email, String password, Answered answered) {
        if (answered.status() >= 300) {
            throw new AssertionError("no tokens: " + answered);
        }
        JsonObject data = answered.data();
        return new Person(
                this,
                email,
                password,
                data.getString("access_token"),
                String.valueOf(data.getString("refresh_token")));
    }

    private static String credentials(String email, String password) {
        return new JsonObject().put("email", email).put("password", password).encode();
    }

    private static Map<String, List<String>> lowered(Map<String, List<String>> headers) {
        Map<String, List<String>> lowered = new HashMap<>();
        headers.forEach(
                (name, values) -> lowered.put(name.toLowerCase(java.util.Locale.ROOT), values));
        return lowered;
    }

    @Override
    public void close() {
        lifecycle.stop();
    }
}
