package dev.k2.exchange.bybit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Credentials;
import dev.k2.exchange.net.HmacSigner;
import java.util.List;
import org.junit.jupiter.api.Test;

class BybitSignerTest {
    private static final BybitSigner SIGNER = new BybitSigner(Credentials.hmac("key", "secret"));

    @Test
    void signsTimeKeyWindowAndWhatIsSent() {
        var headers = SIGNER.headers(1_658_385_579_423L, 5_000, "category=linear&cursor=a%3D1");

        assertThat(headers)
                .containsEntry("X-BAPI-API-KEY", "key")
                .containsEntry("X-BAPI-TIMESTAMP", "1658385579423")
                .containsEntry("X-BAPI-RECV-WINDOW", "5000")
                .containsEntry(
                        "X-BAPI-SIGN",
                        new HmacSigner("secret")
                                .sign("1658385579423key5000category=linear&cursor=a%3D1"));
    }

    @Test
    void logsInUntilATime() {
        assertThat(SIGNER.login(1_662_350_400_000L))
                .isEqualTo(
                        List.of(
                                "key",
                                1_662_350_400_000L,
                                new HmacSigner("secret").sign("GET/realtime1662350400000")));
    }

    @Test
    void showsNothingOfItsKey() {
        assertThat(SIGNER.toString()).doesNotContain("key").doesNotContain("secret");
    }
}
