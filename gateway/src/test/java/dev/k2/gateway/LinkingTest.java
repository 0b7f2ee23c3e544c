package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Keys are shown to their exchange before they are kept, and the answer says what they may do. */
class LinkingTest {
    private final Browser anna = Browser.steppedUp();

    /** ASVS 7.5.1, 7.5.3. */
    @Test
    void linksNothingForWhoeverOnlyHasASession() {
        Browser thief = Browser.loggedIn();
        Browser.Answered byKey =
                thief.post(
                        "/v1/exchange-links",
                        new JsonObject()
                                .put("exchange", "binance")
                                .put("label", "may-trade")
                                .put("api_key", "may-trade")
                                .put("api_secret", "canary-secret"));
        Browser.Answered byConsent = thief.get("/v1/auth/link/cryptocom/initiate");

        ContractBook.assertFits("createLink", byKey);
        ContractBook.assertFits("initiateLink", byConsent);
        assertThat(byKey.status()).isEqualTo(403);
        assertThat(byKey.code()).isEqualTo("STEP_UP_REQUIRED");
        assertThat(byConsent.status()).isEqualTo(403);
        assertThat(byConsent.code()).isEqualTo("STEP_UP_REQUIRED");
        assertThat(thief.get("/v1/exchange-links").json().getJsonArray("data")).isEmpty();
    }

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

    @Test
    void saysWhichKeyToMake() {
        Browser.Answered told = anna.get("/v1/auth/link/okx/initiate");
        Browser.Answered unknown = anna.get("/v1/auth/link/kalshi/initiate");

        ContractBook.assertFits("initiateLink", told);
        assertThat(told.data().getString("method")).isEqualTo("api_key");
        assertThat(told.data().getJsonArray("forms").getJsonObject(0).getJsonArray("fields"))
                .isEqualTo(new JsonArray().add("api_key").add("api_secret"));
        assertThat(told.data().getJsonArray("withhold")).isEqualTo(new JsonArray().add("Withdraw"));
        ContractBook.assertFits("initiateLink", unknown);
        assertThat(unknown.code()).isEqualTo("EXCHANGE_NOT_OFFERED");
    }

    @Test
    void linksByConsentOfThePersonWhoWasSentAway() {
        Browser.Answered told = anna.get("/v1/auth/link/cryptocom/initiate?label=mine");
        ContractBook.assertFits("initiateLink", told);
        String address = told.data().getString("authorize_url");
        String state = ConsentHost.form(URI.create(address).getRawQuery()).get("state");
        String back =
                "/v1/auth/link/cryptocom/callback?state="
                        + state
                        + "&code="
                        + House.shared().consent.consent(address);

        Browser.Answered stranger = Browser.loggedIn().get(back);
        Browser.Answered created = anna.get(back);
        Browser.Answered again = anna.get(back);

        ContractBook.assertFits("finishLink", stranger);
        assertThat(stranger.code()).isEqualTo("LINK_NOT_EXPECTED");
        ContractBook.assertFits("finishLink", created);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.data().getString("label")).isEqualTo("mine");
        assertThat(again.code()).isEqualTo("LINK_NOT_EXPECTED");

        anna.send("DELETE", "/v1/exchange-links/" + created.data().getString("id"), null);

        assertThat(House.shared().consent.ended).isNotEmpty();
        assertNothingIsLinked();
    }

    @Test
    void saysThatConsentWasNotGiven() {
        String address =
                anna.get("/v1/auth/link/cryptocom/initiate").data().getString("authorize_url");
        String state = ConsentHost.form(URI.create(address).getRawQuery()).get("state");

        Browser.Answered refused =
                anna.get("/v1/auth/link/cryptocom/callback?state=" + state + "&code=made-up");

        ContractBook.assertFits("finishLink", refused);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("EXCHANGE_AUTHENTICATION");
        assertNothingIsLinked();
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
