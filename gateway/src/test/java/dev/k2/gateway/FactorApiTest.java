package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Second factors, the two steps of a login, sessions and mailed tokens, over HTTP. */
class FactorApiTest {
    private final Browser nobody =
            Browser.of(House.gateway()).with("User-Agent", "Test browser 1.0");

    /** What a person knows. The code of the next step is good now and stays so for a minute, which no slow machine outwaits. */
    private record Person(JsonObject who, String secret, String recoveryCode) {
        String nextCode() {
            return code(secret, 1);
        }
    }

    private JsonObject registered() {
        JsonObject who =
                new JsonObject()
                        .put("email", "p-" + UUID.randomUUID() + "@example.org")
                        .put("password", House.PASSWORD.reveal());
        assertThat(nobody.post("/v1/auth/register", who).status()).isEqualTo(201);
        return who;
    }

    private Browser login(JsonObject who) {
        return nobody.as(nobody.post("/v1/auth/login", who).data().getString("access_token"));
    }

    private Person withFactor() {
        JsonObject who = registered();
        Browser browser = login(who);
        browser.stepUp();
        String secret = send(browser, "/v1/auth/2fa/enable").data().getString("secret");
        Browser.Answered on =
                browser.post("/v1/auth/2fa/verify", new JsonObject().put("code", code(secret, 0)));
        ContractBook.assertFits("verifySecondFactor", on);
        assertThat(on.data().getJsonArray("recovery_codes")).hasSize(10);
        return new Person(who, secret, on.data().getJsonArray("recovery_codes").getString(0));
    }

    @Test
    void logsInInTwoSteps() {
        Person anna = withFactor();

        Browser.Answered first = nobody.post("/v1/auth/login", anna.who);
        JsonObject step = new JsonObject().put("challenge", first.data().getString("challenge"));
        Browser.Answered wrong =
                nobody.post("/v1/auth/login/second-factor", step.copy().put("code", "000000"));
        Browser.Answered elsewhere =
                nobody.with("User-Agent", "Another")
                        .post(
                                "/v1/auth/login/second-factor",
                                step.copy().put("code", anna.nextCode()));
        Browser.Answered in =
                nobody.post(
                        "/v1/auth/login/second-factor", step.copy().put("code", anna.nextCode()));
        Browser.Answered again =
                nobody.post(
                        "/v1/auth/login/second-factor", step.copy().put("code", anna.nextCode()));
        Browser.Answered nothing = nobody.post("/v1/auth/login/second-factor", step);

        ContractBook.assertFits("login", first);
        assertThat(first.status()).isEqualTo(202);
        assertThat(first.data().getJsonArray("methods"))
                .isEqualTo(new JsonArray().add("recovery_code").add("totp"));
        assertThat(nobody.as(step.getString("challenge")).get("/v1/users/me").status())
                .isEqualTo(401);
        for (Browser.Answered refused : List.of(wrong, elsewhere, again, nothing)) {
            ContractBook.assertFits("loginSecondFactor", refused);
        }
        assertThat(wrong.code()).isEqualTo("INVALID_CODE");
        assertThat(elsewhere.code()).isEqualTo("CHALLENGE_ENDED");
        ContractBook.assertFits("loginSecondFactor", in);
        assertThat(in.status()).isEqualTo(200);
        assertThat(again.code()).isEqualTo("CHALLENGE_ENDED");
        assertThat(nothing.status()).isEqualTo(400);
        assertThat(nobody.as(in.data().getString("access_token")).get("/v1/users/me").status())
                .isEqualTo(200);
    }

    /** ASVS 7.5.1, 7.5.3. */
    @Test
    void wantsAFreshSecondFactorBeforeWhatIsDangerous() {
        Person anna = withFactor();
        Browser other = login2(anna);

        for (String path : List.of("/v1/auth/2fa/disable", "/v1/auth/2fa/recovery-codes")) {
            Browser.Answered refused = send(other, path);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.code()).isEqualTo("STEP_UP_REQUIRED");
        }
        Browser.Answered byPassword =
                other.post(
                        "/v1/auth/step-up",
                        new JsonObject().put("password", House.PASSWORD.reveal()));
        Browser.Answered byCode =
                other.post(
                        "/v1/auth/step-up",
                        new JsonObject().put("recovery_code", anna.recoveryCode));
        Browser.Answered renewed = send(other, "/v1/auth/2fa/recovery-codes");
        Browser.Answered state = other.get("/v1/auth/2fa");
        Browser.Answered off = send(other, "/v1/auth/2fa/disable");
        Browser.Answered offAgain = send(other, "/v1/auth/2fa/disable");

        ContractBook.assertFits("stepUp", byPassword);
        assertThat(byPassword.status()).isEqualTo(403);
        assertThat(byPassword.code()).isEqualTo("SECOND_FACTOR_REQUIRED");
        ContractBook.assertFits("stepUp", byCode);
        assertThat(byCode.status()).isEqualTo(200);
        ContractBook.assertFits("renewRecoveryCodes", renewed);
        ContractBook.assertFits("getSecondFactor", state);
        assertThat(state.data().getInteger("recovery_codes_left")).isEqualTo(10);
        ContractBook.assertFits("disableSecondFactor", off);
        assertThat(off.status()).isEqualTo(200);
        ContractBook.assertFits("disableSecondFactor", offAgain);
        assertThat(offAgain.code()).isEqualTo("SECOND_FACTOR_OFF");
        assertThat(nobody.post("/v1/auth/login", anna.who).status()).isEqualTo(200);
    }

    private Browser login2(Person person) {
        JsonObject step =
                new JsonObject()
                        .put(
                                "challenge",
                                nobody.post("/v1/auth/login", person.who)
                                        .data()
                                        .getString("challenge"))
                        .put("code", person.nextCode());
        return nobody.as(
                nobody.post("/v1/auth/login/second-factor", step).data().getString("access_token"));
    }

    @Test
    void beginsASecondFactorAfterAStepUpOnly() {
        Browser anna = Browser.loggedIn();

        Browser.Answered early = send(anna, "/v1/auth/2fa/enable");
        anna.stepUp();
        Browser.Answered unbegun =
                anna.post("/v1/auth/2fa/verify", new JsonObject().put("code", "123456"));
        Browser.Answered begun = send(anna, "/v1/auth/2fa/enable");
        Browser.Answered wrong =
                anna.post(
                        "/v1/auth/2fa/verify",
                        new JsonObject().put("code", code(begun.data().getString("secret"), 5)));
        Browser.Answered state = anna.get("/v1/auth/2fa");

        ContractBook.assertFits("enableSecondFactor", early);
        assertThat(early.code()).isEqualTo("STEP_UP_REQUIRED");
        ContractBook.assertFits("verifySecondFactor", unbegun);
        assertThat(unbegun.code()).isEqualTo("SECOND_FACTOR_OFF");
        ContractBook.assertFits("enableSecondFactor", begun);
        assertThat(begun.data().getString("otpauth_uri")).startsWith("otpauth://totp/K2:");
        ContractBook.assertFits("verifySecondFactor", wrong);
        assertThat(wrong.code()).isEqualTo("INVALID_CODE");
        assertThat(state.data().getBoolean("totp")).isFalse();
    }

    /** ASVS 7.4.1, 7.4.2, 7.5.2. */
    @Test
    void listsAndEndsSessions() {
        JsonObject who = registered();
        Browser desk = login(who);
        Browser phone =
                nobody.with("User-Agent", "Phone 2.0")
                        .as(
                                nobody.with("User-Agent", "Phone 2.0")
                                        .post("/v1/auth/login", who)
                                        .data()
                                        .getString("access_token"));
        Browser stranger = Browser.loggedIn();

        Browser.Answered list = desk.get("/v1/auth/sessions");
        List<JsonObject> sessions =
                list.json().getJsonArray("data").stream().map(JsonObject.class::cast).toList();
        JsonObject own =
                sessions.stream().filter(s -> s.getBoolean("current")).findFirst().orElseThrow();
        JsonObject other =
                sessions.stream().filter(s -> !s.getBoolean("current")).findFirst().orElseThrow();
        String path = "/v1/auth/sessions/" + other.getString("id");
        Browser.Answered foreign = stranger.delete(path);
        Browser.Answered ended = desk.delete(path);
        Browser.Answered again = desk.delete(path);

        ContractBook.assertFits("listSessions", list);
        assertThat(sessions).hasSize(2);
        assertThat(own.getString("device")).isEqualTo("Test browser 1.0");
        assertThat(other.getString("device")).isEqualTo("Phone 2.0");
        assertThat(other.getString("address")).isEqualTo("127.0.0.1");
        ContractBook.assertFits("endSession", foreign);
        assertThat(foreign.status()).isEqualTo(404);
        ContractBook.assertFits("endSession", ended);
        assertThat(ended.status()).isEqualTo(200);
        assertThat(again.status()).isEqualTo(404);
        assertThat(phone.get("/v1/users/me").code()).isEqualTo("SESSION_ENDED");
        assertThat(desk.get("/v1/users/me").status()).isEqualTo(200);
    }

    /** ASVS 7.4.3. */
    @Test
    void logsOutEverywhere() {
        JsonObject who = registered();
        Browser desk = login(who);
        Browser phone = login(who);

        Browser.Answered others = desk.delete("/v1/auth/sessions?keep_current=true");
        int deskThen = desk.get("/v1/users/me").status();
        Browser.Answered all = desk.delete("/v1/auth/sessions");

        ContractBook.assertFits("endSessions", others);
        assertThat(others.data().getInteger("ended")).isEqualTo(1);
        assertThat(phone.get("/v1/users/me").status()).isEqualTo(401);
        assertThat(deskThen).isEqualTo(200);
        assertThat(all.data().getInteger("ended")).isEqualTo(1);
        assertThat(desk.get("/v1/users/me").status()).isEqualTo(401);
    }

    @Test
    void changesAndResetsPasswords() {
        JsonObject who = registered();
        Browser desk = login(who);
        String next = "five other words: brisk heron lamp quay";

        Browser.Answered wrong =
                desk.post(
                        "/v1/auth/password/change",
                        new JsonObject().put("password", "x").put("new_password", next));
        Browser.Answered changed =
                desk.post(
                        "/v1/auth/password/change",
                        new JsonObject()
                                .put("password", House.PASSWORD.reveal())
                                .put("new_password", next));
        Browser.Answered forgot = nobody.post("/v1/auth/password/forgot", address(who));
        Browser.Answered unknown =
                nobody.post(
                        "/v1/auth/password/forgot",
                        new JsonObject().put("email", "nobody-at-all@example.org"));
        JsonObject reset =
                new JsonObject()
                        .put("token", mailedToken(who, "reset-password"))
                        .put("password", House.PASSWORD.reveal());
        Browser.Answered weak =
                nobody.post(
                        "/v1/auth/password/reset",
                        reset.copy().put("password", "passwordpassword"));
        Browser.Answered set = nobody.post("/v1/auth/password/reset", reset);
        Browser.Answered again = nobody.post("/v1/auth/password/reset", reset);

        ContractBook.assertFits("changePassword", wrong);
        assertThat(wrong.code()).isEqualTo("PASSWORD_WRONG");
        ContractBook.assertFits("changePassword", changed);
        assertThat(changed.status()).isEqualTo(200);
        ContractBook.assertFits("forgotPassword", forgot);
        assertThat(unknown.status()).isEqualTo(forgot.status());
        assertThat(unknown.json().getValue("data")).isEqualTo(forgot.json().getValue("data"));
        ContractBook.assertFits("resetPassword", weak);
        assertThat(weak.field()).isEqualTo("password");
        ContractBook.assertFits("resetPassword", set);
        assertThat(set.status()).isEqualTo(200);
        ContractBook.assertFits("resetPassword", again);
        assertThat(again.code()).isEqualTo("TOKEN_REFUSED");
        assertThat(desk.get("/v1/users/me").status()).isEqualTo(401);
        assertThat(nobody.post("/v1/auth/login", who).status()).isEqualTo(200);
    }

    @Test
    void confirmsAnAddress() {
        JsonObject who = registered();
        Browser anna = login(who);

        Browser.Answered resent = nobody.post("/v1/auth/verify-email/resend", address(who));
        JsonObject token = new JsonObject().put("token", mailedToken(who, "verify-email"));
        boolean before = anna.get("/v1/users/me").data().getBoolean("email_verified");
        Browser.Answered confirmed = nobody.post("/v1/auth/verify-email", token);
        Browser.Answered again = nobody.post("/v1/auth/verify-email", token);

        ContractBook.assertFits("resendVerification", resent);
        ContractBook.assertFits("verifyEmail", confirmed);
        ContractBook.assertFits("verifyEmail", again);
        assertThat(before).isFalse();
        assertThat(confirmed.status()).isEqualTo(200);
        assertThat(again.code()).isEqualTo("TOKEN_REFUSED");
        assertThat(anna.get("/v1/users/me").data().getBoolean("email_verified")).isTrue();
    }

    private static JsonObject address(JsonObject who) {
        return new JsonObject().put("email", who.getString("email"));
    }

    private static String mailedToken(JsonObject who, String page) {
        House.shared().deliver();
        String text =
                House.shared().inbox.newest().stream()
                        .map(MailInbox.Received::letter)
                        .filter(letter -> letter.to().equals(who.getString("email")))
                        .filter(letter -> letter.text().contains("/" + page + "#token="))
                        .findFirst()
                        .orElseThrow()
                        .text();
        int at = text.indexOf("#token=") + "#token=".length();
        return text.substring(at, text.indexOf('\n', at));
    }

    private static Browser.Answered send(Browser browser, String path) {
        return browser.send("POST", path, null);
    }

    /** An authenticator app, written from RFC 6238 and not from what it tests. */
    private static String code(String secret, int stepsLater) {
        long now =
                House.shared()
                        .clock
                        .instant()
                        .plus(Duration.ofSeconds(30L * stepsLater))
                        .getEpochSecond();
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(base32(secret), "RAW"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(now / 30).array());
            int offset = hash[19] & 15;
            long number = ByteBuffer.wrap(hash, offset, 4).getInt() & Integer.MAX_VALUE;
            return String.format(Locale.ROOT, "%06d", number % 1_000_000);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] base32(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * 5 / 8);
        long held = 0;
        int bits = 0;
        for (int at = 0; at < text.length(); at++) {
            held = (held << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(text.charAt(at));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.put((byte) (held >> bits));
                held &= (1L << bits) - 1;
            }
        }
        return bytes.array();
    }
}
