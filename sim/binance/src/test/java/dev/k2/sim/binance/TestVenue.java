package dev.k2.sim.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.SimAccount;
import dev.k2.sim.SimConfig;
import dev.k2.sim.SimVenueFactory;
import dev.k2.sim.SimulatedExchanges;
import dev.k2.sim.WireJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A simulated Binance with a client that signs by itself, sharing no code with what it tests but the HMAC of the JDK. */
final class TestVenue implements AutoCloseable {
    private final SimulatedExchanges sim;
    private final String exchange;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final Map<String, SimAccount> accounts = new LinkedHashMap<>();
    long clockSkewMillis;

    TestVenue() {
        this(null);
    }

    TestVenue(@Nullable Path stateDir) {
        this(stateDir, null);
    }

    TestVenue(@Nullable Path stateDir, @Nullable Path replayDir) {
        this(new SimBinance(), stateDir, replayDir);
    }

    /** The futures, with a client of the same kind. */
    static TestVenue futures(@Nullable Path stateDir) {
        return new TestVenue(new SimBinanceFutures(), stateDir, null);
    }

    private TestVenue(SimVenueFactory factory, @Nullable Path stateDir, @Nullable Path replayDir) {
        exchange = factory.exchange();
        sim =
                SimulatedExchanges.start(
                        new SimConfig(
                                "127.0.0.1", 0, 5, InstantSource.system(), stateDir, replayDir),
                        List.of(factory));
        sim.accounts().forEach(account -> accounts.put(account.account(), account));
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

        Reply expecting(int expected) {
            assertThat(status).as(raw.body()).isEqualTo(expected);
            return this;
        }

        void refused(int expected, int code, String message) {
            expecting(expected);
            assertThat(json().path("code").asInt()).isEqualTo(code);
            assertThat(json().path("msg").asText()).isEqualTo(message);
        }

        long header(String name) {
            return raw.headers().firstValueAsLong(name).orElse(-1);
        }
    }

    URI rest() {
        return URI.create("http://127.0.0.1:" + sim.port(exchange));
    }

    URI webSocket(String path) {
        return URI.create("ws://127.0.0.1:" + sim.port(exchange) + path);
    }

    Reply get(String path) {
        return exchange(HttpRequest.newBuilder(rest().resolve(path)).GET());
    }

    Reply signed(String method, String path, String account, String... params) {
        return exchange(signedRequest(method, path, account, params));
    }

    HttpRequest.Builder signedRequest(
            String method, String path, String account, String... params) {
        SimAccount owner = account(account);
        String query = query(params) + (params.length > 0 ? "&" : "") + "timestamp=" + now();
        String signature = hmac(owner.apiSecret(), query);
        return HttpRequest.newBuilder(
                        rest().resolve(path + "?" + query + "&signature=" + signature))
                .header("X-MBX-APIKEY", owner.apiKey())
                .method(method, HttpRequest.BodyPublishers.noBody());
    }

    Reply exchange(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    http.send(
                            request.timeout(Duration.ofSeconds(20)).build(),
                            HttpResponse.BodyHandlers.ofString());
            return new Reply(answer.statusCode(), answer);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    Reply admin(String method, String path, String body) {
        return exchange(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sim.adminPort() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    void fault(String json) {
        admin("PUT", "/faults", json).expecting(200);
    }

    void noFaults() {
        admin("DELETE", "/faults", "").expecting(200);
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

    HttpClient http() {
        return http;
    }

    static String query(String... params) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < params.length; i += 2) {
            query.append(i == 0 ? "" : "&")
                    .append(params[i])
                    .append('=')
                    .append(URLEncoder.encode(params[i + 1], StandardCharsets.UTF_8));
        }
        return query.toString();
    }

    static String hmac(String secret, String payload) {
        try {
            return BinanceSignature.hmac(secret, payload);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A limit order far below the market, which rests. */
    JsonNode restingBuy(String account, String clientId) {
        String price = lowPrice();
        return signed(
                        "POST",
                        "/api/v3/order",
                        account,
                        "symbol",
                        "BTCUSDT",
                        "side",
                        "BUY",
                        "type",
                        "LIMIT",
                        "timeInForce",
                        "GTC",
                        "quantity",
                        "0.01",
                        "price",
                        price,
                        "newClientOrderId",
                        clientId)
                .expecting(200)
                .json();
    }

    String lowPrice() {
        String last = get("/api/v3/ticker/price?symbol=BTCUSDT").json().path("price").asText();
        return Long.toString(new BigDecimal(last).longValue() * 8 / 10);
    }

    @Override
    public void close() {
        http.close();
        sim.close();
    }
}
