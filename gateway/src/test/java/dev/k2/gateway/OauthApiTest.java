package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.accounts.Tokens;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Logging in with Google and Apple, as browsers do it, against a provider on this machine. */
class OauthApiTest {
    private final House house = House.shared();
    private final IdentityHost host = house.vouching;
    private final Browser nobody = Browser.of(House.gateway());

    private static String email() {
        return "p-" + UUID.randomUUID() + "@example.org";
    }

    private static String cookie(Browser.Answered started) {
        return started.header("Set-Cookie").split(";", 2)[0];
    }

    private static JsonObject body(IdentityHost.Back back) {
        return new JsonObject().put("code", back.code()).put("state", back.state());
    }

    private Browser.Answered login(String provider, String subject, String email) {
        Browser.Answered started = nobody.get("/v1/auth/oauth/" + provider + "/start");
        ContractBook.assertFits("startOauth", started);
        IdentityHost.Back back =
                host.consent(started.data().getString("authorize_url"), subject, email);
        return nobody.with("Cookie", cookie(started))
                .post("/v1/auth/oauth/" + provider, body(back));
    }

    @Test
    void logsInWithGoogle() {
        String email = email();
        String subject = UUID.randomUUID().toString();

        Browser.Answered first = login("google", subject, email);
        Browser.Answered again = login("google", subject, email);
        JsonObject me =
                nobody.as(again.data().getString("access_token")).get("/v1/users/me").data();

        ContractBook.assertFits("finishOauth", first);
        assertThat(first.status()).isEqualTo(200);
        assertThat(me.getString("email")).isEqualTo(email);
        assertThat(me.getBoolean("has_password")).isFalse();
    }

    @Test
    void logsInWithAppleByASignedSecret() {
        Browser.Answered answered = login("apple", UUID.randomUUID().toString(), email());

        ContractBook.assertFits("finishOauth", answered);
        assertThat(answered.status()).isEqualTo(200);
    }

    /** ASVS 3.3.1, 10.2.1. */
    @Test
    void bindsALoginToTheBrowserThatBeganIt() {
        Browser.Answered started = nobody.get("/v1/auth/oauth/google/start");
        IdentityHost.Back back =
                host.consent(started.data().getString("authorize_url"), "subject", email());

        Browser.Answered without = nobody.post("/v1/auth/oauth/google", body(back));
        Browser.Answered foreign =
                nobody.with("Cookie", OauthCalls.COOKIE + "=another")
                        .post("/v1/auth/oauth/google", body(back));

        ContractBook.assertFits("finishOauth", without);
        assertThat(without.code()).isEqualTo("OAUTH_NOT_EXPECTED");
        assertThat(foreign.code()).isEqualTo("OAUTH_NOT_EXPECTED");
        assertThat(started.header("Set-Cookie"))
                .startsWith("__Host-k2-oauth=")
                .contains("Secure")
                .contains("HttpOnly")
                .contains("SameSite=Lax")
                .contains("Path=/")
                .doesNotContain("Domain");
    }

    @Test
    void takesNobodysAccountOver() {
        String email = email();
        nobody.post(
                "/v1/auth/register",
                new JsonObject().put("email", email).put("password", House.PASSWORD.reveal()));

        Browser.Answered answered = login("google", UUID.randomUUID().toString(), email);

        ContractBook.assertFits("finishOauth", answered);
        assertThat(answered.status()).isEqualTo(409);
        assertThat(answered.code()).isEqualTo("EMAIL_TAKEN");
    }

    @Test
    void saysThatTheProviderDoesNotAnswer() {
        host.status = 503;
        try {
            Browser.Answered answered = login("google", "subject", email());

            ContractBook.assertFits("finishOauth", answered);
            assertThat(answered.status()).isEqualTo(503);
        } finally {
            host.status = 200;
        }
    }

    @Test
    void linksForWhoHasConfirmedWhoTheyAre() {
        Tokens anna = house.confirmed();
        Browser browser = nobody.as(anna.access().reveal());
        Browser.Answered unconfirmed =
                Browser.loggedIn().send("POST", "/v1/users/me/oauth/google", null);

        Browser.Answered started = browser.send("POST", "/v1/users/me/oauth/google", null);
        IdentityHost.Back back =
                host.consent(
                        started.data().getString("authorize_url"),
                        UUID.randomUUID().toString(),
                        email());
        Browser.Answered linked =
                browser.with("Cookie", cookie(started))
                        .post("/v1/users/me/oauth/google/finish", body(back));
        Browser.Answered list = browser.get("/v1/users/me/oauth");
        Browser.Answered gone = browser.delete("/v1/users/me/oauth/google");
        Browser.Answered none = browser.delete("/v1/users/me/oauth/google");

        ContractBook.assertFits("startIdentity", unconfirmed);
        ContractBook.assertFits("startIdentity", started);
        ContractBook.assertFits("finishIdentity", linked);
        ContractBook.assertFits("listIdentities", list);
        ContractBook.assertFits("deleteIdentity", gone);
        ContractBook.assertFits("deleteIdentity", none);
        assertThat(unconfirmed.code()).isEqualTo("STEP_UP_REQUIRED");
        assertThat(linked.status()).isEqualTo(201);
        assertThat(list.json().getJsonArray("data")).hasSize(1);
        assertThat(none.status()).isEqualTo(404);
    }

    @Test
    void sendsTheBrowserOnWithWhatApplePosted() {
        Browser apple =
                nobody.with("Origin", "https://appleid.apple.com")
                        .with("Content-Type", "application/x-www-form-urlencoded");

        Browser.Answered sent =
                apple.send(
                        "POST",
                        "/v1/auth/oauth/apple/return",
                        HttpRequest.BodyPublishers.ofString("state=abc&code=a%2Bb&user=x"),
                        false);
        Browser.Answered odd =
                apple.send(
                        "POST",
                        "/v1/auth/oauth/apple/return",
                        HttpRequest.BodyPublishers.ofString("state=%0d%0aSet-Cookie:a&code=%zz"),
                        false);

        assertThat(sent.status()).isEqualTo(303);
        assertThat(sent.header("Location")).isEqualTo("/login#provider=apple&state=abc&code=a%2Bb");
        assertThat(odd.status()).isEqualTo(303);
        assertThat(odd.header("Location")).isEqualTo("/login#provider=apple&error=refused");
        assertThat(odd.headers()).doesNotContainKey("set-cookie");
    }
}
