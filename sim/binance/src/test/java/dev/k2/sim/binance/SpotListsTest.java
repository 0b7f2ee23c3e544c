package dev.k2.sim.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Waiting;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Orders that wait for others, and stops that follow the market. */
@TestInstance(Lifecycle.PER_CLASS)
class SpotListsTest {
    private final TestVenue venue = new TestVenue();

    @AfterAll
    void stop() {
        venue.close();
    }

    @Test
    void placesTheWaitingOrderWhenTheWorkingOneIsFilled() {
        JsonNode list =
                place(
                        "alice",
                        "/api/v3/orderList/oto",
                        "workingType",
                        "LIMIT",
                        "workingSide",
                        "BUY",
                        "workingPrice",
                        part("1.15"),
                        "workingQuantity",
                        "1",
                        "workingTimeInForce",
                        "GTC",
                        "pendingType",
                        "LIMIT",
                        "pendingSide",
                        "SELL",
                        "pendingPrice",
                        part("1.5"),
                        "pendingQuantity",
                        "1",
                        "pendingTimeInForce",
                        "GTC");

        assertThat(list.path("contingencyType").asText()).isEqualTo("OTO");
        JsonNode open = venue.signed("GET", "/api/v3/openOrders", "alice").expecting(200).json();
        assertThat(open).hasSize(1);
        assertThat(open.get(0).path("status").asText()).isEqualTo("NEW");
        assertThat(open.get(0).path("orderListId")).isEqualTo(list.path("orderListId"));
        venue.signed(
                        "DELETE",
                        "/api/v3/orderList",
                        "alice",
                        "symbol",
                        "SOLUSDT",
                        "orderListId",
                        list.path("orderListId").asText())
                .expecting(200);
    }

    @Test
    void endsTheWaitingOrdersWithTheWorkingOne() {
        JsonNode list =
                place(
                        "bob",
                        "/api/v3/orderList/otoco",
                        "workingType",
                        "LIMIT",
                        "workingSide",
                        "BUY",
                        "workingPrice",
                        part("0.5"),
                        "workingQuantity",
                        "1",
                        "workingTimeInForce",
                        "GTC",
                        "pendingSide",
                        "SELL",
                        "pendingQuantity",
                        "1",
                        "pendingAboveType",
                        "LIMIT_MAKER",
                        "pendingAbovePrice",
                        part("1.2"),
                        "pendingBelowType",
                        "STOP_LOSS",
                        "pendingBelowStopPrice",
                        part("0.4"));
        List<String> statuses = new ArrayList<>();
        list.path("orderReports").forEach(o -> statuses.add(o.path("status").asText()));

        JsonNode gone =
                venue.signed(
                                "DELETE",
                                "/api/v3/order",
                                "bob",
                                "symbol",
                                "SOLUSDT",
                                "orderId",
                                list.at("/orders/0/orderId").asText())
                        .expecting(200)
                        .json();

        assertThat(statuses).containsExactly("NEW", "PENDING_NEW", "PENDING_NEW");
        assertThat(gone.path("status").asText()).isEqualTo("CANCELED");
        assertThat(venue.signed("GET", "/api/v3/openOrders", "bob").json()).isEmpty();
    }

    @Test
    void keepsOneOfTwoWaitingOrdersWhenTheOtherTrades() {
        JsonNode list =
                place(
                        "demo",
                        "/api/v3/orderList/otoco",
                        "workingType",
                        "LIMIT",
                        "workingSide",
                        "BUY",
                        "workingPrice",
                        part("1.03"),
                        "workingQuantity",
                        "1",
                        "workingTimeInForce",
                        "GTC",
                        "pendingSide",
                        "SELL",
                        "pendingQuantity",
                        "1",
                        "pendingAboveType",
                        "LIMIT_MAKER",
                        "pendingAbovePrice",
                        part("1.05"),
                        "pendingBelowType",
                        "STOP_LOSS",
                        "pendingBelowStopPrice",
                        part("0.7"));
        venue.admin(
                        "POST",
                        "/market/binance/SOLUSDT/price",
                        "{\"price\":\"" + part("1.08") + "\",\"hold_s\":5}")
                .expecting(200);

        String id = list.path("orderListId").asText();

        Waiting.until(
                () ->
                        venue.signed("GET", "/api/v3/orderList", "demo", "orderListId", id)
                                .json()
                                .path("listOrderStatus")
                                .asText()
                                .equals("ALL_DONE"));
        List<String> statuses = new ArrayList<>();
        for (JsonNode order :
                venue.signed("GET", "/api/v3/allOrders", "demo", "symbol", "SOLUSDT").json()) {
            statuses.add(order.path("status").asText());
        }
        assertThat(statuses).containsExactly("FILLED", "FILLED", "EXPIRED");
    }

    @Test
    void takesAStopThatFollowsTheMarketAndAnIceberg() {
        JsonNode trailing =
                order(
                        "edwin",
                        "SELL",
                        "STOP_LOSS",
                        "quantity",
                        "1",
                        "trailingDelta",
                        "100",
                        "newOrderRespType",
                        "RESULT");
        JsonNode iceberg =
                order(
                        "edwin",
                        "BUY",
                        "LIMIT",
                        "timeInForce",
                        "GTC",
                        "quantity",
                        "10",
                        "price",
                        part("0.5"),
                        "icebergQty",
                        "1",
                        "newOrderRespType",
                        "RESULT");

        assertThat(trailing.path("trailingDelta").asInt()).isEqualTo(100);
        assertThat(trailing.path("trailingTime").asLong()).isPositive();
        assertThat(iceberg.path("icebergQty").asText()).isEqualTo("1.00000000");
    }

    private JsonNode order(String account, String side, String type, String... more) {
        if (!venue.has(account)) {
            venue.admin(
                            "POST",
                            "/accounts",
                            "{\"exchange\":\"binance\",\"account\":\""
                                    + account
                                    + "\",\"balances\":{\"SOL\":\"10\",\"USDT\":\"10000\"}}")
                    .expecting(201);
            venue.learnAccounts();
        }
        List<String> params =
                new ArrayList<>(List.of("symbol", "SOLUSDT", "side", side, "type", type));
        params.addAll(List.of(more));
        return venue.signed("POST", "/api/v3/order", account, params.toArray(String[]::new))
                .expecting(200)
                .json();
    }

    private JsonNode place(String account, String path, String... more) {
        List<String> params = new ArrayList<>(List.of("symbol", "SOLUSDT"));
        params.addAll(List.of(more));
        return venue.signed("POST", path, account, params.toArray(String[]::new))
                .expecting(200)
                .json();
    }

    private String part(String part) {
        String last =
                venue.get("/api/v3/ticker/price?symbol=SOLUSDT").json().path("price").asText();
        return new BigDecimal(last)
                .multiply(new BigDecimal(part))
                .setScale(2, RoundingMode.DOWN)
                .toPlainString();
    }
}
