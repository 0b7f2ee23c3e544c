package dev.k2.sim.okx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.RunningSim;
import dev.k2.sim.SimAccount;
import dev.k2.sim.TestSocket;
import dev.k2.sim.VirtualTime;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A simulated OKX with a client that signs by itself. */
final class TestVenue extends RunningSim {
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
        super(new SimOkx(), clock, stateDir, replayDir);
        setting("connections_per_second", 1000);
        setting("limit_percent", 100_000);
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
        move(by);
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
        HttpResponse<String> answer = answered(request);
        return new Reply(answer.statusCode(), answer.body());
    }

    private URI rest(String path) {
        return uri("http", "/api/v5/" + path);
    }

    /** A private socket that has logged in. */
    TestSocket socketOf(String account) {
        return loggedIn(socket("/ws/v5/private"), account);
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
        HttpResponse<String> answer = administered(method, path, body);
        return new Reply(answer.statusCode(), answer.body());
    }

    /** Opens an account whose key may only read. */
    void reader(String name) {
        String body =
                "{\"exchange\":\"okx\",\"account\":\""
                        + name
                        + "\",\"key_type\":\"HMAC\",\"trades\":false,\"balances\":{\"USDT\":\"1000\"}}";
        assertThat(admin("POST", "/accounts", body).status()).isLessThan(300);
        learnAccounts();
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

    /** How many contracts of a hundredth of a bitcoin are worth so many dollars now. */
    String contractsFor(int dollars) {
        String last = get("market/ticker?instId=BTC-USDT-SWAP").row().path("last").asText();
        return BigDecimal.valueOf(100L * dollars)
                .divide(new BigDecimal(last), 0, RoundingMode.DOWN)
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
}
