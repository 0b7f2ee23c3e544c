package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A trailing stop at an exchange that has none: K2 holds it, dies, comes back and sends it once. */
class HeldOrderWalkTest {
    private static final String EXCHANGE = "bybit";
    private static final String INSTRUMENT = "BTC-USDT";
    private static final String SYMBOL = "BTCUSDT";

    @Test
    void aTrailingStopThatK2HoldsOutlivesADeathAndIsSentOnce() {
        try (Folder folder = new Folder();
                Simulation simulation = Simulation.start()) {
            Server.Place place = Server.Place.beside(simulation, folder.path());
            String id;
            try (Server server = Server.start(place)) {
                Api api = server.login();
                move(simulation, api, "65000");
                assertThat(api.place(trailing(false)).errorCode())
                        .isEqualTo("ORDER_TYPE_NOT_OFFERED");

                JsonNode order = api.place(trailing(true), "EXCHANGE_RECONCILING");

                id = order.path("id").asText();
                assertThat(order.path("held").asBoolean()).isTrue();
                assertThat(order.path("status").asText()).isEqualTo("pending");
                Until.holds(
                        Api.SETTLED_WITHIN,
                        "a trigger price that follows the market",
                        () -> api.order(id).path("trigger_price").isTextual());
                server.kill();
            }
            try (Server server = Server.start(place)) {
                Api api = server.login();
                JsonNode after = api.order(id);
                int before = simulation.ledger(EXCHANGE, "demo").size();

                move(simulation, api, "70000");
                JsonNode filled = api.orderOnce(id, "filled");

                assertThat(after.path("status").asText()).isEqualTo("pending");
                assertThat(after.path("trigger_price").isTextual()).isTrue();
                assertThat(before).isZero();
                assertThat(filled.path("type").asText()).isEqualTo("trailing_stop");
                assertThat(simulation.ledger(EXCHANGE, "demo")).hasSize(1);
                assertThat(api.orders()).hasSize(1);
            }
        }
    }

    /** The market goes there and stays for a while. */
    private static void move(Simulation simulation, Api api, String price) {
        simulation.script(
                EXCHANGE, SYMBOL, "price", "{\"price\":\"%s\",\"hold_s\":900}".formatted(price));
        BigDecimal wanted = new BigDecimal(price);
        BigDecimal near = new BigDecimal("300");
        Until.holds(
                Api.SETTLED_WITHIN,
                "the price at " + price,
                () -> ask(api).subtract(wanted).abs().compareTo(near) < 0);
    }

    private static BigDecimal ask(Api api) {
        return new BigDecimal(api.livePrice(INSTRUMENT, EXCHANGE).path("ask").asText());
    }

    private static ObjectNode trailing(boolean hold) {
        return Api.object()
                .put("client_order_id", "held-" + UUID.randomUUID())
                .put("exchange", EXCHANGE)
                .put("instrument", INSTRUMENT)
                .put("side", "buy")
                .put("type", "trailing_stop")
                .put("quantity", "0.01")
                .put("trailing_percent", "5")
                .put("hold", hold);
    }
}
