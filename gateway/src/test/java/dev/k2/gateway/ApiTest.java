package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.model.UserId;
import dev.k2.trading.Waiting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every call of the contract, as it is meant to be used; every answer is held against the contract.
 */
class ApiTest {
    private final Browser anna = Browser.loggedIn();
    private final Browser nobody = Browser.of(House.gateway());

    @BeforeEach
    void settleTheMarket() {
        House.shared().settle();
    }

    @Test
    void registersLogsInRefreshesAndLogsOut() {
        String email = "p-" + UUID.randomUUID() + "@example.org";
        JsonObject who =
                new JsonObject().put("email", email).put("password", House.PASSWORD.reveal());

        Browser.Answered registered = nobody.post("/v1/auth/register", who);
        ContractBook.assertFits("register", registered);
        assertThat(registered.status()).isEqualTo(201);
        Browser.Answered again = nobody.post("/v1/auth/register", who);
        ContractBook.assertFits("register", again);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.data()).isEqualTo(registered.data());

        Browser.Answered login = nobody.post("/v1/auth/login", who);
        ContractBook.assertFits("login", login);
        Browser person = nobody.as(login.data().getString("access_token"));
        Browser.Answered me = person.get("/v1/users/me");
        ContractBook.assertFits("getMe", me);
        assertThat(me.data().getString("email")).isEqualTo(email);

        JsonObject token =
                new JsonObject().put("refresh_token", login.data().getString("refresh_token"));
        Browser.Answered refreshed = nobody.post("/v1/auth/refresh", token);
        ContractBook.assertFits("refresh", refreshed);
        assertThat(refreshed.data().getString("refresh_token"))
                .isNotEqualTo(token.getString("refresh_token"));

        Browser.Answered out = person.send("POST", "/v1/auth/logout", null);
        ContractBook.assertFits("logout", out);
        Browser.Answered after = person.get("/v1/users/me");
        assertThat(after.status()).isEqualTo(401);
        assertThat(after.code()).isEqualTo("SESSION_ENDED");
        Browser.Answered late =
                nobody.post(
                        "/v1/auth/refresh",
                        new JsonObject()
                                .put("refresh_token", refreshed.data().getString("refresh_token")));
        ContractBook.assertFits("refresh", late);
        assertThat(late.code()).isEqualTo("REFRESH_REFUSED");
    }

    @Test
    void saysTheSameToAWrongPasswordAndToAnUnknownPerson() {
        Browser.Answered unknown =
                nobody.post(
                        "/v1/auth/login",
                        new JsonObject().put("email", "nobody@example.org").put("password", "x"));

        ContractBook.assertFits("login", unknown);
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.code()).isEqualTo("INVALID_CREDENTIALS");
    }

    @Test
    void linksAnExchangeAndNeverShowsItsSecrets() {
        anna.stepUp();
        JsonObject link =
                new JsonObject()
                        .put("exchange", "binance")
                        .put("label", "main")
                        .put("api_key", "canary-key")
                        .put("api_secret", "canary-secret");

        Browser.Answered created = anna.post("/v1/exchange-links", link);
        Browser.Answered again = anna.post("/v1/exchange-links", link);
        Browser.Answered list = anna.get("/v1/exchange-links");
        String id = created.data().getString("id");
        Browser.Answered foreign = Browser.loggedIn().delete("/v1/exchange-links/" + id);
        Browser.Answered gone = anna.delete("/v1/exchange-links/" + id);

        ContractBook.assertFits("createLink", created);
        ContractBook.assertFits("createLink", again);
        ContractBook.assertFits("listLinks", list);
        ContractBook.assertFits("deleteLink", foreign);
        ContractBook.assertFits("deleteLink", gone);
        assertThat(created.status()).isEqualTo(201);
        assertThat(again.code()).isEqualTo("LINK_EXISTS");
        assertThat(list.json().getJsonArray("data")).hasSize(1);
        assertThat(created.body() + list.body()).doesNotContain("canary");
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(gone.status()).isEqualTo(200);
    }

    @Test
    void saysWhichFieldOfALinkIsMissing() {
        anna.stepUp();
        Browser.Answered answered =
                anna.post(
                        "/v1/exchange-links",
                        new JsonObject()
                                .put("exchange", "okx")
                                .put("label", "no secret")
                                .put("api_key", "k"));

        ContractBook.assertFits("createLink", answered);
        assertThat(answered.status()).isEqualTo(400);
        assertThat(answered.field()).isEqualTo("api_secret");
    }

    @Test
    void listsInstrumentsPageByPage() {
        Browser.Answered first = anna.get("/v1/instruments?limit=4");
        String cursor = first.json().getJsonObject("meta").getString("next_cursor");
        Browser.Answered second = anna.get("/v1/instruments?limit=4&cursor=" + cursor);

        ContractBook.assertFits("listInstruments", first);
        ContractBook.assertFits("listInstruments", second);
        assertThat(names(first) + "," + names(second))
                .isEqualTo(
                        "BTC-USDT binance,BTC-USDT okx,ETH-USDT binance,KXBTC-26JAN06-T65000"
                                + " kalshi,OKB-USDT okx,OKB-USDT-PERP okx,PEPE-USDT binance,"
                                + "SOL-USDT binance");
        assertThat(second.json().getJsonObject("meta").getValue("next_cursor")).isNull();
    }

    @Test
    void filtersInstruments() {
        assertThat(names(anna.get("/v1/instruments?search=btc&exchange=okx")))
                .isEqualTo("BTC-USDT okx");
        assertThat(names(anna.get("/v1/instruments?type=event")))
                .isEqualTo("KXBTC-26JAN06-T65000 kalshi");
    }

    @Test
    void findsAnInstrumentAtTheFirstExchangeOrAtTheNamedOne() {
        Browser.Answered first = anna.get("/v1/instruments/BTC-USDT");
        Browser.Answered named = anna.get("/v1/instruments/BTC-USDT?exchange=okx");
        Browser.Answered unknown = anna.get("/v1/instruments/DOGE-USDT");

        ContractBook.assertFits("getInstrument", first);
        ContractBook.assertFits("getInstrument", unknown);
        assertThat(first.data().getString("exchange")).isEqualTo("binance");
        assertThat(first.data().getString("tick_size")).isEqualTo("0.01");
        assertThat(named.data().getString("exchange")).isEqualTo("okx");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.code()).isEqualTo("INSTRUMENT_NOT_FOUND");
    }

    @Test
    void showsPricesBooksTradesAndCandles() {
        Browser.Answered price = anna.get("/v1/prices/BTC-USDT");
        Browser.Answered prices = anna.get("/v1/prices?exchange=binance");
        Browser.Answered book = anna.get("/v1/orderbook/BTC-USDT?depth=3");
        Browser.Answered tape = anna.get("/v1/tape/BTC-USDT");
        Browser.Answered candles = anna.get("/v1/candles/BTC-USDT?interval=1m&limit=5");

        ContractBook.assertFits("getPrice", price);
        ContractBook.assertFits("listPrices", prices);
        ContractBook.assertFits("getOrderBook", book);
        ContractBook.assertFits("listTape", tape);
        ContractBook.assertFits("listCandles", candles);
        assertThat(price.data().getString("bid")).isEqualTo("64949.99");
        assertThat(price.data().getString("ask")).isEqualTo("64950.01");
        assertThat(book.data().getJsonArray("bids")).hasSize(3);
        assertThat(book.data().getJsonArray("asks").getJsonArray(0))
                .isEqualTo(new JsonArray().add("64950.01").add("2"));
        assertThat(tape.json().getJsonArray("data")).isNotEmpty();
        assertThat(candles.json().getJsonArray("data")).hasSizeBetween(4, 5);
    }

    @Test
    void showsOnePriceAndOneBookOfAllExchanges() {
        Browser.Answered price = anna.get("/v1/prices/BTC-USDT/consolidated");
        Browser.Answered book = anna.get("/v1/orderbook/BTC-USDT/consolidated?depth=5");
        Browser.Answered unknown = anna.get("/v1/prices/NO-SUCH/consolidated");

        ContractBook.assertFits("getConsolidatedPrice", price);
        ContractBook.assertFits("getConsolidatedOrderBook", book);
        ContractBook.assertFits("getConsolidatedPrice", unknown);
        assertThat(price.data().getString("state")).isEqualTo("live");
        assertThat(price.data().getString("bid_from")).isIn("binance", "okx");
        assertThat(price.data().getJsonArray("sources")).isNotEmpty();
        assertThat(book.data().getJsonArray("bids")).hasSize(5);
        assertThat(book.data().getJsonArray("bids").getJsonObject(0).getString("exchange"))
                .isIn("binance", "okx");
        assertThat(unknown.status()).isEqualTo(404);
    }

    @Test
    void findsInstrumentsBestFirstPageByPage() {
        Browser.Answered all = anna.get("/v1/instruments?search=btcusdt&limit=100");
        Browser.Answered first = anna.get("/v1/instruments?search=btcusdt&limit=1");
        String cursor = first.json().getJsonObject("meta").getString("next_cursor");
        Browser.Answered second =
                anna.get("/v1/instruments?search=btcusdt&limit=1&cursor=" + cursor);

        ContractBook.assertFits("listInstruments", all);
        assertThat(names(all)).startsWith("BTC-USDT binance,BTC-USDT okx");
        assertThat(names(first)).isEqualTo("BTC-USDT binance");
        assertThat(names(second)).isEqualTo("BTC-USDT okx");
    }

    @Test
    void saysThatAPriceHasNotArrived() {
        Browser.Answered price = anna.get("/v1/prices/OKB-USDT");
        Browser.Answered book = anna.get("/v1/orderbook/OKB-USDT");

        ContractBook.assertFits("getPrice", price);
        ContractBook.assertFits("getOrderBook", book);
        assertThat(price.status()).isEqualTo(503);
        assertThat(price.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void makesCandlesThatTheExchangeDoesNotOffer() {
        Browser.Answered candles = anna.get("/v1/candles/BTC-USDT?interval=2h&limit=5");
        Browser.Answered seconds = anna.get("/v1/candles/BTC-USDT?interval=1s&limit=5");

        ContractBook.assertFits("listCandles", candles);
        ContractBook.assertFits("listCandles", seconds);
        JsonObject first = candles.json().getJsonArray("data").getJsonObject(0);
        assertThat(first.getString("volume")).isEqualTo("2");
        assertThat(first.getBoolean("closed")).isTrue();
        assertThat(seconds.status()).isEqualTo(200);
    }

    @Test
    void refusesCandlesThatThereCannotBe() {
        Browser.Answered interval = anna.get("/v1/candles/BTC-USDT?interval=7m");
        Browser.Answered backwards =
                anna.get(
                        "/v1/candles/BTC-USDT?start=2026-02-01T00:00:00.000Z&end=2026-01-01T00:00:00.000Z");
        Browser.Answered noDay = anna.get("/v1/candles/BTC-USDT?start=2026-02-30T00:00:00Z");

        ContractBook.assertFits("listCandles", interval);
        assertThat(interval.field()).isEqualTo("interval");
        assertThat(backwards.field()).isEqualTo("start");
        assertThat(noDay.field()).isEqualTo("start");
    }

    @Test
    void placesAnOrderOncePerKey() {
        JsonObject order = limit("once-" + UUID.randomUUID());

        Browser.Answered placed = anna.post("/v1/orders", order);
        Browser.Answered again = anna.post("/v1/orders", order);
        Browser.Answered other = anna.post("/v1/orders", order.copy().put("quantity", "0.02"));

        ContractBook.assertFits("placeOrder", placed);
        ContractBook.assertFits("placeOrder", again);
        ContractBook.assertFits("placeOrder", other);
        assertThat(placed.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.data().getString("id")).isEqualTo(placed.data().getString("id"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.code()).isEqualTo("IDEMPOTENCY_CONFLICT");
    }

    @Test
    void takesTheKeyFromTheHeaderInstead() {
        String key = "header-" + UUID.randomUUID();
        JsonObject order = limit(key);
        order.remove("client_order_id");

        Browser.Answered placed = anna.with("Idempotency-Key", key).post("/v1/orders", order);
        Browser.Answered torn =
                anna.with("Idempotency-Key", "another").post("/v1/orders", limit(key));

        assertThat(placed.status()).isEqualTo(201);
        assertThat(placed.data().getString("client_order_id")).isEqualTo(key);
        assertThat(torn.status()).isEqualTo(400);
        assertThat(torn.field()).isEqualTo("client_order_id");
    }

    @Test
    void answers202WhileTheOutcomeIsUnknown() {
        Browser.Answered placed = anna.post("/v1/orders", limit("unclear-" + UUID.randomUUID()));

        ContractBook.assertFits("placeOrder", placed);
        assertThat(placed.status()).isEqualTo(202);
        assertThat(placed.data().getString("status")).isEqualTo("submitted");
        assertThat(placed.data().getString("resolution")).isEqualTo("pending");
    }

    @Test
    void givesEachRefusalItsStatus() {
        assertThat(refused("INSTRUMENT_NOT_FOUND")).isEqualTo(404);
        assertThat(refused("PRICE_OFF_TICK")).isEqualTo(422);
        assertThat(refused("INSUFFICIENT_BALANCE")).isEqualTo(422);
        assertThat(refused("KILL_SWITCH_ON")).isEqualTo(403);
        assertThat(refused("DUPLICATE_ORDER")).isEqualTo(409);
        assertThat(refused("VELOCITY_LIMIT")).isEqualTo(429);
        assertThat(refused("PRICE_STALE")).isEqualTo(503);
    }

    private int refused(String code) {
        Browser.Answered answered = anna.post("/v1/orders", limit("refuse-" + code));
        ContractBook.assertFits("placeOrder", answered);
        assertThat(answered.code()).isEqualTo(code);
        assertThat(answered.field()).isEqualTo("price");
        assertThat(answered.error().getJsonObject("details").getString("limit")).isEqualTo("5");
        return answered.status();
    }

    @Test
    void findsListsAndCancelsOrders() {
        String id =
                anna.post("/v1/orders", limit("find-" + UUID.randomUUID())).data().getString("id");

        Browser.Answered found = anna.get("/v1/orders/" + id);
        Browser.Answered executions = anna.get("/v1/orders/" + id + "/executions");
        Browser.Answered open = anna.get("/v1/orders?status=open&status=partial&side=buy");
        Browser.Answered filled = anna.get("/v1/orders?status=filled&sort=created_at&limit=100");
        Browser.Answered trades = anna.get("/v1/trades?limit=5");
        Browser.Answered cancelled = anna.delete("/v1/orders/" + id);
        Browser.Answered twice = anna.delete("/v1/orders/" + id);

        ContractBook.assertFits("getOrder", found);
        ContractBook.assertFits("listExecutions", executions);
        ContractBook.assertFits("listOrders", open);
        ContractBook.assertFits("listOrders", filled);
        ContractBook.assertFits("listTrades", trades);
        ContractBook.assertFits("cancelOrder", cancelled);
        assertThat(found.data().getString("id")).isEqualTo(id);
        assertThat(open.json().getJsonArray("data")).hasSize(1);
        assertThat(filled.json().getJsonArray("data")).isEmpty();
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.data().getString("status")).isEqualTo("cancelled");
        assertThat(twice.status()).isEqualTo(200);
    }

    @Test
    void changesOrdersAndSaysWhenTheAnswerIsMissing() {
        String open =
                anna.post("/v1/orders", limit("amend-" + UUID.randomUUID())).data().getString("id");
        String unclear =
                anna.post("/v1/orders", limit("unclear-" + UUID.randomUUID()))
                        .data()
                        .getString("id");
        JsonObject change = new JsonObject().put("price", "64000.00");
        ScriptedTrading trading = House.shared().trading;

        Browser.Answered changed = anna.put("/v1/orders/" + open, change);
        Browser.Answered underWay = anna.put("/v1/orders/" + unclear, change);
        Browser.Answered missing = anna.put("/v1/orders/" + UUID.randomUUID(), change);
        Browser.Answered bad = anna.put("/v1/orders/" + open, new JsonObject().put("side", "sell"));
        trading.tell(trading.filled(mine(open)));
        Browser.Answered late = anna.put("/v1/orders/" + open, change);

        for (Browser.Answered answered : List.of(changed, underWay, missing, bad, late)) {
            ContractBook.assertFits("amendOrder", answered);
        }
        assertThat(changed.status()).isEqualTo(200);
        assertThat(underWay.status()).isEqualTo(202);
        assertThat(missing.status()).isEqualTo(404);
        assertThat(bad.status()).isEqualTo(400);
        assertThat(late.code()).isEqualTo("ORDER_ENDED");
        assertThat(trading.amends.getFirst().price()).contains(new BigDecimal("64000.00"));
        assertThat(trading.amends.getFirst().quantity()).isEmpty();
    }

    @Test
    void tellsHowExchangesDidAndTakesAStretchOfTime() {
        String time = "from=2026-01-01T00:00:00Z&to=2026-12-31T00:00:00Z";

        Browser.Answered all = anna.get("/v1/orders/statistics?exchange=okx&" + time);
        Browser.Answered orders = anna.get("/v1/orders?sort=-updated_at&" + time);
        Browser.Answered trades = anna.get("/v1/trades?side=buy&" + time);
        Browser.Answered noDay = anna.get("/v1/orders?from=2026-02-30T00:00:00Z");

        ContractBook.assertFits("getExecutionStatistics", all);
        ContractBook.assertFits("listOrders", orders);
        ContractBook.assertFits("listTrades", trades);
        ContractBook.assertFits("listOrders", noDay);
        JsonObject one = all.json().getJsonArray("data").getJsonObject(0);
        assertThat(one.getString("exchange")).isEqualTo("okx");
        assertThat(one.getString("latency_median_ms")).isEqualTo("1.234");
        assertThat(noDay.status()).isEqualTo(400);
    }

    @Test
    void answers202WhileACancelIsUnderWayAnd409AfterTheEnd() {
        String unclear =
                anna.post("/v1/orders", limit("unclear-" + UUID.randomUUID()))
                        .data()
                        .getString("id");
        String ended =
                anna.post("/v1/orders", limit("end-" + UUID.randomUUID())).data().getString("id");
        ScriptedTrading trading = House.shared().trading;
        trading.tell(trading.filled(mine(ended)));

        Browser.Answered underWay = anna.delete("/v1/orders/" + unclear);
        Browser.Answered late = anna.delete("/v1/orders/" + ended);

        ContractBook.assertFits("cancelOrder", underWay);
        ContractBook.assertFits("cancelOrder", late);
        assertThat(underWay.status()).isEqualTo(202);
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.code()).isEqualTo("ORDER_ENDED");
    }

    @Test
    void hidesOrdersOfOthers() {
        String id =
                anna.post("/v1/orders", limit("mine-" + UUID.randomUUID())).data().getString("id");
        Browser berta = Browser.loggedIn();

        Browser.Answered foreign = berta.get("/v1/orders/" + id);
        Browser.Answered missing = berta.get("/v1/orders/" + UUID.randomUUID());

        ContractBook.assertFits("getOrder", foreign);
        ContractBook.assertFits("listExecutions", berta.get("/v1/orders/" + id + "/executions"));
        ContractBook.assertFits("cancelOrder", berta.delete("/v1/orders/" + id));
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.error()).isEqualTo(missing.error());
    }

    @Test
    void cancelsManyOrdersByFilter() {
        Browser.Answered answered =
                anna.delete("/v1/orders?exchange=binance&instrument=BTC-USDT&side=sell");

        ContractBook.assertFits("cancelOrders", answered);
        assertThat(House.shared().trading.cancels.getLast().side()).isPresent();
    }

    @Test
    void placesTwoOrdersOfWhichOneGivesWay() {
        JsonObject oco =
                limit("oco-" + UUID.randomUUID()).put("stop_price", "60000").put("hold", true);
        oco.remove("type");
        oco.remove("time_in_force");

        Browser.Answered placed = anna.post("/v1/orders/oco", oco);
        Browser.Answered conflict = anna.post("/v1/orders/oco", oco);
        Browser.Answered refused =
                anna.post(
                        "/v1/orders/oco",
                        oco.copy().put("client_order_id", "refuse-OCO_PRICES_CROSSED"));
        Browser.Answered tooLong =
                anna.post("/v1/orders/oco", oco.copy().put("client_order_id", "k".repeat(46)));

        ContractBook.assertFits("placeOco", placed);
        ContractBook.assertFits("placeOco", conflict);
        ContractBook.assertFits("placeOco", refused);
        ContractBook.assertFits("placeOco", tooLong);
        assertThat(placed.status()).isEqualTo(201);
        assertThat(placed.data().getJsonObject("limit").getBoolean("held")).isFalse();
        assertThat(conflict.code()).isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(tooLong.status()).isEqualTo(400);
    }

    @Test
    void takesATrailingStopThatK2MayHold() {
        JsonObject order =
                limit("trail-" + UUID.randomUUID())
                        .put("type", "trailing_stop")
                        .put("trailing_percent", "1.5")
                        .put("hold", true);
        order.remove("price");

        Browser.Answered placed = anna.post("/v1/orders", order);

        ContractBook.assertFits("placeOrder", placed);
        Waiting waiting = House.shared().trading.tickets.getLast().waiting();
        assertThat(waiting.percent()).contains(new BigDecimal("1.5"));
        assertThat(waiting.holding()).isEqualTo(Waiting.Holding.WHERE_NEEDED);
    }

    @Test
    void previewsAnOrder() {
        JsonObject terms = limit("none");
        terms.remove("client_order_id");

        Browser.Answered preview = anna.post("/v1/orders/preview", terms);

        ContractBook.assertFits("previewOrder", preview);
        assertThat(preview.data().getString("notional")).isEqualTo("649.5");
        assertThat(preview.data().getBoolean("accepted")).isFalse();
        assertThat(preview.data().getJsonArray("refusals").getJsonObject(0).getString("code"))
                .isEqualTo("INSUFFICIENT_BALANCE");
    }

    @Test
    void showsBalancesAndWhichAccountIsSilent() {
        Browser.Answered balances = anna.get("/v1/portfolio/balances");
        Browser.Answered binance = anna.get("/v1/portfolio/balances?exchange=binance");

        ContractBook.assertFits("listBalances", balances);
        assertThat(balances.json().getJsonArray("data").getJsonObject(0).getString("total"))
                .isEqualTo("11.5");
        assertThat(
                        balances.json()
                                .getJsonObject("meta")
                                .getJsonArray("unavailable")
                                .getJsonObject(0)
                                .getString("exchange"))
                .isEqualTo("okx");
        assertThat(binance.json().getJsonObject("meta").getJsonArray("unavailable")).isEmpty();
    }

    @Test
    void setsLimitsAndTurnsTheKillSwitch() {
        Browser.Answered usual = anna.get("/v1/risk/limits");
        JsonObject wanted = usual.data().copy().put("max_order_notional", "250.5");
        wanted.remove("scopes");
        Browser.Answered set = anna.put("/v1/risk/limits", wanted);
        Browser.Answered off = anna.get("/v1/risk/kill-switch");
        Browser.Answered on = anna.send("POST", "/v1/risk/kill-switch", null);
        Browser.Answered why =
                anna.post("/v1/risk/kill-switch", new JsonObject().put("reason", "storm"));
        Browser.Answered released = anna.delete("/v1/risk/kill-switch");

        ContractBook.assertFits("getRiskLimits", usual);
        ContractBook.assertFits("setRiskLimits", set);
        ContractBook.assertFits("getKillSwitch", off);
        ContractBook.assertFits("activateKillSwitch", on);
        ContractBook.assertFits("activateKillSwitch", why);
        ContractBook.assertFits("releaseKillSwitch", released);
        assertThat(set.data().getString("max_order_notional")).isEqualTo("250.5");
        assertThat(off.data().getBoolean("active")).isFalse();
        assertThat(on.data().getBoolean("active")).isTrue();
        assertThat(why.data().getString("reason")).isEqualTo("storm");
        assertThat(released.data().getBoolean("active")).isFalse();
    }

    @Test
    void raisesALimitOnlyAfterAFreshConfirmation() {
        Browser bert = Browser.loggedIn();
        JsonObject usual = bert.get("/v1/risk/limits").data().copy();
        usual.remove("scopes");
        JsonObject higher = usual.copy().put("max_order_notional", "999999");

        Browser.Answered before = bert.put("/v1/risk/limits", higher);
        Browser.Answered wrong =
                bert.post("/v1/auth/step-up", new JsonObject().put("password", "not the one"));
        Browser.Answered still = bert.put("/v1/risk/limits", higher);
        Browser.Answered confirmed =
                bert.post(
                        "/v1/auth/step-up",
                        new JsonObject().put("password", House.PASSWORD.reveal()));
        Browser.Answered after = bert.put("/v1/risk/limits", higher);

        ContractBook.assertFits("setRiskLimits", before);
        ContractBook.assertFits("stepUp", wrong);
        ContractBook.assertFits("stepUp", confirmed);
        ContractBook.assertFits("setRiskLimits", after);
        assertThat(before.status()).isEqualTo(403);
        assertThat(before.code()).isEqualTo("STEP_UP_REQUIRED");
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.code()).isEqualTo("STEP_UP_FAILED");
        assertThat(still.code()).isEqualTo("STEP_UP_REQUIRED");
        assertThat(after.data().getString("max_order_notional")).isEqualTo("999999");
    }

    @Test
    void limitsAnInstrumentBesideTheUser() {
        Browser carl = Browser.loggedIn();
        String path = "/v1/risk/limits/instruments/BTC-USDT";

        Browser.Answered none = carl.get(path);
        Browser.Answered set =
                carl.put(
                        path,
                        new JsonObject()
                                .put("max_order_quantity", "0.5")
                                .put("max_orders_per_second", 2));
        Browser.Answered all = carl.get("/v1/risk/limits");
        Browser.Answered kept = carl.delete(path);
        Browser.Answered foreign = carl.get("/v1/risk/limits/links/" + UUID.randomUUID());

        ContractBook.assertFits("getInstrumentLimits", none);
        ContractBook.assertFits("setInstrumentLimits", set);
        ContractBook.assertFits("getRiskLimits", all);
        ContractBook.assertFits("removeInstrumentLimits", kept);
        ContractBook.assertFits("getLinkLimits", foreign);
        assertThat(none.data().getString("max_order_quantity")).isNull();
        assertThat(set.data().getString("max_order_quantity")).isEqualTo("0.5");
        assertThat(set.data().getInteger("max_orders_per_second")).isEqualTo(2);
        assertThat(all.data().getJsonArray("scopes").getJsonObject(0).getString("scope"))
                .isEqualTo("instrument:BTC-USDT");
        assertThat(kept.code()).isEqualTo("STEP_UP_REQUIRED");
        assertThat(foreign.status()).isEqualTo(404);
    }

    @Test
    void stopsOneExchange() {
        Browser dora = Browser.loggedIn();

        Browser.Answered on =
                dora.post("/v1/risk/kill-switch", new JsonObject().put("exchange", "okx"));
        Browser.Answered off = dora.delete("/v1/risk/kill-switch?exchange=okx");

        ContractBook.assertFits("activateKillSwitch", on);
        ContractBook.assertFits("releaseKillSwitch", off);
        assertThat(on.data().getBoolean("active")).isFalse();
        assertThat(on.data().getJsonArray("switches").getJsonObject(0).getString("exchange"))
                .isEqualTo("okx");
        assertThat(House.shared().trading.cancels.getLast().exchange()).isPresent();
        assertThat(off.data().getJsonArray("switches")).isEmpty();
    }

    @Test
    void tellsHowK2ItselfDoes() {
        Browser.Answered system = nobody.get("/v1/system");
        Browser.Answered health = nobody.get("/health");
        Browser.Answered figures = nobody.get("/metrics");

        ContractBook.assertFits("getSystem", system);
        ContractBook.assertFits("getHealth", health);
        ContractBook.assertFits("getLiveness", nobody.get("/health/live"));
        ContractBook.assertFits("getReadiness", nobody.get("/health/ready"));
        ContractBook.assertFits("getComponentHealth", nobody.get("/health/database"));
        ContractBook.assertFits("getComponentHealth", nobody.get("/health/mailer"));
        ContractBook.assertFits("getComponentHealth", nobody.get("/health/nothing"));
        ContractBook.assertFits("getMetrics", figures);
        ContractBook.assertFits("getOpenApi", nobody.get("/openapi"));
        ContractBook.assertFits("getAsyncApi", nobody.get("/asyncapi"));
        assertThat(system.data().getString("mode")).isEqualTo("sim");
        assertThat(system.data().getJsonArray("exchanges")).hasSize(3);
        assertThat(health.data().getString("status")).isEqualTo("degraded");
        assertThat(nobody.get("/health/mailer").status()).isEqualTo(503);
        assertThat(nobody.get("/v1/health").status()).isEqualTo(200);
        assertThat(nobody.get("/asyncapi").json().getString("asyncapi")).isEqualTo("3.0.0");
        assertThat(figures.body())
                .contains("k2_http_requests_total{")
                .contains("route=\"/v1/system\"")
                .contains("k2_http_request_seconds_bucket{")
                .contains("k2_ws_connections");
    }

    @Test
    void handsOutTicketsForTheStream() {
        Browser.Answered ticket = anna.send("POST", "/v1/ws/ticket", null);

        ContractBook.assertFits("createStreamTicket", ticket);
        assertThat(ticket.data().getInteger("expires_in")).isLessThanOrEqualTo(30);
    }

    @Test
    void countsRoutesAndNotWhatWasAskedFor() {
        anna.get("/v1/orders/" + UUID.randomUUID());
        anna.get("/some/page/that-nobody-knows.xyz");

        String figures = nobody.get("/metrics").body();

        assertThat(figures)
                .contains("route=\"/v1/orders/{id}\"")
                .contains("k2_http_errors_total{code=\"ORDER_NOT_FOUND\"")
                .doesNotContain("that-nobody-knows");
    }

    private static JsonObject limit(String key) {
        return new JsonObject()
                .put("client_order_id", key)
                .put("exchange", "binance")
                .put("instrument", "BTC-USDT")
                .put("side", "buy")
                .put("type", "limit")
                .put("quantity", "0.01")
                .put("price", "64950.00")
                .put("time_in_force", "gtc")
                .put("metadata", new JsonObject().put("note", "from a test"));
    }

    private Order mine(String id) {
        UserId user = UserId.parse(anna.get("/v1/users/me").data().getString("id")).orElseThrow();
        OrderId order = OrderId.parse(id).orElseThrow();
        return House.shared().trading.find(user, order).orElseThrow();
    }

    private static String names(Browser.Answered answered) {
        return answered.json().getJsonArray("data").stream()
                .map(JsonObject.class::cast)
                .map(one -> one.getString("instrument") + " " + one.getString("exchange"))
                .collect(Collectors.joining(","));
    }
}
