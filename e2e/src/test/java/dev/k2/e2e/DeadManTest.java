package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Orders that are not to outlive K2: their exchanges cancel them once they hear nothing of it. */
class DeadManTest {
    private static final String ACCOUNT = "demo";

    /** Exchanges that have the switch, and what is traded there. */
    private static final Map<String, String> WATCHED =
            Map.of("binance-futures", "BTC-USDT-PERP", "okx", "BTC-USDT");

    private static final String UNWATCHED = "binance";
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration CANCELLED_WITHIN = Duration.ofSeconds(90);

    @Test
    void ordersOutliveSilenceOnlyAsLongAsTheirOwnerSaid() {
        try (Folder folder = new Folder();
                Simulation simulation = Simulation.start()) {
            Server.Place place = Server.Place.beside(simulation, folder.path());
            List<String> watched;
            String unwatched;
            try (Server server = Server.start(place)) {
                Api api = server.login();
                WATCHED.keySet().forEach(exchange -> watch(api, exchange));
                watched =
                        WATCHED.entrySet().stream()
                                .map(market -> rest(api, market.getKey(), market.getValue()))
                                .toList();
                unwatched = rest(api, UNWATCHED, "BTC-USDT");
                outwait();
                assertThat(WATCHED.keySet()).allMatch(exchange -> isOpen(simulation, exchange));
                server.kill();
            }

            Until.holds(
                    CANCELLED_WITHIN,
                    "the exchanges to cancel what rests there",
                    () -> WATCHED.keySet().stream().noneMatch(name -> isOpen(simulation, name)));
            assertThat(isOpen(simulation, UNWATCHED)).isTrue();

            try (Server again = Server.start(place)) {
                Api api = again.login();
                watched.forEach(id -> api.orderOnce(id, "cancelled"));
                assertThat(api.order(unwatched).path("status").asText()).isEqualTo("open");
                // A clean stop takes the switch back: this one stays.
                rest(api, "okx", "BTC-USDT");
            }
            outwait();
            assertThat(isOpen(simulation, "okx")).isTrue();
        }
    }

    private static void outwait() {
        long begun = System.nanoTime();
        Until.holds(
                CANCELLED_WITHIN,
                "more time to pass than the exchanges wait",
                () -> System.nanoTime() - begun > WAIT.plusSeconds(5).toNanos());
    }

    private static void watch(Api api, String exchange) {
        for (JsonNode link : api.get("/v1/exchange-links").data(200)) {
            if (link.path("exchange").asText().equals(exchange)) {
                String path = "/v1/exchange-links/" + link.path("id").asText() + "/dead-man";
                String body = "{\"seconds\":" + WAIT.toSeconds() + "}";
                assertThat(api.send("PUT", path, body).data(200).path("seconds").asLong())
                        .isEqualTo(WAIT.toSeconds());
                return;
            }
        }
        throw new AssertionError("no link to " + exchange);
    }

    /** Places an order below the market, where nobody comes within a minute. */
    private static String rest(Api api, String exchange, String instrument) {
        BigDecimal price =
                new BigDecimal(api.livePrice(instrument, exchange).path("bid").asText())
                        .multiply(new BigDecimal("0.97"))
                        .setScale(0, RoundingMode.DOWN);
        ObjectNode order =
                Api.object()
                        .put("client_order_id", UUID.randomUUID().toString())
                        .put("exchange", exchange)
                        .put("instrument", instrument)
                        .put("side", "buy")
                        .put("type", "limit")
                        .put("quantity", "0.01")
                        .put("price", price.toPlainString());
        return api.place(order, "EXCHANGE_RECONCILING").path("id").asText();
    }

    private static boolean isOpen(Simulation simulation, String exchange) {
        return simulation.ledger(exchange, ACCOUNT).stream()
                .anyMatch(entry -> entry.status().equals("NEW"));
    }
}
