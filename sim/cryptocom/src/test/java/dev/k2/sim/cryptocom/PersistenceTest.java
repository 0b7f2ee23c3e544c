package dev.k2.sim.cryptocom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersistenceTest {
    @TempDir Path state;

    @Test
    void findsOrdersFillsPositionsAndMoneyAgain() {
        JsonNode orders;
        JsonNode waiting;
        JsonNode fills;
        String dollars;
        String orderId;
        try (TestVenue venue = new TestVenue(state)) {
            venue.place("demo", TestVenue.market("BTC_USD", "BUY", "0.01"));
            venue.place("demo", TestVenue.market("BTCUSD-PERP", "BUY", "0.02"));
            orderId = venue.resting("demo", "stays");
            ObjectNode stop =
                    TestVenue.market("ETH_USD", "SELL", "0.1")
                            .put("type", "STOP_LOSS")
                            .put("ref_price", venue.below("ETH_USD", 20));
            venue.call("demo", "private/advanced/create-order", stop).result();
            orders = venue.call("demo", "private/get-open-orders").rows();
            waiting = venue.call("demo", "private/advanced/get-open-orders").rows();
            fills = venue.call("demo", "private/get-trades").rows();
            dollars = dollars(venue);
        }

        try (TestVenue venue = new TestVenue(state)) {
            assertThat(venue.call("demo", "private/get-open-orders").rows()).isEqualTo(orders);
            assertThat(venue.call("demo", "private/advanced/get-open-orders").rows())
                    .hasSameSizeAs(waiting);
            assertThat(venue.call("demo", "private/get-trades").rows()).isEqualTo(fills);
            assertThat(dollars(venue)).isEqualTo(dollars);
            assertThat(venue.call("demo", "private/get-positions").row().path("quantity").asText())
                    .isEqualTo("0.0200");
            JsonNode found =
                    venue.call(
                                    "demo",
                                    "private/get-order-detail",
                                    WireJson.object().put("client_oid", "stays"))
                            .result();
            assertThat(found.path("order_id").asText()).isEqualTo(orderId);
            assertThat(venue.resting("demo", "next")).isGreaterThan(orderId);
            venue.call("demo", "private/cancel-order", WireJson.object().put("order_id", orderId))
                    .result();
        }
    }

    private static String dollars(TestVenue venue) {
        for (JsonNode one :
                venue.call("demo", "private/user-balance").row().path("position_balances")) {
            if (one.path("instrument_name").asText().equals("USD")) {
                return one.path("quantity").asText() + " " + one.path("reserved_qty").asText();
            }
        }
        throw new AssertionError("no dollars");
    }
}
