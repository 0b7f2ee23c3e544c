package dev.k2.sim.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.RunningSim;
import dev.k2.sim.SimAccount;
import dev.k2.sim.SimVenueFactory;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A simulated Binance with a client that signs by itself, sharing no code with what it tests but the HMAC of the JDK. */
final class TestVenue extends RunningSim {
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
        super(factory, InstantSource.system(), stateDir, replayDir);
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
        return uri("http", "");
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
        HttpResponse<String> answer = answered(request);
        return new Reply(answer.statusCode(), answer);
    }

    Reply admin(String method, String path, String body) {
        HttpResponse<String> answer = administered(method, path, body);
        return new Reply(answer.statusCode(), answer);
    }

    long now() {
        return System.currentTimeMillis() + clockSkewMillis;
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
}
