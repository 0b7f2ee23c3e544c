package dev.k2.sim.bybit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.SimAccount;
import dev.k2.sim.Waiting;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class RestTest {
    private static final String CREATE = "/v5/order/create";

    private final TestVenue venue = new TestVenue();

    @BeforeAll
    void raiseTheLimits() {
        venue.raiseTheLimits();
    }

    @AfterAll
    void stop() {
        venue.close();
    }

    @Test
    void pagesThroughContracts() {
        Set<String> symbols = new HashSet<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page =
                    venue.open(
                                    "/v5/market/instruments-info?category=linear&limit=2&cursor="
                                            + java.net.URLEncoder.encode(
                                                    cursor, StandardCharsets.UTF_8))
                            .result();
            page.path("list").forEach(one -> symbols.add(one.path("symbol").asText()));
            cursor = page.path("nextPageCursor").asText();
            pages++;
        } while (!cursor.isEmpty());

        assertThat(pages).isEqualTo(4);
        assertThat(symbols).hasSize(7).contains("BTCUSDT", "BTCPERP");
    }

    @Test
    void answersWithNothingWhereNothingIsListed() {
        assertThat(instruments("category=inverse")).isEmpty();
        assertThat(instruments("category=option&baseCoin=BTC")).isEmpty();
        assertThat(instruments("category=linear&status=PreLaunch")).isEmpty();
        venue.open("/v5/market/instruments-info").refused(10001);
        venue.open("/v5/market/tickers?category=spot&symbol=NOSUCH").refused(10001);
    }

    private JsonNode instruments(String query) {
        return venue.open("/v5/market/instruments-info?" + query).result().path("list");
    }

    @Test
    void listsCandlesFromTheNewestWithBothEndsIncluded() {
        JsonNode latest =
                venue.open("/v5/market/kline?category=linear&symbol=BTCUSDT&interval=5&limit=4")
                        .result()
                        .path("list");
        long newest = latest.at("/1/0").asLong();
        long oldest = latest.at("/3/0").asLong();

        JsonNode again =
                venue.open(
                                "/v5/market/kline?category=linear&symbol=BTCUSDT&interval=5&start="
                                        + oldest
                                        + "&end="
                                        + newest)
                        .result()
                        .path("list");

        assertThat(latest).hasSize(4);
        assertThat(newest - oldest).isEqualTo(600_000);
        assertThat(again).hasSize(3);
        assertThat(again.at("/0/0").asLong()).isEqualTo(newest);
        assertThat(again.get(2)).isEqualTo(latest.get(3));
    }

    @Test
    void tellsWhatIsWrongWithKeySignatureAndTime() {
        HttpRequest.Builder unknown =
                HttpRequest.newBuilder(venue.uri("http", "/v5/account/info"))
                        .header("X-BAPI-API-KEY", "unknown");
        venue.exchange(unknown).refused(10003);
        venue.exchange(info(TestVenue.now() - 10_000, "")).refused(10002);
        venue.exchange(info(TestVenue.now() + 5_000, "")).refused(10002);
        venue.exchange(info(TestVenue.now(), "forged")).refused(10004);
        venue.exchange(info(TestVenue.now(), "")).done();
        venue.exchange(HttpRequest.newBuilder(venue.uri("http", "/v5/account/info")))
                .refused(10003);
    }

    private HttpRequest.Builder info(long timestamp, String alsoSigned) {
        return venue.signed("demo", alsoSigned, timestamp, "5000")
                .uri(venue.uri("http", "/v5/account/info"));
    }

    @Test
    void takesAnRsaKey() throws GeneralSecurityException {
        SimAccount edward = venue.account("edward");
        byte[] der =
                Base64.getMimeDecoder()
                        .decode(edward.privateKeyPem().replaceAll("-----[A-Z ]+-----", ""));
        String timestamp = Long.toString(TestVenue.now());
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(
                KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der)));
        signature.update((timestamp + edward.apiKey() + "5000").getBytes(StandardCharsets.UTF_8));

        venue.exchange(
                        HttpRequest.newBuilder(venue.uri("http", "/v5/user/query-api"))
                                .header("X-BAPI-API-KEY", edward.apiKey())
                                .header("X-BAPI-TIMESTAMP", timestamp)
                                .header("X-BAPI-RECV-WINDOW", "5000")
                                .header(
                                        "X-BAPI-SIGN",
                                        Base64.getEncoder().encodeToString(signature.sign())))
                .done();
    }

    @ParameterizedTest
    @ValueSource(strings = {"spot", "linear"})
    void placesAmendsAndCancels(String category) {
        String id = venue.restingBuy("demo", category, "life-" + category);
        JsonNode placed = venue.order("demo", category, id);
        ObjectNode change =
                TestVenue.body(
                        "category",
                        category,
                        "symbol",
                        "BTCUSDT",
                        "orderLinkId",
                        "life-" + category,
                        "qty",
                        "0.02",
                        "price",
                        venue.part(category, "0.7"));
        venue.post("demo", "/v5/order/amend", change).done();
        JsonNode amended = venue.order("demo", category, id);
        ObjectNode name = TestVenue.body("category", category, "symbol", "BTCUSDT", "orderId", id);
        venue.post("demo", "/v5/order/cancel", name).done();
        JsonNode cancelled = venue.order("demo", category, id);

        assertThat(placed.path("orderStatus").asText()).isEqualTo("New");
        assertThat(placed.path("avgPrice").asText()).isEmpty();
        assertThat(new BigDecimal(amended.path("qty").asText())).isEqualByComparingTo("0.02");
        assertThat(amended.path("price").asText()).isNotEqualTo(placed.path("price").asText());
        assertThat(cancelled.path("orderStatus").asText()).isEqualTo("Cancelled");
        assertThat(cancelled.path("cancelType").asText()).isEqualTo("CancelByUser");
        boolean spot = category.equals("spot");
        venue.post("demo", "/v5/order/cancel", name).refused(spot ? 170142 : 110010);
        venue.post("demo", "/v5/order/cancel", name.put("orderId", "123"))
                .refused(spot ? 170213 : 110001);
    }

    @Test
    void holdsTheMoneyOfSpotOrdersAndOfWhatTheyBecome() {
        BigDecimal before = locked("alice");
        String id = venue.restingBuy("alice", "spot", "held");
        BigDecimal held = locked("alice").subtract(before);
        JsonNode order = venue.order("alice", "spot", id);
        venue.post(
                        "alice",
                        "/v5/order/amend",
                        TestVenue.body(
                                "category",
                                "spot",
                                "symbol",
                                "BTCUSDT",
                                "orderId",
                                id,
                                "qty",
                                "0.03"))
                .done();

        assertThat(held)
                .isEqualByComparingTo(
                        new BigDecimal(order.path("price").asText())
                                .multiply(new BigDecimal("0.01")));
        assertThat(locked("alice").subtract(before))
                .isEqualByComparingTo(held.multiply(new BigDecimal(3)));
        venue.post(
                        "alice",
                        "/v5/order/cancel-all",
                        TestVenue.body("category", "spot", "symbol", "BTCUSDT"))
                .done();
        assertThat(locked("alice")).isEqualByComparingTo(before);
    }

    private BigDecimal locked(String account) {
        JsonNode wallet =
                venue.get(
                                account,
                                "/v5/account/wallet-balance",
                                "accountType",
                                "UNIFIED",
                                "coin",
                                "USDT")
                        .result();
        return new BigDecimal(wallet.at("/list/0/coin/0/locked").asText());
    }

    @Test
    void readsAMarketBuyAsAnAmountUnlessToldOtherwise() {
        String byAmount =
                venue.place("bob", "spot", "side", "Buy", "orderType", "Market", "qty", "100")
                        .result()
                        .path("orderId")
                        .asText();
        String byQuantity =
                venue.market("bob", "spot", "Buy", "0.002").result().path("orderId").asText();

        JsonNode amount = venue.order("bob", "spot", byAmount);
        JsonNode quantity = venue.order("bob", "spot", byQuantity);

        assertThat(amount.path("qty").asText()).isEqualTo("100");
        assertThat(new BigDecimal(amount.path("cumExecValue").asText()))
                .isBetween(new BigDecimal("99"), new BigDecimal("100"));
        assertThat(new BigDecimal(quantity.path("cumExecQty").asText()))
                .isEqualByComparingTo("0.002");
        assertThat(amount.path("cumFeeDetail").has("BTC")).isTrue();
        assertThat(byAmount).matches("[0-9]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spot", "linear"})
    void takesOrdersFirstAndEndsThemThen(String category) {
        String crossing = venue.part(category, "1.02");
        String postOnly = limit(category, "PostOnly", crossing, "0.01");
        String tooLarge = limit(category, "FOK", venue.part(category, "1"), "40");
        String nothing = limit(category, "IOC", venue.part(category, "0.9"), "0.01");

        assertThat(reason(category, postOnly)).isEqualTo("EC_PostOnlyWillTakeLiquidity");
        assertThat(reason(category, tooLarge)).isEqualTo("EC_CancelForNoFullFill");
        assertThat(reason(category, nothing)).isEqualTo("EC_NoImmediateQtyToFill");
    }

    private String limit(String category, String time, String price, String quantity) {
        venue.admin(
                "POST",
                "/accounts/bybit/demo/deposit",
                "{\"asset\":\"USDT\",\"amount\":\"10000000\"}");
        return venue.place(
                        "demo",
                        category,
                        "side",
                        "Buy",
                        "orderType",
                        "Limit",
                        "timeInForce",
                        time,
                        "price",
                        price,
                        "qty",
                        quantity)
                .result()
                .path("orderId")
                .asText();
    }

    private String reason(String category, String id) {
        JsonNode order = venue.order("demo", category, id);
        assertThat(order.path("orderStatus").asText()).isEqualTo("Cancelled");
        return order.path("rejectReason").asText();
    }

    @Test
    void numbersRefusalsDifferentlyForSpotAndContracts() {
        String price = venue.part("spot", "0.8");
        refuses("spot", 170131, "qty", "5", "price", price);
        refuses("linear", 110007, "qty", "500", "price", price);
        refuses("spot", 170140, "qty", "0.00001", "price", price);
        refuses("spot", 170137, "qty", "0.00000001", "price", price);
        refuses("spot", 170134, "qty", "0.001", "price", price + ".001");
        refuses("linear", 110017, "qty", "0.0001", "price", price);
        refuses("linear", 110003, "qty", "0.01", "price", "99999999");
        refuses("spot", 10001, "qty", "0.01", "price", price, "orderLinkId", "with blanks");
        String _ = venue.restingBuy("bob", "spot", "once");
        String _ = venue.restingBuy("bob", "linear", "once");
        refuses("spot", 170141, "qty", "0.001", "price", price, "orderLinkId", "once");
        refuses("linear", 110072, "qty", "0.001", "price", price, "orderLinkId", "once");
    }

    private void refuses(String category, int code, String... parts) {
        ObjectNode body =
                TestVenue.body(
                        "category",
                        category,
                        "symbol",
                        "BTCUSDT",
                        "side",
                        "Buy",
                        "orderType",
                        "Limit");
        body.setAll(TestVenue.body(parts));
        venue.post("bob", CREATE, body).refused(code);
    }

    @Test
    void answersEachPartOfABatchForItself() {
        String price = venue.part("linear", "0.8");
        ObjectNode batch = WireJson.object().put("category", "linear");
        batch.putArray("request")
                .add(
                        TestVenue.body(
                                "symbol",
                                "BTCUSDT",
                                "side",
                                "Buy",
                                "orderType",
                                "Limit",
                                "qty",
                                "0.01",
                                "price",
                                price,
                                "orderLinkId",
                                "part-1"))
                .add(
                        TestVenue.body(
                                "symbol",
                                "BTCUSDT",
                                "side",
                                "Buy",
                                "orderType",
                                "Limit",
                                "qty",
                                "0.01",
                                "price",
                                price,
                                "orderLinkId",
                                "part-1"));

        JsonNode answer = venue.post("demo", "/v5/order/create-batch", batch).done().json();

        assertThat(answer.at("/retExtInfo/list/0/code").asInt()).isZero();
        assertThat(answer.at("/retExtInfo/list/1/code").asInt()).isEqualTo(110072);
        assertThat(answer.at("/result/list/0/orderId").asText()).isNotEmpty();
        assertThat(answer.at("/result/list/1/orderId").asText()).isEmpty();
        JsonNode cancelled =
                venue.post(
                                "demo",
                                "/v5/order/cancel-all",
                                TestVenue.body("category", "linear", "settleCoin", "USDT"))
                        .result();
        assertThat(cancelled.path("list").toString()).contains("part-1");
    }

    @Test
    void keepsOneIdFromTheWaitingOrderToTheFill() {
        String id =
                venue.place(
                                "alice",
                                "linear",
                                "side",
                                "Buy",
                                "orderType",
                                "Market",
                                "qty",
                                "0.01",
                                "triggerPrice",
                                venue.part("linear", "1.01"),
                                "triggerDirection",
                                "1")
                        .result()
                        .path("orderId")
                        .asText();
        JsonNode waiting = venue.order("alice", "linear", id);
        move("BTCUSDT-LINEAR", venue.part("linear", "1.03"));

        assertThat(waiting.path("orderStatus").asText()).isEqualTo("Untriggered");
        assertThat(waiting.path("stopOrderType").asText()).isEqualTo("Stop");
        Waiting.until(
                () ->
                        venue.order("alice", "linear", id)
                                .path("orderStatus")
                                .asText()
                                .equals("Filled"));
        venue.place(
                        "alice",
                        "linear",
                        "side",
                        "Buy",
                        "orderType",
                        "Market",
                        "qty",
                        "0.01",
                        "triggerPrice",
                        venue.part("linear", "0.5"),
                        "triggerDirection",
                        "1")
                .refused(110092);
    }

    @Test
    void amendsAnOrderThatWaits() {
        String id =
                venue.place(
                                "bob",
                                "linear",
                                "side",
                                "Sell",
                                "orderType",
                                "Market",
                                "qty",
                                "0.01",
                                "triggerPrice",
                                venue.part("linear", "0.6"),
                                "triggerDirection",
                                "2")
                        .result()
                        .path("orderId")
                        .asText();
        String trigger = venue.part("linear", "0.5");
        venue.post(
                        "bob",
                        "/v5/order/amend",
                        TestVenue.body(
                                "category",
                                "linear",
                                "symbol",
                                "BTCUSDT",
                                "orderId",
                                id,
                                "triggerPrice",
                                trigger))
                .done();

        JsonNode order = venue.order("bob", "linear", id);

        assertThat(new BigDecimal(order.path("triggerPrice").asText()))
                .isEqualByComparingTo(trigger);
        assertThat(order.path("orderStatus").asText()).isEqualTo("Untriggered");
    }

    @Test
    void setsOffASpotOrderWithItsMoneyHeld() {
        String id =
                venue.place(
                                "demo",
                                "spot",
                                "side",
                                "Sell",
                                "orderType",
                                "Limit",
                                "qty",
                                "0.01",
                                "price",
                                venue.part("spot", "0.5"),
                                "triggerPrice",
                                venue.part("spot", "0.95"),
                                "orderFilter",
                                "tpslOrder")
                        .result()
                        .path("orderId")
                        .asText();
        JsonNode open =
                venue.get(
                                "demo",
                                "/v5/order/realtime",
                                "category",
                                "spot",
                                "orderFilter",
                                "tpslOrder")
                        .result();

        assertThat(open.at("/list/0/orderId").asText()).isEqualTo(id);
        assertThat(open.at("/list/0/orderStatus").asText()).isEqualTo("Untriggered");
        venue.admin(
                "POST",
                "/market/bybit/BTCUSDT/price",
                "{\"price\":\"" + venue.part("spot", "0.93") + "\",\"hold_s\":5}");
        Waiting.until(
                () ->
                        venue.order("demo", "spot", id)
                                .path("orderStatus")
                                .asText()
                                .equals("Filled"));
    }

    @Test
    void closesAPositionAtItsStop() {
        venue.place(
                        "alice",
                        "linear",
                        "side",
                        "Buy",
                        "orderType",
                        "Market",
                        "qty",
                        "0.01",
                        "stopLoss",
                        venue.part("linear", "0.98"),
                        "takeProfit",
                        venue.part("linear", "1.5"))
                .done();
        Waiting.until(() -> !position("alice").path("stopLoss").asText().equals("0"));
        JsonNode guarded = position("alice");
        move("BTCUSDT-LINEAR", venue.part("linear", "0.96"));

        assertThat(guarded.path("side").asText()).isEqualTo("Buy");
        assertThat(guarded.path("takeProfit").asText()).isNotEqualTo("0");
        Waiting.until(() -> new BigDecimal(position("alice").path("size").asText()).signum() == 0);
        Waiting.until(
                () ->
                        venue.get(
                                        "alice",
                                        "/v5/order/realtime",
                                        "category",
                                        "linear",
                                        "settleCoin",
                                        "USDT")
                                .result()
                                .path("list")
                                .isEmpty());
        JsonNode closed =
                venue.get("alice", "/v5/position/closed-pnl", "category", "linear").result();
        assertThat(closed.path("list")).isNotEmpty();
    }

    private JsonNode position(String account) {
        return venue.get(account, "/v5/position/list", "category", "linear", "symbol", "BTCUSDT")
                .result()
                .at("/list/0");
    }

    private void move(String market, String price) {
        venue.admin(
                "POST",
                "/market/bybit/" + market + "/price",
                "{\"price\":\"" + price + "\",\"hold_s\":5}");
    }

    @Test
    void tellsThatALeverageIsWhatItWas() {
        ObjectNode seven =
                TestVenue.body(
                        "category",
                        "linear",
                        "symbol",
                        "ETHUSDT",
                        "buyLeverage",
                        "7",
                        "sellLeverage",
                        "7");
        venue.post("bob", "/v5/position/set-leverage", seven).done();
        venue.post("bob", "/v5/position/set-leverage", seven).refused(110043);
    }

    @Test
    void keepsAccountsInTheOneMarginModeThatThereIs() {
        String path = "/v5/account/set-margin-mode";

        venue.post("bob", path, TestVenue.body("setMarginMode", "REGULAR_MARGIN")).done();

        venue.post("bob", path, TestVenue.body("setMarginMode", "ISOLATED_MARGIN"))
                .refused(3400045);
        assertThat(venue.get("bob", "/v5/account/info").result().path("marginMode").asText())
                .isEqualTo("REGULAR_MARGIN");
    }

    @Test
    void chargesContractsOtherFeesThanSpot() {
        JsonNode spot =
                venue.get("bob", "/v5/account/fee-rate", "category", "spot", "symbol", "BTCUSDT")
                        .result();
        JsonNode linear =
                venue.get("bob", "/v5/account/fee-rate", "category", "linear", "symbol", "BTCUSDT")
                        .result();

        assertThat(spot.at("/list/0/takerFeeRate").asText()).isEqualTo("0.001");
        assertThat(linear.at("/list/0/takerFeeRate").asText()).isEqualTo("0.00055");
    }

    @Test
    void countsCallsAndTellsWhatIsLeft() {
        TestVenue.Reply reply = venue.get("demo", "/v5/account/info");

        assertThat(reply.header("X-Bapi-Limit")).isEqualTo(1_000_000);
        assertThat(reply.header("X-Bapi-Limit-Status")).isLessThan(1_000_000);
        assertThat(reply.header("X-Bapi-Limit-Reset-Timestamp")).isPositive();
    }

    @Test
    void tellsWhatATradeMovedInEachCoinWithItsFee() {
        String linkId = "log" + System.nanoTime();
        venue.place(
                        "alice",
                        "spot",
                        "side",
                        "Buy",
                        "orderType",
                        "Market",
                        "qty",
                        "0.01",
                        "marketUnit",
                        "baseCoin",
                        "orderLinkId",
                        linkId)
                .done();

        JsonNode base = moved(linkId, "BTC");
        JsonNode quote = moved(linkId, "USDT");
        var wallet =
                venue.get(
                                "alice",
                                "/v5/account/wallet-balance",
                                "accountType",
                                "UNIFIED",
                                "coin",
                                "BTC")
                        .result();

        assertThat(new BigDecimal(base.path("change").asText()))
                .isEqualByComparingTo(
                        new BigDecimal(base.path("cashFlow").asText())
                                .subtract(new BigDecimal(base.path("fee").asText())));
        assertThat(new BigDecimal(base.path("fee").asText())).isPositive();
        assertThat(base.path("cashBalance").asText())
                .isEqualTo(wallet.at("/list/0/coin/0/walletBalance").asText());
        assertThat(new BigDecimal(quote.path("change").asText())).isNegative();
        assertThat(quote.path("fee").asText()).isEqualTo("0");
        assertThat(base.path("id").asText()).isNotEqualTo(quote.path("id").asText());
        assertThat(base.path("tradeId").asText()).isEqualTo(quote.path("tradeId").asText());
    }

    /** The newest row about an order. */
    private JsonNode moved(String linkId, String coin) {
        for (JsonNode row :
                venue.get(
                                "alice",
                                "/v5/account/transaction-log",
                                "category",
                                "spot",
                                "currency",
                                coin,
                                "type",
                                "TRADE")
                        .result()
                        .path("list")) {
            if (row.path("orderLinkId").asText().equals(linkId)) {
                return row;
            }
        }
        throw new AssertionError("no row of " + linkId + " in " + coin);
    }
}
