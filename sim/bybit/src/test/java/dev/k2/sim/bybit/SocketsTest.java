package dev.k2.sim.bybit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.TestSocket;
import dev.k2.sim.Waiting;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(Lifecycle.PER_CLASS)
class SocketsTest {
    private final TestVenue venue = new TestVenue();

    @BeforeAll
    void raiseTheLimits() {
        venue.raiseTheLimits();
    }

    @AfterAll
    void stop() {
        venue.close();
    }

    @ParameterizedTest
    @CsvSource({"spot,50", "spot,200", "linear,50", "linear,200", "linear,1000"})
    void tellsABookOnceAndThenWhatChanged(String category, int depth) {
        String topic = "orderbook." + depth + ".BTCUSDT";
        try (TestSocket socket = venue.socket("/v5/public/" + category)) {
            TestVenue.subscribe(socket, topic);
            assertThat(socket.next(m -> m.has("success")).path("success").asBoolean()).isTrue();
            JsonNode first = socket.next(m -> m.path("topic").asText().equals(topic));
            Map<BigDecimal, String> bids = new TreeMap<>();
            apply(first.at("/data/b"), bids);
            long update = first.at("/data/u").asLong();

            for (int i = 0; i < 12; i++) {
                JsonNode delta = socket.next(m -> m.path("topic").asText().equals(topic));
                assertThat(delta.path("type").asText()).isEqualTo("delta");
                assertThat(delta.at("/data/u").asLong()).isEqualTo(++update);
                apply(delta.at("/data/b"), bids);
                assertThat(bids.size()).isBetween(1, depth);
            }

            assertThat(first.path("type").asText()).isEqualTo("snapshot");
            assertThat(first.has("cts")).isTrue();
        }
    }

    private static void apply(JsonNode levels, Map<BigDecimal, String> side) {
        for (JsonNode level : levels) {
            BigDecimal price = new BigDecimal(level.path(0).asText());
            if (level.path(1).asText().equals("0")) {
                assertThat(side.remove(price)).as("nothing to delete at " + price).isNotNull();
            } else {
                side.put(price, level.path(1).asText());
            }
        }
    }

    @Test
    void writesFieldsInAnotherOrderForContracts() {
        try (TestSocket spot = venue.socket("/v5/public/spot");
                TestSocket linear = venue.socket("/v5/public/linear")) {
            TestVenue.subscribe(spot, "orderbook.1.BTCUSDT");
            TestVenue.subscribe(linear, "orderbook.1.BTCUSDT");

            JsonNode one = spot.next(m -> m.has("topic"));
            JsonNode other = linear.next(m -> m.has("topic"));

            assertThat(secondField(one)).isEqualTo("ts");
            assertThat(secondField(other)).isEqualTo("type");
            assertThat(one.path("type").asText()).isEqualTo("snapshot");
            assertThat(spot.next(m -> m.has("topic")).path("type").asText()).isEqualTo("snapshot");
        }
    }

    private static String secondField(JsonNode message) {
        Iterator<String> names = message.fieldNames();
        names.next();
        return names.next();
    }

    @Test
    void tellsTickersOfContractsByTheirChanges() {
        try (TestSocket spot = venue.socket("/v5/public/spot");
                TestSocket linear = venue.socket("/v5/public/linear")) {
            TestVenue.subscribe(spot, "tickers.BTCUSDT");
            TestVenue.subscribe(linear, "tickers.BTCUSDT");

            JsonNode whole = linear.next(m -> m.has("topic"));
            JsonNode delta = linear.next(m -> m.path("type").asText().equals("delta"));
            JsonNode spotFirst = spot.next(m -> m.has("topic"));
            JsonNode spotNext = spot.next(m -> m.has("topic"));

            assertThat(whole.path("type").asText()).isEqualTo("snapshot");
            assertThat(whole.path("data").has("fundingRate")).isTrue();
            assertThat(delta.path("data").size()).isLessThan(whole.path("data").size());
            assertThat(delta.at("/data/symbol").asText()).isEqualTo("BTCUSDT");
            assertThat(spotFirst.path("data").has("bid1Price")).isFalse();
            assertThat(spotNext.path("type").asText()).isEqualTo("snapshot");
        }
    }

    @Test
    void tellsTradesAndCandles() {
        try (TestSocket socket = venue.socket("/v5/public/linear")) {
            TestVenue.subscribe(socket, "publicTrade.BTCUSDT", "kline.1.BTCUSDT");

            JsonNode trades = socket.next(m -> m.path("topic").asText().startsWith("publicTrade"));
            JsonNode candle = socket.next(m -> m.path("topic").asText().startsWith("kline"));

            assertThat(trades.at("/data/0/S").asText()).isIn("Buy", "Sell");
            assertThat(candle.at("/data/0/interval").asText()).isEqualTo("1");
            assertThat(candle.at("/data/0/end").asLong() - candle.at("/data/0/start").asLong())
                    .isEqualTo(59_999);
        }
    }

    @Test
    void refusesTopicsThatThereAreNot() {
        try (TestSocket socket = venue.socket("/v5/public/spot")) {
            TestVenue.subscribe(socket, "orderbook.500.BTCUSDT");
            assertThat(socket.next(m -> m.has("success")).path("success").asBoolean()).isFalse();
            TestVenue.subscribe(socket, "allLiquidation.BTCUSDT");
            assertThat(socket.next(m -> m.has("success")).path("success").asBoolean()).isFalse();
            TestVenue.subscribe(socket, "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11");
            assertThat(socket.next(m -> m.has("success")).path("ret_msg").asText())
                    .isEqualTo("args size >10");
        }
    }

    @Test
    void answersPingsInTwoWays() {
        try (TestSocket open = venue.socket("/v5/public/linear");
                TestSocket own = venue.socket("/v5/private")) {
            open.send("{\"op\":\"ping\",\"req_id\":\"p\"}");
            own.send("{\"op\":\"ping\",\"req_id\":\"p\"}");

            JsonNode first = open.next(m -> true);
            JsonNode second = own.next(m -> true);

            assertThat(first.path("ret_msg").asText()).isEqualTo("pong");
            assertThat(first.path("op").asText()).isEqualTo("ping");
            assertThat(second.path("op").asText()).isEqualTo("pong");
            assertThat(second.at("/args/0").asLong()).isPositive();
        }
    }

    @Test
    void cutsWhoIsSilentForTooLong() {
        venue.setting("idle_ms", 1_000);
        try (TestSocket socket = venue.socket("/v5/public/spot")) {
            assertThat(socket.endsSoon()).isTrue();
        } finally {
            venue.setting("idle_ms", 600_000);
        }
    }

    @Test
    void tellsNothingBeforeALogin() {
        try (TestSocket socket = venue.socket("/v5/private")) {
            TestVenue.subscribe(socket, "order");
            assertThat(socket.next(m -> m.has("success")).path("success").asBoolean()).isFalse();
            socket.send("{\"op\":\"auth\",\"args\":[\"nobody\",99999999999999,\"x\"]}");
            assertThat(
                            socket.next(m -> m.path("op").asText().equals("auth"))
                                    .path("success")
                                    .asBoolean())
                    .isFalse();
        }
    }

    @Test
    void tellsAnAccountWhatHappensToIt() {
        try (TestSocket socket = venue.loggedIn("/v5/private", "alice")) {
            TestVenue.subscribe(socket, "order", "execution", "position", "wallet");
            assertThat(
                            socket.next(m -> m.path("op").asText().equals("subscribe"))
                                    .path("success")
                                    .asBoolean())
                    .isTrue();
            venue.market("alice", "linear", "Buy", "0.01");

            JsonNode execution = socket.next(m -> m.path("topic").asText().equals("execution"));
            JsonNode order = socket.next(m -> m.path("topic").asText().equals("order"));
            JsonNode position = socket.next(m -> m.path("topic").asText().equals("position"));
            JsonNode wallet = socket.next(m -> m.path("topic").asText().equals("wallet"));

            assertThat(execution.at("/data/0/execType").asText()).isEqualTo("Trade");
            assertThat(order.at("/data/0/orderStatus").asText()).isEqualTo("Filled");
            assertThat(order.at("/data/0/orderId")).isEqualTo(execution.at("/data/0/orderId"));
            assertThat(new BigDecimal(position.at("/data/0/size").asText()))
                    .isEqualByComparingTo("0.01");
            assertThat(position.path("data").get(0).has("entryPrice")).isTrue();
            assertThat(wallet.at("/data/0/accountType").asText()).isEqualTo("UNIFIED");
        }
    }

    @Test
    void tellsOneCategoryToWhoAskedForIt() {
        try (TestSocket socket = venue.loggedIn("/v5/private", "bob")) {
            TestVenue.subscribe(socket, "order", "order.spot");
            assertThat(
                            socket.next(m -> m.path("op").asText().equals("subscribe"))
                                    .path("success")
                                    .asBoolean())
                    .isFalse();
            TestVenue.subscribe(socket, "order.linear");
            socket.next(m -> m.path("op").asText().equals("subscribe"));
            String _ = venue.restingBuy("bob", "spot", "unheard");
            String _ = venue.restingBuy("bob", "linear", "heard");

            JsonNode first = socket.next(m -> m.has("topic"));

            assertThat(first.path("topic").asText()).isEqualTo("order.linear");
            assertThat(first.at("/data/0/orderLinkId").asText()).isEqualTo("heard");
        }
    }

    @Test
    void takesOrdersOverTheirOwnSocket() {
        try (TestSocket socket = venue.loggedIn("/v5/trade", "demo")) {
            ObjectNode order =
                    TestVenue.body(
                            "category",
                            "spot",
                            "symbol",
                            "BTCUSDT",
                            "side",
                            "Buy",
                            "orderType",
                            "Limit",
                            "qty",
                            "0.01",
                            "price",
                            venue.part("spot", "0.8"),
                            "orderLinkId",
                            "by-socket");
            JsonNode placed = ask(socket, "r1", "order.create", order);
            ObjectNode name =
                    TestVenue.body(
                            "category", "spot", "symbol", "BTCUSDT", "orderLinkId", "by-socket");
            JsonNode again = ask(socket, "r1", "order.cancel", name);
            JsonNode amended = ask(socket, "r2", "order.amend", name.deepCopy().put("qty", "0.02"));
            JsonNode cancelled = ask(socket, "r3", "order.cancel", name);

            assertThat(placed.path("retCode").asInt()).isZero();
            assertThat(placed.at("/header/X-Bapi-Limit").asText()).isNotEmpty();
            assertThat(again.path("retCode").asInt()).isEqualTo(20006);
            assertThat(amended.path("retCode").asInt()).isZero();
            assertThat(cancelled.at("/data/orderId")).isEqualTo(placed.at("/data/orderId"));
            assertThat(ask(socket, "r4", "order.fly", name).path("retCode").asInt())
                    .isEqualTo(10404);
        }
    }

    @Test
    void takesNoOrderWithoutALogin() {
        try (TestSocket socket = venue.socket("/v5/trade")) {
            JsonNode refused = ask(socket, "x", "order.create", WireJson.object());
            assertThat(refused.path("retCode").asInt()).isEqualTo(10007);
        }
    }

    private static JsonNode ask(TestSocket socket, String id, String operation, ObjectNode order) {
        ObjectNode request = WireJson.object().put("reqId", id).put("op", operation);
        request.putObject("header")
                .put("X-BAPI-TIMESTAMP", Long.toString(TestVenue.now()))
                .put("X-BAPI-RECV-WINDOW", "5000");
        request.putArray("args").add(order);
        socket.send(request.toString());
        return socket.next(m -> m.path("reqId").asText().equals(id));
    }

    @Test
    void cancelsOrdersOfWhoStaysAway() {
        String id = venue.restingBuy("bob", "linear", "left-alone");
        venue.post("bob", "/v5/order/disconnected-cancel-all", TestVenue.body("timeWindow", "3"))
                .done();
        try (TestSocket socket = venue.loggedIn("/v5/private", "bob")) {
            TestVenue.subscribe(socket, "dcp.future");
            socket.next(m -> m.path("op").asText().equals("subscribe"));
        }

        Waiting.until(
                () ->
                        venue.order("bob", "linear", id)
                                .path("orderStatus")
                                .asText()
                                .equals("Cancelled"));
    }
}
