package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Keys are shown to their exchange before they are kept, and the answer says what they may do. */
class LinkingTest {
    private final Browser anna = Browser.loggedIn();

    @Test
    void saysWhatTheKeyMayDo() {
        Browser.Answered created = link("binance", "may-trade");
        Browser.Answered list = anna.get("/v1/exchange-links");

        ContractBook.assertFits("createLink", created);
        ContractBook.assertFits("listLinks", list);
        JsonObject permissions = created.data().getJsonObject("permissions");
        assertThat(created.data().getString("access")).isEqualTo("trade");
        assertThat(permissions.getBoolean("trade")).isTrue();
        assertThat(permissions.getBoolean("withdraw")).isFalse();
        assertThat(permissions.getBoolean("bound_to_address")).isTrue();
        assertThat(permissions.getString("checked_at")).isNotEmpty();
        assertThat(created.data().getJsonArray("warnings")).isEmpty();
        assertThat(list.json().getJsonArray("data").getJsonObject(0)).isEqualTo(created.data());
    }

    @Test
    void linksAKeyThatOnlyReadsForReading() {
        Browser.Answered created = link("binance", "only-reads");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.data().getString("access")).isEqualTo("read_only");
        assertThat(created.data().getJsonArray("warnings"))
                .isEqualTo(new JsonArray().add("read_only"));
    }

    @Test
    void refusesAKeyByWhichMoneyCouldLeave() {
        Browser.Answered refused = link("binance", "withdraws");

        ContractBook.assertFits("createLink", refused);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("KEY_CAN_WITHDRAW");
        assertNothingIsLinked();
    }

    @Test
    void refusesAKeyThatTheExchangeDoesNotTake() {
        Browser.Answered revoked = link("binance", "is-revoked");
        Browser.Answered blind = link("binance", "cannot-read");

        for (Browser.Answered refused : new Browser.Answered[] {revoked, blind}) {
            ContractBook.assertFits("createLink", refused);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.code()).isEqualTo("EXCHANGE_AUTHENTICATION");
            assertThat(details(refused).getString("category")).isEqualTo("authentication");
        }
        assertNothingIsLinked();
    }

    @Test
    void linksNothingWhileTheExchangeIsSilent() {
        Browser.Answered refused = link("binance", "meets-silence");

        ContractBook.assertFits("createLink", refused);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("EXCHANGE_TIMEOUT");
        assertThat(details(refused).getBoolean("retryable")).isTrue();
        assertNothingIsLinked();
    }

    @Test
    void saysWhatTheExchangeDidNotTell() {
        JsonObject little = link("binance", "says-little").data();
        JsonObject nothing = link("okx", "is-taken").data();

        assertThat(little.getJsonObject("permissions").getValue("withdraw")).isNull();
        assertThat(little.getJsonArray("warnings"))
                .isEqualTo(new JsonArray().add("withdraw_unknown"));
        assertThat(nothing.getJsonObject("permissions")).isNull();
        assertThat(nothing.getString("access")).isEqualTo("trade");
        assertThat(nothing.getJsonArray("warnings"))
                .isEqualTo(new JsonArray().add("permissions_unknown"));
    }

    @Test
    void namesTheExchangesThatThereAre() {
        Browser.Answered refused = link("kalshi", "may-trade");

        ContractBook.assertFits("createLink", refused);
        assertThat(refused.code()).isEqualTo("EXCHANGE_NOT_OFFERED");
        assertThat(details(refused).getString("expected")).isEqualTo("binance, okx");
    }

    private Browser.Answered link(String exchange, String key) {
        return anna.post(
                "/v1/exchange-links",
                new JsonObject()
                        .put("exchange", exchange)
                        .put("label", key)
                        .put("api_key", key)
                        .put("api_secret", "canary-secret"));
    }

    private static JsonObject details(Browser.Answered refused) {
        return refused.json().getJsonObject("error").getJsonObject("details");
    }

    private void assertNothingIsLinked() {
        assertThat(anna.get("/v1/exchange-links").json().getJsonArray("data")).isEmpty();
    }
}
