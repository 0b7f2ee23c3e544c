package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.accounts.Tokens;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The session of a page: ASVS 3.3.1-3.3.4 (the cookie), 3.5.1-3.5.3 (who may use it). */
class WebSessionTest {
    private static final String PASSWORD = "four random words: otter lamp brisk quay";

    private final Browser page = page(House.gateway());

    private static Browser page(Gateway gateway) {
        return Browser.of(gateway)
                .with("Origin", "http://127.0.0.1:" + gateway.port())
                .with("Sec-Fetch-Site", "same-origin")
                .with("X-K2-Session", "cookie");
    }

    @Test
    void putsTheRefreshTokenWhereNoScriptCanReadIt() {
        Browser.Answered entered = enter(page);

        ContractBook.assertFits("login", entered);
        assertThat(entered.data().getString("access_token")).isNotBlank();
        assertThat(entered.data().getValue("refresh_token")).isNull();
        String cookie = entered.header("Set-Cookie");
        assertThat(cookie)
                .matches(
                        "__Host-k2-refresh=[A-Za-z0-9_.-]{20,}; Path=/; Secure; HttpOnly;"
                                + " SameSite=Strict; Max-Age=604800")
                .doesNotContain("Domain");
    }

    @Test
    void givesAProgramItsTokenInTheAnswer() {
        Browser.Answered entered = enter(Browser.of(House.gateway()));

        assertThat(entered.data().getString("refresh_token")).isNotBlank();
        assertThat(entered.header("Set-Cookie")).isEmpty();
    }

    @Test
    void refreshesByTheCookieAndChangesIt() {
        String first = cookie(enter(page));

        Browser.Answered refreshed = refresh(page, first);

        ContractBook.assertFits("refresh", refreshed);
        assertThat(refreshed.status()).isEqualTo(200);
        assertThat(refreshed.data().getValue("refresh_token")).isNull();
        assertThat(cookie(refreshed)).isNotEqualTo(first);
        Browser.Answered me =
                page.as(refreshed.data().getString("access_token")).get("/v1/users/me");
        assertThat(me.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example,cross-site",
        "https://evil.example,same-origin",
        "null,cross-site",
        "OWN,same-site",
        "OWN,cross-site",
        "OWN,none",
        "NONE,same-origin"
    })
    void isRefreshedByItsOwnPagesOnly(String origin, String site) {
        String kept = cookie(enter(page));
        Browser foreign =
                Browser.of(House.gateway())
                        .with("X-K2-Session", "cookie")
                        .with("Sec-Fetch-Site", site);
        if (!origin.equals("NONE")) {
            foreign =
                    foreign.with(
                            "Origin",
                            origin.equals("OWN")
                                    ? "http://127.0.0.1:" + House.gateway().port()
                                    : origin);
        }

        Browser.Answered refused = refresh(foreign, kept);

        ContractBook.assertFits("refresh", refused);
        ContractBook.assertError(refused);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("Set-Cookie")).isEmpty();
        assertThat(refresh(page, kept).status()).as("it was not used up").isEqualTo(200);
    }

    @Test
    void isNotRefreshedByAFormThatCannotSendTheHeader() {
        String kept = cookie(enter(page));
        Browser form =
                Browser.of(House.gateway())
                        .with("Origin", "http://127.0.0.1:" + House.gateway().port());

        Browser.Answered refused = refresh(form, kept);

        ContractBook.assertFits("refresh", refused);
        assertThat(refused.status()).isEqualTo(400);
    }

    @Test
    void isNoGoodForAnythingButRefreshing() {
        Browser cookieOnly = page.with("Cookie", WebSession.COOKIE + "=" + cookie(enter(page)));
        JsonObject order =
                new JsonObject()
                        .put("client_order_id", "w-" + UUID.randomUUID())
                        .put("instrument", "BTC-USDT")
                        .put("side", "buy")
                        .put("type", "market")
                        .put("quantity", "0.01");

        assertThat(cookieOnly.post("/v1/orders", order).status()).isEqualTo(401);
        assertThat(cookieOnly.get("/v1/users/me").status()).isEqualTo(401);
        assertThat(cookieOnly.send("POST", "/v1/ws/ticket", null).status()).isEqualTo(401);
        assertThat(cookieOnly.send("POST", "/v1/auth/logout", null).status()).isEqualTo(401);
    }

    @Test
    void isRefusedWhereTwoWereSent() {
        String kept = cookie(enter(page));
        Browser two =
                page.with(
                        "Cookie",
                        WebSession.COOKIE + "=planted; " + WebSession.COOKIE + "=" + kept);

        assertThat(two.send("POST", "/v1/auth/refresh", null).status()).isEqualTo(401);
    }

    @Test
    void leavesTheBrowserWithItsSession() {
        Browser.Answered entered = enter(page);
        Browser anna = page.as(entered.data().getString("access_token"));

        Browser.Answered left = anna.send("POST", "/v1/auth/logout", null);
        Browser.Answered refused = refresh(page, cookie(entered));

        for (Browser.Answered answered : List.of(left, refused)) {
            assertThat(answered.header("Set-Cookie"))
                    .startsWith(WebSession.COOKIE + "=;")
                    .endsWith("Max-Age=0");
        }
        assertThat(refused.status()).isEqualTo(401);
    }

    @Test
    void takesATokenInTheBodyAsBefore() {
        Tokens tokens = House.shared().visitor();

        Browser.Answered refreshed =
                Browser.of(House.gateway())
                        .post(
                                "/v1/auth/refresh",
                                new JsonObject().put("refresh_token", tokens.refresh().reveal()));

        assertThat(refreshed.status()).isEqualTo(200);
        assertThat(refreshed.data().getString("refresh_token")).isNotBlank();
    }

    private static Browser.Answered enter(Browser browser) {
        JsonObject who =
                new JsonObject()
                        .put("email", "web-" + UUID.randomUUID() + "@example.org")
                        .put("password", PASSWORD);
        browser.post("/v1/auth/register", who);
        return browser.post("/v1/auth/login", who);
    }

    private static Browser.Answered refresh(Browser browser, String token) {
        return browser.with("Cookie", "theme=dark; " + WebSession.COOKIE + "=" + token)
                .send("POST", "/v1/auth/refresh", null);
    }

    private static String cookie(Browser.Answered answered) {
        return answered.header("Set-Cookie").replaceFirst("^[^=]*=", "").replaceFirst(";.*$", "");
    }
}
