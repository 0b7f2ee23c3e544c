package dev.k2.sim.kalshi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** The stream. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SocketsTest {
    private TestVenue venue;

    @BeforeAll
    void open() {
        venue = new TestVenue();
    }

    @AfterAll
    void close() {
        venue.close();
    }

    @Test
    void countsOkAndTellsBooksOfAllMarketsWithOneSequence() {
        String one = venue.quietMarket("SEQ1");
        String other = venue.quietMarket("SEQ2");
        venue.placed("alice", one, "bid", "0.4000", "3.00");
        try (TestSocket socket = venue.socket("bob")) {
            socket.send(subscribe(1, "orderbook_delta", one));
            JsonNode first = socket.next(m -> true);
            JsonNode snapshot = socket.next(m -> true);
            socket.send(subscribe(2, "orderbook_delta", other));
            JsonNode ok = socket.next(m -> true);
            JsonNode empty = socket.next(m -> true);
            venue.placed("alice", other, "ask", "0.7000", "2.00");
            JsonNode delta = socket.next(m -> true);

            assertThat(first.toString())
                    .isEqualTo(
                            "{\"type\":\"subscribed\",\"id\":1,\"msg\":{\"channel\":\"orderbook_delta\",\"sid\":1}}");
            assertThat(snapshot.path("seq").asLong()).isEqualTo(1);
            assertThat(snapshot.at("/msg/yes_dollars_fp").toString())
                    .isEqualTo("[[\"0.4000\",\"3.00\"]]");
            assertThat(snapshot.path("msg").has("no_dollars_fp")).isFalse();
            assertThat(ok.path("type").asText()).isEqualTo("ok");
            assertThat(ok.path("seq").asLong()).isEqualTo(2);
            assertThat(ok.at("/msg/market_tickers").size()).isEqualTo(2);
            assertThat(empty.path("seq").asLong()).isEqualTo(3);
            assertThat(delta.path("seq").asLong()).isEqualTo(4);
            assertThat(delta.at("/msg/side").asText()).isEqualTo("no");
            assertThat(delta.at("/msg/price_dollars").asText()).isEqualTo("0.3000");
            assertThat(delta.at("/msg/delta_fp").asText()).isEqualTo("2.00");
        }
    }

    @Test
    void tellsNoAtThePriceOfYesToWhoWantsIt() {
        String ticker = venue.quietMarket("YESP");
        try (TestSocket socket = venue.socket("bob")) {
            socket.send(
                    subscribe(1, "orderbook_delta", ticker)
                            .replace("\"channels\"", "\"use_yes_price\":true,\"channels\""));
            socket.next(m -> m.path("type").asText().equals("orderbook_snapshot"));
            venue.placed("bob", ticker, "ask", "0.7000", "2.00");
            JsonNode delta = socket.next(m -> m.path("type").asText().equals("orderbook_delta"));

            assertThat(delta.at("/msg/price_dollars").asText()).isEqualTo("0.7000");
            assertThat(delta.at("/msg/side").asText()).isEqualTo("no");
            assertThat(delta.at("/msg/client_order_id").asText()).startsWith("test-");
        }
    }

    @Test
    void tellsOfOwnOrdersFillsAndPositions() {
        String ticker = venue.quietMarket("OWN");
        try (TestSocket socket = venue.socket("alice")) {
            socket.send(
                    "{\"id\":1,\"cmd\":\"subscribe\",\"params\":{\"channels\":[\"fill\",\"user_orders\",\"market_positions\"]}}");
            socket.next(m -> m.at("/msg/channel").asText().equals("market_positions"));

            venue.trade("alice", "bob", ticker, "0.5000", "4.00");

            JsonNode resting = socket.next(m -> m.path("type").asText().equals("user_order"));
            JsonNode fill = socket.next(m -> m.path("type").asText().equals("fill"));
            JsonNode executed = socket.next(m -> m.path("type").asText().equals("user_order"));
            JsonNode position = socket.next(m -> m.path("type").asText().equals("market_position"));
            assertThat(resting.at("/msg/ticker").asText()).isEqualTo(ticker);
            assertThat(fill.has("seq")).isFalse();
            assertThat(fill.at("/msg/fee_cost").asText()).isEqualTo("0.070000");
            assertThat(executed.at("/msg/status").asText()).isEqualTo("executed");
            assertThat(executed.at("/msg/last_update_reason").asText()).isEqualTo("Trade");
            assertThat(position.at("/msg/position_fp").asText()).isEqualTo("4.00");
            assertThat(fields(fill.path("msg")))
                    .containsAll(fields(Fixtures.payload("ws_spec_example/fill.json").path("msg")));
            Set<String> wanted =
                    fields(Fixtures.payload("ws_spec_example/user_order.json").path("msg"));
            wanted.removeAll(Set.of("order_group_id", "expiration_time", "expiration_ts_ms"));
            assertThat(fields(resting.path("msg"))).containsAll(wanted);
            assertThat(fields(position.path("msg")))
                    .containsAll(
                            fields(
                                    Fixtures.payload("ws_spec_example/market_position.json")
                                            .path("msg")));
        }
    }

    @Test
    void tellsWhatBecomesOfMarkets() {
        try (TestSocket socket = venue.socket("bob")) {
            socket.send(
                    "{\"id\":1,\"cmd\":\"subscribe\",\"params\":{\"channels\":[\"market_lifecycle_v2\"]}}");
            socket.next(m -> m.path("type").asText().equals("subscribed"));

            String ticker = venue.quietMarket("TOLD");
            venue.act(ticker, "determine", "{\"result\":\"yes\"}");
            venue.act(ticker, "settle", "{}");

            for (String event :
                    new String[] {
                        "created", "activated", "close_date_updated", "determined", "settled"
                    }) {
                JsonNode told =
                        socket.next(m -> m.at("/msg/market_ticker").asText().equals(ticker));
                assertThat(told.at("/msg/event_type").asText()).isEqualTo(event);
            }
        }
    }

    @Test
    void listsChangesAndEndsSubscriptions() {
        String ticker = venue.quietMarket("LIST");
        try (TestSocket socket = venue.socket("bob")) {
            socket.send(subscribe(1, "trade", ticker));
            socket.send("{\"id\":2,\"cmd\":\"list_subscriptions\"}");
            JsonNode list = socket.next(m -> m.path("id").asInt() == 2);
            socket.send("{\"id\":3,\"cmd\":\"unsubscribe\",\"params\":{\"sids\":[9]}}");
            JsonNode wrong = socket.next(m -> m.path("id").asInt() == 3);
            socket.send("{\"id\":4,\"cmd\":\"unsubscribe\",\"params\":{\"sids\":[1]}}");
            JsonNode ended = socket.next(m -> m.path("id").asInt() == 4);

            assertThat(list.path("msg").toString())
                    .isEqualTo("[{\"channel\":\"trade\",\"sid\":1}]");
            assertThat(wrong.at("/msg/code").asInt()).isEqualTo(7);
            assertThat(ended.path("type").asText()).isEqualTo("unsubscribed");
        }
    }

    @Test
    void pingsWithAHeartbeat() {
        try (TestSocket socket = venue.socket("bob")) {
            venue.advance(Duration.ofSeconds(11));
            Waiting.until(() -> socket.pings.get() > 0);

            assertThat(socket.pingBody).isEqualTo("heartbeat");
        }
    }

    @Test
    void countsALostMessageSoThatItIsMissed() {
        String ticker = venue.quietMarket("LOST");
        try (TestSocket socket = venue.socket("bob")) {
            socket.send(subscribe(1, "orderbook_delta", ticker));
            socket.next(m -> m.path("type").asText().equals("orderbook_snapshot"));
            venue.fault(
                    "{\"id\":\"lost\",\"kind\":\"SKIP_MESSAGE\",\"operation\":\"stream:depth\",\"symbol\":\""
                            + ticker
                            + "\",\"count\":1}");

            venue.placed("alice", ticker, "bid", "0.4000", "3.00");
            venue.placed("alice", ticker, "bid", "0.4100", "3.00");

            assertThat(socket.next(m -> true).path("seq").asLong()).isEqualTo(3);
        }
    }

    private static Set<String> fields(JsonNode json) {
        Set<String> names = new TreeSet<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String subscribe(int id, String channel, String ticker) {
        return "{\"id\":"
                + id
                + ",\"cmd\":\"subscribe\",\"params\":{\"channels\":[\""
                + channel
                + "\"],\"market_tickers\":[\""
                + ticker
                + "\"]}}";
    }
}
