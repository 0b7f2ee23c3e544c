package dev.k2.sim.kalshi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.SimAccount;
import dev.k2.sim.SimConfig;
import dev.k2.sim.SimulatedExchanges;
import dev.k2.sim.VirtualTime;
import dev.k2.sim.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A simulated Kalshi whose time is moved by hand, with a client that signs by itself. */
final class TestVenue implements AutoCloseable {
    static final Instant BEGIN = Instant.parse("2026-08-05T12:01:00Z");
    static final String ROOT = "/trade-api/v2/";

    private final VirtualTime time;
    private final SimulatedExchanges sim;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, SimAccount> accounts = new LinkedHashMap<>();
    private int named;

    TestVenue() {
        this(null, BEGIN);
    }

    TestVenue(@Nullable Path stateDir, Instant begin) {
        time = new VirtualTime(begin);
        sim =
                SimulatedExchanges.start(
                        new SimConfig("127.0.0.1", 0, 5, time, stateDir, null),
                        List.of(new SimKalshi()));
        sim.accounts().forEach(account -> accounts.put(account.account(), account));
        set("read_per_second", 1_000_000);
        set("write_per_second", 1_000_000);
    }

    record Reply(int status, String body) {
        JsonNode json() {
            try {
                return WireJson.parse(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError(body, e);
            }
        }

        JsonNode ok() {
            assertThat(status).as(body).isLessThan(300);
            return json();
        }

        void refused(int expected, String code) {
            assertThat(status).as(body).isEqualTo(expected);
            assertThat(json().at("/error/code").asText()).as(body).isEqualTo(code);
        }
    }

    Instant now() {
        return time.instant();
    }

    void advance(Duration by) {
        sim.advance(by);
    }

    /** Without a key. */
    Reply get(String path) {
        return exchange(HttpRequest.newBuilder(rest(path)).GET());
    }

    Reply get(String path, String account) {
        return exchange(signed("GET", path, account, ""));
    }

    Reply post(String path, String account, String body) {
        return exchange(signed("POST", path, account, body));
    }

    Reply delete(String path, String account, String body) {
        return exchange(signed("DELETE", path, account, body));
    }

    HttpRequest.Builder signed(String method, String path, String account, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(rest(path));
        headers(method, ROOT + path, account).forEach(request::header);
        return request.method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    Map<String, String> headers(String method, String path, String account) {
        SimAccount owner = account(account);
        String at = Long.toString(now().toEpochMilli());
        int query = path.indexOf('?');
        String plain = query < 0 ? path : path.substring(0, query);
        return Map.of(
                "KALSHI-ACCESS-KEY", owner.apiKey(),
                "KALSHI-ACCESS-TIMESTAMP", at,
                "KALSHI-ACCESS-SIGNATURE", sign(owner.privateKeyPem(), at + method + plain));
    }

    static String sign(String pem, String text) {
        byte[] key =
                Base64.getMimeDecoder()
                        .decode(
                                pem.replace("-----BEGIN PRIVATE KEY-----", "")
                                        .replace("-----END PRIVATE KEY-----", ""));
        try {
            Signature signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(
                    new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            signature.initSign(
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key)));
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
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
        return URI.create("http://127.0.0.1:" + sim.port("kalshi") + ROOT + path);
    }

    TestSocket socket(String account) {
        return socket(headers("GET", "/trade-api/ws/v2", account));
    }

    TestSocket socket(Map<String, String> headers) {
        return new TestSocket(
                http,
                URI.create("ws://127.0.0.1:" + sim.port("kalshi") + "/trade-api/ws/v2"),
                headers);
    }

    Reply admin(String method, String path, String body) {
        return exchange(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sim.adminPort() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Does something to a market by script. */
    JsonNode act(String ticker, String deed, String body) {
        return admin("POST", "/market/kalshi/" + ticker + "/" + deed, body).ok();
    }

    void fault(String json) {
        assertThat(admin("PUT", "/faults", json).status()).isEqualTo(200);
    }

    void set(String name, long value) {
        admin("PUT", "/settings/kalshi", "{\"" + name + "\":" + value + "}").ok();
    }

    /** Opens an account whose key may only read. */
    void reader(String name) {
        String body =
                "{\"exchange\":\"kalshi\",\"account\":\""
                        + name
                        + "\",\"trades\":false,\"balances\":{\"USD\":\"1000\"}}";
        admin("POST", "/accounts", body).ok();
        sim.accounts().forEach(account -> accounts.put(account.account(), account));
    }

    SimAccount account(String name) {
        SimAccount account = accounts.get(name);
        if (account == null) {
            throw new AssertionError("no account " + name);
        }
        return account;
    }

    /** Lists a market of its own that the house leaves alone. */
    String quietMarket(String name) {
        String event = "KXTEST-" + name;
        admin(
                        "POST",
                        "/market/kalshi/" + event + "/create",
                        "{\"series\":\"KXBTCD\",\"close_in_s\":86400,\"title\":\"A test\","
                                + "\"settlement_timer_s\":60,\"quiet\":true,"
                                + "\"markets\":[{\"suffix\":\"A\",\"chance\":0.5}]}")
                .ok();
        return event + "-A";
    }

    /** An order that says everything it must. */
    ObjectNode order(String ticker, String side, String price, String count) {
        return WireJson.object()
                .put("ticker", ticker)
                .put("client_order_id", "test-" + named++)
                .put("side", side)
                .put("price", price)
                .put("count", count)
                .put("time_in_force", "good_till_canceled")
                .put("self_trade_prevention_type", "taker_at_cross");
    }

    Reply place(String account, ObjectNode order) {
        return post("portfolio/events/orders", account, order.toString());
    }

    /** Places an order that is taken. */
    JsonNode placed(String account, String ticker, String side, String price, String count) {
        Reply reply = place(account, order(ticker, side, price, count));
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return reply.json();
    }

    /** One sells to the other at a price. */
    void trade(String buyer, String seller, String ticker, String price, String count) {
        placed(seller, ticker, "ask", price, count);
        placed(buyer, ticker, "bid", price, count);
    }

    JsonNode readOrder(String account, String orderId) {
        return get("portfolio/orders/" + orderId, account).ok().path("order");
    }

    /** All the money, down to what JSON leaves out. */
    BigDecimal cash(String account) {
        JsonNode balances = admin("GET", "/accounts/kalshi/" + account + "/balances", "").ok();
        return new BigDecimal(balances.path(0).path("free").asText());
    }

    JsonNode position(String account, String ticker) {
        return get("portfolio/positions?ticker=" + ticker, account)
                .ok()
                .path("market_positions")
                .path(0);
    }

    @Override
    public void close() {
        http.close();
        sim.close();
    }
}
