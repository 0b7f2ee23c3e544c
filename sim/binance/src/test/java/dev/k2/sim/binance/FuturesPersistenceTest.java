package dev.k2.sim.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Waiting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuturesPersistenceTest {
    @TempDir Path state;

    @Test
    void findsPositionsMoneyOrdersAndChoicesAgain() {
        List<String> before;
        try (TestVenue venue = TestVenue.futures(state)) {
            FuturesUser demo = new FuturesUser(venue, "demo");
            demo.call("POST", "v1/leverage", "symbol", "ETHUSDT", "leverage", "7");
            demo.call("POST", "v1/marginType", "symbol", "ETHUSDT", "marginType", "ISOLATED");
            demo.market("ETHUSDT", "BUY", "1.5");
            demo.market("ETHUSDT", "SELL", "0.5");
            demo.market("BTCUSDT", "SELL", "0.02");
            demo.rest("BTCUSDT", "0.01", "stays");
            demo.algo(
                    "BTCUSDT",
                    "BUY",
                    "STOP_MARKET",
                    "closePosition",
                    "true",
                    "triggerPrice",
                    demo.part("BTCUSDT", "1.3"),
                    "clientAlgoId",
                    "guard");
            before = known(demo);
        }

        try (TestVenue venue = TestVenue.futures(state)) {
            // Waiting asks more often than an address may.
            venue.admin("PUT", "/settings/binance-futures", "{\"weight_per_minute\":1000000}")
                    .expecting(200);
            FuturesUser demo = new FuturesUser(venue, "demo");

            assertThat(known(demo)).isEqualTo(before);
            demo.call("DELETE", "v1/order", "symbol", "BTCUSDT", "origClientOrderId", "stays");
            demo.moveMarket("BTCUSDT", "1.31");
            Waiting.until(
                    () ->
                            demo.call("GET", "v1/algoOrder", "clientAlgoId", "guard")
                                    .path("algoStatus")
                                    .asText()
                                    .equals("FINISHED"));
        }
    }

    @Test
    void closesPositionsAndEndsOrdersOfAContractThatIsTakenOff() {
        try (TestVenue venue = TestVenue.futures(state)) {
            FuturesUser demo = new FuturesUser(venue, "demo");
            demo.market("BTCUSDT", "BUY", "0.02");
            demo.rest("BTCUSDT", "0.01", "rests");
            demo.algo(
                    "BTCUSDT",
                    "SELL",
                    "STOP_MARKET",
                    "closePosition",
                    "true",
                    "triggerPrice",
                    demo.part("BTCUSDT", "0.7"),
                    "clientAlgoId",
                    "guard");

            venue.admin("DELETE", "/market/binance-futures/BTCUSDT", "").expecting(200);

            assertThat(demo.call("GET", "v3/positionRisk")).isEmpty();
            assertThat(demo.call("GET", "v1/openOrders")).isEmpty();
            assertThat(demo.call("GET", "v1/openAlgoOrders")).isEmpty();
            assertThat(venue.get("/fapi/v1/depth?symbol=BTCUSDT").status()).isEqualTo(400);
        }
        try (TestVenue venue = TestVenue.futures(state)) {
            FuturesUser demo = new FuturesUser(venue, "demo");
            assertThat(demo.call("GET", "v3/positionRisk")).isEmpty();

            venue.admin("POST", "/market/binance-futures/BTCUSDT", "").expecting(200);

            demo.market("BTCUSDT", "BUY", "0.02");
            assertThat(demo.call("GET", "v3/positionRisk")).hasSize(1);
        }
    }

    /** What an account knows of itself, the prices of the moment left out. */
    private static List<String> known(FuturesUser demo) {
        List<String> known = new ArrayList<>();
        for (JsonNode balance : demo.call("GET", "v3/balance")) {
            known.add(balance.path("asset").asText() + balance.path("balance").asText());
        }
        for (JsonNode position : demo.call("GET", "v2/positionRisk")) {
            known.add(
                    position.path("symbol").asText()
                            + position.path("positionAmt")
                            + position.path("entryPrice")
                            + position.path("leverage")
                            + position.path("marginType")
                            + position.path("isolatedWallet"));
        }
        for (String call :
                List.of("v1/allOrders", "v1/userTrades", "v1/openOrders", "v1/allAlgoOrders")) {
            known.add(demo.call("GET", call, "symbol", "BTCUSDT").toString());
        }
        return known;
    }
}
