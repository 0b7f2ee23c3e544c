package dev.k2.sim.cryptocom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The life of orders over REST. */
class OrdersTest {
    private static TestVenue venue;

    @BeforeAll
    static void start() {
        venue = new TestVenue();
    }

    @AfterAll
    static void stop() {
        venue.close();
    }

    private static TestVenue.Reply create(String account, ObjectNode order) {
        return venue.call(account, "private/create-order", order);
    }

    private static ObjectNode resting() {
        return TestVenue.limit("BTC_USD", "BUY", "0.01", venue.below("BTC_USD", 5));
    }

    private static ObjectNode with(ObjectNode order, String exec) {
        order.putArray("exec_inst").add(exec);
        return order;
    }

    private static ObjectNode id(String orderId) {
        return WireJson.object().put("order_id", orderId);
    }

    @Test
    void placesFindsAndCancelsAnOrder() {
        String orderId = venue.place("alice", resting().put("client_oid", "mine-1"));

        JsonNode found = venue.detail("alice", orderId);
        assertThat(found.path("status").asText()).isEqualTo("ACTIVE");
        assertThat(found.path("client_oid").asText()).isEqualTo("mine-1");
        JsonNode byName =
                venue.call(
                                "alice",
                                "private/get-order-detail",
                                WireJson.object().put("client_oid", "mine-1"))
                        .result();
        assertThat(byName).isEqualTo(found);
        venue.call("alice", "private/cancel-order", id(orderId)).result();
        assertThat(venue.detail("alice", orderId).path("status").asText()).isEqualTo("CANCELED");
        venue.call("alice", "private/cancel-order", id(orderId)).refused(500, 316);
        venue.call("alice", "private/cancel-order", id("123")).refused(200, 40401);
        venue.call("alice", "private/get-order-detail", id("123")).refused(200, 40401);
    }

    @Test
    void acknowledgesWhatItRejectsLater() {
        String orderId = venue.place("poor", resting().put("quantity", "1"));

        JsonNode rejected = venue.detail("poor", orderId);
        assertThat(rejected.path("status").asText()).isEqualTo("REJECTED");
        assertThat(rejected.path("reason").asInt()).isEqualTo(306);
        assertThat(venue.call("poor", "private/get-order-history").row().path("order_id").asText())
                .isEqualTo(orderId);
    }

    @Test
    void refusesAtOnceWhenTold() {
        venue.set("refuses_at_once", 1);
        TestVenue.Reply reply = create("poor", resting().put("quantity", "1"));
        venue.set("refuses_at_once", 0);

        reply.refused(500, 306);
        assertThat(reply.json().at("/result/order_id").asText()).isNotEmpty();
    }

    @Test
    void refusesWhatBreaksTheRules() {
        create("alice", resting().put("instrument_name", "NO_USD")).refused(400, 209);
        create("alice", resting().put("side", "HOLD")).refused(400, 220);
        create("alice", resting().put("type", "ICEBERG")).refused(400, 218);
        create("alice", resting().put("type", "STOP_LOSS").put("ref_price", "1")).refused(400, 218);
        create("alice", resting().put("time_in_force", "DAY")).refused(400, 221);
        create("alice", resting().put("quantity", "0.0100001")).refused(400, 213);
        create("alice", resting().put("quantity", "0.000001")).refused(500, 415);
        create("alice", resting().put("quantity", "251")).refused(400, 314);
        create("alice", resting().put("price", "60000.001")).refused(400, 308);
        create("alice", resting().put("price", "900000")).refused(400, 315);
        create("alice", resting().put("price", "")).refused(400, 40004);
        create("alice", with(resting(), "ISOLATED_MARGIN")).refused(500, 615);
        create("alice", with(resting(), "REDUCE_ONLY")).refused(500, 219);
        create("alice", resting().put("client_oid", "a".repeat(37))).refused(400, 40003);
    }

    @Test
    void refusesTheSameClientOidAgainEvenWhenItsOrderIsGone() {
        String orderId = venue.place("alice", resting().put("client_oid", "once"));
        venue.call("alice", "private/cancel-order", id(orderId)).result();

        create("alice", resting().put("client_oid", "once")).refused(400, 204);
    }

    @Test
    void endsOrdersWithTheirReasons() {
        String ask =
                venue.get("public/get-tickers?instrument_name=BTC_USD").row().path("k").asText();
        ObjectNode crossing =
                TestVenue.limit(
                        "BTC_USD",
                        "BUY",
                        "0.01",
                        new BigDecimal(ask).multiply(new BigDecimal("1.01")).toBigInteger() + "");

        assertReason(with(crossing.deepCopy(), "POST_ONLY"), 43005);
        assertReason(resting().put("time_in_force", "IMMEDIATE_OR_CANCEL"), 43004);
        assertReason(resting().put("time_in_force", "FILL_OR_KILL"), 43003);
        create("alice", with(resting().put("time_in_force", "FILL_OR_KILL"), "POST_ONLY"))
                .refused(500, 43005);
        String smart = venue.place("alice", with(crossing, "SMART_POST_ONLY"));
        JsonNode rests = venue.detail("alice", smart);
        assertThat(rests.path("reason").asInt()).isNotEqualTo(43005);
        assertThat(rests.path("exec_inst").path(0).asText()).isEqualTo("SMART_POST_ONLY");
    }

    private static void assertReason(ObjectNode order, int reason) {
        JsonNode ended = venue.detail("alice", venue.place("alice", order));
        assertThat(ended.path("status").asText()).isEqualTo("CANCELED");
        assertThat(ended.path("reason").asInt()).isEqualTo(reason);
    }

    @Test
    void keepsAnAccountFromTradingWithItself() {
        // Enough to take all that the house has above the account's own order.
        venue.admin(
                "POST",
                "/accounts/cryptocom/bob/deposit",
                "{\"asset\":\"ETH\",\"amount\":\"10000\"}");
        String price = venue.below("ETH_USDT", 15);
        String makerId = venue.place("bob", TestVenue.limit("ETH_USDT", "BUY", "0.01", price));
        venue.call(
                        "bob",
                        "private/change-account-settings",
                        WireJson.object().put("stp_scope", "S").put("stp_inst", "T"))
                .result();

        String takerId = venue.place("bob", TestVenue.limit("ETH_USDT", "SELL", "5000", price));

        JsonNode taker = venue.detail("bob", takerId);
        assertThat(taker.path("status").asText()).isEqualTo("CANCELED");
        assertThat(taker.path("reason").asInt()).isEqualTo(43012);
        assertThat(venue.detail("bob", makerId).path("status").asText()).isEqualTo("ACTIVE");
    }

    @Test
    void buysForAnAmountOfDollars() {
        ObjectNode order = TestVenue.market("BTC_USD", "BUY", "1").put("notional", "500");
        order.remove("quantity");

        JsonNode filled = venue.detail("alice", venue.place("alice", order));

        assertThat(filled.path("status").asText()).isEqualTo("FILLED");
        BigDecimal spent = new BigDecimal(filled.path("cumulative_value").asText());
        assertThat(spent).isBetween(new BigDecimal("490"), new BigDecimal("500"));
        create("alice", order.deepCopy().put("quantity", "1")).refused(400, 40003);
    }

    @Test
    void amendsInPlaceAndWantsBothPriceAndQuantity() {
        String orderId = venue.place("alice", resting());
        String price = venue.below("BTC_USD", 6);
        ObjectNode amendment = id(orderId).put("new_price", price).put("new_quantity", "0.02");

        JsonNode heard = venue.call("alice", "private/amend-order", amendment).result();

        assertThat(heard.path("order_id").asText()).isEqualTo(orderId);
        JsonNode amended = venue.detail("alice", orderId);
        assertThat(new BigDecimal(amended.path("quantity").asText())).isEqualByComparingTo("0.02");
        assertThat(new BigDecimal(amended.path("limit_price").asText()))
                .isEqualByComparingTo(price);
        amendment.remove("new_price");
        venue.call("alice", "private/amend-order", amendment).refused(400, 40004);
    }

    @Test
    void amendsIntoANewOrderWhenTold() {
        String orderId = venue.place("alice", resting());
        venue.set("amend_makes_new", 1);
        JsonNode heard =
                venue.call(
                                "alice",
                                "private/amend-order",
                                id(orderId)
                                        .put("new_price", venue.below("BTC_USD", 6))
                                        .put("new_quantity", "0.02"))
                        .result();
        venue.set("amend_makes_new", 0);

        String newId = heard.path("order_id").asText();
        assertThat(newId).isNotEqualTo(orderId);
        assertThat(venue.detail("alice", orderId).path("status").asText()).isEqualTo("CANCELED");
        assertThat(venue.detail("alice", newId).path("status").asText()).isEqualTo("ACTIVE");
    }

    @Test
    void cancelsAllOfOneInstrumentOrOfAll() {
        venue.place("edward", resting());
        venue.place("edward", TestVenue.limit("ETH_USD", "BUY", "0.1", venue.below("ETH_USD", 5)));

        venue.call(
                        "edward",
                        "private/cancel-all-orders",
                        WireJson.object().put("instrument_name", "ETH_USD"))
                .result();
        assertThat(venue.call("edward", "private/get-open-orders").rows()).hasSize(1);
        venue.call("edward", "private/cancel-all-orders").result();

        assertThat(venue.call("edward", "private/get-open-orders").rows()).isEmpty();
    }

    @Test
    void opensAndClosesAPosition() {
        venue.place("bob", TestVenue.market("BTCUSD-PERP", "SELL", "0.02"));
        JsonNode position = venue.call("bob", "private/get-positions").row();
        assertThat(position.path("quantity").asText()).isEqualTo("-0.0200");
        assertThat(position.path("open_pos_cost").asText()).startsWith("-");
        ObjectNode close =
                WireJson.object().put("instrument_name", "BTCUSD-PERP").put("type", "MARKET");

        venue.call("bob", "private/close-position", close).result();

        assertThat(venue.call("bob", "private/get-positions").rows()).isEmpty();
        venue.call("bob", "private/close-position", close).refused(500, 201);
        create("bob", with(TestVenue.market("BTCUSD-PERP", "BUY", "0.01"), "REDUCE_ONLY"))
                .refused(400, 1110);
    }

    @Test
    void changesLeverageForTheWholeAccount() {
        venue.call(
                        "edward",
                        "private/change-account-leverage",
                        WireJson.object().put("leverage", 50))
                .result();

        JsonNode settings = venue.call("edward", "private/get-account-settings").result();
        assertThat(settings.path(0).path("leverage").asInt()).isEqualTo(50);
        venue.call(
                        "edward",
                        "private/change-account-leverage",
                        WireJson.object().put("leverage", 1000))
                .refused(400, 226);
    }

    @Test
    void tellsWhatTradesDidToMoney() {
        venue.place("edward", TestVenue.market("ETH_USD", "BUY", "0.1"));

        JsonNode rows = venue.call("edward", "private/get-transactions").rows();

        assertThat(rows.findValuesAsText("journal_type")).contains("TRADING", "TRADE_FEE");
        assertThat(rows.findValuesAsText("instrument_name")).contains("ETH", "USD");
    }
}
