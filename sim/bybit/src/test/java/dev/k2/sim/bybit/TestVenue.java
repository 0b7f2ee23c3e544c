package dev.k2.sim.bybit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.RunningSim;
import dev.k2.sim.SimAccount;
import dev.k2.sim.TestSocket;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A simulated Bybit with a client that signs by itself, sharing no code with what it tests. */
final class TestVenue extends RunningSim {
    TestVenue() {
        this(null);
    }

    TestVenue(@Nullable Path stateDir) {
        super(new SimBybit(), InstantSource.system(), stateDir, null);
    }

    /** Status, headers and body of an answer. */
    record Reply(int status, HttpResponse<String> raw) {
        JsonNode json() {
            try {
                return WireJson.parse(raw.body());
            } catch (JsonProcessingException e) {
                throw new AssertionError(raw.body(), e);
            }
        }

        JsonNode result() {
            return done().json().path("result");
        }

        Reply done() {
            return refused(0);
        }

        Reply refused(int code) {
            assertThat(status).as(raw.body()).isEqualTo(200);
            assertThat(json().path("retCode").asInt(-1)).as(raw.body()).isEqualTo(code);
            return this;
        }

        long header(String name) {
            return raw.headers().firstValueAsLong(name).orElse(-1);
        }
    }

    /** A body from names and values; {@code true} and {@code false} become booleans. */
    static ObjectNode body(String... parts) {
        ObjectNode body = WireJson.object();
        for (int i = 0; i < parts.length; i += 2) {
            String value = parts[i + 1];
            if (value.equals("true") || value.equals("false")) {
                body.put(parts[i], value.equals("true"));
            } else {
                body.put(parts[i], value);
            }
        }
        return body;
    }

    Reply open(String path) {
        return exchange(HttpRequest.newBuilder(uri("http", path)).GET());
    }

    Reply get(String account, String path, String... params) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < params.length; i += 2) {
            query.append(i == 0 ? "" : "&")
                    .append(params[i])
                    .append('=')
                    .append(URLEncoder.encode(params[i + 1], StandardCharsets.UTF_8));
        }
        return exchange(
                signed(account, query.toString(), now(), "5000")
                        .uri(uri("http", path + (params.length == 0 ? "" : "?" + query)))
                        .GET());
    }

    Reply post(String account, String path, JsonNode body) {
        return exchange(
                signed(account, body.toString(), now(), "5000")
                        .uri(uri("http", path))
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    HttpRequest.Builder signed(String account, String content, long timestamp, String window) {
        SimAccount owner = account(account);
        String payload = timestamp + owner.apiKey() + window + content;
        return HttpRequest.newBuilder()
                .header("X-BAPI-API-KEY", owner.apiKey())
                .header("X-BAPI-TIMESTAMP", Long.toString(timestamp))
                .header("X-BAPI-RECV-WINDOW", window)
                .header("X-BAPI-SIGN", hmac(owner.apiSecret(), payload));
    }

    Reply exchange(HttpRequest.Builder request) {
        HttpResponse<String> answer = answered(request);
        return new Reply(answer.statusCode(), answer);
    }

    /** Asks the administration, which must agree. */
    Reply admin(String method, String path, String body) {
        HttpResponse<String> answer = administered(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new Reply(answer.statusCode(), answer);
    }

    /** Room for tests that ask faster than a client may. */
    void raiseTheLimits() {
        setting("requests_per_five_seconds", 1_000_000);
        setting("orders_per_second", 1_000_000);
        setting("spot_orders_per_second", 1_000_000);
        setting("reads_per_second", 1_000_000);
    }

    static long now() {
        return System.currentTimeMillis();
    }

    /** A private or order connection that is logged in. */
    TestSocket loggedIn(String path, String account) {
        TestSocket socket = socket(path);
        login(socket, account);
        JsonNode answer = socket.next(m -> m.path("op").asText().equals("auth"));
        assertThat(answer.path("success").asBoolean(answer.path("retCode").asInt(-1) == 0))
                .as(answer.toString())
                .isTrue();
        return socket;
    }

    void login(TestSocket socket, String account) {
        SimAccount owner = account(account);
        long expires = now() + 60_000;
        ObjectNode login = WireJson.object().put("op", "auth").put("req_id", "login");
        login.putArray("args")
                .add(owner.apiKey())
                .add(expires)
                .add(hmac(owner.apiSecret(), "GET/realtime" + expires));
        socket.send(login.toString());
    }

    static void subscribe(TestSocket socket, String... topics) {
        ObjectNode request = WireJson.object().put("op", "subscribe").put("req_id", "s1");
        for (String topic : topics) {
            request.withArray("args").add(topic);
        }
        socket.send(request.toString());
    }

    static String hmac(String secret, String payload) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(payload.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A part of Bitcoin's last price, on a tick that every market of it has. */
    String part(String category, String part) {
        JsonNode tickers =
                open("/v5/market/tickers?category=" + category + "&symbol=BTCUSDT").result();
        return new BigDecimal(tickers.at("/list/0/lastPrice").asText())
                .multiply(new BigDecimal(part))
                .setScale(0, RoundingMode.HALF_UP)
                .toPlainString();
    }

    Reply place(String account, String category, String... parts) {
        ObjectNode body = body("category", category, "symbol", "BTCUSDT");
        body.setAll(body(parts));
        return post(account, "/v5/order/create", body);
    }

    /** A limit order far below the market, which rests. */
    String restingBuy(String account, String category, String linkId) {
        return place(
                        account,
                        category,
                        "side",
                        "Buy",
                        "orderType",
                        "Limit",
                        "qty",
                        "0.01",
                        "price",
                        part(category, "0.8"),
                        "orderLinkId",
                        linkId)
                .result()
                .path("orderId")
                .asText();
    }

    Reply market(String account, String category, String side, String quantity) {
        return place(
                        account,
                        category,
                        "side",
                        side,
                        "orderType",
                        "Market",
                        "qty",
                        quantity,
                        "marketUnit",
                        "baseCoin")
                .done();
    }

    /** One order as it stands. */
    JsonNode order(String account, String category, String orderId) {
        return get(account, "/v5/order/realtime", "category", category, "orderId", orderId)
                .result()
                .at("/list/0");
    }

    JsonNode ledger(String clientId) {
        return admin("GET", "/ledger?exchange=bybit&client_order_id=" + clientId, "").json();
    }
}
