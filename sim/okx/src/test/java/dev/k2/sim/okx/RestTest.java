package dev.k2.sim.okx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Waiting;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RestTest {
    private static TestVenue venue;

    @BeforeAll
    static void start() {
        venue = new TestVenue();
    }

    @AfterAll
    static void stop() {
        venue.close();
    }

    @Test
    void listsInstrumentsWithTheirCodes() {
        JsonNode swap = venue.get("public/instruments?instType=SWAP&instId=BTC-USDT-SWAP").row();

        assertThat(swap.path("ctVal").asText()).isEqualTo("0.01");
        assertThat(swap.path("lotSz").asText()).isEqualTo("0.01");
        assertThat(swap.path("instIdCode").isInt()).isTrue();
        assertThat(venue.get("public/instruments?instType=FUTURES").rows()).isEmpty();
        venue.get("public/instruments").refused(400, "50014");
        venue.get("market/ticker?instId=NO-SUCH").refused(200, "51001");
        venue.get("market/nothing").refused(404, "404");
    }

    @Test
    void pagesCandlesBackwardsWithoutTheirEnds() {
        JsonNode newest = venue.get("market/candles?instId=BTC-USDT&bar=1m&limit=5").rows();
        String last = newest.get(4).get(0).asText();
        JsonNode older =
                venue.get("market/history-candles?instId=BTC-USDT&limit=2&after=" + last).rows();

        assertThat(newest).hasSize(5);
        assertThat(newest.get(1).get(8).asText()).isEqualTo("1");
        assertThat(older.get(0).get(0).asLong()).isEqualTo(Long.parseLong(last) - 60_000);
        assertThat(older.get(1).get(0).asLong()).isEqualTo(Long.parseLong(last) - 120_000);
    }

    @Test
    void pagesTradesById() {
        JsonNode newest = venue.get("market/history-trades?instId=BTC-USDT&limit=5").rows();
        long last = newest.get(4).path("tradeId").asLong();
        JsonNode older =
                venue.get("market/history-trades?instId=BTC-USDT&limit=3&after=" + last).rows();

        assertThat(newest.get(0).path("tradeId").asLong()).isEqualTo(last + 4);
        assertThat(older.get(0).path("tradeId").asLong()).isEqualTo(last - 1);
        assertThat(older).hasSize(3);
    }

    @Test
    void checksPapersInTheirOrder() {
        venue.get("account/balance").refused(401, "50103");
        venue.exchange(
                        venue.signed("GET", "account/balance", "demo", "")
                                .setHeader("OK-ACCESS-SIGN", "x"))
                .refused(401, "50113");
        venue.exchange(
                        venue.signed("GET", "account/balance", "demo", "")
                                .setHeader("OK-ACCESS-PASSPHRASE", "x"))
                .refused(401, "50105");
        venue.exchange(
                        venue.signed("GET", "account/balance", "demo", "")
                                .setHeader("OK-ACCESS-KEY", "0123456789"))
                .refused(401, "50119");
        venue.exchange(
                        venue.signed("GET", "account/balance", "demo", "")
                                .setHeader("OK-ACCESS-TIMESTAMP", "yesterday"))
                .refused(401, "50112");
    }

    @Test
    void refusesATimeThatIsMoreThanHalfAMinuteOff() {
        venue.clockSkewMillis = -40_000;
        TestVenue.Reply late = venue.get("account/balance", "demo");
        venue.clockSkewMillis = 0;

        late.refused(401, "50102");
    }

    @Test
    void dropsWhatItsSenderWantsDroppedByNow() {
        venue.exchange(
                        venue.signed("GET", "account/config", "demo", "")
                                .header("expTime", "1000000000000"))
                .refused(400, "50036");
    }

    @Test
    void restsAmendsAndCancelsASpotOrder() {
        JsonNode placed = venue.resting("alice", "rests1");
        String ids = "instId=BTC-USDT&ordId=" + placed.path("ordId").asText();
        String body = "{\"instId\":\"BTC-USDT\",\"clOrdId\":\"rests1\"";

        assertThat(query("alice", ids).path("state").asText()).isEqualTo("live");
        assertThat(frozen("alice")).isEqualByComparingTo(held("alice", "rests1"));
        venue.post(
                        "trade/order",
                        "alice",
                        TestVenue.with(
                                TestVenue.with(
                                        TestVenue.spot("buy", "limit", "0.01"),
                                        "px",
                                        venue.below("BTC-USDT", 6)),
                                "clOrdId",
                                "rests1"))
                .orderRefused("51016");

        venue.post("trade/amend-order", "alice", body + ",\"newSz\":\"0.03\",\"reqId\":\"r1\"}")
                .row();
        venue.post(
                        "trade/amend-order",
                        "alice",
                        body + ",\"newPx\":\"" + venue.below("BTC-USDT", 7) + "\"}")
                .row();
        JsonNode amended = query("alice", "instId=BTC-USDT&clOrdId=rests1");
        assertThat(amended.path("sz").asText()).isEqualTo("0.03");
        assertThat(amended.path("ordId")).isEqualTo(placed.path("ordId"));
        assertThat(frozen("alice")).isEqualByComparingTo(held("alice", "rests1"));

        venue.post("trade/cancel-order", "alice", body + "}").row();
        JsonNode gone = query("alice", ids);
        assertThat(gone.path("state").asText()).isEqualTo("canceled");
        assertThat(gone.path("cancelSource").asText()).isEqualTo("1");
        assertThat(frozen("alice")).isZero();
        venue.post("trade/cancel-order", "alice", body + "}").orderRefused("51401");
        venue.post("trade/amend-order", "alice", body + ",\"newSz\":\"0.02\"}")
                .orderRefused("51509");
    }

    private static BigDecimal held(String account, String clOrdId) {
        JsonNode order = query(account, "instId=BTC-USDT&clOrdId=" + clOrdId);
        return new BigDecimal(order.path("px").asText())
                .multiply(new BigDecimal(order.path("sz").asText()));
    }

    private static BigDecimal frozen(String account) {
        return new BigDecimal(detail(account, "USDT").path("ordFrozen").asText());
    }

    private static JsonNode detail(String account, String ccy) {
        return venue.get("account/balance?ccy=" + ccy, account).row().at("/details/0");
    }

    private static JsonNode query(String account, String ids) {
        return venue.get("trade/order?" + ids, account).row();
    }

    @Test
    void countsAMarketBuyInQuoteUnlessTold() {
        String order = TestVenue.spot("buy", "market", "100").replace("base_ccy", "");
        JsonNode placed = venue.post("trade/order", "bob", order).row();
        JsonNode bought = query("bob", "instId=BTC-USDT&ordId=" + placed.path("ordId").asText());
        BigDecimal spent =
                new BigDecimal(bought.path("avgPx").asText())
                        .multiply(new BigDecimal(bought.path("accFillSz").asText()));

        assertThat(bought.path("tgtCcy").asText()).isEqualTo("quote_ccy");
        assertThat(bought.path("sz").asText()).isEqualTo("100");
        assertThat(bought.path("state").asText()).isEqualTo("filled");
        assertThat(spent).isBetween(new BigDecimal("99"), new BigDecimal("100.000001"));
    }

    @Test
    void changesBalancesByExactlyFillsAndFees() {
        JsonNode before = detail("demo", "BTC");
        JsonNode placed =
                venue.post("trade/order", "demo", TestVenue.spot("buy", "market", "0.05")).row();
        String id = placed.path("ordId").asText();
        JsonNode fills = venue.get("trade/fills?instType=SPOT&ordId=" + id, "demo").rows();
        BigDecimal got = BigDecimal.ZERO;
        for (JsonNode fill : fills) {
            got = got.add(new BigDecimal(fill.path("fillSz").asText()));
            got = got.add(new BigDecimal(fill.path("fee").asText()));
            assertThat(fill.path("feeCcy").asText()).isEqualTo("BTC");
            assertThat(fill.path("feeRate").asText()).isEqualTo("-0.001");
        }

        BigDecimal after = new BigDecimal(detail("demo", "BTC").path("cashBal").asText());
        assertThat(after.subtract(new BigDecimal(before.path("cashBal").asText())))
                .isEqualByComparingTo(got);
    }

    @Test
    void tellsWhyAnOrderEndedAtOnce() {
        String low = venue.below("BTC-USDT", 5);
        String high = venue.below("BTC-USDT", -5);

        assertThat(ended(TestVenue.with(TestVenue.spot("buy", "post_only", "0.01"), "px", high)))
                .isEqualTo("31");
        assertThat(ended(TestVenue.with(TestVenue.spot("buy", "fok", "0.01"), "px", low)))
                .isEqualTo("13");
        assertThat(ended(TestVenue.with(TestVenue.spot("buy", "ioc", "0.01"), "px", low)))
                .isEqualTo("14");
        assertThat(ended(TestVenue.with(TestVenue.swap("buy", "fok", "1"), "px", low)))
                .isEqualTo("13");
        assertThat(ended(TestVenue.with(TestVenue.swap("buy", "post_only", "1"), "px", high)))
                .isEqualTo("31");
    }

    private static String ended(String order) {
        JsonNode placed = venue.post("trade/order", "demo", order).row();
        String instId = order.contains("SWAP") ? "BTC-USDT-SWAP" : "BTC-USDT";
        JsonNode found =
                query("demo", "instId=" + instId + "&ordId=" + placed.path("ordId").asText());
        assertThat(found.path("state").asText()).isEqualTo("canceled");
        assertThat(found.path("accFillSz").asText()).isEqualTo("0");
        return found.path("cancelSource").asText();
    }

    @Test
    void refusesWhatAnOrderMustNotBe() {
        String good =
                TestVenue.with(
                        TestVenue.spot("buy", "limit", "0.01"), "px", venue.below("BTC-USDT", 5));

        order(good.replace("0.01", "0.000001")).orderRefused("51020");
        order(good.replace("0.01", "0.000100001")).orderRefused("51121");
        order(good.replace("\"cash\"", "\"cross\"")).orderRefused("51010");
        order(good.replace("BTC-USDT", "BTC-EUR")).orderRefused("51001");
        order(TestVenue.with(good, "clOrdId", "with-hyphen")).orderRefused("51000");
        order(TestVenue.spot("buy", "limit", "0.01")).orderRefused("51204");
        order(TestVenue.with(TestVenue.spot("buy", "limit", "0.01"), "px", "60000.05"))
                .orderRefused("51150");
        order(
                        TestVenue.with(
                                TestVenue.spot("buy", "limit", "0.01"),
                                "px",
                                venue.below("BTC-USDT", -50)))
                .orderRefused("51006");
        order(good.replace("0.01", "100")).orderRefused("51008");
        order(TestVenue.with(TestVenue.swap("buy", "market", "1"), "posSide", "long"))
                .orderRefused("51000");
        order(TestVenue.with(TestVenue.swap("sell", "market", "1"), "reduceOnly", "true"))
                .orderRefused("51112");
        order("{").refused(400, "50002");
    }

    private static TestVenue.Reply order(String body) {
        return venue.post("trade/order", "edward", body);
    }

    @Test
    void answersEachOrderOfABatchForItself() {
        String good =
                TestVenue.with(
                        TestVenue.spot("buy", "limit", "0.01"), "px", venue.below("BTC-USDT", 5));
        TestVenue.Reply some =
                venue.post(
                        "trade/batch-orders",
                        "edward",
                        "[" + good + "," + good.replace("0.01", "0") + "]");

        assertThat(some.json().path("code").asText()).isEqualTo("2");
        assertThat(some.json().at("/data/0/sCode").asText()).isEqualTo("0");
        assertThat(some.json().at("/data/1/sCode").asText()).isEqualTo("51000");
        String cancel =
                "[{\"instId\":\"BTC-USDT\",\"ordId\":\""
                        + some.json().at("/data/0/ordId").asText()
                        + "\"},{\"instId\":\"BTC-USDT\",\"ordId\":\"1\"}]";
        TestVenue.Reply cancelled = venue.post("trade/cancel-batch-orders", "edward", cancel);
        assertThat(cancelled.json().path("code").asText()).isEqualTo("2");
        assertThat(cancelled.json().at("/data/1/sCode").asText()).isEqualTo("51400");
    }

    @Test
    void opensReducesAndClosesAPositionInContracts() {
        venue.post(
                        "account/set-leverage",
                        "bob",
                        "{\"instId\":\"ETH-USDT-SWAP\",\"lever\":\"10\",\"mgnMode\":\"cross\"}")
                .row();
        String buy = TestVenue.order("ETH-USDT-SWAP", "cross", "buy", "market", "5");
        venue.post("trade/order", "bob", buy).row();
        JsonNode position = venue.get("account/positions?instId=ETH-USDT-SWAP", "bob").row();

        assertThat(position.path("pos").asText()).isEqualTo("5");
        assertThat(position.path("posSide").asText()).isEqualTo("net");
        assertThat(position.path("lever").asText()).isEqualTo("10");
        BigDecimal notional =
                new BigDecimal(position.path("markPx").asText()).multiply(new BigDecimal("0.5"));
        assertThat(new BigDecimal(position.path("notionalUsd").asText()))
                .isCloseTo(notional, org.assertj.core.data.Percentage.withPercentage(1));

        venue.post(
                        "trade/order",
                        "bob",
                        buy.replace("isolated", "cross").replace("\"cross\"", "\"isolated\""))
                .orderRefused("51163");
        venue.post(
                        "trade/order",
                        "bob",
                        TestVenue.with(
                                buy.replace("\"buy\"", "\"sell\"").replace("\"5\"", "\"2\""),
                                "reduceOnly",
                                "true"))
                .row();
        assertThat(venue.get("account/positions", "bob").row().path("pos").asText()).isEqualTo("3");
        venue.post(
                        "trade/close-position",
                        "bob",
                        "{\"instId\":\"ETH-USDT-SWAP\",\"mgnMode\":\"cross\"}")
                .row();
        assertThat(venue.get("account/positions", "bob").rows()).isEmpty();
    }

    @Test
    void keepsLongAndShortApartWhenTold() {
        String mode = "{\"posMode\":\"long_short_mode\"}";
        venue.post("account/set-position-mode", "alice", mode).row();
        String order = TestVenue.order("SOL-USDT-SWAP", "isolated", "buy", "market", "2");
        venue.post("trade/order", "alice", order).orderRefused("51000");
        venue.post("trade/order", "alice", TestVenue.with(order, "posSide", "long")).row();
        venue.post(
                        "trade/order",
                        "alice",
                        TestVenue.with(order.replace("\"buy\"", "\"sell\""), "posSide", "short"))
                .row();

        List<String> sides = new ArrayList<>();
        for (JsonNode position : venue.get("account/positions", "alice").rows()) {
            sides.add(position.path("posSide").asText() + position.path("pos").asText());
            assertThat(position.path("mgnMode").asText()).isEqualTo("isolated");
            assertThat(position.path("margin").asText()).isNotEmpty();
        }
        assertThat(sides).containsExactlyInAnyOrder("long2", "short2");
        venue.post("account/set-position-mode", "alice", "{\"posMode\":\"net_mode\"}")
                .refused(200, "59000");
    }

    @Test
    void doesNotSpendTheMarginOfAPosition() {
        String buy =
                TestVenue.order(
                        "BTC-USDT-SWAP", "cross", "buy", "market", venue.contractsFor(90_000));
        venue.post(
                        "account/set-leverage",
                        "edward",
                        "{\"instId\":\"BTC-USDT-SWAP\",\"lever\":\"1\",\"mgnMode\":\"cross\"}")
                .row();
        venue.post("trade/order", "edward", buy).row();

        venue.post("trade/order", "edward", TestVenue.spot("buy", "market", "0.5"))
                .orderRefused("51008");
        venue.post("trade/order", "edward", buy.replace("\"buy\"", "\"sell\"")).row();
    }

    @Test
    void keepsConditionalOrdersUntilTheirPriceComes() {
        String stop =
                TestVenue.with(
                        TestVenue.with(
                                TestVenue.order("BTC-USDT", "cash", "sell", "conditional", "0.01"),
                                "slTriggerPx",
                                venue.below("BTC-USDT", 20)),
                        "slOrdPx",
                        "-1");
        JsonNode placed =
                venue.post("trade/order-algo", "demo", TestVenue.with(stop, "algoClOrdId", "algo1"))
                        .row();
        String id = placed.path("algoId").asText();

        assertThat(venue.get("trade/orders-algo-pending?ordType=conditional", "demo").rows())
                .hasSize(1);
        venue.post(
                        "trade/order-algo",
                        "demo",
                        stop.replace("slTriggerPx\":\"", "slTriggerPx\":\"9"))
                .orderRefused("51280");
        venue.post(
                        "trade/cancel-algos",
                        "demo",
                        "[{\"instId\":\"BTC-USDT\",\"algoId\":\"" + id + "\"}]")
                .row();
        assertThat(
                        venue.get("trade/order-algo?algoClOrdId=algo1", "demo")
                                .row()
                                .path("state")
                                .asText())
                .isEqualTo("canceled");
    }

    @Test
    void setsOffOneOfTwoTriggersAndEndsTheOther() {
        String order = TestVenue.order("DOGE-USDT-SWAP", "cross", "sell", "oco", "1");
        String last = venue.get("market/ticker?instId=DOGE-USDT-SWAP").row().path("last").asText();
        String both =
                TestVenue.with(
                        TestVenue.with(order, "slTriggerPx", part(last, "0.9")), "slOrdPx", "-1");
        both = TestVenue.with(both, "tpTriggerPx", part(last, "1.01"));
        both = TestVenue.with(TestVenue.with(both, "tpOrdPx", "-1"), "algoClOrdId", "both1");
        String id = venue.post("trade/order-algo", "demo", both).row().path("algoId").asText();
        assertThat(venue.get("trade/orders-algo-pending?ordType=oco", "demo").rows()).hasSize(1);

        venue.admin(
                "POST",
                "/market/okx/DOGE-USDT-SWAP/price",
                "{\"price\":\"" + part(last, "1.03") + "\",\"hold_s\":60}");
        Waiting.until(() -> algo(id).path("state").asText().equals("effective"));

        JsonNode effective = algo(id);
        assertThat(effective.path("actualSide").asText()).isEqualTo("tp");
        JsonNode child =
                query("demo", "instId=DOGE-USDT-SWAP&ordId=" + effective.path("ordId").asText());
        assertThat(child.path("algoId").asText()).isEqualTo(id);
        assertThat(child.path("algoClOrdId").asText()).isEqualTo("both1");
        assertThat(venue.get("trade/orders-algo-pending?ordType=oco", "demo").rows()).isEmpty();
        assertThat(
                        venue.get("trade/orders-algo-history?ordType=oco&state=effective", "demo")
                                .rows())
                .hasSize(1);
    }

    @Test
    void letsWhatIsAttachedWaitOnceTheOrderIsFilled() {
        String order =
                attached(
                        TestVenue.spot("buy", "market", "0.01"),
                        "take1",
                        venue.below("BTC-USDT", -20),
                        venue.below("BTC-USDT", 20));

        String ordId = venue.post("trade/order", "demo", order).row().path("ordId").asText();

        JsonNode filled = query("demo", "instId=BTC-USDT&ordId=" + ordId);
        assertThat(filled.path("state").asText()).isEqualTo("filled");
        assertThat(filled.path("attachAlgoClOrdId").asText()).isEqualTo("take1");
        assertThat(filled.at("/attachAlgoOrds/0/slOrdPx").asText()).isEqualTo("-1");
        JsonNode waiting = venue.get("trade/order-algo?algoClOrdId=take1", "demo").row();
        assertThat(waiting.path("state").asText()).isEqualTo("live");
        assertThat(waiting.path("ordType").asText()).isEqualTo("oco");
        assertThat(waiting.path("side").asText()).isEqualTo("sell");
        assertThat(waiting.path("sz").asText()).isEqualTo("0.01");
        venue.post(
                        "trade/cancel-algos",
                        "demo",
                        "[{\"instId\":\"BTC-USDT\",\"algoId\":\""
                                + waiting.path("algoId").asText()
                                + "\"}]")
                .row();
    }

    @Test
    void letsNothingWaitOfAnOrderThatIsNotFilled() {
        String order =
                attached(
                        TestVenue.with(
                                TestVenue.spot("buy", "limit", "0.01"),
                                "px",
                                venue.below("BTC-USDT", 5)),
                        "take2",
                        venue.below("BTC-USDT", -20),
                        venue.below("BTC-USDT", 20));
        String ordId = venue.post("trade/order", "demo", order).row().path("ordId").asText();

        venue.post(
                        "trade/cancel-order",
                        "demo",
                        "{\"instId\":\"BTC-USDT\",\"ordId\":\"" + ordId + "\"}")
                .row();

        venue.get("trade/order-algo?algoClOrdId=take2", "demo").refused(200, "51603");
    }

    @Test
    void refusesWhatIsAttachedOnTheWrongSideOfThePrice() {
        String limit =
                TestVenue.with(
                        TestVenue.spot("buy", "limit", "0.01"), "px", venue.below("BTC-USDT", 5));
        String low = venue.below("BTC-USDT", 20);
        String high = venue.below("BTC-USDT", -20);

        venue.post("trade/order", "demo", attached(limit, "x1", low, low)).orderRefused("51046");
        venue.post("trade/order", "demo", attached(limit, "x2", high, high)).orderRefused("51047");
        venue.post(
                        "trade/order",
                        "demo",
                        attached(TestVenue.spot("sell", "market", "0.01"), "x3", high, high))
                .orderRefused("51052");
    }

    private static String attached(String order, String id, String take, String stop) {
        return order.substring(0, order.length() - 1)
                + """
                ,"attachAlgoOrds":[{"attachAlgoClOrdId":"%s","tpTriggerPx":"%s","tpOrdPx":"-1",\
                "slTriggerPx":"%s","slOrdPx":"-1"}]}\
                """
                        .formatted(id, take, stop);
    }

    private static JsonNode algo(String id) {
        return venue.get("trade/order-algo?algoId=" + id, "demo").row();
    }

    private static String part(String price, String of) {
        return new BigDecimal(price)
                .multiply(new BigDecimal(of))
                .setScale(5, java.math.RoundingMode.DOWN)
                .toPlainString();
    }

    @Test
    void findsOrdersAndFillsByPages() {
        venue.post(
                        "trade/order",
                        "demo",
                        TestVenue.order("XRP-USDT", "cash", "buy", "market", "10"))
                .row();
        venue.post(
                        "trade/order",
                        "demo",
                        TestVenue.order("XRP-USDT", "cash", "sell", "market", "10"))
                .row();
        JsonNode first =
                venue.get("trade/orders-history?instType=SPOT&instId=XRP-USDT&limit=1", "demo")
                        .rows();
        String after = first.get(0).path("ordId").asText();
        JsonNode second =
                venue.get(
                                "trade/orders-history-archive?instType=SPOT&instId=XRP-USDT&after="
                                        + after,
                                "demo")
                        .rows();
        JsonNode fills =
                venue.get("trade/fills-history?instType=SPOT&instId=XRP-USDT", "demo").rows();

        assertThat(first.get(0).path("side").asText()).isEqualTo("sell");
        assertThat(second.get(0).path("side").asText()).isEqualTo("buy");
        assertThat(fills.size()).isGreaterThanOrEqualTo(2);
        assertThat(fills.get(0).path("ordId").asText()).isEqualTo(after);
        venue.get("trade/orders-history", "demo").refused(400, "50014");
    }

    @Test
    void tellsWhatAKeyMayDo() {
        venue.reader("rita");

        assertThat(venue.get("account/config", "rita").row().path("perm").asText())
                .isEqualTo("read_only");
        assertThat(venue.get("account/config", "demo").row().path("perm").asText())
                .isEqualTo("read_only,trade");
        venue.post("trade/order", "rita", TestVenue.spot("buy", "market", "0.001"))
                .refused(401, "50120");
    }

    @Test
    void countsCallsPerPath() {
        venue.setting("limit_percent", 10);
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            statuses.add(venue.get("public/price-limit?instId=ETH-USDT").status());
        }
        TestVenue.Reply other = venue.get("public/open-interest?instType=SWAP");
        venue.setting("limit_percent", 100_000);

        assertThat(statuses).contains(200, 429);
        assertThat(other.status()).isEqualTo(200);
    }

    @Test
    void takesTheHeaderOfTheDemo() {
        venue.exchange(
                        venue.signed("GET", "account/config", "bob", "")
                                .header("x-simulated-trading", "1"))
                .row();
    }
}
