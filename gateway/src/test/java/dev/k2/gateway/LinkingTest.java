package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.LinkId;
import dev.k2.platform.Eventually;
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

    @Test
    void givesALinkAnotherKey() {
        Browser.Answered created = link("binance", "only-reads");
        String id = created.data().getString("id");

        Browser.Answered renewed = renew(anna, id, "may-trade");

        ContractBook.assertFits("replaceLinkCredentials", renewed);
        assertThat(renewed.status()).isEqualTo(200);
        assertThat(renewed.data().getString("id")).isEqualTo(id);
        assertThat(renewed.data().getString("label")).isEqualTo("only-reads");
        assertThat(renewed.data().getString("access")).isEqualTo("trade");
        assertThat(anna.get("/v1/exchange-links").json().getJsonArray("data")).hasSize(1);
        Eventually.until(
                "its owner is told",
                () -> {
                    House.shared().deliver();
                    return anna.get("/v1/notifications")
                            .body()
                            .contains("was replaced by another one");
                });
    }

    @Test
    void refusesAnotherKeyAsItRefusesAFirstOne() {
        String id = link("binance", "may-trade").data().getString("id");
        Browser.Answered withdraws = renew(anna, id, "withdraws");
        Browser.Answered revoked = renew(anna, id, "is-revoked");
        Browser.Answered silent = renew(anna, id, "meets-silence");
        Browser.Answered foreign = renew(Browser.steppedUp(), id, "may-trade");
        Browser.Answered unconfirmed = renew(Browser.loggedIn(), id, "may-trade");
        Browser.Answered keyless =
                anna.send(
                        "PUT",
                        "/v1/exchange-links/" + id + "/credentials",
                        new JsonObject().put("api_key", "alone").encode());

        for (Browser.Answered refused :
                new Browser.Answered[] {
                    withdraws, revoked, silent, foreign, unconfirmed, keyless
                }) {
            ContractBook.assertFits("replaceLinkCredentials", refused);
        }
        assertThat(withdraws.code()).isEqualTo("KEY_CAN_WITHDRAW");
        assertThat(revoked.code()).isEqualTo("EXCHANGE_AUTHENTICATION");
        assertThat(silent.status()).isEqualTo(503);
        assertThat(foreign.code()).isEqualTo("LINK_NOT_FOUND");
        assertThat(unconfirmed.code()).isEqualTo("STEP_UP_REQUIRED");
        assertThat(keyless.field()).isEqualTo("api_secret");
    }

    @Test
    void unlinksNoAccountWithOpenOrdersUnlessTheyAreLeftKnowingly() {
        String id = link("binance", "may-trade").data().getString("id");
        House.shared().trading.openAt.put(LinkId.parse(id).orElseThrow(), 3);

        Browser.Answered refused = anna.delete("/v1/exchange-links/" + id);
        Browser.Answered left = anna.delete("/v1/exchange-links/" + id + "?leave_orders=true");
        Browser.Answered again = renew(anna, id, "may-trade");

        ContractBook.assertFits("deleteLink", refused);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("LINK_HAS_ORDERS");
        assertThat(details(refused).getInteger("orders")).isEqualTo(3);
        ContractBook.assertFits("deleteLink", left);
        assertThat(left.status()).isEqualTo(200);
        assertThat(again.code()).isEqualTo("LINK_NOT_FOUND");
        assertNothingIsLinked();
    }

    private static Browser.Answered renew(Browser person, String id, String key) {
        return person.send(
                "PUT",
                "/v1/exchange-links/" + id + "/credentials",
                new JsonObject().put("api_key", key).put("api_secret", "canary-secret").encode());
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
