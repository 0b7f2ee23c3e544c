package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Secrets that were used and are done with, looked for in the memory of a server that goes on running: ASVS 11.7.1, 14.2.1.
 *
 * <p>What is in use cannot be absent: keys of exchanges that are linked, the master keys, tokens of sessions that live. Memory that is
 * free again is not looked at, nor what lies outside of Java's heap.
 */
class HeapDumpTest {
    private static final Duration DUMPED_WITHIN = Duration.ofMinutes(3);
    private static final int VISITS = 10;
    private static final int AT_ONCE = 24;

    private final Map<String, String> canaries = new LinkedHashMap<>();

    @Test
    void secretsThatWereUsedAreNotKeptInMemory() throws IOException {
        try (Folder folder = new Folder();
                Server server = Server.start(Server.Place.alone(folder.path()))) {
            Http http = new Http(server.origin());
            String email = "canary-" + UUID.randomUUID() + "@example.org";
            drive(http, email);
            later(http, server.login());

            byte[] memory = dumped(server, folder);

            assertThat(holds(memory, folder.path().toString()))
                    .as("what K2 does keep, its folder, is found")
                    .isTrue();
            assertThat(canaries.entrySet())
                    .hasSizeGreaterThan(12)
                    .filteredOn(canary -> holds(memory, canary.getValue()))
                    .extracting(Map.Entry::getKey)
                    .isEmpty();
        }
    }

    /** Everything that takes or gives a secret, up to the end of its use. */
    private void drive(Http http, String email) {
        String password = keep("password", "canary-password-" + UUID.randomUUID());
        String changed = keep("changed password", "canary-changed-" + UUID.randomUUID());
        http.send("POST", "/v1/auth/register", credentials(email, password)).data(201);
        confirm(http, email);
        http.send("POST", "/v1/auth/login", credentials(email, keep("wrong password", secret())))
                .expect(401);
        JsonNode tokens =
                http.send("POST", "/v1/auth/login", credentials(email, password)).data(200);
        for (int turn = 1; turn <= 3; turn++) {
            String used = keep("refresh token " + turn, tokens.path("refresh_token").asText());
            String body = Api.object().put("refresh_token", used).toString();
            tokens = http.send("POST", "/v1/auth/refresh", body).data(200);
        }
        keep("last refresh token", tokens.path("refresh_token").asText());
        keep("access token", tokens.path("access_token").asText());
        Map<String, String> bearer = bearer(tokens);
        stepUp(http, bearer, password);
        for (String exchange : List.of("binance", "okx", "kalshi")) {
            http.send("POST", "/v1/exchange-links", link(exchange), bearer).expect(422);
        }
        JsonNode begun = http.send("POST", "/v1/auth/2fa/enable", null, bearer).data(200);
        keep("TOTP secret", begun.path("secret").asText());
        http.send("POST", "/v1/auth/2fa/verify", "{\"code\":\"000000\"}", bearer);
        apiKey(http, bearer);
        ObjectNode change = Api.object().put("password", password).put("new_password", changed);
        http.send("POST", "/v1/auth/password/change", change.toString(), bearer).expect(200);
        stepUp(http, bearer, changed);
        http.send("POST", "/v1/auth/logout", null, bearer).expect(200);
        http.send("GET", "/v1/users/me", null, bearer).expect(401);
    }

    private void apiKey(Http http, Map<String, String> bearer) {
        Http.Answer now = http.get("/v1/system");
        Instant soon =
                Instant.parse(now.body().path("meta").path("timestamp").asText())
                        .plus(Duration.ofHours(1));
        ObjectNode wanted = Api.object().put("label", "canary").put("expires_at", soon.toString());
        wanted.putArray("scopes").add("read");
        JsonNode made = http.send("POST", "/v1/api-keys", wanted.toString(), bearer).data(201);
        String key = keep("API key", made.path("secret").asText());
        http.send("GET", "/v1/users/me", null, Map.of("Authorization", "Bearer " + key))
                .expect(200);
        String id = made.path("key").path("id").asText();
        http.send("DELETE", "/v1/api-keys/" + id, null, bearer).expect(200);
    }

    private String link(String exchange) {
        return Api.object()
                .put("exchange", exchange)
                .put("label", "canary")
                .put("api_key", keep(exchange + " key", secret()))
                .put("api_secret", keep(exchange + " secret", secret()))
                .put("passphrase", keep(exchange + " passphrase", secret()))
                .toString();
    }

    private static void stepUp(Http http, Map<String, String> bearer, String password) {
        String body = Api.object().put("password", password).toString();
        http.send("POST", "/v1/auth/step-up", body, bearer).expect(200);
    }

    private static void confirm(Http http, String email) {
        String token =
                Until.present(
                        Duration.ofSeconds(30),
                        "the mail that confirms the address",
                        () -> Mails.token(http, email));
        http.send("POST", "/v1/auth/verify-email", Api.object().put("token", token).toString())
                .expect(200);
    }

    /**
     * Requests and answers of somebody else, longer than those before. Buffers keep what they held until they are used again, so
     * that what is left of an answer goes with the next ones; only what K2 itself holds on to stays.
     */
    private static void later(Http http, Api somebody) {
        String body = Api.object().put("refresh_token", "x".repeat(500)).toString();
        AtomicInteger told = new AtomicInteger();
        Runnable visit =
                () -> {
                    http.send("POST", "/v1/auth/refresh", body);
                    if (somebody.get("/v1/instruments?limit=100").status() == 200) {
                        told.incrementAndGet();
                    }
                };
        IntStream.range(0, AT_ONCE)
                .mapToObj(worker -> Thread.ofVirtual().start(() -> repeat(visit)))
                .toList()
                .forEach(HeapDumpTest::join);
        assertThat(told).as("long answers").hasValueGreaterThan(AT_ONCE);
    }

    private static void repeat(Runnable visit) {
        for (int i = 0; i < VISITS; i++) {
            visit.run();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    /** All objects that somebody still holds. */
    private static byte[] dumped(Server server, Folder folder) throws IOException {
        Path file = folder.path().resolveSibling("heap.hprof");
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try (Child command =
                Child.start(
                        "jcmd",
                        Machine.folder(),
                        Map.of(),
                        List.of(
                                jcmd,
                                Long.toString(server.pid()),
                                "GC.heap_dump",
                                file.toString()))) {
            assertThat(command.exit(DUMPED_WITHIN)).as(command.output()).isZero();
        }
        byte[] memory = Files.readAllBytes(file);
        Files.delete(file);
        return memory;
    }

    /** As text of one byte a letter, or of two. */
    private static boolean holds(byte[] memory, String secret) {
        return indexOf(memory, secret.getBytes(StandardCharsets.UTF_8)) >= 0
                || indexOf(memory, secret.getBytes(StandardCharsets.UTF_16BE)) >= 0;
    }

    private static int indexOf(byte[] memory, byte[] wanted) {
        int last = memory.length - wanted.length;
        for (int at = 0; at <= last; at++) {
            int same = 0;
            while (same < wanted.length && memory[at + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return at;
            }
        }
        return -1;
    }

    private String keep(String name, String secret) {
        assertThat(secret).as(name).hasSizeGreaterThan(15);
        canaries.put(name, secret);
        return secret;
    }

    private static String secret() {
        return "canary-" + UUID.randomUUID();
    }

    private static Map<String, String> bearer(JsonNode tokens) {
        return Map.of("Authorization", "Bearer " + tokens.path("access_token").asText());
    }

    private static String credentials(String email, String password) {
        return Api.object().put("email", email).put("password", password).toString();
    }
}
