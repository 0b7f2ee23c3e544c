package dev.k2.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.app.RunningK2.Answered;
import dev.k2.app.RunningK2.Person;
import dev.k2.platform.Eventually;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a person who links an account, and wants to be rid of it, meets from one end to the other. */
class UnlinkingTest {
    private final RunningK2 k2 = SharedK2.running();

    @Test
    void anAccountWithOpenOrdersGoesOnByAnotherKeyAndIsLeftOnlyKnowingly() {
        Person anna = k2.stranger().steppedUp();
        Map.Entry<String, String> key = k2.newAccount("binance");
        JsonObject credentials =
                new JsonObject().put("api_key", key.getKey()).put("api_secret", key.getValue());
        String link =
                anna.post(
                                "/v1/exchange-links",
                                credentials.copy().put("exchange", "binance").put("label", "main"))
                        .data()
                        .getString("id");
        String order = "/v1/orders/" + resting(anna);

        Answered kept = anna.send("DELETE", "/v1/exchange-links/" + link, null);
        Answered stays = anna.send("DELETE", "/v1/users/me", null);
        Answered wrong = renew(anna, link, credentials.copy().put("api_secret", "x".repeat(64)));
        Answered renewed = renew(anna, link, credentials);
        String another = "/v1/orders/" + resting(anna);
        Answered cancelled = anna.send("DELETE", another, null);
        Answered left =
                anna.send("DELETE", "/v1/exchange-links/" + link + "?leave_orders=true", null);

        assertThat(kept.status()).as(kept.toString()).isEqualTo(409);
        assertThat(kept.code()).isEqualTo("LINK_HAS_ORDERS");
        assertThat(stays.status()).as(stays.toString()).isEqualTo(409);
        assertThat(wrong.code()).isEqualTo("EXCHANGE_AUTHENTICATION");
        assertThat(renewed.status()).as(renewed.toString()).isEqualTo(200);
        assertThat(cancelled.status()).as(cancelled.toString()).isEqualTo(200);
        assertThat(left.status()).as(left.toString()).isEqualTo(200);
        Eventually.until(
                "the order is left to the exchange",
                () -> "left".equals(anna.send("GET", order, null).data().getString("resolution")));
        assertThat(anna.send("GET", order, null).data().getString("status")).isEqualTo("open");
        assertThat(anna.send("DELETE", "/v1/users/me", null).status()).isEqualTo(200);
    }

    private static Answered renew(Person person, String link, JsonObject credentials) {
        return person.send(
                "PUT", "/v1/exchange-links/" + link + "/credentials", credentials.encode());
    }

    /** Placed once the account agrees with its exchange. */
    private static String resting(Person person) {
        var placed = new AtomicReference<String>();
        Eventually.until(
                "the order is taken",
                () -> {
                    Answered answered =
                            person.post(
                                    "/v1/orders",
                                    new JsonObject()
                                            .put("exchange", "binance")
                                            .put("instrument", "BTC-USDT")
                                            .put("side", "buy")
                                            .put("type", "limit")
                                            .put("price", "30000.00")
                                            .put("quantity", "0.001")
                                            .put("confirm_duplicate", true)
                                            .put("client_order_id", UUID.randomUUID().toString()));
                    if (answered.status() != 201) {
                        return false;
                    }
                    placed.set(answered.data().getString("id"));
                    return true;
                });
        return placed.get();
    }
}
