package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.Outcome;
import dev.k2.platform.Eventually;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Orders for outcomes, positions and notifications through the front door. */
class EventTradingApiTest {
    private final Browser anna = Browser.loggedIn();

    @Test
    void takesAnOrderForAnOutcomeAndSaysItBack() {
        Browser.Answered placed = anna.post("/v1/orders", order().put("outcome", "no"));

        ContractBook.assertFits("placeOrder", placed);
        assertThat(placed.data().getString("outcome")).isEqualTo("no");
        assertThat(House.shared().trading.tickets.getLast().outcome()).contains(Outcome.NO);
    }

    @Test
    void refusesAnOutcomeThatThereIsNot() {
        Browser.Answered answered = anna.post("/v1/orders", order().put("outcome", "maybe"));

        ContractBook.assertFits("placeOrder", answered);
        assertThat(answered.status()).isEqualTo(400);
        assertThat(answered.field()).isEqualTo("outcome");
    }

    @Test
    void showsBothSidesOfPositionsInTheirOwnPrices() {
        House house = House.shared();
        house.kalshi.moveTo(ScriptedEvents.CONTRACT, 60);
        Eventually.until(
                "the price has moved",
                () ->
                        house.market
                                .knownPrice(house.kalshi.listed(ScriptedEvents.CONTRACT))
                                .flatMap(p -> p.probability())
                                .filter(p -> p.toPlainString().startsWith("0.6"))
                                .isPresent());

        Browser.Answered all = anna.get("/v1/portfolio/positions");
        Browser.Answered one = anna.get("/v1/portfolio/positions/KXFED-25DEC-CUT?status=settled");

        ContractBook.assertFits("listPositions", all);
        ContractBook.assertFits("getPosition", one);
        JsonObject open = all.json().getJsonArray("data").getJsonObject(0);
        assertThat(open.getJsonObject("contract").getString("event")).isEqualTo("KXBTC-26JAN06");
        assertThat(open.getJsonObject("contract").getString("yes")).isEqualTo("65,000 or above");
        assertThat(open.getString("outcome")).isEqualTo("no");
        assertThat(open.getString("average_price")).isEqualTo("0.38");
        assertThat(open.getString("mark_price")).isEqualTo("0.4");
        assertThat(open.getString("unrealised_profit")).isEqualTo("0.2");
        assertThat(all.json().getJsonObject("meta").getJsonArray("unavailable")).hasSize(1);
        JsonObject settled = one.json().getJsonArray("data").getJsonObject(0);
        assertThat(settled.getString("settled_profit")).isEqualTo("1.1");
        assertThat(settled.getString("mark_price")).isEqualTo("0.5");
        assertThat(settled.getString("average_price")).isEqualTo("0.38");
    }

    @Test
    void listsNotificationsAndMarksThemAsRead() {
        anna.post("/v1/orders", order());
        House house = House.shared();
        house.trading.tell(
                house.trading.filled(
                        house.trading
                                .find(me(), dev.k2.model.OrderId.parse(firstOrder()).orElseThrow())
                                .orElseThrow()));
        Eventually.until("the person was told", () -> unread() == 1);

        Browser.Answered list = anna.get("/v1/notifications?unread=true");
        String id = list.json().getJsonArray("data").getJsonObject(0).getString("id");
        Browser.Answered read = anna.send("POST", "/v1/notifications/" + id + "/read", null);
        Browser.Answered none =
                anna.send("POST", "/v1/notifications/" + UUID.randomUUID() + "/read", null);
        Browser.Answered all = anna.send("POST", "/v1/notifications/read-all", null);

        ContractBook.assertFits("listNotifications", list);
        ContractBook.assertFits("readNotification", read);
        ContractBook.assertFits("readNotification", none);
        ContractBook.assertFits("readAllNotifications", all);
        assertThat(read.data().getString("kind")).isEqualTo("order_filled");
        assertThat(read.data().getString("read_at")).isNotNull();
        assertThat(none.status()).isEqualTo(404);
        assertThat(all.data().getInteger("read")).isZero();
    }

    private String firstOrder() {
        return anna.get("/v1/orders").json().getJsonArray("data").getJsonObject(0).getString("id");
    }

    private dev.k2.model.UserId me() {
        return new dev.k2.model.UserId(
                UUID.fromString(anna.get("/v1/users/me").data().getString("id")));
    }

    private int unread() {
        return anna.get("/v1/notifications").json().getJsonObject("meta").getInteger("unread");
    }

    private static JsonObject order() {
        return new JsonObject()
                .put("client_order_id", UUID.randomUUID().toString())
                .put("instrument", ScriptedEvents.CONTRACT)
                .put("exchange", "kalshi")
                .put("side", "buy")
                .put("type", "limit")
                .put("quantity", "10")
                .put("price", "0.38");
    }
}
