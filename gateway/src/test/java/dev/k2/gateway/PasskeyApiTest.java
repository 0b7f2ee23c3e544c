package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.platform.SoftAuthenticator;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Passkeys over HTTP, with an authenticator made of software. ASVS 6.3.3, 6.5.7, 8.2.2. */
class PasskeyApiTest {
    private final Browser nobody =
            Browser.of(House.gateway()).with("User-Agent", "Test browser 1.0");
    private final SoftAuthenticator device = new SoftAuthenticator();

    private JsonObject registered() {
        JsonObject who =
                new JsonObject()
                        .put("email", "k-" + UUID.randomUUID() + "@example.org")
                        .put("password", House.PASSWORD.reveal());
        assertThat(nobody.post("/v1/auth/register", who).status()).isEqualTo(201);
        return who;
    }

    private Browser steppedUp(JsonObject who) {
        Browser browser =
                nobody.as(nobody.post("/v1/auth/login", who).data().getString("access_token"));
        browser.stepUp();
        return browser;
    }

    private static Browser.Answered send(Browser browser, String path) {
        return browser.post(path, new JsonObject());
    }

    private static String challenge(Browser.Answered options) {
        assertThat(options.status()).isEqualTo(201);
        return options.data().getJsonObject("public_key").getString("challenge");
    }

    private Browser.Answered add(Browser browser) {
        Browser.Answered options = browser.send("POST", "/v1/auth/passkeys/options", null);
        ContractBook.assertFits("createPasskeyOptions", options);
        SoftAuthenticator.Made made = device.make(challenge(options));
        return browser.post(
                "/v1/auth/passkeys",
                new JsonObject()
                        .put("label", "laptop")
                        .put("client_data", made.clientData())
                        .put("attestation", made.attestation()));
    }

    private JsonObject proof(Browser.Answered options) {
        SoftAuthenticator.Proven said = device.prove(challenge(options));
        return new JsonObject()
                .put("credential_id", said.credentialId())
                .put("client_data", said.clientData())
                .put("authenticator_data", said.authenticatorData())
                .put("signature", said.signature());
    }

    @Test
    void logInWithoutAPassword() {
        Browser.Answered added = add(steppedUp(registered()));
        Browser.Answered options = send(nobody, "/v1/auth/login/passkey/options");
        JsonObject proof = proof(options);

        Browser.Answered in = nobody.post("/v1/auth/login/passkey", proof);
        Browser.Answered replayed = nobody.post("/v1/auth/login/passkey", proof);

        ContractBook.assertFits("createPasskey", added);
        ContractBook.assertFits("createLoginOptions", options);
        ContractBook.assertFits("loginByPasskey", in);
        assertThat(added.data().getJsonArray("recovery_codes")).hasSize(10);
        assertThat(in.status()).isEqualTo(200);
        assertThat(nobody.as(in.data().getString("access_token")).get("/v1/users/me").status())
                .isEqualTo(200);
        assertThat(replayed.status()).isEqualTo(401);
        assertThat(replayed.code()).isEqualTo("PASSKEY_REFUSED");
    }

    @Test
    void completeALogin() {
        JsonObject who = registered();
        add(steppedUp(who));

        Browser.Answered first = nobody.post("/v1/auth/login", who);
        JsonObject step = new JsonObject().put("challenge", first.data().getString("challenge"));
        JsonObject proof = proof(nobody.post("/v1/auth/login/passkey/options", step));
        Browser.Answered in =
                nobody.post("/v1/auth/login/second-factor", step.copy().put("passkey", proof));
        Browser.Answered over = nobody.post("/v1/auth/login/passkey/options", step);

        assertThat(first.status()).isEqualTo(202);
        assertThat(first.data().getJsonArray("methods"))
                .isEqualTo(new JsonArray().add("passkey").add("recovery_code"));
        assertThat(in.status()).isEqualTo(200);
        assertThat(over.code()).isEqualTo("CHALLENGE_ENDED");
    }

    @Test
    void confirmWhoSomebodyIs() {
        JsonObject who = registered();
        add(steppedUp(who));
        Browser.Answered in =
                nobody.post(
                        "/v1/auth/login/passkey",
                        proof(send(nobody, "/v1/auth/login/passkey/options")));
        Browser browser = nobody.as(in.data().getString("access_token"));

        Browser.Answered before = browser.send("POST", "/v1/auth/passkeys/options", null);
        Browser.Answered wrong =
                browser.post(
                        "/v1/auth/step-up",
                        new JsonObject()
                                .put(
                                        "passkey",
                                        proof(send(nobody, "/v1/auth/login/passkey/options"))));
        Browser.Answered right =
                browser.post(
                        "/v1/auth/step-up",
                        new JsonObject()
                                .put(
                                        "passkey",
                                        proof(
                                                browser.send(
                                                        "POST",
                                                        "/v1/auth/step-up/options",
                                                        null))));

        assertThat(before.code()).isEqualTo("STEP_UP_REQUIRED");
        assertThat(wrong.code()).isEqualTo("STEP_UP_FAILED");
        assertThat(right.status()).isEqualTo(200);
        assertThat(browser.send("POST", "/v1/auth/passkeys/options", null).status()).isEqualTo(201);
    }

    /** ASVS 8.2.2: a passkey of somebody else is answered as one that nobody has. */
    @Test
    void belongToOnePerson() {
        Browser owner = steppedUp(registered());
        String path = "/v1/auth/passkeys/" + add(owner).data().getString("id");
        Browser stranger = steppedUp(registered());
        JsonObject name = new JsonObject().put("label", "key ring");

        Browser.Answered foreign = stranger.put(path, name);
        Browser.Answered foreignEnd = stranger.delete(path);
        Browser.Answered named = owner.put(path, name);
        Browser.Answered unfit = owner.put(path, new JsonObject().put("label", "a\nb"));
        Browser.Answered listed = owner.get("/v1/auth/passkeys");
        Browser.Answered gone = owner.delete(path);

        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreignEnd.status()).isEqualTo(404);
        ContractBook.assertFits("renamePasskey", named);
        ContractBook.assertFits("listPasskeys", listed);
        ContractBook.assertFits("deletePasskey", gone);
        assertThat(named.data().getString("label")).isEqualTo("key ring");
        assertThat(unfit.status()).isEqualTo(400);
        assertThat(gone.status()).isEqualTo(200);
        assertThat(owner.delete(path).status()).isEqualTo(404);
    }
}
