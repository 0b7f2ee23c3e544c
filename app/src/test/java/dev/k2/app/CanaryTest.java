package dev.k2.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.app.RunningK2.Answered;
import dev.k2.app.RunningK2.Person;
import dev.k2.platform.Eventually;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Secrets that are made at run time, driven through a running K2 and then looked for where they must
 * not be: ASVS 14.2.1, 16.2.5, 16.5.1. And what somebody sends to forge lines of the log: 16.4.1.
 */
class CanaryTest {
    private static final String LINKED = "linked by the canary";

    private final RunningK2 k2 = SharedK2.running();
    private final Map<String, String> canaries = new LinkedHashMap<>();
    private final List<String> answers = new ArrayList<>();

    @Test
    void secretsAreFoundNowhere() {
        String password = keep("password", "canary-password-" + UUID.randomUUID());
        Person anna = k2.newcomer("canary-" + UUID.randomUUID() + "@example.org", password);
        keep("access token", anna.access());
        keep("refresh token", anna.refresh());
        drive(anna);
        link(anna);
        secondFactor(anna);
        signal();
        sharedList(anna);
        keep("ticket", anna.send("POST", "/v1/ws/ticket", null).data().getString("ticket"));
        hear(anna.send("GET", "/v1/users/me", null));
        hear(anna.send("GET", "/v1/exchange-links", null));
        hear(anna.send("GET", "/v1/notifications", null));
        hear(k2.send("GET", "/metrics", null, Map.of()));
        hear(k2.send("GET", "/health", null, Map.of()));
        // The log is written behind the answers.
        Eventually.until(
                "the last request is logged",
                () -> k2.logged().stream().anyMatch(line -> line.contains("\"/health\"")));

        List<String> rows = EveryTableStore.rows(SharedK2.database());
        assertThat(rows).hasSizeGreaterThan(20);
        assertThat(rows)
                .as("the audit log, and the row that keeps her sealed secret, are looked through")
                .anyMatch(row -> row.startsWith("audit.") && row.contains("enableSecondFactor"))
                .anyMatch(row -> row.startsWith("accounts.users ") && row.contains(anna.email()))
                .anyMatch(row -> row.contains(LINKED));
        Map<String, List<String>> places = new LinkedHashMap<>();
        places.put("log", k2.logged());
        places.put("answers", answers);
        places.put("tables", rows);
        canaries.forEach(
                (name, secret) ->
                        places.forEach(
                                (place, lines) ->
                                        assertThat(lines)
                                                .as("%s in %s", name, place)
                                                .noneMatch(line -> shows(line, secret))));
    }

    @Test
    void nobodyForgesALineOfTheLog() throws IOException {
        String mark = "forged-" + UUID.randomUUID();
        String evil = "x\r\n{\"level\":\"ERROR\",\"message\":\"" + mark + "\"}\r\n";
        Person anna = k2.stranger();
        JsonObject login = new JsonObject().put("email", evil + "@b.c").put("password", evil);
        k2.send("POST", "/v1/auth/login", login.encode(), Map.of());
        anna.post(
                "/v1/exchange-links",
                new JsonObject()
                        .put("exchange", "okx")
                        .put("label", evil.substring(0, 40))
                        .put("api_key", "k")
                        .put("api_secret", "s"));
        anna.send("GET", "/v1/orders/%0d%0a" + mark, null);
        raw("GET /v1/" + mark + " HTTP/1.1\r\nHost: k2\r\nUser-Agent: a\r\n " + mark + "\r\n\r\n");
        raw("GET /v1/system HTTP/1.1\r\nHost: k2\r\nX-Request-Id: a\n" + mark + ": b\r\n\r\n");
        String last = UUID.randomUUID().toString();
        k2.send("GET", "/v1/system", null, Map.of("X-Request-Id", last));
        Eventually.until(
                "the last request is logged",
                () -> k2.logged().stream().anyMatch(line -> line.contains(last)));

        for (String line : k2.logged()) {
            JsonObject read = new JsonObject(line);
            assertThat(read.getString("timestamp")).isNotBlank();
            assertThat(read.getString("message")).doesNotContain(mark);
        }
    }

    /** Everything that takes a secret, rightly and wrongly. */
    private void drive(Person anna) {
        JsonObject wrong =
                new JsonObject()
                        .put("email", anna.email())
                        .put("password", keep("wrong password", "wrong-" + UUID.randomUUID()));
        hear(k2.send("POST", "/v1/auth/login", wrong.encode(), Map.of()));
        anna.steppedUp();
        for (String exchange : List.of("binance", "okx", "kalshi")) {
            JsonObject link =
                    new JsonObject()
                            .put("exchange", exchange)
                            .put("label", "canary")
                            .put("api_key", keep(exchange + " key", "key-" + UUID.randomUUID()))
                            .put(
                                    "api_secret",
                                    keep(exchange + " secret", "secret-" + UUID.randomUUID()))
                            .put(
                                    "passphrase",
                                    keep(exchange + " phrase", "phrase-" + UUID.randomUUID()));
            hear(anna.post("/v1/exchange-links", link));
            hear(anna.send("POST", "/v1/exchange-links", link.encode().substring(0, 150)));
        }
        renew(anna);
        String lost = keep("token in an address", "lost-" + UUID.randomUUID());
        // What stands in an address comes back to nobody else, yet proxies and logs keep addresses.
        k2.send("GET", "/v1/users/me?token=" + lost, null, Map.of());
        hear(
                k2.send(
                        "POST",
                        "/v1/signals/" + lost,
                        "{}",
                        Map.of("Authorization", "Bearer " + lost)));
        hear(
                k2.send(
                        "POST",
                        "/v1/auth/refresh",
                        new JsonObject()
                                .put(
                                        "refresh_token",
                                        keep("refused token", "no-" + UUID.randomUUID()))
                                .encode(),
                        Map.of()));
    }

    /** An account that she really has: its secret is sealed in a row, and nowhere else. */
    private void link(Person anna) {
        Map.Entry<String, String> account = k2.newAccount("binance");
        Answered linked =
                anna.post(
                        "/v1/exchange-links",
                        new JsonObject()
                                .put("exchange", "binance")
                                .put("label", LINKED)
                                .put("api_key", keep("linked key", account.getKey()))
                                .put("api_secret", keep("linked secret", account.getValue())));
        assertThat(linked.status()).as(linked.toString()).isEqualTo(201);
        hear(linked);
        hear(
                anna.send(
                        "POST",
                        "/v1/exchange-links/" + linked.data().getString("id") + "/test",
                        null));
        hear(anna.send("GET", "/v1/portfolio/balances", null));
        hear(anna.send("GET", "/v1/users/me/export", null));
    }

    /** Her first refresh token is used by it, and its successor is as secret. */
    private void renew(Person anna) {
        JsonObject used = new JsonObject().put("refresh_token", anna.refresh());
        Answered renewed = k2.send("POST", "/v1/auth/refresh", used.encode(), Map.of());
        assertThat(renewed.status()).as(renewed.toString()).isEqualTo(200);
        keep("refresh token after a use", renewed.data().getString("refresh_token"));
        keep("access token after a refresh", renewed.data().getString("access_token"));
    }

    /** The secret is kept from the first moment on; it is in this one answer, and in no other. */
    private void secondFactor(Person anna) {
        Answered begun = anna.send("POST", "/v1/auth/2fa/enable", null);
        assertThat(begun.status()).as(begun.toString()).isEqualTo(200);
        keep("TOTP secret", begun.data().getString("secret"));
        hear(anna.post("/v1/auth/2fa/verify", new JsonObject().put("code", "000000")));
        hear(anna.send("GET", "/v1/auth/2fa", null));
    }

    private void signal() {
        Person owner = k2.demo().steppedUp();
        for (String auth : List.of("token", "signed")) {
            Answered made =
                    owner.post(
                            "/v1/signals",
                            new JsonObject()
                                    .put("name", "canary " + UUID.randomUUID())
                                    .put("auth", auth)
                                    .put("exchange", "binance")
                                    .put("instruments", new JsonArray().add("BTC-USDT"))
                                    .put("side", "buy")
                                    .put("type", "market")
                                    .put("quantity", "0.001"));
            assertThat(made.status()).as(made.toString()).isEqualTo(201);
            String path = made.data().getString("path");
            keep("address of a signal, " + auth, path.substring(path.lastIndexOf('/') + 1));
            if (made.data().getString("secret") != null) {
                keep("secret of a signal", made.data().getString("secret"));
            }
            hear(k2.send("POST", path, "{\"quantity\":\"0.001\"}", Map.of()));
        }
        hear(owner.send("GET", "/v1/signals", null));
    }

    /** The link is in one answer; what it shows, and what it showed before it ended, say it to nobody. */
    private void sharedList(Person anna) {
        Answered made = anna.post("/v1/watchlists", new JsonObject().put("name", "canary"));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        String list = "/v1/watchlists/" + made.data().getString("id");
        for (String word : List.of("first", "second")) {
            String path = anna.send("POST", list + "/share", null).data().getString("path");
            String token =
                    keep("link of a list, " + word, path.substring(path.lastIndexOf('/') + 1));
            Answered shown = k2.send("GET", "/v1/shared/watchlists/" + token, null, Map.of());
            assertThat(shown.status()).as(shown.toString()).isEqualTo(200);
            hear(shown);
            k2.send("GET", path, null, Map.of());
            hear(k2.send("DELETE", "/v1/shared/watchlists/" + token, null, Map.of()));
        }
        hear(anna.send("GET", "/v1/watchlists", null));
        hear(anna.send("DELETE", list + "/share", null));
        hear(anna.send("GET", "/v1/users/me/export", null));
    }

    private String keep(String name, String secret) {
        canaries.put(name, secret);
        return secret;
    }

    private void hear(Answered answered) {
        answers.add(answered.headers() + " " + answered.body());
    }

    /** As it is, in Base64, or as a column of bytes shows it. */
    private static boolean shows(String line, String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        return line.contains(secret)
                || line.contains(base64.substring(0, base64.length() - 2))
                || line.contains(HexFormat.of().formatHex(bytes));
    }

    private void raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), k2.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
    }
}
