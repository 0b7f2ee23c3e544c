package dev.k2.sim.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.TestSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class FuturesAlgoTest {
    private final TestVenue venue = TestVenue.futures(null);

    @AfterAll
    void close() {
        venue.close();
    }

    @Test
    void becomesAnOrderWhenItsPriceComes() {
        FuturesUser alice = new FuturesUser(venue, "alice");
        try (TestSocket socket = alice.stream()) {
            alice.market("SOLUSDT", "BUY", "1");
            JsonNode placed =
                    alice.algo(
                            "SOLUSDT",
                            "SELL",
                            "STOP_MARKET",
                            "quantity",
                            "1",
                            "reduceOnly",
                            "true",
                            "triggerPrice",
                            alice.part("SOLUSDT", "0.98"),
                            "clientAlgoId",
                            "stop-1");
            alice.moveMarket("SOLUSDT", "0.97");

            JsonNode triggered = algo(socket, "TRIGGERED");
            JsonNode traded = socket.next(m -> m.at("/o/x").asText().equals("TRADE"));
            JsonNode finished = algo(socket, "FINISHED");

            assertThat(placed.path("algoStatus").asText()).isEqualTo("NEW");
            assertThat(triggered.path("ai").asText()).isEqualTo(traded.at("/o/i").asText());
            assertThat(traded.at("/o/ot").asText()).isEqualTo("STOP_MARKET");
            assertThat(finished.path("aq").asText()).isEqualTo("1.00");
            JsonNode asked = alice.call("GET", "v1/algoOrder", "clientAlgoId", "stop-1");
            assertThat(asked.path("algoStatus").asText()).isEqualTo("FINISHED");
            assertThat(asked.path("actualOrderId").asText()).isEqualTo(traded.at("/o/i").asText());
        }
    }

    @Test
    void followsThePriceAndTurnsWithIt() {
        FuturesUser bob = new FuturesUser(venue, "bob");
        try (TestSocket socket = bob.stream()) {
            bob.algo(
                    "ETHUSDT",
                    "BUY",
                    "TRAILING_STOP_MARKET",
                    "quantity",
                    "0.1",
                    "callbackRate",
                    "1");
            bob.moveMarket("ETHUSDT", "0.97");
            bob.moveMarket("ETHUSDT", "1.03");

            JsonNode traded = socket.next(m -> m.at("/o/x").asText().equals("TRADE"));

            assertThat(traded.at("/o/ot").asText()).isEqualTo("TRAILING_STOP_MARKET");
        }
    }

    @Test
    void closesTheWholePosition() {
        FuturesUser demo = new FuturesUser(venue, "demo");
        try (TestSocket socket = demo.stream()) {
            demo.market("DOGEUSDT", "SELL", "500");
            demo.algo(
                    "DOGEUSDT",
                    "BUY",
                    "TAKE_PROFIT_MARKET",
                    "closePosition",
                    "true",
                    "triggerPrice",
                    demo.part("DOGEUSDT", "0.97"));
            demo.moveMarket("DOGEUSDT", "0.95");

            algo(socket, "FINISHED");

            assertThat(demo.call("GET", "v3/positionRisk", "symbol", "DOGEUSDT")).isEmpty();
        }
    }

    @Test
    void refusesAPriceThatIsReachedAlready() {
        FuturesUser bob = new FuturesUser(venue, "bob");

        TestVenue.Reply reply =
                bob.reply(
                        "POST",
                        "v1/algoOrder",
                        "algoType",
                        "CONDITIONAL",
                        "symbol",
                        "BTCUSDT",
                        "side",
                        "BUY",
                        "type",
                        "STOP_MARKET",
                        "quantity",
                        "0.01",
                        "triggerPrice",
                        bob.part("BTCUSDT", "0.9"));

        reply.refused(400, -2021, "Order would immediately trigger.");
    }

    @Test
    void listsAndCancelsWhatWaits() {
        FuturesUser edward = new FuturesUser(venue, "poor");
        String price = edward.part("1000PEPEUSDT", "1.2");
        JsonNode one =
                edward.algo(
                        "1000PEPEUSDT",
                        "BUY",
                        "STOP_MARKET",
                        "quantity",
                        "1000",
                        "triggerPrice",
                        price);
        edward.algo(
                "1000PEPEUSDT", "BUY", "STOP_MARKET", "quantity", "1000", "triggerPrice", price);

        JsonNode open = edward.call("GET", "v1/openAlgoOrders", "symbol", "1000PEPEUSDT");
        JsonNode cancelled =
                edward.call("DELETE", "v1/algoOrder", "algoId", one.path("algoId").asText());
        edward.call("DELETE", "v1/algoOpenOrders", "symbol", "1000PEPEUSDT");
        JsonNode all = edward.call("GET", "v1/allAlgoOrders", "symbol", "1000PEPEUSDT");

        assertThat(open).hasSize(2);
        assertThat(cancelled.path("algoStatus").asText()).isEqualTo("CANCELED");
        assertThat(all).hasSize(2).allMatch(a -> a.path("algoStatus").asText().equals("CANCELED"));
        edward.reply("DELETE", "v1/algoOrder", "algoId", one.path("algoId").asText())
                .refused(400, -2011, "Unknown order sent.");
    }

    private static JsonNode algo(TestSocket socket, String status) {
        return socket.next(
                        m ->
                                m.path("e").asText().equals("ALGO_UPDATE")
                                        && m.at("/o/X").asText().equals(status))
                .path("o");
    }
}
