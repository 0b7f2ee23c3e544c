package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignersTest {
    /** RFC 4231, case 2. */
    @Test
    void reproducesThePublishedHmac() {
        assertThat(new HmacSigner("Jefe").sign("what do ya want for nothing?"))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void signsOnSeveralThreadsAtOnce() throws InterruptedException {
        var signer = new HmacSigner("Jefe");
        String expected = signer.sign("text");
        var threads = new Thread[8];
        var wrong = new AtomicInteger();
        for (int i = 0; i < threads.length; i++) {
            threads[i] =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        for (int n = 0; n < 500; n++) {
                                            if (!signer.sign("text").equals(expected)) {
                                                wrong.incrementAndGet();
                                            }
                                        }
                                    });
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(wrong).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({"Ed25519, Ed25519", "RSA, SHA256withRSA"})
    void signsWithAPrivateKey(String type, String algorithm) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(type).generateKeyPair();
        String pem =
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n";

        String signature = KeySigner.of(pem).sign("text");

        Signature check = Signature.getInstance(algorithm);
        check.initVerify(pair.getPublic());
        check.update("text".getBytes(StandardCharsets.UTF_8));
        assertThat(check.verify(Base64.getDecoder().decode(signature))).isTrue();
    }

    @Test
    void signsByPss() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        String pem = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());

        String signature = KeySigner.pss(pem).sign("text");

        Signature check = Signature.getInstance("RSASSA-PSS");
        check.setParameter(
                new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        check.initVerify(pair.getPublic());
        check.update("text".getBytes(StandardCharsets.UTF_8));
        assertThat(check.verify(Base64.getDecoder().decode(signature))).isTrue();
    }

    @Test
    void quotesNothingOfAKeyThatItRefuses() {
        assertThatThrownBy(() -> KeySigner.of("canary-7f3a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("canary");
        assertThatThrownBy(() -> KeySigner.of("-----BEGIN PRIVATE KEY-----\nQUJD\n"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HmacSigner("")).isInstanceOf(IllegalArgumentException.class);
        assertThat(new HmacSigner("canary-7f3a").toString()).doesNotContain("canary");
    }

    @Test
    void encodesAllButTheUnreserved() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("symbol", "１２３４５６");
        parameters.put("a b", "x&y=z+~-._");

        assertThat(Percent.encode(parameters))
                .isEqualTo(
                        "symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96"
                                + "&a%20b=x%26y%3Dz%2B~-._");
    }
}
