package dev.k2.sim.okx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.SimAccount;
import dev.k2.sim.SimConfig;
import dev.k2.sim.SimulatedExchanges;
import dev.k2.sim.VirtualTime;
import dev.k2.sim.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A simulated OKX with a client that signs by itself. */
final class TestVenue implements AutoCloseable {
    private final SimulatedExchanges sim;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, SimAccount> accounts = new LinkedHashMap<>();
    long clockSkewMillis;

    TestVenue() {
        this(null, null);
    }

    TestVenue(@Nullable Path stateDir, @Nullable Path replayDir) {
        this(InstantSource.system(), stateDir, replayDir);
    }

    /** One whose time is moved by hand. */
    static TestVenue virtual(VirtualTime time) {
        return new TestVenue(time, null, null);
    }

    private TestVenue(InstantSource clock, @Nullable Path stateDir, @Nullable Path replayDir) {
        sim =
                SimulatedExchanges.start(
                        new SimConfig("127.0.0.1", 0, 5, clock, stateDir, replayDir),
                        List.of(new SimOkx()));
        sim.accounts().forEach(account -> accounts.put(account.account(), account));
        set("connections_per_second", 1000);
        set("limit_percent", 100_000);
    }

    record Reply(int status, String body) {
        JsonNode json() {
            try {
                return WireJson.parse(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError(body, e);
            }
        }

        /** The first row of an answer that tells of success. */
        JsonNode row() {
            assertThat(json().path("code").asText()).as(body).isEqualTo("0");
            return json().path("data").path(0);
        }

        JsonNode rows() {
            assertThat(json().path("code").asText()).as(body).isEqualTo("0");
            return json().path("data");
        }

        void refused(int expected, String code) {
            assertThat(status).as(body).isEqualTo(expected);
            assertThat(json().path("code").asText()).as(body).isEqualTo(code);
            assertThat(json().path("msg").asText()).isNotEmpty();
        }

        /** Refused at the only order of the call. */
        void orderRefused(String code) {
            assertThat(status).as(body).isEqualTo(200);
            assertThat(json().path("code").asText()).as(body).isEqualTo("1");
            assertThat(json().at("/data/0/sCode").asText()).as(body).isEqualTo(code);
            assertThat(json().at("/data/0/sMsg").asText()).isNotEmpty();
        }
    }

    void advance(Duration by) {
        sim.advance(by);
        clockSkewMillis += by.toMillis();
    }

    Reply get(String path) {
        return exchange(HttpRequest.newBuilder(rest(path)).GET());
    }

    Reply get(String path, String account) {
        return exchange(signed("GET", path, account, ""));
    }

    Reply post(String path, String account, String body) {
        return exchange(signed("POST", path, account, body));
    }

    HttpRequest.Builder signed(String method, String path, String account, String body) {
        SimAccount owner = account(account);
        String at = Instant.ofEpochMilli(now()).truncatedTo(ChronoUnit.MILLIS).toString();
        String whole = "/api/v5/" + path;
        String sign =
                OkxSignature.of(owner.apiSecret(), OkxSignature.payload(at, method, whole, body));
        return HttpRequest.newBuilder(rest(path))
                .header("OK-ACCESS-KEY", owner.apiKey())
                .header("OK-ACCESS-PASSPHRASE", owner.passphrase())
                .header("OK-ACCESS-TIMESTAMP", at)
                .header("OK-ACCESS-SIGN", sign)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    Reply exchange(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    http.send(
                            request.timeout(Duration.ofSeconds(20)).build(),
                            HttpResponse.BodyHandlers.ofString());
            return new Reply(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    URI rest(String path) {
        return URI.create("http://127.0.0.1:" + sim.port("okx") + "/api/v5/" + path);
    }

    TestSocket socket(String place) {
        return new TestSocket(
                http, URI.create("ws://127.0.0.1:" + sim.port("okx") + "/ws/v5/" + place));
    }

    /** A private socket that has logged in. */
    TestSocket socketOf(String account) {
        return loggedIn(socket("private"), account);
    }

    TestSocket loggedIn(TestSocket socket, String account) {
        socket.send(login(account));
        socket.next(m -> m.path("event").asText().equals("login"));
        return socket;
    }

    String login(String account) {
        SimAccount owner = account(account);
        String at = Long.toString(now() / 1000);
        return WireJson.object()
                .put("op", "login")
                .set(
                        "args",
                        WireJson.array()
                                .add(
                                        WireJson.object()
                                                .put("apiKey", owner.apiKey())
                                                .put("passphrase", owner.passphrase())
                                                .put("timestamp", at)
                                                .put(
                                                        "sign",
                                                        OkxSignature.of(
                                                                owner.apiSecret(),
                                                                OkxSignature.loginPayload(at)))))
                .toString();
    }

    Reply admin(String method, String path, String body) {
        return exchange(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sim.adminPort() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    void fault(String json) {
        assertThat(admin("PUT", "/faults", json).status()).isEqualTo(200);
    }

    void noFaults() {
        assertThat(admin("DELETE", "/faults", "").status()).isEqualTo(200);
    }

    void set(String name, long value) {
        Reply reply = admin("PUT", "/settings/okx", "{\"" + name + "\":" + value + "}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    /** Opens an account whose key may only read. */
    void reader(String name) {
        String body =
                "{\"exchange\":\"okx\",\"account\":\""
                        + name
                        + "\",\"key_type\":\"HMAC\",\"trades\":false,\"balances\":{\"USDT\":\"1000\"}}";
        assertThat(admin("POST", "/accounts", body).status()).isLessThan(300);
        sim.accounts().forEach(account -> accounts.put(account.account(), account));
    }

    SimAccount account(String name) {
        SimAccount account = accounts.get(name);
        if (account == null) {
            throw new AssertionError("no account " + name);
        }
        return account;
    }

    long now() {
        return System.currentTimeMillis() + clockSkewMillis;
    }

    /** A price below the market by this many hundredths, in whole dollars. */
    String below(String instId, int hundredths) {
        String last = get("market/ticker?instId=" + instId).row().path("last").asText();
        return new BigDecimal(last)
                .multiply(BigDecimal.valueOf(100L - hundredths, 2))
                .setScale(0, RoundingMode.DOWN)
                .toPlainString();
    }

    int code(String instId) {
        String type = instId.endsWith("SWAP") ? "SWAP" : "SPOT";
        return get("public/instruments?instType=" + type + "&instId=" + instId)
                .row()
                .path("instIdCode")
                .asInt();
    }

    /** Places a limit order below the market, which rests. */
    JsonNode resting(String account, String clOrdId) {
        return post(
                        "trade/order",
                        account,
                        spot("buy", "limit", "0.01")
                                .replace(
                                        "}",
                                        ",\"px\":\""
                                                + below("BTC-USDT", 5)
                                                + "\",\"clOrdId\":\""
                                                + clOrdId
                                                + "\"}"))
                .row();
    }

    static String spot(String side, String type, String size) {
        return order("BTC-USDT", "cash", side, type, size);
    }

    static String swap(String side, String type, String size) {
        return order("BTC-USDT-SWAP", "cross", side, type, size);
    }

    static String order(String instId, String mode, String side, String type, String size) {
        return WireJson.object()
                .put("instId", instId)
                .put("tdMode", mode)
                .put("side", side)
                .put("ordType", type)
                .put("sz", size)
                .put("tgtCcy", instId.endsWith("SWAP") ? "" : "base_ccy")
                .toString();
    }

    /** The same order with one more word. */
    static String with(String order, String name, String value) {
        return order.substring(0, order.length() - 1) + ",\"" + name + "\":\"" + value + "\"}";
    }

    @Override
    public void close() {
        http.close();
        sim.close();
    }
}
