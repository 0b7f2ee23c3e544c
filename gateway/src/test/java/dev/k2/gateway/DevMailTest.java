package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.accounts.Letter;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The page of mail that nobody sent: in mode sim, and nowhere else. */
class DevMailTest {
    private final Letter letter =
            new Letter(
                    UUID.randomUUID(),
                    "ann-" + UUID.randomUUID() + "@example.org",
                    "Confirm <your> address",
                    """
                    Open:

                    http://localhost:8080/verify-email#token=a&b

                    <script>alert(1)</script>\
                    """);

    @Test
    void showsMailToPeopleWithoutScripts() {
        House.shared().inbox.send(letter);

        Browser.Answered page = Browser.of(House.gateway()).get("/dev/mail");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("Content-Security-Policy")).isEqualTo(SecurityHeaders.DATA_POLICY);
        assertThat(page.body())
                .contains(letter.to())
                .contains("Confirm &lt;your&gt; address")
                .contains("href=\"http://localhost:8080/verify-email#token=a&amp;b\"")
                .contains("&lt;script&gt;")
                .doesNotContain("<script");
    }

    @Test
    void showsMailToProgramsNewestFirst() {
        House.shared().inbox.send(letter);

        Browser.Answered list =
                Browser.of(House.gateway()).with("Accept", "application/json").get("/dev/mail");

        JsonObject newest = list.json().getJsonArray("data").getJsonObject(0);
        assertThat(list.header("Content-Type")).isEqualTo("application/json");
        assertThat(newest.getString("to")).isEqualTo(letter.to());
        assertThat(newest.getString("subject")).isEqualTo(letter.subject());
        assertThat(newest.getString("text")).isEqualTo(letter.text());
    }

    @Test
    void isReadOnly() {
        Browser.Answered refused = Browser.of(House.gateway()).delete("/dev/mail");

        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.header("Allow")).isEqualTo("GET");
    }

    @Test
    void isNotThereInPaperOrLiveEvenWhereSomebodyHandsInAnInbox() {
        House.shared().inbox.send(letter);
        for (String mode : new String[] {"paper", "live"}) {
            GatewayConfig config = GatewayConfig.local(0, Optional.empty(), mode, "0.1.0-test");
            try (Gateway gateway = House.shared().open(config)) {
                for (String path : new String[] {"/dev/mail", "/dev", "/v1/dev/mail"}) {
                    Browser.Answered answered = Browser.of(gateway).get(path);

                    assertThat(answered.status()).as(mode + " " + path).isEqualTo(404);
                    assertThat(answered.body()).doesNotContain(letter.to());
                }
            }
        }
    }
}
