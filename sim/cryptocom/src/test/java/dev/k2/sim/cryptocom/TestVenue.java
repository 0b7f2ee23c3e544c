package dev.k2.sim.cryptocom;

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
import java.math.RoundingMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A simulated Crypto.com with a client that signs by itself. */
final class TestVenue implements AutoCloseable {
    private final SimulatedExchanges sim;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, SimAccount> accounts = new LinkedHashMap<>();
    private long id = 10;
    long clockSkewMillis;

    TestVenue() {
        this(InstantSource.system(), null);
    }

    TestVenue(@Nullable Path stateDir) {
        this(InstantSource.system(), stateDir);
    }

    /** One whose time is moved by hand. */
    static TestVenue virtual(VirtualTime time) {
        return new TestVenue(time, null);
    }

    private TestVenue(InstantSource clock, @Nullable Path stateDir) {
        sim =
                SimulatedExchanges.start(
                        new SimConfig("127.0.0.1", 0, 5, clock, stateDir, null),
                        List.of(new SimCryptocom()));
        sim.accounts().forEach(account -> accounts.put(account.account(), account));
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

        /** What an answer that tells of success brings. */
        JsonNode result() {
            assertThat(status).as(body).isEqualTo(200);
            assertThat(json().path("code").asText()).as(body).isEqualTo("0");
            return json().path("result");
        }

        JsonNode rows() {
            return result().path("data");
        }

        JsonNode row() {
            return rows().path(0);
        }

        void refused(int expected, int code) {
            assertThat(status).as(body).isEqualTo(expected);
            assertThat(json().path("code").asInt()).as(body).isEqualTo(code);
            assertThat(json().path("message").asText()).isNotEmpty();
        }
    }

    void advance(Duration by) {
        sim.advance(by);
        clockSkewMillis += by.toMillis();
    }

    Reply get(String methodAndQuery) {
        return exchange(HttpRequest.newBuilder(rest(methodAndQuery)).GET());
    }

    Reply call(String account, String method, ObjectNode params) {
        return post(method, signed(account, method, params, now()).toString());
    }

    Reply call(String account, String method) {
        return call(account, method, WireJson.object());
    }

    ObjectNode signed(String account, String method, JsonNode params, long nonce) {
        SimAccount owner = account(account);
        String number = Long.toString(id++);
        String payload =
                CryptocomSignature.payload(
                        method, number, owner.apiKey(), params, Long.toString(nonce));
        ObjectNode json = WireJson.object();
        json.put("id", Long.parseLong(number)).put("method", method);
        json.put("api_key", owner.apiKey()).put("nonce", nonce);
        json.put("sig", CryptocomSignature.of(owner.apiSecret(), payload));
        json.set("params", params);
        return json;
    }

    Reply post(String method, String body) {
        return exchange(
                HttpRequest.newBuilder(rest(method))
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private Reply exchange(HttpRequest.Builder request) {
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

    private URI rest(String path) {
        return URI.create("http://127.0.0.1:" + sim.port("cryptocom") + "/exchange/v1/" + path);
    }

    TestSocket socket(String place) {
        return new TestSocket(
                http,
                URI.create("ws://127.0.0.1:" + sim.port("cryptocom") + "/exchange/v1/" + place));
    }

    /** A user's socket that has shown its key. */
    TestSocket socketOf(String account) {
        TestSocket socket = socket("user");
        socket.send(signed(account, "public/auth", WireJson.object(), now()).toString());
        JsonNode told = socket.next(m -> m.path("method").asText().equals("public/auth"));
        assertThat(told.path("code").asInt()).isZero();
        return socket;
    }

    static String subscribe(int id, String... channels) {
        ObjectNode json = WireJson.object().put("id", id).put("method", "subscribe");
        var list = json.putObject("params").putArray("channels");
        List.of(channels).forEach(list::add);
        return json.put("nonce", 1).toString();
    }

    static String subscribeToBook(int id, String channel) {
        ObjectNode json = WireJson.object().put("id", id).put("method", "subscribe");
        ObjectNode params = json.putObject("params");
        params.putArray("channels").add(channel);
        params.put("book_subscription_type", "SNAPSHOT_AND_UPDATE");
        params.put("book_update_frequency", 10);
        return json.put("nonce", 1).toString();
    }

    Reply admin(String method, String path, String body) {
        return exchange(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sim.adminPort() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    void fault(String json) {
        assertThat(admin("PUT", "/faults", json).status()).isEqualTo(200);
    }

    void set(String name, long value) {
        Reply reply = admin("PUT", "/settings/cryptocom", "{\"" + name + "\":" + value + "}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    /** Opens an account whose key may only read. */
    void reader(String name) {
        String body =
                "{\"exchange\":\"cryptocom\",\"account\":\""
                        + name
                        + "\",\"key_type\":\"HMAC\",\"trades\":false,\"balances\":{\"USD\":\"1000\"}}";
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
    String below(String name, int hundredths) {
        String last = get("public/get-tickers?instrument_name=" + name).row().path("a").asText();
        return new BigDecimal(last)
                .multiply(BigDecimal.valueOf(100L - hundredths, 2))
                .setScale(0, RoundingMode.DOWN)
                .toPlainString();
    }

    /** Places an order, and returns the id that it was given. */
    String place(String account, ObjectNode order) {
        return call(account, "private/create-order", order).result().path("order_id").asText();
    }

    /** Places a limit order below the market, which rests. */
    String resting(String account, String clientOid) {
        return place(
                account,
                limit("BTC_USD", "BUY", "0.01", below("BTC_USD", 5)).put("client_oid", clientOid));
    }

    JsonNode detail(String account, String orderId) {
        return call(account, "private/get-order-detail", WireJson.object().put("order_id", orderId))
                .result();
    }

    static ObjectNode market(String name, String side, String quantity) {
        return WireJson.object()
                .put("instrument_name", name)
                .put("side", side)
                .put("type", "MARKET")
                .put("quantity", quantity);
    }

    static ObjectNode limit(String name, String side, String quantity, String price) {
        return market(name, side, quantity).put("type", "LIMIT").put("price", price);
    }

    @Override
    public void close() {
        http.close();
        sim.close();
    }
}
