package dev.k2.sim.cryptocom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdvancedOrdersTest {
    private TestVenue venue;

    @BeforeEach
    void start() {
        venue = new TestVenue();
    }

    @AfterEach
    void stop() {
        venue.close();
    }

    private JsonNode call(String method, ObjectNode params) {
        return venue.call("demo", "private/advanced/" + method, params).result();
    }

    private ObjectNode stopLoss(String name, int below) {
        return TestVenue.market(name, "SELL", "0.01")
                .put("type", "STOP_LOSS")
                .put("ref_price", venue.below(name, below));
    }

    private static ObjectNode id(String orderId) {
        return WireJson.object().put("order_id", orderId);
    }

    private List<String> open() {
        List<String> ids = new ArrayList<>();
        call("get-open-orders", WireJson.object())
                .path("data")
                .forEach(order -> ids.add(order.path("order_id").asText()));
        return ids;
    }

    private void moveTo(String name, String price) {
        String body = "{\"price\":\"" + price + "\",\"hold_s\":60}";
        assertThat(venue.admin("POST", "/market/cryptocom/" + name + "/price", body).status())
                .isEqualTo(200);
    }

    private String status(String orderId) {
        return call("get-order-detail", id(orderId)).path("status").asText();
    }

    @Test
    void waitsForItsPriceAndTellsOfItOnItsOwnChannel() {
        try (TestSocket socket = venue.socketOf("demo")) {
            socket.send(TestVenue.subscribe(1, "user.advance.order"));
            socket.next(m -> m.path("id").asInt() == 1);

            String orderId = call("create-order", stopLoss("BTC_USD", 3)).path("order_id").asText();

            JsonNode told = socket.next(m -> WireShapeTest.channel(m, "user.advance.order"));
            assertThat(told.at("/result/data/0/status").asText()).isEqualTo("PENDING");
            assertThat(open()).containsExactly(orderId);
            assertThat(venue.call("demo", "private/get-open-orders").rows()).isEmpty();
            moveTo("BTC_USD", venue.below("BTC_USD", 5));
            Waiting.until(() -> status(orderId).equals("FILLED"));
            assertThat(open()).isEmpty();
            assertThat(call("get-order-history", WireJson.object()).at("/data/0/order_id").asText())
                    .isEqualTo(orderId);
        }
    }

    @Test
    void amendsWhatItWaitsForAndKeepsItsId() {
        String orderId = call("create-order", stopLoss("BTC_USD", 10)).path("order_id").asText();
        String price = venue.below("BTC_USD", 12);

        JsonNode heard =
                call(
                        "amend-order",
                        id(orderId).put("new_ref_price", price).put("new_quantity", "0.02"));

        assertThat(heard.path("order_id").asText()).isEqualTo(orderId);
        JsonNode amended = call("get-order-detail", id(orderId));
        assertThat(amended.path("ref_price").asText()).isEqualTo(price);
        assertThat(amended.path("status").asText()).isEqualTo("PENDING");
        assertThat(open()).containsExactly(orderId);
        call("cancel-all-orders", WireJson.object());
        assertThat(open()).isEmpty();
        assertThat(call("get-order-history", WireJson.object()).path("data")).hasSize(1);
    }

    @Test
    void cancelsOneWhenTheOtherTrades() {
        ObjectNode list = WireJson.object();
        ObjectNode above = TestVenue.limit("BTC_USD", "SELL", "0.01", venue.below("BTC_USD", -3));
        list.putArray("order_list").add(above).add(stopLoss("BTC_USD", 4));
        String listId = call("create-oco", list).path("list_id").asText();
        List<String> legs = open();
        assertThat(legs).hasSize(2);

        moveTo("BTC_USD", venue.below("BTC_USD", 6));

        Waiting.until(() -> status(legs.get(1)).equals("FILLED"));
        assertThat(status(legs.get(0))).isEqualTo("CANCELED");
        ObjectNode asked = WireJson.object();
        asked.putArray("list_id_list").add(listId);
        JsonNode told = call("get-order-list-detail", asked).path("data");
        assertThat(told.findValuesAsText("contingency_type")).containsExactly("OCO", "OCO");
        assertThat(told.findValuesAsText("leg_id")).containsExactly("1", "2");
    }

    @Test
    void placesOneWhenTheOtherIsFilled() {
        ObjectNode list = WireJson.object();
        list.putArray("order_list")
                .add(TestVenue.limit("BTCUSD-PERP", "BUY", "0.01", venue.below("BTCUSD-PERP", -1)))
                .add(stopLoss("BTCUSD-PERP", 8));

        call("create-oto", list);

        JsonNode waiting = call("get-open-orders", WireJson.object()).path("data");
        assertThat(waiting).hasSize(1);
        assertThat(waiting.path(0).path("order_type").asText()).isEqualTo("STOP_LOSS");
        assertThat(waiting.path(0).path("status").asText()).isEqualTo("PENDING");
    }

    @Test
    void endsAWholeListAtOnce() {
        ObjectNode list = WireJson.object();
        list.putArray("order_list")
                .add(TestVenue.limit("BTC_USD", "BUY", "0.01", venue.below("BTC_USD", 4)))
                .add(stopLoss("BTC_USD", 8))
                .add(TestVenue.limit("BTC_USD", "SELL", "0.01", venue.below("BTC_USD", -8)));
        String listId = call("create-otoco", list).path("list_id").asText();
        assertThat(open()).hasSize(3);

        call("cancel-otoco", WireJson.object().put("list_id", listId));

        assertThat(open()).isEmpty();
        venue.call(
                        "demo",
                        "private/advanced/cancel-otoco",
                        WireJson.object().put("list_id", listId))
                .refused(500, 316);
    }
}
