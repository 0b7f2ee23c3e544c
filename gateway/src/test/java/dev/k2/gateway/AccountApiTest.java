package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.accounts.ApiKeyScope;
import dev.k2.accounts.Tokens;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Keys of programs, profiles, administrators, and leaving, as clients see them. */
class AccountApiTest {
    private final House house = House.shared();
    private final Tokens anna = house.confirmed();
    private final Browser browser = as(anna.access().reveal());

    private static Browser as(String token) {
        return Browser.of(House.gateway()).as(token);
    }

    private JsonObject wanted(String... scopes) {
        JsonArray list = new JsonArray();
        for (String scope : scopes) {
            list.add(scope);
        }
        return new JsonObject()
                .put("label", "robot")
                .put("scopes", list)
                .put("expires_at", Times.text(house.clock.instant().plus(Duration.ofDays(30))));
    }

    @Test
    void showsTheSecretOfAKeyOnce() {
        Browser.Answered created = browser.post("/v1/api-keys", wanted("read"));
        String secret = created.data().getString("secret");
        Browser.Answered used = as(secret).get("/v1/orders");
        Browser.Answered list = browser.get("/v1/api-keys");
        String id = created.data().getJsonObject("key").getString("id");
        Browser.Answered foreign = Browser.loggedIn().delete("/v1/api-keys/" + id);
        Browser.Answered ended = browser.delete("/v1/api-keys/" + id);
        Browser.Answered after = as(secret).get("/v1/orders");

        ContractBook.assertFits("createApiKey", created);
        ContractBook.assertFits("listOrders", used);
        ContractBook.assertFits("listApiKeys", list);
        ContractBook.assertFits("deleteApiKey", foreign);
        ContractBook.assertFits("deleteApiKey", ended);
        assertThat(created.status()).isEqualTo(201);
        assertThat(used.status()).isEqualTo(200);
        assertThat(list.body()).doesNotContain(secret);
        assertThat(list.json().getJsonArray("data").getJsonObject(0).getString("last_used_at"))
                .isNotNull();
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(ended.status()).isEqualTo(200);
        assertThat(after.status()).isEqualTo(401);
        assertThat(after.code()).isEqualTo("TOKEN_INVALID");
    }

    /** ASVS 7.5.1, 7.5.3. */
    @Test
    void makesNoKeyForWhoHasNotConfirmedWhoTheyAre() {
        Browser.Answered refused = Browser.loggedIn().post("/v1/api-keys", wanted("read"));

        ContractBook.assertFits("createApiKey", refused);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("STEP_UP_REQUIRED");
    }

    @Test
    void makesNoKeyThatMayAdminister() {
        Browser.Answered refused = browser.post("/v1/api-keys", wanted("admin"));

        ContractBook.assertFits("createApiKey", refused);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.field()).isEqualTo("scopes");
    }

    @Test
    void makesNoKeyThatOutlivesAYear() {
        JsonObject long_ =
                wanted("read")
                        .put(
                                "expires_at",
                                Times.text(house.clock.instant().plus(Duration.ofDays(400))));

        Browser.Answered refused = browser.post("/v1/api-keys", long_);

        ContractBook.assertFits("createApiKey", refused);
        assertThat(refused.field()).isEqualTo("expires_at");
    }

    /** ASVS 7.4.2: whoever is shown the door hears it on the stream too. */
    @Test
    void closesTheStreamsOfAKeyThatIsEnded() {
        String secret = house.key(anna.user(), ApiKeyScope.READ);
        try (Reader reader = Reader.open(House.gateway(), "/ws")) {
            reader.say(new JsonObject().put("type", "auth").put("token", secret));
            reader.await("authenticated");
            reader.say("{\"type\":\"subscribe\",\"channel\":\"orders\",\"id\":1}");
            reader.await("subscribed");

            house.accounts
                    .apiKeys()
                    .list(anna.user())
                    .forEach(key -> house.accounts.apiKeys().revoke(anna.user(), key.id()));

            reader.awaitClose(4401);
        }
    }

    @Test
    void tellsNothingPrivateToAKeyThatMayNotRead() {
        String secret = house.key(anna.user(), ApiKeyScope.TRADE);
        try (Reader reader = Reader.open(House.gateway(), "/ws")) {
            reader.say(new JsonObject().put("type", "auth").put("token", secret));
            reader.await("authenticated");
            reader.say("{\"type\":\"subscribe\",\"channel\":\"orders\",\"id\":1}");

            JsonObject error = reader.await("error");

            assertThat(error.encode()).contains("INSUFFICIENT_SCOPE");
        }
    }

    @Test
    void opensAStreamByATicketOfAKey() {
        Browser program = as(house.key(anna.user(), ApiKeyScope.READ));
        String ticket = program.send("POST", "/v1/ws/ticket", null).data().getString("ticket");
        try (Reader reader = Reader.open(House.gateway(), "/ws")) {
            reader.say(new JsonObject().put("type", "auth").put("ticket", ticket));

            assertThat(reader.await("authenticated")).isNotNull();
        }
    }

    @Test
    void changesANameSettingsAndPreferences() {
        Browser.Answered renamed =
                browser.put("/v1/users/me", new JsonObject().put("display_name", "Ada"));
        Browser.Answered settings =
                browser.put(
                        "/v1/users/me/settings",
                        new JsonObject().put("version", 0).put("time_zone", "Europe/Berlin"));
        Browser.Answered stale =
                browser.put("/v1/users/me/settings", new JsonObject().put("version", 0));
        Browser.Answered mars =
                browser.put(
                        "/v1/users/me/settings",
                        new JsonObject().put("version", 1).put("time_zone", "Mars"));
        Browser.Answered look =
                browser.put(
                        "/v1/users/me/preferences",
                        new JsonObject().put("version", 0).put("theme", "dark"));
        Browser.Answered looks = browser.get("/v1/users/me/preferences");

        ContractBook.assertFits("setMe", renamed);
        ContractBook.assertFits("setSettings", settings);
        ContractBook.assertFits("setSettings", stale);
        ContractBook.assertFits("setSettings", mars);
        ContractBook.assertFits("setPreferences", look);
        ContractBook.assertFits("getPreferences", looks);
        ContractBook.assertFits("getSettings", browser.get("/v1/users/me/settings"));
        assertThat(renamed.data().getString("display_name")).isEqualTo("Ada");
        assertThat(settings.data().getInteger("version")).isEqualTo(1);
        assertThat(stale.code()).isEqualTo("VERSION_CONFLICT");
        assertThat(mars.field()).isEqualTo("time_zone");
        assertThat(looks.data().getString("theme")).isEqualTo("dark");
    }

    @Test
    void letsAdministratorsSayWhoIsVerified() {
        Browser admin = as(house.admin().access().reveal());
        String email = browser.get("/v1/users/me").data().getString("email");

        Browser.Answered found = admin.get("/v1/admin/users?email=" + email);
        String id = found.json().getJsonArray("data").getJsonObject(0).getString("id");
        Browser.Answered set =
                admin.put(
                        "/v1/admin/users/" + id + "/kyc",
                        new JsonObject().put("status", "verified").put("note", "passport"));
        Browser.Answered nobody =
                admin.put(
                        "/v1/admin/users/" + java.util.UUID.randomUUID() + "/kyc",
                        new JsonObject().put("status", "verified"));
        Browser.Answered page = admin.get("/v1/admin/users?limit=1");
        Browser.Answered own = browser.get("/v1/users/me/kyc");

        ContractBook.assertFits("listUsers", found);
        ContractBook.assertFits("setUserKyc", set);
        ContractBook.assertFits("setUserKyc", nobody);
        ContractBook.assertFits("listUsers", page);
        ContractBook.assertFits("getUserKyc", admin.get("/v1/admin/users/" + id + "/kyc"));
        ContractBook.assertFits("getKyc", own);
        assertThat(id).isEqualTo(anna.user().toString());
        assertThat(nobody.status()).isEqualTo(404);
        assertThat(page.json().getJsonObject("meta").getString("next_cursor")).isNotNull();
        assertThat(own.data().getString("status")).isEqualTo("verified");
        assertThat(own.data().getJsonArray("history")).hasSize(1);
    }

    @Test
    void handsOutEverythingOfAPersonAndNoSecret() {
        String secret = house.key(anna.user(), ApiKeyScope.READ);
        browser.post(
                "/v1/exchange-links",
                new JsonObject()
                        .put("exchange", "binance")
                        .put("label", "main")
                        .put("api_key", "canary-key")
                        .put("api_secret", "canary-secret"));

        Browser.Answered export = browser.get("/v1/users/me/export");

        ContractBook.assertFits("exportMe", export);
        assertThat(export.status()).isEqualTo(200);
        assertThat(export.data().getJsonArray("links")).hasSize(1);
        assertThat(export.data().getJsonArray("api_keys")).hasSize(1);
        assertThat(export.data().getJsonArray("sessions")).hasSize(1);
        assertThat(export.body()).doesNotContain("canary").doesNotContain(secret);
    }

    @Test
    void letsAPersonLeave() {
        String secret = house.key(anna.user(), ApiKeyScope.READ);
        Browser.Answered unconfirmed = Browser.loggedIn().delete("/v1/users/me");

        Browser.Answered left = browser.delete("/v1/users/me");
        Browser.Answered after = browser.get("/v1/users/me");
        Browser.Answered key = as(secret).get("/v1/users/me");

        ContractBook.assertFits("deleteMe", unconfirmed);
        ContractBook.assertFits("deleteMe", left);
        assertThat(unconfirmed.code()).isEqualTo("STEP_UP_REQUIRED");
        assertThat(left.status()).isEqualTo(200);
        assertThat(after.status()).isEqualTo(401);
        assertThat(key.status()).isEqualTo(401);
    }
}
