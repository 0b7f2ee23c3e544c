package dev.k2.sim.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class FuturesRestTest {
    private final TestVenue venue = TestVenue.futures(null);

    @AfterAll
    void close() {
        venue.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1/ping",
                "v1/time",
                "v1/exchangeInfo",
                "v1/depth?symbol=BTCUSDT&limit=5",
                "v1/trades?symbol=BTCUSDT",
                "v1/historicalTrades?symbol=BTCUSDT&limit=3",
                "v1/aggTrades?symbol=BTCUSDT",
                "v1/klines?symbol=BTCUSDT&interval=1m",
                "v1/continuousKlines?pair=BTCUSDT&contractType=PERPETUAL&interval=1m",
                "v1/markPriceKlines?symbol=BTCUSDT&interval=1m",
                "v1/indexPriceKlines?pair=BTCUSDT&interval=1m",
                "v1/premiumIndexKlines?symbol=BTCUSDT&interval=1m",
                "v1/premiumIndex",
                "v1/premiumIndex?symbol=1000PEPEUSDT",
                "v1/fundingRate?symbol=BTCUSDT",
                "v1/fundingInfo",
                "v1/ticker/24hr",
                "v1/ticker/price",
                "v2/ticker/price?symbol=BTCUSDC",
                "v1/ticker/bookTicker",
                "v1/openInterest?symbol=BTCUSDT",
                "v1/assetIndex"
            })
    void answersWhatEverybodyMayAsk(String call) {
        TestVenue.Reply reply = venue.get("/fapi/" + call).expecting(200);

        assertThat(reply.header("x-mbx-used-weight-1m")).isPositive();
    }

    @Test
    void takesOnlyTheDepthsThatThereAre() {
        venue.get("/fapi/v1/depth?symbol=BTCUSDT&limit=7")
                .refused(400, -4021, "Limit is not valid.");
    }

    @Test
    void hasNoCandlesOfSeconds() {
        venue.get("/fapi/v1/klines?symbol=BTCUSDT&interval=1s")
                .refused(400, -1120, "Invalid interval.");
    }

    @Test
    void opensAPositionAndClosesItAgain() {
        JsonNode before = balance("alice");

        JsonNode bought =
                order("alice", "BUY", "MARKET", "quantity", "0.1", "newOrderRespType", "RESULT");
        JsonNode held = position("alice");
        JsonNode sold =
                order(
                        "alice",
                        "SELL",
                        "MARKET",
                        "quantity",
                        "0.1",
                        "reduceOnly",
                        "true",
                        "newOrderRespType",
                        "RESULT");

        assertThat(bought.path("status").asText()).isEqualTo("FILLED");
        assertThat(held.path("positionAmt").asText()).isEqualTo("0.100");
        assertThat(sold.path("status").asText()).isEqualTo("FILLED");
        assertThat(signed("GET", "v3/positionRisk", "alice")).isEmpty();
        JsonNode trades = signed("GET", "v1/userTrades", "alice", "symbol", "BTCUSDT");
        BigDecimal expected = decimal(before, "balance");
        for (JsonNode trade : trades) {
            expected =
                    expected.add(decimal(trade, "realizedPnl"))
                            .subtract(decimal(trade, "commission"));
        }
        assertThat(decimal(balance("alice"), "balance")).isEqualByComparingTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"STOP_MARKET", "STOP", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"})
    void sendsConditionalOrdersToTheirOwnEndpoint(String type) {
        TestVenue.Reply reply =
                venue.signed(
                        "POST",
                        "/fapi/v1/order",
                        "bob",
                        "symbol",
                        "BTCUSDT",
                        "side",
                        "SELL",
                        "type",
                        type,
                        "quantity",
                        "0.01",
                        "stopPrice",
                        "1000");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("code").asInt()).isEqualTo(-4120);
    }

    @Test
    void placesFindsChangesAndCancelsAnOrder() {
        String price = lowPrice();
        String other = new BigDecimal(price).add(BigDecimal.TEN).toPlainString();

        JsonNode placed =
                order(
                        "bob",
                        "BUY",
                        "LIMIT",
                        "quantity",
                        "0.01",
                        "price",
                        price,
                        "timeInForce",
                        "GTC",
                        "newClientOrderId",
                        "x-abc.1:/");
        JsonNode found =
                signed(
                        "GET",
                        "v1/order",
                        "bob",
                        "symbol",
                        "BTCUSDT",
                        "origClientOrderId",
                        "x-abc.1:/");
        JsonNode changed =
                signed(
                        "PUT",
                        "v1/order",
                        "bob",
                        "symbol",
                        "BTCUSDT",
                        "orderId",
                        placed.path("orderId").asText(),
                        "side",
                        "BUY",
                        "quantity",
                        "0.02",
                        "price",
                        other);
        JsonNode open = signed("GET", "v1/openOrders", "bob", "symbol", "BTCUSDT");
        JsonNode cancelled =
                signed(
                        "DELETE",
                        "v1/order",
                        "bob",
                        "symbol",
                        "BTCUSDT",
                        "orderId",
                        placed.path("orderId").asText());

        assertThat(placed.path("status").asText()).isEqualTo("NEW");
        assertThat(found.path("orderId")).isEqualTo(placed.path("orderId"));
        assertThat(changed.path("origQty").asText()).isEqualTo("0.020");
        assertThat(open).hasSize(1);
        assertThat(decimal(open.get(0), "price")).isEqualByComparingTo(other);
        assertThat(cancelled.path("status").asText()).isEqualTo("CANCELED");
        assertThat(
                        signed(
                                "GET",
                                "v1/orderAmendment",
                                "bob",
                                "symbol",
                                "BTCUSDT",
                                "orderId",
                                placed.path("orderId").asText()))
                .hasSize(1);
    }

    @Test
    void refusesWhatTheMarginDoesNotCover() {
        venue.signed(
                        "POST",
                        "/fapi/v1/order",
                        "poor",
                        "symbol",
                        "BTCUSDT",
                        "side",
                        "BUY",
                        "type",
                        "MARKET",
                        "quantity",
                        "0.1")
                .refused(400, -2019, "Margin is insufficient.");
    }

    @Test
    void renewsAndClosesListenKeys() {
        String key = keyed("POST", "v1/listenKey").json().path("listenKey").asText();

        String again = keyed("POST", "v1/listenKey").json().path("listenKey").asText();
        keyed("PUT", "v1/listenKey").expecting(200);
        keyed("DELETE", "v1/listenKey").expecting(200);

        assertThat(again).isEqualTo(key).hasSize(64);
        keyed("PUT", "v1/listenKey").refused(400, -1125, "This listenKey does not exist.");
    }

    private TestVenue.Reply keyed(String method, String path) {
        return venue.exchange(
                java.net.http.HttpRequest.newBuilder(venue.rest().resolve("/fapi/" + path))
                        .header("X-MBX-APIKEY", venue.account("demo").apiKey())
                        .method(method, java.net.http.HttpRequest.BodyPublishers.noBody()));
    }

    private JsonNode order(String account, String side, String type, String... more) {
        String[] params = new String[6 + more.length];
        params[0] = "symbol";
        params[1] = "BTCUSDT";
        params[2] = "side";
        params[3] = side;
        params[4] = "type";
        params[5] = type;
        System.arraycopy(more, 0, params, 6, more.length);
        return signed("POST", "v1/order", account, params);
    }

    private JsonNode signed(String method, String path, String account, String... params) {
        return venue.signed(method, "/fapi/" + path, account, params).expecting(200).json();
    }

    private JsonNode position(String account) {
        return signed("GET", "v3/positionRisk", account, "symbol", "BTCUSDT").get(0);
    }

    private JsonNode balance(String account) {
        for (JsonNode balance : signed("GET", "v3/balance", account)) {
            if (balance.path("asset").asText().equals("USDT")) {
                return balance;
            }
        }
        throw new AssertionError("no USDT");
    }

    private String lowPrice() {
        String last =
                venue.get("/fapi/v2/ticker/price?symbol=BTCUSDT").json().path("price").asText();
        return Long.toString(new BigDecimal(last).longValue() * 9 / 10);
    }

    private static BigDecimal decimal(JsonNode node, String name) {
        return new BigDecimal(node.path(name).asText());
    }
}
