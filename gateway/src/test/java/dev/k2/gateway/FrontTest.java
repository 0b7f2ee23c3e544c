package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.platform.Settings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What every answer has, whatever was asked: envelope, ids, headers, pages. */
class FrontTest {
    private final Browser nobody = Browser.of(House.gateway());
    private final int port = House.gateway().port();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1",
                "/v1/",
                "/v1/nothing",
                "/v1/orders/",
                "/v1//orders",
                "/health/",
                "/metrics/x",
                "/openapi/x",
                "/ws/other",
                "/assets/app-12345678.js",
                "/../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd.txt",
                "/docs/../docs/none.js",
                "/favicon.ico"
            })
    void answersWhatIsNotThereWithTheEnvelope(String path) {
        Browser.Answered answered = RawHttp.get(port, path, nobody);

        assertThat(answered.status()).isIn(400, 404);
        if (answered.status() == 404) {
            ContractBook.assertError(answered);
        }
    }

    @Test
    void takesARequestIdThatIsWellFormed() {
        Browser.Answered taken = nobody.with("X-Request-Id", "order-7.a_b").get("/v1/system");
        Browser.Answered refused = nobody.with("X-Request-Id", "a b<script>").get("/v1/system");
        Browser.Answered tooLong = nobody.with("X-Request-Id", "a".repeat(65)).get("/v1/system");

        assertThat(taken.header("X-Request-Id")).isEqualTo("order-7.a_b");
        assertThat(taken.json().getJsonObject("meta").getString("request_id"))
                .isEqualTo("order-7.a_b");
        assertThat(refused.header("X-Request-Id")).hasSize(36);
        assertThat(tooLong.header("X-Request-Id")).hasSize(36);
    }

    @Test
    void answersGarbageLongLinesAndLongHeaders() {
        Browser.Answered garbage = RawHttp.send(port, "NONSENSE\r\n\r\n");
        Browser.Answered line =
                RawHttp.send(port, "GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: k2\r\n\r\n");
        Browser.Answered header =
                RawHttp.send(
                        port,
                        "GET / HTTP/1.1\r\nHost: k2\r\nX-Long: " + "a".repeat(20_000) + "\r\n\r\n");

        ContractBook.assertError(garbage);
        ContractBook.assertError(line);
        ContractBook.assertError(header);
        assertThat(garbage.status()).isEqualTo(400);
        assertThat(line.status()).isEqualTo(414);
        assertThat(header.status()).isEqualTo(431);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "BREW"})
    void answersMethodsThatNobodyTakes(String method) {
        Browser.Answered answered =
                RawHttp.send(port, method + " /v1/orders HTTP/1.1\r\nHost: k2\r\n\r\n");

        ContractBook.assertError(answered);
        assertThat(answered.status()).isEqualTo(405);
    }

    @Test
    void saysWhatItTakesWhenAskedForOptions() {
        Browser.Answered answered = nobody.send("OPTIONS", "/v1/orders", null);

        assertThat(answered.status()).isEqualTo(204);
        assertThat(answered.header("Allow")).contains("DELETE, GET, POST");
        assertThat(answered.header("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void answersHeadLikeGetWithoutABody() {
        Browser.Answered answered = nobody.send("HEAD", "/v1/system", null);

        assertThat(answered.status()).isEqualTo(200);
        assertThat(answered.body()).isEmpty();
        assertThat(answered.header("Content-Length")).isNotEqualTo("0");
    }

    @Test
    void forbidsBrowsersWhatTheyNeedNot() {
        Browser.Answered data = nobody.get("/v1/system");
        Browser.Answered page = nobody.get("/docs");

        assertThat(data.header("Content-Security-Policy"))
                .isEqualTo("default-src 'none'; frame-ancestors 'none'");
        assertThat(page.header("Content-Security-Policy"))
                .contains("script-src 'self';")
                .contains("frame-ancestors 'none'")
                .contains("connect-src 'self'")
                .contains("base-uri 'none'")
                .doesNotContain("unsafe-");
        for (Browser.Answered answered : java.util.List.of(data, page, nobody.get("/v1/none"))) {
            assertThat(answered.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answered.header("Date"))
                    .matches("[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT");
            assertThat(answered.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answered.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
            assertThat(answered.header("Strict-Transport-Security")).isEmpty();
        }
        assertThat(data.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void letsNoInlineScriptIntoThePolicyOrThePages() {
        String scripts = SecurityHeaders.PAGE_POLICY.replaceAll(".*script-src([^;]*);.*", "$1");

        assertThat(scripts.strip()).isEqualTo("'self'");
        assertThat(nobody.get("/docs").body()).doesNotContainPattern("<script(?![^>]*src=)");
        assertThat(nobody.get("/").body()).doesNotContainPattern("<script(?![^>]*src=)");
    }

    @Test
    void insistsOnTlsWhereClientsReachItByTls() {
        GatewayConfig plain = House.shared().config(Optional.empty());
        GatewayConfig config = edge(plain, Map.of("edge.behind-tls", "true"));

        try (Gateway gateway = House.shared().open(config)) {
            assertThat(Browser.of(gateway).get("/v1/system").header("Strict-Transport-Security"))
                    .startsWith("max-age=");
        }
    }

    @Test
    void letsPagesOfOtherOriginsInOnlyWhenTheyAreListed() {
        GatewayConfig plain = House.shared().config(Optional.empty());
        GatewayConfig config = edge(plain, Map.of("edge.allowed-origins", "https://desk.example"));

        try (Gateway gateway = House.shared().open(config)) {
            Browser browser = Browser.of(gateway);
            Browser.Answered listed =
                    browser.with("Origin", "https://desk.example").get("/v1/system");
            Browser.Answered preflight =
                    browser.with("Origin", "https://desk.example")
                            .with("Access-Control-Request-Method", "POST")
                            .send("OPTIONS", "/v1/orders", null);
            Browser.Answered foreign =
                    browser.with("Origin", "https://evil.example").get("/v1/system");
            Browser.Answered foreignPreflight =
                    browser.with("Origin", "https://evil.example")
                            .send("OPTIONS", "/v1/orders", null);
            Browser.Answered nullOrigin = browser.with("Origin", "null").get("/v1/system");
            Browser.Answered own =
                    browser.with("Origin", "http://127.0.0.1:" + gateway.port()).get("/v1/system");

            assertThat(listed.status()).isEqualTo(200);
            assertThat(listed.header("Access-Control-Allow-Origin"))
                    .isEqualTo("https://desk.example");
            assertThat(listed.header("Access-Control-Allow-Credentials")).isEmpty();
            assertThat(preflight.status()).isEqualTo(204);
            assertThat(preflight.header("Access-Control-Allow-Headers"))
                    .contains("Idempotency-Key");
            for (Browser.Answered refused :
                    java.util.List.of(foreign, foreignPreflight, nullOrigin)) {
                ContractBook.assertError(refused);
                assertThat(refused.status()).isEqualTo(403);
                assertThat(refused.code()).isEqualTo("ORIGIN_NOT_ALLOWED");
                assertThat(refused.header("Access-Control-Allow-Origin")).isEmpty();
            }
            assertThat(own.status()).isEqualTo(200);
        }
    }

    @Test
    void refusesWhoAsksTooFast() {
        GatewayConfig plain = House.shared().config(Optional.empty());
        GatewayConfig config = plain.with(plain.edge().withPace(1, 3));

        try (Gateway gateway = House.shared().open(config)) {
            Browser browser = Browser.of(gateway);
            Browser.Answered first = browser.get("/v1/system");
            browser.get("/v1/system");
            browser.get("/v1/system");
            Browser.Answered refused = browser.get("/v1/system");

            assertThat(first.header("RateLimit")).startsWith("\"address\";r=2;t=");
            assertThat(first.header("RateLimit-Policy")).isEqualTo("\"address\";q=3;w=3");
            ContractBook.assertFits("getSystem", refused);
            ContractBook.assertError(refused);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 3);
        }
    }

    @Test
    void servesTheWebAppAndItsOnePageForEveryPathOfIts(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("index.html"), "<!doctype html><p>the app</p>");
        Files.writeString(folder.resolve("theme.js"), "let a = 1;".repeat(200));
        Files.createDirectories(folder.resolve("assets"));
        Files.writeString(folder.resolve("assets/index-BQn3tX_9.js"), "let b = 2;");
        GatewayConfig config = House.shared().config(Optional.of(folder));

        try (Gateway gateway = House.shared().open(config)) {
            Browser browser = Browser.of(gateway);
            Browser.Answered root = browser.get("/");
            Browser.Answered deep = browser.get("/trade/BTC-USDT");
            Browser.Answered hashed = browser.get("/assets/index-BQn3tX_9.js");
            Browser.Answered packed = browser.with("Accept-Encoding", "gzip").get("/theme.js");
            Browser.Answered known = browser.with("If-None-Match", root.header("ETag")).get("/");
            Browser.Answered missing = browser.get("/assets/none-12345678.js");
            Browser.Answered posted = browser.send("POST", "/trade", "{}");

            assertThat(root.body()).contains("the app");
            assertThat(root.header("Cache-Control")).isEqualTo("no-cache");
            assertThat(root.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(deep.body()).isEqualTo(root.body());
            assertThat(hashed.header("Cache-Control")).contains("immutable");
            assertThat(hashed.header("Content-Type")).startsWith("text/javascript");
            assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(known.status()).isEqualTo(304);
            assertThat(missing.status()).isEqualTo(404);
            ContractBook.assertError(missing);
            assertThat(posted.status()).isEqualTo(405);
            ContractBook.assertError(posted);
        }
    }

    /** ASVS 3.4.3: a page that writes styles is known by a word that is new each time. */
    @Test
    void givesEachPageAWordOfItsOwnForItsStyles(@TempDir Path app) throws IOException {
        Files.writeString(
                app.resolve("index.html"), "<meta name=\"k2-nonce\" content=\"{k2-nonce}\">");

        try (Gateway gateway = House.shared().open(House.shared().config(Optional.of(app)))) {
            Browser.Answered first = Browser.of(gateway).get("/");
            Browser.Answered second = Browser.of(gateway).get("/trade");

            String word = first.body().replaceAll(".*content=\"([^\"]*)\".*", "$1");
            assertThat(word).matches("[A-Za-z0-9_-]{24}");
            assertThat(first.header("Content-Security-Policy")).contains("'nonce-" + word + "'");
            assertThat(first.header("Cache-Control")).isEqualTo("no-store");
            assertThat(second.body()).isNotEqualTo(first.body());
        }
    }

    @Test
    void saysHowToBuildTheWebAppWhereThereIsNone() {
        Browser.Answered root = nobody.get("/");

        assertThat(root.status()).isEqualTo(200);
        assertThat(root.body()).contains("npm run build");
    }

    @Test
    void showsTheReferenceFromItsOwnOrigin() {
        Browser.Answered page = nobody.get("/docs");
        Browser.Answered script = nobody.get("/docs/docs.js");
        Browser.Answered yaml = nobody.get("/openapi.yaml");

        assertThat(page.body()).contains("/docs/docs.js").doesNotContain("https://");
        assertThat(script.status()).isEqualTo(200);
        assertThat(yaml.body()).startsWith("openapi: 3.1.0");
    }

    @Test
    void servesTheContractAsItIsWritten() {
        Browser.Answered served = nobody.get("/openapi");

        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        Map<String, Object> written = yaml.load(nobody.get("/openapi.yaml").body());
        assertThat(served.body()).doesNotContain("__absolute").doesNotContain("app://");
        assertThat(served.json().encode()).isEqualTo(new JsonObject(written).encode());
    }

    @Test
    void readsABodyThatWaitsToBeAskedFor() {
        String body = new JsonObject().put("email", "a@b.c").put("password", "x").encode();
        String request =
                "POST /v1/auth/login HTTP/1.1\r\nHost: k2\r\nContent-Type: application/json\r\n"
                        + "Expect: 100-continue\r\nContent-Length: ";

        Browser.Answered tooLarge = RawHttp.send(port, request + "10000000\r\n\r\n");
        Browser.Answered goOn = RawHttp.send(port, request + body.length() + "\r\n\r\n" + body);

        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(goOn.status()).isEqualTo(100);
    }

    @Test
    void goesOnAfterAConnectionThatBreaksOff() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(
                            "POST /v1/orders HTTP/1.1\r\nHost: k2\r\nContent-Length: 500\r\n\r\n{"
                                    .getBytes(StandardCharsets.UTF_8));
        }

        assertThat(nobody.get("/v1/system").status()).isEqualTo(200);
    }

    @Test
    void stopsWithinSecondsAndFreesItsPort() {
        Gateway gateway = House.shared().open(House.shared().config(Optional.empty()));
        int freed = gateway.port();
        assertThat(Browser.of(gateway).get("/v1/system").status()).isEqualTo(200);

        gateway.close();

        GatewayConfig plain = House.shared().config(Optional.empty());
        GatewayConfig same = plain.at(plain.host(), freed);
        try (Gateway next = House.shared().open(same)) {
            assertThat(next.port()).isEqualTo(freed);
            assertThat(Browser.of(next).get("/v1/system").status()).isEqualTo(200);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> House.shared().open(same))
                    .isInstanceOf(PortTakenException.class);
        }
    }

    private static GatewayConfig edge(GatewayConfig plain, Map<String, String> keys) {
        Settings settings = Settings.load(Optional.empty(), Map.of(), keys);
        GatewayConfig config = plain.with(EdgeSettings.from(settings));
        settings.check();
        return config;
    }
}
