package dev.k2.sim.bybit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.sim.ApiKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Bybit publishes no signed examples; the expected value was made with openssl. */
class BybitSignatureTest {
    private static final String PAYLOAD =
            BybitSignature.payload(
                    "1658384314791", "XXXXXXXXXX", "5000", "category=spot&symbol=BTCUSDT");

    @Test
    void signsTimestampKeyWindowAndContent() {
        assertThat(PAYLOAD).isEqualTo("1658384314791XXXXXXXXXX5000category=spot&symbol=BTCUSDT");
    }

    @Test
    void takesAnHmacInLowerCaseHexadecimals() {
        ApiKey key = new ApiKey(ApiKey.Kind.HMAC, "XXXXXXXXXX", "secret", "", "", null);

        assertThat(
                        BybitSignature.right(
                                key,
                                PAYLOAD,
                                "12b8096f485939f72504187f093893252124b45f0bd46e379ebab5b1c4520acf"))
                .isTrue();
        assertThat(
                        BybitSignature.right(
                                key,
                                PAYLOAD + "x",
                                "12b8096f485939f72504187f093893252124b45f0bd46e379ebab5b1c4520acf"))
                .isFalse();
        assertThat(
                        BybitSignature.right(
                                key,
                                PAYLOAD,
                                "12b8096f485939f72504187f093893252124b45f0bd46e379ebab5b1c4520acf"
                                        .toUpperCase(java.util.Locale.ROOT)))
                .isFalse();
    }

    @Test
    void takesAnRsaSignatureInBase64() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        ApiKey key = new ApiKey(ApiKey.Kind.RSA, "k", "", "", "", pair.getPublic());
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(pair.getPrivate());
        signature.update(PAYLOAD.getBytes(StandardCharsets.UTF_8));
        String signed = Base64.getEncoder().encodeToString(signature.sign());

        assertThat(BybitSignature.right(key, PAYLOAD, signed)).isTrue();
        assertThat(BybitSignature.right(key, PAYLOAD + "x", signed)).isFalse();
        assertThat(BybitSignature.right(key, PAYLOAD, "no base64!")).isFalse();
    }
}
