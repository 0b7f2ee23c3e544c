package dev.k2.sim.kalshi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** Who may ask, and how he says who he is. */
class KalshiSignatureTest {
    @Test
    void signsTimeMethodAndPathWithoutTheQuery() {
        assertThat(
                        KalshiSignature.payload(
                                "1703123456789", "GET", "/trade-api/v2/portfolio/orders?limit=5"))
                .isEqualTo("1703123456789GET/trade-api/v2/portfolio/orders");
    }

    @Test
    void knowsARightSignatureFromAWrongOne() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        String pem = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());

        String one = TestVenue.sign(pem, "1GET/a");
        String other = TestVenue.sign(pem, "1GET/a");

        assertThat(one).as("a signature is never the same twice").isNotEqualTo(other);
        assertThat(KalshiSignature.right(pair.getPublic(), "1GET/a", one)).isTrue();
        assertThat(KalshiSignature.right(pair.getPublic(), "1GET/a", other)).isTrue();
        assertThat(KalshiSignature.right(pair.getPublic(), "1GET/b", one)).isFalse();
        assertThat(KalshiSignature.right(pair.getPublic(), "1GET/a", "no base64!")).isFalse();
    }

    @Test
    void letsInWhoSignedRightlyAndInTime() {
        try (TestVenue venue = new TestVenue()) {
            venue.reader("reader");
            var late =
                    new HashMap<>(venue.headers("GET", "/trade-api/v2/portfolio/balance", "bob"));

            assertThat(venue.get("portfolio/balance").status()).isEqualTo(401);
            assertThat(venue.get("portfolio/balance", "alice").status()).isEqualTo(200);
            assertThat(venue.get("portfolio/fills?limit=3", "alice").status()).isEqualTo(200);
            venue.post("portfolio/events/orders", "reader", "{}").refused(403, "permission_denied");
            assertThat(venue.get("api_keys", "reader").ok().at("/api_keys/0/scopes").toString())
                    .isEqualTo("[\"read\"]");

            venue.advance(Duration.ofSeconds(30));
            var request = java.net.http.HttpRequest.newBuilder(venue.rest("portfolio/balance"));
            late.forEach(request::header);
            venue.exchange(request.GET()).refused(401, "unauthorized");
        }
    }

    @Test
    void wantsASignedHandshakeForPublicChannelsToo() {
        try (TestVenue venue = new TestVenue()) {
            assertThatThrownBy(() -> venue.socket(Map.of()))
                    .isInstanceOf(CompletionException.class);

            try (TestSocket socket = venue.socket("alice")) {
                socket.send("{\"id\":1,\"cmd\":\"list_subscriptions\"}");
                assertThat(socket.next(m -> m.path("id").asInt() == 1).path("type").asText())
                        .isEqualTo("ok");
            }
        }
    }
}
