package dev.k2.exchange.kalshi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.exchange.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signatures differ each time, so they are verified and not compared. */
final class KalshiSignerTest {
    private static final String ORDERS = "/trade-api/v2/portfolio/events/orders";

    /** What stands in front of a PKCS #1 key of 2,048 bits in PKCS #8. */
    private static final int PREFIX_BYTES = 26;

    private static KeyPair pair;

    @BeforeAll
    static void makeAKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        pair = generator.generateKeyPair();
    }

    @Test
    void signsTimeMethodAndPathWithAKeyInPkcs8() throws Exception {
        var signer = new KalshiSigner(Credentials.keyPair("a key", pkcs8()));

        Map<String, String> headers = signer.headers(1_700_000_000_123L, "GET", "/trade-api/v2/x");

        assertThat(headers)
                .containsEntry("KALSHI-ACCESS-KEY", "a key")
                .containsEntry("KALSHI-ACCESS-TIMESTAMP", "1700000000123");
        assertThat(isRight("1700000000123GET/trade-api/v2/x", headers)).isTrue();
        assertThat(isRight("1700000000124GET/trade-api/v2/x", headers)).isFalse();
    }

    @Test
    void signsTheSameWithAKeyInPkcs1() throws Exception {
        byte[] der = pair.getPrivate().getEncoded();
        String pem = pem("RSA PRIVATE KEY", Arrays.copyOfRange(der, PREFIX_BYTES, der.length));
        var signer = new KalshiSigner(Credentials.keyPair("a key", pem));

        Map<String, String> headers = signer.headers(5, "GET", "/trade-api/ws/v2");

        assertThat(isRight("5GET/trade-api/ws/v2", headers)).isTrue();
    }

    @Test
    void takesASignatureThatWasMadeAheadWhileItIsYoung() throws Exception {
        var signer = new KalshiSigner(Credentials.keyPair("a key", pkcs8()));
        signer.makeReady(10_000);

        Map<String, String> young = signer.headers(11_000, "POST", ORDERS);
        Map<String, String> old = signer.headers(13_000, "POST", ORDERS);
        Map<String, String> other = signer.headers(11_000, "DELETE", ORDERS);

        assertThat(young).containsEntry("KALSHI-ACCESS-TIMESTAMP", "10000");
        assertThat(isRight("10000POST" + ORDERS, young)).isTrue();
        assertThat(old).containsEntry("KALSHI-ACCESS-TIMESTAMP", "13000");
        assertThat(isRight("13000POST" + ORDERS, old)).isTrue();
        assertThat(other).containsEntry("KALSHI-ACCESS-TIMESTAMP", "11000");
    }

    @Test
    void givesEachSignatureOnce() throws Exception {
        var signer = new KalshiSigner(Credentials.keyPair("a key", pkcs8()));
        signer.makeReady(10_000);
        int made = signer.ready();

        signer.headers(10_001, "POST", ORDERS);

        assertThat(made).isPositive();
        assertThat(signer.ready()).isEqualTo(made - 1);
    }

    @Test
    void saysWhatItWantsAndNothingOfWhatItGot() {
        assertThatThrownBy(() -> new KalshiSigner(Credentials.hmac("id", "a secret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("private RSA key in PEM");
        assertThatThrownBy(() -> new KalshiSigner(Credentials.keyPair("id", "no key at all")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("no key at all");
    }

    @Test
    void showsNothingOfAKey() throws Exception {
        var signer = new KalshiSigner(Credentials.keyPair("the id", pkcs8()));

        assertThat(signer.toString()).isEqualTo("KalshiSigner[***]");
        assertThat(
                        KalshiCall.of("place an order", KalshiEndpoint.CREATE, signer)
                                .saying(Map.of("count", "1.00"))
                                .toString())
                .isEqualTo("POST " + ORDERS);
    }

    /** A key for other tests. */
    static String key() throws Exception {
        if (pair == null) {
            makeAKey();
        }
        return pkcs8();
    }

    private static String pkcs8() {
        return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN "
                + kind
                + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END "
                + kind
                + "-----\n";
    }

    static boolean isRight(String text, Map<String, String> headers) throws Exception {
        Signature verifier = Signature.getInstance("RSASSA-PSS");
        verifier.setParameter(
                new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        verifier.initVerify(pair.getPublic());
        verifier.update(text.getBytes(StandardCharsets.UTF_8));
        return verifier.verify(Base64.getDecoder().decode(headers.get("KALSHI-ACCESS-SIGNATURE")));
    }
}
