package dev.k2.sim.okx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts and the secret of OKX's documents, signed by another program. */
class OkxSignatureTest {
    private static final String SECRET = "22582BD0CFF14C41EDBF1AB98506286D";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "2020-12-08T09:08:57.715Z|GET|/api/v5/account/balance?ccy=BTC|~~|HiZhvSfMtWJA3uUIVXV3a/bSXNPCWvYFXoGCVS8V4zY=",
                "2020-12-08T09:08:57.715Z|POST|/api/v5/trade/order|{\"instId\":\"BTC-USDT\",\"lever\":\"5\",\"mgnMode\":\"isolated\"}|B1CIgFITj5o4lMDG+Uz5juzEGMCIDXO9bxM4MBgQ62g=",
                "1538054050|GET|/users/self/verify|~~|+LdIr8lkkvhr5hoA3g9TMC0+uQJ849ftAcocA/ouu4M="
            })
    void signsTimeMethodPathAndBody(
            String time, String method, String path, String body, String signature) {
        String payload = OkxSignature.payload(time, method, path, body);

        assertThat(OkxSignature.of(SECRET, payload)).isEqualTo(signature);
        assertThat(OkxSignature.right(SECRET, payload, signature)).isTrue();
        assertThat(OkxSignature.right(SECRET, payload + " ", signature)).isFalse();
        assertThat(OkxSignature.right("", payload, signature)).isFalse();
    }
}
