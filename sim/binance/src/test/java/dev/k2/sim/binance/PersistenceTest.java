package dev.k2.sim.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersistenceTest {
    @TempDir Path state;

    @Test
    void findsOrdersBalancesAndTradesAgain() {
        JsonNode account;
        JsonNode orders;
        JsonNode trades;
        try (TestVenue venue = new TestVenue(state)) {
            buy(venue);
            venue.restingBuy("demo", "stays");
            account = venue.signed("GET", "/api/v3/account", "demo").json().path("balances");
            orders = venue.signed("GET", "/api/v3/allOrders", "demo", "symbol", "BTCUSDT").json();
            trades = venue.signed("GET", "/api/v3/myTrades", "demo", "symbol", "BTCUSDT").json();
        }

        try (TestVenue venue = new TestVenue(state)) {
            assertThat(venue.signed("GET", "/api/v3/account", "demo").json().path("balances"))
                    .isEqualTo(account);
            assertThat(venue.signed("GET", "/api/v3/allOrders", "demo", "symbol", "BTCUSDT").json())
                    .isEqualTo(orders);
            assertThat(venue.signed("GET", "/api/v3/myTrades", "demo", "symbol", "BTCUSDT").json())
                    .isEqualTo(trades);
            long lastTrade = trades.get(trades.size() - 1).path("id").asLong();
            JsonNode next = buy(venue);
            assertThat(next.at("/fills/0/tradeId").asLong()).isGreaterThan(lastTrade);
            assertThat(next.path("orderId").asLong())
                    .isGreaterThan(orders.get(orders.size() - 1).path("orderId").asLong());
            venue.signed(
                            "DELETE",
                            "/api/v3/order",
                            "demo",
                            "symbol",
                            "BTCUSDT",
                            "origClientOrderId",
                            "stays")
                    .expecting(200);
        }
    }

    @Test
    void takesAMarketOffTheExchangeAndListsItAgainOverRestarts() {
        try (TestVenue venue = new TestVenue(state)) {
            venue.restingBuy("demo", "rests");

            venue.admin("DELETE", "/market/binance/BTCUSDT", "").expecting(200);

            assertThat(listed(venue, "BTCUSDT")).isEmpty();
            venue.get("/api/v3/depth?symbol=BTCUSDT").refused(400, -1121, "Invalid symbol.");
            JsonNode order = venue.admin("GET", "/ledger?client_order_id=rests", "").json().get(0);
            assertThat(order.path("status").asText()).isEqualTo("EXPIRED");
            assertThat(venue.signed("GET", "/api/v3/openOrders", "demo").json()).isEmpty();
        }
        try (TestVenue venue = new TestVenue(state)) {
            assertThat(listed(venue, "BTCUSDT")).isEmpty();

            venue.admin("POST", "/market/binance/BTCUSDT", "{\"status\":\"HALT\"}").expecting(200);

            assertThat(listed(venue, "BTCUSDT")).contains("HALT");
        }
        try (TestVenue venue = new TestVenue(state)) {
            assertThat(listed(venue, "BTCUSDT")).contains("HALT");
            venue.admin("POST", "/market/binance/BTCUSDT", "").expecting(200);

            venue.restingBuy("demo", "again");
            assertThat(listed(venue, "BTCUSDT")).contains("TRADING");
            assertThat(venue.admin("POST", "/market/binance/NOSUCH", "").status()).isEqualTo(400);
        }
    }

    private static Optional<String> listed(TestVenue venue, String symbol) {
        for (JsonNode one : venue.get("/api/v3/exchangeInfo").json().path("symbols")) {
            if (one.path("symbol").asText().equals(symbol)) {
                return Optional.of(one.path("status").asText());
            }
        }
        return Optional.empty();
    }

    @Test
    void dropsALineThatWasNotWrittenWhole() throws IOException {
        try (TestVenue venue = new TestVenue(state)) {
            venue.restingBuy("demo", "whole");
        }
        Path journal = state.resolve("binance.journal");
        Files.writeString(journal, "[{\"a\":\"accepted\",\"acc", StandardOpenOption.APPEND);

        try (TestVenue venue = new TestVenue(state)) {
            assertThat(venue.signed("GET", "/api/v3/openOrders", "demo").json()).hasSize(1);
            venue.restingBuy("demo", "next");
        }
        try (TestVenue venue = new TestVenue(state)) {
            assertThat(venue.signed("GET", "/api/v3/openOrders", "demo").json()).hasSize(2);
        }
    }

    @Test
    void forgetsNoAcknowledgedOrderWhenItIsKilled() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        Process process = Killed.start(state);
        try (Killed.Client client = Killed.client(process)) {
            CompletableFuture<Process> killed = new CompletableFuture<>();
            for (int i = 0; i < 150 && client.place("kill-" + i); i++) {
                acknowledged.add("kill-" + i);
                if (i == 60) {
                    killed.completeAsync(process::destroyForcibly);
                }
            }
        } catch (IOException e) {
            assertThat(acknowledged)
                    .as("killed too early: " + e.getMessage())
                    .hasSizeGreaterThan(60);
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        try (TestVenue venue = new TestVenue(state)) {
            JsonNode ledger = venue.admin("GET", "/ledger?account=demo", "").json();
            List<String> known = new ArrayList<>();
            ledger.forEach(order -> known.add(order.path("client_order_id").asText()));
            assertThat(acknowledged).isNotEmpty();
            assertThat(known).containsAll(acknowledged).doesNotHaveDuplicates();
        }
    }

    private static JsonNode buy(TestVenue venue) {
        return venue.signed(
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
                        "0.01")
                .expecting(200)
                .json();
    }
}
