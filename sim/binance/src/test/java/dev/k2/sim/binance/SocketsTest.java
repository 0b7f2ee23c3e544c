package dev.k2.sim.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Fixtures;
import dev.k2.sim.Shapes;
import dev.k2.sim.SimAccount;
import dev.k2.sim.TestSocket;
import dev.k2.sim.WireJson;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class SocketsTest {
    private final TestVenue venue = new TestVenue();

    @AfterAll
    void stop() {
        venue.close();
    }

    @Test
    void keepsALocalBookEqualToItsOwn() {
        try (TestSocket socket = venue.socket("/ws/btcusdt@depth@100ms")) {
            JsonNode first = socket.next(m -> m.has("U"));
            JsonNode snapshot = venue.get("/api/v3/depth?symbol=BTCUSDT&limit=5000").json();
            long id = snapshot.path("lastUpdateId").asLong();
            Map<String, String> bids = book(snapshot.path("bids"));
            Map<String, String> asks = book(snapshot.path("asks"));
            assertThat(id).isGreaterThanOrEqualTo(first.path("U").asLong() - 1);

            for (int i = 0; i < 30; i++) {
                JsonNode delta = socket.next(m -> m.has("U"));
                if (delta.path("u").asLong() <= id) {
                    continue;
                }
                assertThat(delta.path("U").asLong()).isLessThanOrEqualTo(id + 1);
                apply(delta.path("b"), bids);
                apply(delta.path("a"), asks);
                id = delta.path("u").asLong();
            }

            JsonNode again = venue.get("/api/v3/depth?symbol=BTCUSDT&limit=5000").json();
            while (id < again.path("lastUpdateId").asLong()) {
                JsonNode delta = socket.next(m -> m.has("U"));
                apply(delta.path("b"), bids);
                apply(delta.path("a"), asks);
                id = delta.path("u").asLong();
                again =
                        id > again.path("lastUpdateId").asLong()
                                ? venue.get("/api/v3/depth?symbol=BTCUSDT&limit=5000").json()
                                : again;
            }
            if (id == again.path("lastUpdateId").asLong()) {
                assertThat(bids).isEqualTo(book(again.path("bids")));
                assertThat(asks).isEqualTo(book(again.path("asks")));
            }
        }
    }

    @Test
    void answersStreamRequests() {
        try (TestSocket socket = venue.socket("/ws")) {
            socket.send(
                    "{\"method\":\"SUBSCRIBE\",\"params\":[\"ethusdt@depth5\",\"ethusdt@trade\"],\"id\":1}");
            assertThat(socket.next(m -> m.has("result")).toString())
                    .isEqualTo("{\"result\":null,\"id\":1}");

            socket.send("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":\"two\"}");
            assertThat(socket.next(m -> m.has("result")).path("result").toString())
                    .isEqualTo("[\"ethusdt@depth5\",\"ethusdt@trade\"]");

            assertThat(socket.next(m -> m.has("lastUpdateId")).path("bids").size()).isEqualTo(5);

            socket.send("{\"method\":\"SET_PROPERTY\",\"params\":[\"combined\",true],\"id\":3}");
            assertThat(
                            socket.next(m -> m.path("stream").asText().equals("ethusdt@depth5"))
                                    .has("data"))
                    .isTrue();

            socket.send("{\"method\":\"UNSUBSCRIBE\",\"params\":[\"ethusdt@depth5\"],\"id\":4}");
            socket.next(m -> m.path("id").asInt() == 4);
        }
    }

    @Test
    void explainsBadStreamRequests() {
        try (TestSocket socket = venue.socket("/stream")) {
            socket.send("{\"method\":\"SUBSCRIBES\",\"params\":[],\"id\":1}");
            assertThat(socket.next(m -> m.has("error")).at("/error/code").asInt()).isEqualTo(2);
            socket.send("nonsense");
            assertThat(socket.next(m -> m.has("error")).at("/error/code").asInt()).isEqualTo(3);
            socket.send("{\"method\":\"SET_PROPERTY\",\"params\":[\"other\",true],\"id\":1}");
            assertThat(socket.next(m -> m.has("error")).at("/error/code").asInt()).isZero();
        }
    }

    @Test
    void endsAConnectionThatTalksTooMuch() {
        try (TestSocket socket = venue.socket("/ws")) {
            for (int i = 0; i < 20; i++) {
                socket.send("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":" + i + "}");
            }

            assertThat(socket.endsSoon()).isTrue();
        }
    }

    @Test
    void pingsAndEndsAConnectionAfterItsLife() {
        try (TestVenue quick = new TestVenue()) {
            quick.admin(
                            "PUT",
                            "/settings/binance",
                            "{\"ping_every_ms\":300,\"connection_life_ms\":1500}")
                    .expecting(200);

            try (TestSocket socket = quick.socket("/stream?streams=btcusdt@trade")) {
                JsonNode farewell =
                        socket.next(m -> m.path("stream").asText().equals("!serverShutdown"));

                assertThat(farewell.at("/data/e").asText()).isEqualTo("serverShutdown");
                assertThat(socket.endsSoon()).isTrue();
                assertThat(socket.pings()).isPositive();
            }
        }
    }

    @Test
    void tellsAnAccountWhatHappensToItsOrders() {
        try (TestSocket socket = venue.socket("/ws-api/v3")) {
            JsonNode subscribed = subscribe(socket, "demo");
            assertThat(subscribed.at("/result/subscriptionId").asInt()).isZero();
            assertThat(subscribed.path("rateLimits").isEmpty()).isFalse();

            venue.signed(
                            "POST",
                            "/api/v3/order",
                            "demo",
                            "symbol",
                            "BTCUSDT",
                            "side",
                            "BUY",
                            "type",
                            "MARKET",
                            "quantity",
                            "0.002",
                            "newClientOrderId",
                            "stream-1")
                    .expecting(200);
            JsonNode accepted = report(socket, "NEW");
            JsonNode traded = report(socket, "TRADE");
            JsonNode position =
                    socket.next(m -> m.at("/event/e").asText().equals("outboundAccountPosition"))
                            .path("event");
            venue.restingBuy("demo", "stream-2");
            report(socket, "NEW");
            venue.signed(
                            "DELETE",
                            "/api/v3/order",
                            "demo",
                            "symbol",
                            "BTCUSDT",
                            "origClientOrderId",
                            "stream-2",
                            "newClientOrderId",
                            "stream-2-gone")
                    .expecting(200);
            JsonNode cancelled = report(socket, "CANCELED");

            assertThat(
                            Shapes.missing(
                                    recorded(
                                            "ws-private/jkorf__Account_Order.json",
                                            "/frames/2/msg/event"),
                                    accepted,
                                    Set.of()))
                    .isEmpty();
            assertThat(
                            Shapes.missing(
                                    recorded(
                                            "ws-private/nautilus_py__ws_spot_execution_report_trade.json",
                                            "/data"),
                                    traded,
                                    Set.of()))
                    .isEmpty();
            assertThat(
                            Shapes.missing(
                                    recorded("ws-private/nautilus__account_position.json", ""),
                                    position,
                                    Set.of()))
                    .isEmpty();
            assertThat(accepted.path("c").asText()).isEqualTo("stream-1");
            assertThat(traded.path("N").asText()).isEqualTo("BTC");
            assertThat(cancelled.path("c").asText()).isEqualTo("stream-2-gone");
            assertThat(cancelled.path("C").asText()).isEqualTo("stream-2");
        }
    }

    @Test
    void tellsOfDeposits() {
        try (TestSocket socket = venue.socket("/ws-api/v3")) {
            subscribe(socket, "alice");

            venue.admin(
                            "POST",
                            "/accounts/binance/alice/deposit",
                            "{\"asset\":\"USDT\",\"amount\":\"12.5\"}")
                    .expecting(200);

            JsonNode event =
                    socket.next(m -> m.at("/event/e").asText().equals("balanceUpdate"))
                            .path("event");
            assertThat(event.path("d").asText()).isEqualTo("12.50000000");
        }
    }

    @Test
    void takesOrdersOverTheWebSocketApi() {
        try (TestSocket socket = venue.socket("/ws-api/v3")) {
            JsonNode placed =
                    call(
                            socket,
                            "order.place",
                            "bob",
                            Map.of(
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
                                    venue.lowPrice(),
                                    "newClientOrderId",
                                    "ws-1"));
            JsonNode asked =
                    call(
                            socket,
                            "order.status",
                            "bob",
                            Map.of("symbol", "BTCUSDT", "origClientOrderId", "ws-1"));
            JsonNode open = call(socket, "openOrders.status", "bob", Map.of("symbol", "BTCUSDT"));
            JsonNode gone =
                    call(
                            socket,
                            "order.cancel",
                            "bob",
                            Map.of("symbol", "BTCUSDT", "origClientOrderId", "ws-1"));
            JsonNode again =
                    call(
                            socket,
                            "order.cancel",
                            "bob",
                            Map.of("symbol", "BTCUSDT", "origClientOrderId", "ws-1"));

            assertThat(placed.at("/result/status").asText()).isEqualTo("NEW");
            assertThat(placed.path("rateLimits")).hasSize(3);
            assertThat(asked.at("/result/orderId")).isEqualTo(placed.at("/result/orderId"));
            assertThat(open.path("result")).hasSize(1);
            assertThat(gone.at("/result/status").asText()).isEqualTo("CANCELED");
            assertThat(again.path("status").asInt()).isEqualTo(400);
            assertThat(again.at("/error/code").asInt()).isEqualTo(-2011);
        }
    }

    @Test
    void logsOnWithEd25519Only() throws Exception {
        try (TestSocket socket = venue.socket("/ws-api/v3")) {
            JsonNode refused = call(socket, "session.logon", "demo", Map.of());
            assertThat(refused.at("/error/code").asInt()).isEqualTo(-4056);

            SimAccount edward = venue.account("edward");
            String payload = "apiKey=" + edward.apiKey() + "&timestamp=" + venue.now();
            ObjectNode request = WireJson.object().put("id", 5).put("method", "session.logon");
            request.putObject("params")
                    .put("apiKey", edward.apiKey())
                    .put("timestamp", Long.parseLong(payload.replaceFirst(".*=", "")))
                    .put("signature", Keys.sign("Ed25519", edward.privateKeyPem(), payload));
            socket.send(request.toString());
            JsonNode session = socket.next(m -> m.path("id").asInt() == 5);
            assertThat(session.at("/result/apiKey").asText()).isEqualTo(edward.apiKey());

            socket.send("{\"id\":6,\"method\":\"userDataStream.subscribe\"}");
            assertThat(
                            socket.next(m -> m.path("id").asInt() == 6)
                                    .at("/result/subscriptionId")
                                    .asInt())
                    .isZero();
            socket.send(
                    "{\"id\":7,\"method\":\"account.status\",\"params\":{\"timestamp\":"
                            + venue.now()
                            + "}}");
            assertThat(socket.next(m -> m.path("id").asInt() == 7).path("status").asInt())
                    .isEqualTo(200);
            socket.send("{\"id\":8,\"method\":\"userDataStream.unsubscribe\"}");
            assertThat(socket.next(m -> m.path("id").asInt() == 8).path("status").asInt())
                    .isEqualTo(200);
        }
    }

    @Test
    void explainsBadWebSocketApiRequests() {
        try (TestSocket socket = venue.socket("/ws-api/v3")) {
            socket.send("{{{");
            assertThat(socket.next(m -> m.has("error")).at("/error/code").asInt()).isEqualTo(-1135);
            socket.send("{\"id\":1,\"method\":\"no.such\"}");
            assertThat(socket.next(m -> m.has("error")).at("/error/msg").asText())
                    .isEqualTo("Method no.such is invalid");
            socket.send(
                    "{\"id\":2,\"method\":\"depth\",\"params\":{\"symbol\":\"BTCUSDT\",\"limit\":5}}");
            assertThat(socket.next(m -> m.path("id").asInt() == 2).at("/result/bids")).hasSize(5);
            socket.send("{\"id\":3,\"method\":\"time\",\"params\":{\"returnRateLimits\":false}}");
            assertThat(socket.next(m -> m.path("id").asInt() == 3).has("rateLimits")).isFalse();
        }
    }

    private JsonNode recorded(String file, String pointer) {
        return Fixtures.json("binance", file).at(pointer);
    }

    private JsonNode report(TestSocket socket, String type) {
        return socket.next(
                        m ->
                                m.at("/event/e").asText().equals("executionReport")
                                        && m.at("/event/x").asText().equals(type))
                .path("event");
    }

    private JsonNode subscribe(TestSocket socket, String account) {
        return call(socket, "userDataStream.subscribe.signature", account, Map.of());
    }

    private JsonNode call(
            TestSocket socket, String method, String account, Map<String, String> params) {
        return WsCalls.call(venue, socket, method, account, params);
    }

    private static Map<String, String> book(JsonNode levels) {
        Map<String, String> book = new TreeMap<>();
        apply(levels, book);
        return book;
    }

    private static void apply(JsonNode levels, Map<String, String> book) {
        for (JsonNode level : levels) {
            if (level.path(1).asText().equals("0.00000000")) {
                book.remove(level.path(0).asText());
            } else {
                book.put(level.path(0).asText(), level.path(1).asText());
            }
        }
    }
}
