package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import dev.k2.accounts.Tokens;
import dev.k2.audit.AuditFilter;
import dev.k2.audit.AuditRow;
import dev.k2.platform.Eventually;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditApiTest {
    private final House house = House.shared();
    private final Tokens tokens = house.confirmed();
    private final Browser anna = Browser.of(House.gateway()).as(tokens.access().reveal());

    @Test
    void writesDownWhoChangedWhatAndHowItEnded() {
        anna.with("X-Request-Id", "my-request-1").post("/v1/exchange-links", link());
        anna.get("/v1/exchange-links");
        anna.delete("/v1/exchange-links/" + UUID.randomUUID());

        List<JsonObject> rows = trail("");

        assertThat(rows).hasSize(2);
        JsonObject made = rows.get(1);
        assertThat(made.getString("action")).isEqualTo("createLink");
        assertThat(made.getString("kind")).isEqualTo("exchange");
        assertThat(made.getString("outcome")).isEqualTo("ok");
        assertThat(made.getString("request_id")).isEqualTo("my-request-1");
        assertThat(made.getString("user_id")).isEqualTo(tokens.user().toString());
        assertThat(made.getString("session_id")).isEqualTo(tokens.session().toString());
        assertThat(made.getString("address")).isEqualTo("127.0.0.1");
        assertThat(made.getJsonObject("details").getMap())
                .containsOnlyKeys("exchange", "label")
                .containsEntry("exchange", "okx");
        assertThat(rows.getFirst().getString("outcome")).isEqualTo("LINK_NOT_FOUND");
    }

    /** ASVS 16.2.5: what a request carries in secret stands in no row. */
    @Test
    void writesDownNoSecret() {
        JsonObject who =
                new JsonObject()
                        .put("email", "canary-" + UUID.randomUUID() + "@example.org")
                        .put("password", "canary-password-of-many-letters");
        Browser nobody = Browser.of(House.gateway());
        nobody.post("/v1/auth/register", who);
        JsonObject given = nobody.post("/v1/auth/login", who).data();
        nobody.post("/v1/auth/login", who.copy().put("password", "canary-wrong-password"));
        nobody.post("/v1/auth/refresh", new JsonObject().put("refresh_token", "canary-refresh"));
        nobody.send("POST", "/v1/signals/canary-token", "{\"secret\":\"canary-body\"}");
        Browser person = nobody.as(given.getString("access_token"));
        person.post("/v1/exchange-links", link());
        person.post("/v1/auth/step-up", new JsonObject().put("password", "canary-step-up"));
        settle();

        List<String> all = new ArrayList<>();
        house.audit.each(AuditFilter.ALL, row -> all.add(row.toString()));

        assertThat(all)
                .noneMatch(row -> row.contains("canary"))
                .noneMatch(row -> row.contains(given.getString("access_token")))
                .noneMatch(row -> row.contains(given.getString("refresh_token")));
    }

    @Test
    void tellsAPersonOfTheirOwnLogins() {
        String email = "p-" + UUID.randomUUID() + "@example.org";
        JsonObject who =
                new JsonObject().put("email", email).put("password", House.PASSWORD.reveal());
        Browser nobody = Browser.of(House.gateway());
        nobody.post("/v1/auth/register", who);
        Browser person =
                nobody.as(nobody.post("/v1/auth/login", who).data().getString("access_token"));
        settle();

        JsonArray rows = person.get("/v1/audit").json().getJsonArray("data");

        assertThat(rows.stream().map(row -> ((JsonObject) row).getString("action")))
                .containsExactly("login");
    }

    /** ASVS 8.2.2: nobody sees another's trail, whatever they ask for. */
    @Test
    void showsNobodyAnothersTrail() {
        anna.post("/v1/exchange-links", link());
        settle();
        Browser bob = Browser.loggedIn();

        Browser.Answered own = bob.get("/v1/audit");
        Browser.Answered all = bob.get("/v1/admin/audit?user_id=" + tokens.user());
        Browser.Answered verify = bob.get("/v1/admin/audit/verify");
        Browser.Answered trick = bob.get("/v1/audit?user_id=" + tokens.user());

        ContractBook.assertFits("listAudit", own);
        ContractBook.assertFits("listAllAudit", all);
        ContractBook.assertFits("verifyAudit", verify);
        assertThat(own.json().getJsonArray("data")).isEmpty();
        assertThat(all.status()).isEqualTo(403);
        assertThat(verify.status()).isEqualTo(403);
        assertThat(trick.code()).isEqualTo("UNKNOWN_PARAMETER");
    }

    @Test
    void filtersPagesAndRefusesWhatIsNoTimeAndNoCursor() {
        for (int at = 0; at < 3; at++) {
            anna.post("/v1/exchange-links", link());
        }
        anna.send("POST", "/v1/ws/ticket", null);
        settle();

        Browser.Answered first = anna.get("/v1/audit?action=createLink&limit=2");
        String cursor = first.json().getJsonObject("meta").getString("next_cursor");
        Browser.Answered second = anna.get("/v1/audit?action=createLink&limit=2&cursor=" + cursor);
        Browser.Answered none = anna.get("/v1/audit?to=2020-01-01T00:00:00.000Z");

        ContractBook.assertFits("listAudit", first);
        assertThat(first.json().getJsonArray("data")).hasSize(2);
        assertThat(second.json().getJsonArray("data")).hasSize(1);
        assertThat(none.json().getJsonArray("data")).isEmpty();
        assertThat(anna.get("/v1/audit?from=2026-02-30T00:00:00.000Z").field()).isEqualTo("from");
        assertThat(anna.get("/v1/audit?cursor=AAAA").field()).isEqualTo("cursor");
    }

    @Test
    void sendsTheTrailAsAFile() {
        anna.post("/v1/exchange-links", link());
        settle();

        Browser.Answered csv = anna.get("/v1/audit?format=csv");
        Browser.Answered lines = anna.get("/v1/audit?format=jsonl");
        Browser.Answered head = anna.send("HEAD", "/v1/audit?format=csv", null);

        assertThat(csv.status()).isEqualTo(200);
        assertThat(csv.header("Content-Type")).isEqualTo("text/csv; charset=utf-8");
        assertThat(csv.header("Content-Disposition")).contains("attachment").contains(".csv");
        assertThat(csv.header("X-Request-Id")).isNotEmpty();
        assertThat(csv.body().lines()).hasSize(2);
        assertThat(lines.header("Content-Type")).isEqualTo("application/jsonl");
        assertThat(new JsonObject(lines.body().strip()).getString("action"))
                .isEqualTo("createLink");
        assertThat(head.body()).isEmpty();
    }

    @Test
    void letsAnAdministratorSeeAllAndVerify() {
        anna.post("/v1/exchange-links", link());
        Tokens admin = house.admin();
        Browser administrator = Browser.of(House.gateway()).as(admin.access().reveal());
        settle();

        Browser.Answered all = administrator.get("/v1/admin/audit?user_id=" + tokens.user());
        Browser.Answered verify = administrator.get("/v1/admin/audit/verify");

        ContractBook.assertFits("listAllAudit", all);
        ContractBook.assertFits("verifyAudit", verify);
        assertThat(all.json().getJsonArray("data")).hasSize(1);
        assertThat(verify.data().getBoolean("holds")).isTrue();
    }

    @Test
    void writesDownWhoWasRefused() {
        String id = "refused-" + UUID.randomUUID();
        Browser.of(House.gateway())
                .as("a.b.c")
                .with("X-Request-Id", id)
                .post("/v1/exchange-links", link());
        settle();

        List<AuditRow> rows =
                house.audit.list(AuditFilter.ALL, Optional.empty(), 50).rows().stream()
                        .filter(row -> row.event().requestId().equals(id))
                        .toList();

        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst().event().outcome()).isEqualTo("TOKEN_INVALID");
    }

    /** ASVS 9.1: what is published checks our tokens and signs nothing. */
    @Test
    void publishesTheKeysThatCheckTokens() throws Exception {
        Browser.Answered answered = Browser.of(House.gateway()).get("/.well-known/jwks.json");

        assertThat(answered.status()).isEqualTo(200);
        assertThat(answered.header("Content-Type")).isEqualTo("application/json");
        JWKSet keys = JWKSet.parse(answered.body());
        assertThat(keys.getKeys()).noneMatch(key -> key.isPrivate());
        JWSObject token = JWSObject.parse(tokens.access().reveal());
        assertThat(
                        token.verify(
                                new ECDSAVerifier(
                                        keys.getKeyByKeyId(token.getHeader().getKeyID())
                                                .toECKey())))
                .isTrue();
    }

    private List<JsonObject> trail(String query) {
        settle();
        return anna.get("/v1/audit" + query).json().getJsonArray("data").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private void settle() {
        Eventually.until("every event has its row", house.audit::isIdle);
    }

    private static JsonObject link() {
        return new JsonObject()
                .put("exchange", "okx")
                .put("label", "l" + UUID.randomUUID().toString().substring(0, 8))
                .put("api_key", "canary-key")
                .put("api_secret", "canary-secret")
                .put("passphrase", "canary-passphrase");
    }
}
