package dev.k2.sim.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Fixtures;
import dev.k2.sim.TestSocket;
import dev.k2.sim.WireJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class FuturesSocketsTest {
    private final TestVenue venue = TestVenue.futures(null);

    @AfterEach
    void calm() {
        venue.noFaults();
    }

    @AfterAll
    void close() {
        venue.close();
    }

    @Test
    void keepsABookByTheLastIdOfTheEventBefore() {
        try (TestSocket socket = socket("/public/ws/btcusdt@depth@100ms")) {
            JsonNode first = socket.next(m -> m.path("e").asText().equals("depthUpdate"));
            JsonNode snapshot = venue.get("/fapi/v1/depth?symbol=BTCUSDT&limit=1000").json();
            long last = snapshot.path("lastUpdateId").asLong();
            JsonNode event =
                    first.path("u").asLong() >= last
                            ? first
                            : socket.next(m -> m.path("u").asLong() >= last);
            NavigableMap<BigDecimal, BigDecimal> bids = new TreeMap<>();
            apply(snapshot.path("bids"), bids);

            assertThat(event.path("U").asLong()).isLessThanOrEqualTo(last);
            for (int i = 0; i < 20; i++) {
                apply(event.path("b"), bids);
                long previous = event.path("u").asLong();
                event = socket.next(m -> true);
                assertThat(event.path("pu").asLong()).isEqualTo(previous);
                assertThat(event.path("U").asLong()).isGreaterThan(previous + 1);
            }

            assertThat(first.path("st").asInt()).isEqualTo(1);
            assertThat(first.path("ps").asText()).isEqualTo("BTCUSDT");
            assertThat(bids).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/market/ws/btcusdt@aggTrade",
                "/market/ws/btcusdt@markPrice@1s",
                "/market/ws/btcusdt@kline_1m",
                "/market/ws/btcusdt_perpetual@continuousKline_5m",
                "/market/ws/btcusdt@ticker",
                "/market/ws/btcusdt@miniTicker",
                "/public/ws/btcusdt@bookTicker",
                "/public/ws/btcusdt@depth5@100ms",
                "/public/ws/btcusdt@depth",
                "/ws/btcusdt@bookTicker"
            })
    void sendsAStreamAtItsOwnAddress(String path) {
        try (TestSocket socket = socket(path)) {
            assertThat(socket.next(m -> m.has("e")).has("E")).isTrue();
        }
    }

    @Test
    void neverSendsAStreamOfAnotherClass() {
        try (TestSocket socket =
                socket(
                        "/public/stream?streams=btcusdt@aggTrade/btcusdt@markPrice@1s/btcusdt@depth@100ms")) {
            Set<String> heard = new HashSet<>();
            for (int i = 0; i < 30; i++) {
                heard.add(socket.next(m -> m.has("stream")).path("stream").asText());
            }

            assertThat(heard).containsExactly("btcusdt@depth@100ms");
        }
    }

    @Test
    void carriesBothProductsOnStreamsOfAllMarkets() {
        try (TestSocket socket = socket("/market/ws/!ticker@arr")) {
            JsonNode rows = socket.next(m -> m.isArray() && m.size() > 1);
            Set<Integer> products = new HashSet<>();
            rows.forEach(row -> products.add(row.path("st").asInt()));

            assertThat(products).containsExactlyInAnyOrder(1, 2);
        }
    }

    @Test
    void tellsAnAccountOfItsOrdersAndMoney() {
        String key = listenKey("alice");
        try (TestSocket socket = socket("/private/ws?listenKey=" + key)) {
            buy("alice", "0.01");

            JsonNode accepted = socket.next(m -> m.at("/o/x").asText().equals("NEW"));
            JsonNode lite = socket.next(m -> m.path("e").asText().equals("TRADE_LITE"));
            JsonNode money = socket.next(m -> m.path("e").asText().equals("ACCOUNT_UPDATE"));
            JsonNode traded = socket.next(m -> m.at("/o/x").asText().equals("TRADE"));

            assertThat(accepted.at("/o/X").asText()).isEqualTo("NEW");
            assertThat(lite.path("t")).isEqualTo(traded.at("/o/t"));
            assertThat(money.at("/a/m").asText()).isEqualTo("ORDER");
            assertThat(money.at("/a/P/0/s").asText()).isEqualTo("BTCUSDT");
            assertThat(traded.at("/o/X").asText()).isIn("FILLED", "PARTIALLY_FILLED");
        }
    }

    @Test
    void saysWhenAListenKeyHasExpired() {
        String key = listenKey("bob");
        try (TestSocket socket = socket("/private/stream?streams=" + key)) {
            venue.fault("{\"kind\":\"EXPIRE_SESSION\",\"account\":\"bob\"}");

            JsonNode told = socket.next(m -> m.has("stream")).path("data");

            assertThat(told.path("e").asText()).isEqualTo("listenKeyExpired");
            assertThat(told.path("listenKey").asText()).isEqualTo(key);
        }
    }

    @Test
    void endsAListenKeyAnHourAfterItWasRenewed() {
        String key = listenKey("demo");
        try (TestSocket socket = socket("/private/ws/" + key)) {
            venue.fault("{\"kind\":\"CLOCK_OFFSET\",\"offset_ms\":3700000}");

            JsonNode told = socket.next(m -> m.path("e").asText().equals("listenKeyExpired"));

            assertThat(told.path("listenKey").asText()).isEqualTo(key);
        }
    }

    @Test
    void liquidatesWhoRunsOutOfMargin() {
        String key = listenKey("poor");
        leverage("poor", "125");
        try (TestSocket market = socket("/market/ws/!forceOrder@arr");
                TestSocket user = socket("/private/ws?listenKey=" + key)) {
            buy("poor", "0.02");
            user.next(m -> m.at("/o/x").asText().equals("TRADE"));
            BigDecimal last = lastPrice();
            String down =
                    last.multiply(new BigDecimal("0.95"))
                            .setScale(1, java.math.RoundingMode.DOWN)
                            .toPlainString();
            venue.admin(
                            "POST",
                            "/market/binance-futures/BTCUSDT/price",
                            "{\"price\":\"" + down + "\",\"hold_s\":20}")
                    .expecting(200);

            JsonNode called = user.next(m -> m.path("e").asText().equals("MARGIN_CALL"));
            JsonNode forced = market.next(m -> m.path("e").asText().equals("forceOrder"));
            JsonNode own = user.next(m -> m.at("/o/x").asText().equals("CALCULATED"));

            assertThat(called.at("/p/0/s").asText()).isEqualTo("BTCUSDT");
            assertThat(forced.at("/o/S").asText()).isEqualTo("SELL");
            assertThat(own.at("/o/c").asText()).startsWith("autoclose-");
            JsonNode insured = user.next(m -> m.at("/a/m").asText().equals("INSURANCE_CLEAR"));
            assertThat(insured.at("/a/B/0/wb").asText()).isEqualTo("0.00000000");
        }
    }

    @Test
    void tradesOverTheWebSocketApi() {
        try (TestSocket socket = socket("/ws-fapi/v1")) {
            JsonNode balances =
                    WsCalls.call(venue, socket, "v2/account.balance", "bob", Map.of())
                            .path("result");
            JsonNode placed =
                    WsCalls.call(
                                    venue,
                                    socket,
                                    "order.place",
                                    "bob",
                                    Map.of(
                                            "symbol",
                                            "ETHUSDT",
                                            "side",
                                            "BUY",
                                            "type",
                                            "MARKET",
                                            "quantity",
                                            "0.1",
                                            "newOrderRespType",
                                            "RESULT"))
                            .path("result");
            JsonNode status =
                    WsCalls.call(
                                    venue,
                                    socket,
                                    "order.status",
                                    "bob",
                                    Map.of(
                                            "symbol",
                                            "ETHUSDT",
                                            "orderId",
                                            placed.path("orderId").asText()))
                            .path("result");

            assertThat(balances).isNotEmpty();
            assertThat(placed.path("status").asText()).isEqualTo("FILLED");
            assertThat(status.path("executedQty").asText()).isEqualTo("0.100");
        }
    }

    @Test
    void servesEveryMethodThatTheOfficialClientCalls() throws IOException {
        Path folder = Fixtures.root().resolve("binance-futures/ws-request");
        try (TestSocket socket = socket("/ws-fapi/v1");
                Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().contains("connector__api_")).sorted().toList()) {
                JsonNode frame = WireJson.parse(Files.readString(file));
                socket.send(frame.toString());
                JsonNode answer = socket.next(m -> m.path("id").equals(frame.path("id")));

                assertThat(answer.at("/error/code").asInt())
                        .as(frame.path("method").asText())
                        .isNotEqualTo(-5000);
            }
        }
    }

    @Test
    void logsOnWithEd25519Only() {
        try (TestSocket socket = socket("/ws-fapi/v1")) {
            JsonNode refused = WsCalls.call(venue, socket, "session.logon", "bob", Map.of());

            assertThat(refused.at("/error/code").asInt()).isEqualTo(-4056);
        }
    }

    private void buy(String account, String quantity) {
        venue.signed(
                        "POST",
                        "/fapi/v1/order",
                        account,
                        "symbol",
                        "BTCUSDT",
                        "side",
                        "BUY",
                        "type",
                        "MARKET",
                        "quantity",
                        quantity)
                .expecting(200);
    }

    private void leverage(String account, String leverage) {
        venue.signed(
                        "POST",
                        "/fapi/v1/leverage",
                        account,
                        "symbol",
                        "BTCUSDT",
                        "leverage",
                        leverage)
                .expecting(200);
    }

    private BigDecimal lastPrice() {
        return new BigDecimal(
                venue.get("/fapi/v1/ticker/price?symbol=BTCUSDT").json().path("price").asText());
    }

    private String listenKey(String account) {
        return venue.exchange(
                        HttpRequest.newBuilder(venue.rest().resolve("/fapi/v1/listenKey"))
                                .header("X-MBX-APIKEY", venue.account(account).apiKey())
                                .POST(HttpRequest.BodyPublishers.noBody()))
                .expecting(200)
                .json()
                .path("listenKey")
                .asText();
    }

    private TestSocket socket(String path) {
        return venue.socket(path);
    }

    private static void apply(JsonNode levels, NavigableMap<BigDecimal, BigDecimal> book) {
        for (JsonNode level : levels) {
            book.put(new BigDecimal(level.get(0).asText()), new BigDecimal(level.get(1).asText()));
        }
    }
}
