package dev.k2.sim.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Fixtures;
import dev.k2.sim.Shapes;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class RestTest {
    private final TestVenue venue = new TestVenue();

    @BeforeAll
    void raiseTheLimits() {
        venue.admin("PUT", "/settings/binance", "{\"weight_per_minute\":1000000}").expecting(200);
    }

    @AfterAll
    void stop() {
        venue.close();
    }

    @Test
    void refusesWhatIsSignedWrong() {
        String query = "timestamp=" + venue.now();
        String key = venue.account("demo").apiKey();

        request("/api/v3/account?" + query + "&signature=" + "0".repeat(64), key)
                .refused(400, -1022, "Signature for this request is not valid.");
        request("/api/v3/account?" + query, key)
                .refused(
                        400,
                        -1102,
                        "Mandatory parameter 'signature' was not sent, was empty/null, or"
                                + " malformed.");
        request("/api/v3/account?x=1", key)
                .refused(
                        400,
                        -1102,
                        "Mandatory parameter 'timestamp' was not sent, was empty/null, or"
                                + " malformed.");
        request("/api/v3/account?" + query, "A".repeat(64))
                .refused(401, -2015, "Invalid API-key, IP, or permissions for action.");
        request("/api/v3/account?" + query, "not a key!")
                .refused(401, -2014, "API-key format invalid.");
    }

    @Test
    void refusesTimesTooFarFromItsOwn() {
        venue.signed("GET", "/api/v3/account", "alice", "recvWindow", "60001")
                .refused(400, -1131, "recvWindow must be less than 60000.");
        assertThat(stamped(-5_500).json().path("code").asInt()).isEqualTo(-1021);
        assertThat(stamped(3_000).json().path("msg").asText())
                .isEqualTo("Timestamp for this request was 1000ms ahead of the server's time.");
        stamped(-2_000).expecting(200);
    }

    @Test
    void takesTimestampsInMicroseconds() {
        String query = "timestamp=" + venue.now() * 1000;
        String signature = TestVenue.hmac(venue.account("demo").apiSecret(), query);

        request(
                        "/api/v3/account?" + query + "&signature=" + signature,
                        venue.account("demo").apiKey())
                .expecting(200);
    }

    @Test
    void givesMicrosecondsToWhoAsksForThem() {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(venue.rest().resolve("/api/v3/time"))
                        .header("X-MBX-TIME-UNIT", "MICROSECOND");

        assertThat(venue.exchange(request).json().path("serverTime").asLong())
                .isGreaterThan(1_000_000_000_000_000L);
    }

    @Test
    void signsOverQueryAndFormTogether() {
        String query = "timestamp=" + venue.now();
        String body = "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.001";
        String signature = TestVenue.hmac(venue.account("demo").apiSecret(), query + body);

        HttpRequest.Builder request =
                HttpRequest.newBuilder(venue.rest().resolve("/api/v3/order?" + query))
                        .header("X-MBX-APIKEY", venue.account("demo").apiKey())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        body + "&signature=" + signature));

        assertThat(venue.exchange(request).expecting(200).json().path("status").asText())
                .isEqualTo("FILLED");
    }

    @Test
    void takesEd25519AndRsaSignatures() throws Exception {
        String answer =
                venue.admin(
                                "POST",
                                "/accounts",
                                "{\"exchange\":\"binance\",\"account\":\"rita\",\"key_type\":\"RSA\","
                                    + "\"balances\":{\"USDT\":\"50\"}}")
                        .expecting(201)
                        .json()
                        .toString();
        JsonNode rita = WireJson.parse(answer);
        String query = "timestamp=" + venue.now();

        request(
                        "/api/v3/account?"
                                + query
                                + "&signature="
                                + TestVenue.query(
                                                "s",
                                                Keys.sign(
                                                        "SHA256withRSA",
                                                        rita.path("private_key_pem").asText(),
                                                        query))
                                        .substring(2),
                        rita.path("api_key").asText())
                .expecting(200);
        request(
                        "/api/v3/account?"
                                + query
                                + "&signature="
                                + TestVenue.query(
                                                "s",
                                                Keys.sign(
                                                        "Ed25519",
                                                        venue.account("edward").privateKeyPem(),
                                                        query))
                                        .substring(2),
                        venue.account("edward").apiKey())
                .expecting(200);
        request(
                        "/api/v3/account?"
                                + query
                                + "&signature="
                                + Base64.getUrlEncoder().encodeToString(new byte[64]),
                        venue.account("edward").apiKey())
                .refused(400, -1022, "Signature for this request is not valid.");
    }

    @Test
    void refusesParametersItDoesNotRead() {
        venue.get("/api/v3/time?a=1")
                .refused(400, -1101, "Too many parameters; expected '0' and received '1'.");
        venue.get("/api/v3/depth?symbol=BTCUSDT&deep=1")
                .refused(
                        400,
                        -1104,
                        "Not all sent parameters were read; read '1' parameter(s) but was sent"
                                + " '2'.");
        venue.get("/api/v3/depth?symbol=BTCUSDT&symbol=ETHUSDT")
                .refused(400, -1101, "Duplicate values for parameter 'symbol'.");
        venue.get("/api/v3/depth")
                .refused(
                        400,
                        -1102,
                        "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.");
        venue.get("/api/v3/depth?symbol=NOPE").refused(400, -1121, "Invalid symbol.");
        venue.get("/api/v3/klines?symbol=BTCUSDT&interval=7m")
                .refused(400, -1120, "Invalid interval.");
    }

    @Test
    void holdsOrdersAgainstTheFilters() {
        order("type", "LIMIT", "timeInForce", "GTC", "quantity", "1", "price", "60000.001")
                .refused(400, -1013, "Filter failure: PRICE_FILTER");
        order("type", "LIMIT", "timeInForce", "GTC", "quantity", "0.000001", "price", "60000")
                .refused(400, -1013, "Filter failure: LOT_SIZE");
        order("type", "LIMIT", "timeInForce", "GTC", "quantity", "0", "price", "60000")
                .refused(400, -1013, "Filter failure: LOT_SIZE");
        order("type", "LIMIT", "timeInForce", "GTC", "quantity", "0.00001", "price", "60000")
                .refused(400, -1013, "Filter failure: NOTIONAL");
        order("type", "LIMIT", "timeInForce", "GTC", "quantity", "1", "price", "1000")
                .refused(400, -1013, "Filter failure: PERCENT_PRICE_BY_SIDE");
        order("type", "MARKET", "quantity", "98")
                .refused(400, -1013, "Filter failure: MARKET_LOT_SIZE");
        order("type", "LIMIT", "timeInForce", "GTC", "quantity", "1.123456789", "price", "60000")
                .refused(400, -1111, "Parameter 'quantity' has too much precision.");
        order("type", "LIMIT", "timeInForce", "GTC", "quantity", "1e5", "price", "60000")
                .refused(
                        400,
                        -1100,
                        "Illegal characters found in parameter 'quantity'; legal range is"
                                + " '^([0-9]{1,20})(\\.[0-9]{1,20})?$'.");
    }

    @Test
    void holdsOrdersAgainstTheRulesOfTheirType() {
        order("type", "LIMIT", "quantity", "1", "price", "60000")
                .refused(
                        400,
                        -1102,
                        "Mandatory parameter 'timeInForce' was not sent, was empty/null, or"
                                + " malformed.");
        order("type", "LIMIT", "timeInForce", "GTX", "quantity", "1", "price", "60000")
                .refused(400, -1115, "Invalid timeInForce.");
        order("type", "MARKET", "quantity", "1", "price", "60000")
                .refused(400, -1106, "Parameter 'price' sent when not required.");
        order("type", "MARKET")
                .refused(
                        400,
                        -1102,
                        "Param 'quantity' or 'quoteOrderQty' must be sent, but both were"
                                + " empty/null!");
        order("type", "ICEBERG", "quantity", "1").refused(400, -1116, "Invalid orderType.");
        order("type", "LIMIT_MAKER", "quantity", "0.1", "price", "90000")
                .refused(400, -2010, "Order would immediately match and take.");
        order("type", "LIMIT", "timeInForce", "GTC", "quantity", "50", "price", "60000")
                .refused(400, -2010, "Account has insufficient balance for requested action.");
        order(
                        "type",
                        "LIMIT",
                        "timeInForce",
                        "GTC",
                        "quantity",
                        "1",
                        "price",
                        "60000",
                        "newClientOrderId",
                        "a b")
                .refused(
                        400,
                        -1100,
                        "Illegal characters found in parameter 'newClientOrderId'; legal range is"
                                + " '^[a-zA-Z0-9-_]{1,36}$'.");
    }

    @Test
    void placesAsksForAndCancelsAnOrder() {
        JsonNode placed = venue.restingBuy("bob", "life-1");

        venue.signed(
                        "GET",
                        "/api/v3/order",
                        "bob",
                        "symbol",
                        "BTCUSDT",
                        "origClientOrderId",
                        "life-1")
                .expecting(200);
        JsonNode cancelled =
                venue.signed(
                                "DELETE",
                                "/api/v3/order",
                                "bob",
                                "symbol",
                                "BTCUSDT",
                                "orderId",
                                placed.path("orderId").asText())
                        .expecting(200)
                        .json();
        assertThat(cancelled.path("origClientOrderId").asText()).isEqualTo("life-1");
        assertThat(cancelled.path("clientOrderId").asText()).isNotEqualTo("life-1").hasSize(22);
        venue.signed(
                        "DELETE",
                        "/api/v3/order",
                        "bob",
                        "symbol",
                        "BTCUSDT",
                        "origClientOrderId",
                        "life-1")
                .refused(400, -2011, "Unknown order sent.");
        venue.signed("GET", "/api/v3/order", "bob", "symbol", "BTCUSDT", "orderId", "1")
                .refused(400, -2013, "Order does not exist.");
        venue.signed("DELETE", "/api/v3/openOrders", "bob", "symbol", "BTCUSDT")
                .refused(400, -2011, "Unknown order sent.");
    }

    @Test
    void hidesOrdersOfOthers() {
        JsonNode placed = venue.restingBuy("bob", "mine");

        venue.signed(
                        "GET",
                        "/api/v3/order",
                        "alice",
                        "symbol",
                        "BTCUSDT",
                        "orderId",
                        placed.path("orderId").asText())
                .refused(400, -2013, "Order does not exist.");

        venue.signed(
                        "DELETE",
                        "/api/v3/order",
                        "bob",
                        "symbol",
                        "BTCUSDT",
                        "origClientOrderId",
                        "mine")
                .expecting(200);
    }

    @Test
    void tellsBothHalvesOfAReplacement() {
        venue.restingBuy("bob", "old");
        String price = venue.lowPrice();

        venue.signed(
                        "POST",
                        "/api/v3/order/cancelReplace",
                        "bob",
                        "symbol",
                        "BTCUSDT",
                        "side",
                        "BUY",
                        "type",
                        "LIMIT",
                        "timeInForce",
                        "GTC",
                        "quantity",
                        "0.02",
                        "price",
                        price,
                        "cancelReplaceMode",
                        "STOP_ON_FAILURE",
                        "cancelOrigClientOrderId",
                        "old",
                        "newClientOrderId",
                        "new")
                .expecting(200);
        TestVenue.Reply partly =
                venue.signed(
                        "POST",
                        "/api/v3/order/cancelReplace",
                        "bob",
                        "symbol",
                        "BTCUSDT",
                        "side",
                        "BUY",
                        "type",
                        "LIMIT",
                        "timeInForce",
                        "GTC",
                        "quantity",
                        "50",
                        "price",
                        price,
                        "cancelReplaceMode",
                        "ALLOW_FAILURE",
                        "cancelOrigClientOrderId",
                        "new");
        TestVenue.Reply none =
                venue.signed(
                        "POST",
                        "/api/v3/order/cancelReplace",
                        "bob",
                        "symbol",
                        "BTCUSDT",
                        "side",
                        "BUY",
                        "type",
                        "LIMIT",
                        "timeInForce",
                        "GTC",
                        "quantity",
                        "0.02",
                        "price",
                        price,
                        "cancelReplaceMode",
                        "STOP_ON_FAILURE",
                        "cancelOrigClientOrderId",
                        "gone");

        partly.refused(409, -2021, "Order cancel-replace partially failed.");
        assertThat(partly.json().at("/data/cancelResult").asText()).isEqualTo("SUCCESS");
        assertThat(partly.json().at("/data/newOrderResponse/code").asInt()).isEqualTo(-2010);
        none.refused(400, -2022, "Order cancel-replace failed.");
        assertThat(none.json().at("/data/newOrderResult").asText()).isEqualTo("NOT_ATTEMPTED");
        assertThat(none.json().at("/data/newOrderResponse").isNull()).isTrue();
    }

    @Test
    void amendsDownOnly() {
        venue.restingBuy("bob", "big");

        venue.signed(
                        "PUT",
                        "/api/v3/order/amend/keepPriority",
                        "bob",
                        "symbol",
                        "BTCUSDT",
                        "origClientOrderId",
                        "big",
                        "newQty",
                        "0.02")
                .refused(400, -2010, "Order amend (quantity increase) is not supported.");
        JsonNode amended =
                venue.signed(
                                "PUT",
                                "/api/v3/order/amend/keepPriority",
                                "bob",
                                "symbol",
                                "BTCUSDT",
                                "origClientOrderId",
                                "big",
                                "newQty",
                                "0.004")
                        .expecting(200)
                        .json();

        assertThat(amended.at("/amendedOrder/origQty").asText()).isEqualTo("0.00400000");
        venue.signed("DELETE", "/api/v3/openOrders", "bob", "symbol", "BTCUSDT").expecting(200);
    }

    @Test
    void countsWeightAndOrdersInItsHeaders() {
        TestVenue.Reply before = venue.get("/api/v3/depth?symbol=BTCUSDT&limit=500");
        TestVenue.Reply after = venue.get("/api/v3/depth?symbol=BTCUSDT&limit=5000");
        TestVenue.Reply order =
                order(
                        "type",
                        "LIMIT",
                        "timeInForce",
                        "GTC",
                        "quantity",
                        "0.01",
                        "price",
                        venue.lowPrice());

        assertThat(after.header("x-mbx-used-weight-1m")).isGreaterThanOrEqualTo(250);
        assertThat(before.header("x-mbx-used-weight-1m")).isGreaterThanOrEqualTo(25);
        assertThat(order.header("x-mbx-order-count-10s")).isPositive();
        assertThat(order.header("x-mbx-order-count-1d")).isPositive();
        venue.signed("DELETE", "/api/v3/openOrders", "demo", "symbol", "BTCUSDT").expecting(200);
    }

    @Test
    void fillsMarketOrdersAndBooksTheMoney() {
        JsonNode before = balance("poor", "USDT");

        JsonNode order =
                venue.signed(
                                "POST",
                                "/api/v3/order",
                                "poor",
                                "symbol",
                                "PEPEUSDT",
                                "side",
                                "BUY",
                                "type",
                                "MARKET",
                                "quoteOrderQty",
                                "10")
                        .expecting(200)
                        .json();

        assertThat(order.path("status").asText()).isEqualTo("FILLED");
        BigDecimal spent = new BigDecimal(order.path("cummulativeQuoteQty").asText());
        assertThat(new BigDecimal(balance("poor", "USDT").path("free").asText()))
                .isEqualByComparingTo(new BigDecimal(before.path("free").asText()).subtract(spent));
        BigDecimal fee = new BigDecimal("0");
        for (JsonNode fill : order.path("fills")) {
            fee = fee.add(new BigDecimal(fill.path("commission").asText()));
        }
        assertThat(new BigDecimal(balance("poor", "PEPE").path("free").asText()))
                .isEqualByComparingTo(
                        new BigDecimal(order.path("executedQty").asText()).subtract(fee));
    }

    @Test
    void answersGoneWhereListenKeysWere() {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(venue.rest().resolve("/api/v3/userDataStream"))
                        .header("X-MBX-APIKEY", venue.account("demo").apiKey())
                        .POST(HttpRequest.BodyPublishers.noBody());

        venue.exchange(request).expecting(410);
        venue.get("/api/v1/time").expecting(404);
    }

    @Test
    void survivesBodiesThatAreTooLarge() {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(venue.rest().resolve("/api/v3/order"))
                        .POST(HttpRequest.BodyPublishers.ofString("x".repeat(2_000_000)));

        venue.exchange(request).expecting(413);
        venue.get("/api/v3/ping").expecting(200);
    }

    @Test
    void placesAnOrderListAndEndsItWhole() {
        String last =
                venue.get("/api/v3/ticker/price?symbol=SOLUSDT").json().path("price").asText();
        long price = new BigDecimal(last).longValue();
        JsonNode recorded =
                Fixtures.json("binance", "rest-private/jkorf__Trading_PlaceOcoOrderList.json")
                        .path("response");
        JsonNode listed =
                Fixtures.json("binance", "rest-private/jkorf__Trading_GetOcoOrder.json")
                        .path("response");

        JsonNode oco =
                venue.signed(
                                "POST",
                                "/api/v3/orderList/oco",
                                "alice",
                                "symbol",
                                "SOLUSDT",
                                "side",
                                "SELL",
                                "quantity",
                                "2",
                                "aboveType",
                                "LIMIT_MAKER",
                                "abovePrice",
                                Long.toString(price * 2),
                                "belowType",
                                "STOP_LOSS_LIMIT",
                                "belowStopPrice",
                                Long.toString(price / 2),
                                "belowPrice",
                                Long.toString(price / 2),
                                "belowTimeInForce",
                                "GTC")
                        .expecting(200)
                        .json();
        JsonNode asked =
                venue.signed(
                                "GET",
                                "/api/v3/orderList",
                                "alice",
                                "orderListId",
                                oco.path("orderListId").asText())
                        .expecting(200)
                        .json();
        JsonNode open = venue.signed("GET", "/api/v3/openOrderList", "alice").expecting(200).json();
        JsonNode gone =
                venue.signed("DELETE", "/api/v3/openOrders", "alice", "symbol", "SOLUSDT")
                        .expecting(200)
                        .json();

        // Iceberg quantities are left out: the exchange takes none. stopPrice is compared on the
        // stop leg below.
        assertThat(Shapes.missing(recorded, oco, Set.of("icebergQty", "stopPrice"))).isEmpty();
        assertThat(oco.at("/orderReports/1/stopPrice").asText()).isNotEmpty();
        assertThat(oco.at("/orderReports/1/workingTime").asLong()).isEqualTo(-1);
        assertThat(Shapes.missing(listed, asked, Set.of())).isEmpty();
        assertThat(open).hasSize(1);
        assertThat(gone.get(0).path("listOrderStatus").asText()).isEqualTo("ALL_DONE");
        assertThat(gone.get(0).path("orderReports")).hasSize(2);
        venue.signed("GET", "/api/v3/openOrders", "alice", "symbol", "SOLUSDT").expecting(200);
    }

    @Test
    void refusesOrderListsThatStandTheWrongWayRound() {
        venue.signed(
                        "POST",
                        "/api/v3/orderList/oco",
                        "alice",
                        "symbol",
                        "SOLUSDT",
                        "side",
                        "SELL",
                        "quantity",
                        "2",
                        "aboveType",
                        "STOP_LOSS",
                        "aboveStopPrice",
                        "200",
                        "belowType",
                        "TAKE_PROFIT",
                        "belowStopPrice",
                        "100")
                .refused(400, -1197, "A stop loss order in a sell OCO must be below.");
    }

    private JsonNode balance(String account, String asset) {
        JsonNode balances =
                venue.signed("GET", "/api/v3/account", account)
                        .expecting(200)
                        .json()
                        .path("balances");
        for (JsonNode balance : balances) {
            if (balance.path("asset").asText().equals(asset)) {
                return balance;
            }
        }
        throw new AssertionError("no balance of " + asset);
    }

    private TestVenue.Reply order(String... params) {
        String[] all = new String[params.length + 4];
        all[0] = "symbol";
        all[1] = "BTCUSDT";
        all[2] = "side";
        all[3] = "BUY";
        System.arraycopy(params, 0, all, 4, params.length);
        return venue.signed("POST", "/api/v3/order", "demo", all);
    }

    private TestVenue.Reply stamped(long offsetMillis) {
        String query = "timestamp=" + (venue.now() + offsetMillis);
        String signature = TestVenue.hmac(venue.account("alice").apiSecret(), query);
        return request(
                "/api/v3/account?" + query + "&signature=" + signature,
                venue.account("alice").apiKey());
    }

    private TestVenue.Reply request(String path, String key) {
        return venue.exchange(
                HttpRequest.newBuilder(venue.rest().resolve(path)).header("X-MBX-APIKEY", key));
    }
}
