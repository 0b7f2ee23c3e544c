package dev.k2.sim.cryptocom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SocketsTest {
    private static TestVenue venue;

    @BeforeAll
    static void start() {
        venue = new TestVenue();
    }

    @AfterAll
    static void stop() {
        venue.close();
    }

    private static boolean channel(JsonNode message, String channel) {
        return WireShapeTest.channel(message, channel);
    }

    @Test
    void linksEachBookUpdateToTheOneBefore() {
        try (TestSocket socket = venue.socket("market")) {
            socket.send(TestVenue.subscribeToBook(7, "book.BTC_USD.10"));
            JsonNode ack = socket.next(m -> true);
            assertThat(ack.path("channel").asText()).isEqualTo("book.BTC_USD.10");
            assertThat(ack.path("id").asInt()).isEqualTo(7);
            JsonNode snapshot = socket.next(m -> channel(m, "book")).at("/result/data/0");
            Map<String, String> bids = new HashMap<>();
            take(bids, snapshot.path("bids"));

            long last = snapshot.path("u").asLong();
            for (int i = 0; i < 30; i++) {
                JsonNode data = socket.next(m -> channel(m, "book.update")).at("/result/data/0");
                assertThat(data.path("pu").asLong()).isEqualTo(last);
                assertThat(data.path("u").asLong()).isNotEqualTo(last + 1);
                last = data.path("u").asLong();
                take(bids, data.at("/update/bids"));
                assertThat(bids).hasSizeLessThanOrEqualTo(10);
            }
        }
    }

    private static void take(Map<String, String> side, JsonNode levels) {
        for (JsonNode level : levels) {
            if (level.path(1).asText().equals("0")) {
                assertThat(side.remove(level.path(0).asText())).isNotNull();
            } else {
                side.put(level.path(0).asText(), level.path(1).asText());
            }
        }
    }

    @Test
    void givesANewSnapshotToWhoSubscribesAgain() {
        try (TestSocket socket = venue.socket("market")) {
            for (int i = 1; i <= 2; i++) {
                int id = i;
                socket.send(TestVenue.subscribeToBook(id, "book.ETH_USD.50"));
                socket.next(m -> m.path("id").asInt() == id);
                JsonNode snapshot = socket.next(m -> channel(m, "book"));
                JsonNode update = socket.next(m -> channel(m, "book.update"));
                assertThat(update.at("/result/data/0/pu").asLong())
                        .isEqualTo(snapshot.at("/result/data/0/u").asLong());
            }
        }
    }

    @Test
    void givesWholeBooksUnlessAskedForChanges() {
        try (TestSocket socket = venue.socket("market")) {
            socket.send(TestVenue.subscribe(1, "book.BTC_USD.10"));

            for (int i = 0; i < 3; i++) {
                JsonNode whole = socket.next(m -> m.path("result").has("data"));
                assertThat(whole.at("/result/channel").asText()).isEqualTo("book");
                assertThat(whole.at("/result/data/0/bids").size()).isGreaterThan(10);
            }
        }
    }

    @Test
    void refusesChannelsThatAreNotThere() {
        try (TestSocket socket = venue.socket("market")) {
            refused(socket, TestVenue.subscribeToBook(1, "book.BTC_USD.20"), 40003);
            refused(socket, TestVenue.subscribe(2, "book.BTC_USD"), 40003);
            refused(socket, TestVenue.subscribe(3, "ticker.NOPE_USD"), 40003);
            refused(socket, TestVenue.subscribe(4, "candlestick.9m.BTC_USD"), 40003);
            refused(socket, TestVenue.subscribe(5, "user.order"), 40003);
            refused(socket, "{\"id\":6,\"method\":\"subscribe\",\"params\":{}}", 40004);
            refused(socket, "{\"id\":7,\"method\":\"private/user-balance\"}", 40002);
            refused(socket, "no json", 40001);
        }
        try (TestSocket socket = venue.socket("user")) {
            refused(socket, TestVenue.subscribe(1, "user.order"), 40101);
            refused(socket, "{\"id\":2,\"method\":\"private/user-balance\"}", 40101);
        }
    }

    private static void refused(TestSocket socket, String sent, int code) {
        socket.send(sent);
        JsonNode told = socket.next(m -> m.path("code").asInt() != 0);
        assertThat(told.path("code").asInt()).as(sent).isEqualTo(code);
        assertThat(told.path("message").asText()).isNotEmpty();
    }

    @Test
    void countsChannelsOfAConnection() {
        venue.set("channels_per_connection", 2);
        try (TestSocket socket = venue.socket("market")) {
            socket.send(TestVenue.subscribe(9, "trade.BTC_USD", "trade.ETH_USD", "trade.SOL_USD"));

            JsonNode told = socket.next(m -> m.path("code").asInt() != 0);

            assertThat(told)
                    .isEqualTo(
                            Fixtures.payload("ws_recorded_2026_09/error_max_subscriptions.json"));
        } finally {
            venue.set("channels_per_connection", 400);
        }
    }

    @Test
    void countsFramesOfAConnection() {
        venue.set("market_frames_per_second", 3);
        try (TestSocket socket = venue.socket("market")) {
            for (int i = 0; i < 12; i++) {
                socket.send(TestVenue.subscribe(i, "trade.XRP_USD"));
            }

            JsonNode told = socket.next(m -> m.path("code").asInt() != 0);
            assertThat(told.path("code").asInt()).isEqualTo(42901);
        } finally {
            venue.set("market_frames_per_second", 100);
        }
    }

    @Test
    void tellsOpenOrdersFirstAndThenWhatBecomesOfThem() {
        String orderId = venue.resting("alice", "first");
        try (TestSocket socket = venue.socketOf("alice")) {
            socket.send(TestVenue.subscribe(3, "user.order"));
            JsonNode first = socket.next(m -> channel(m, "user.order"));
            assertThat(first.path("id").asInt()).isEqualTo(3);
            assertThat(first.at("/result/data/0/order_id").asText()).isEqualTo(orderId);

            venue.call("alice", "private/cancel-order", WireJson.object().put("order_id", orderId))
                    .result();

            JsonNode later = socket.next(m -> channel(m, "user.order"));
            assertThat(later.path("id").asInt()).isEqualTo(-1);
            assertThat(later.at("/result/data/0/status").asText()).isEqualTo("CANCELED");
            assertThat(later.at("/result/instrument_name").asText()).isEqualTo("BTC_USD");
        }
    }

    @Test
    void tellsOfRejectionsAfterItsAcknowledgement() {
        try (TestSocket socket = venue.socketOf("poor")) {
            socket.send(TestVenue.subscribe(1, "user.order"));
            socket.next(m -> channel(m, "user.order"));

            String orderId = venue.place("poor", TestVenue.market("BTC_USD", "BUY", "1"));

            JsonNode told = socket.next(m -> channel(m, "user.order"));
            assertThat(told.at("/result/data/0/order_id").asText()).isEqualTo(orderId);
            assertThat(told.at("/result/data/0/status").asText()).isEqualTo("REJECTED");
            assertThat(told.at("/result/data/0/reason").asInt()).isEqualTo(306);
        }
    }

    @Test
    void takesPrivateMethodsWithoutKeyOnceItKnowsTheAccount() {
        try (TestSocket socket = venue.socketOf("bob")) {
            ObjectNode json = WireJson.object().put("id", 5).put("nonce", 1);
            json.put("method", "private/create-order")
                    .set(
                            "params",
                            TestVenue.limit("BTC_USD", "BUY", "0.01", venue.below("BTC_USD", 5)));
            socket.send(json.toString());

            JsonNode heard = socket.next(m -> m.path("id").asInt() == 5);

            String orderId = heard.at("/result/order_id").asText();
            assertThat(venue.detail("bob", orderId).path("status").asText()).isEqualTo("ACTIVE");
        }
    }

    @Test
    void tellsBalancesAndPositionsWhenTheyChange() {
        try (TestSocket socket = venue.socketOf("edward")) {
            socket.send(
                    TestVenue.subscribe(
                            1, "user.positions", "user.position_balance", "user.account_risk"));
            socket.next(m -> channel(m, "user.account_risk"));

            venue.place("edward", TestVenue.market("ETHUSD-PERP", "BUY", "0.1"));

            JsonNode position = socket.next(m -> channel(m, "user.positions"));
            assertThat(position.at("/result/data/0/quantity").asText()).isEqualTo("0.1000");
            JsonNode both = socket.next(m -> channel(m, "user.position_balance"));
            assertThat(both.at("/result/data/0/balances").isEmpty()).isFalse();
            assertThat(both.at("/result/data/0/positions/0/type").asText())
                    .isEqualTo("PERPETUAL_SWAP");
            venue.place("edward", TestVenue.market("ETHUSD-PERP", "SELL", "0.1"));
            JsonNode closed = socket.next(m -> channel(m, "user.positions"));
            assertThat(closed.at("/result/data/0/quantity").asText()).isEqualTo("0.0000");
        }
    }
}
