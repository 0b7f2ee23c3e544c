package dev.k2.exchange.okx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.exchange.Credentials;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The expected signatures were made with OpenSSL, with the example secret of OKX's documents. */
class OkxSignerTest {
    private static final String SECRET = "22582BD0CFF14C41EDBF1AB98506286D";
    private static final OkxSigner SIGNER =
            new OkxSigner(
                    new Credentials(
                            "the key", SECRET, Optional.of("the phrase"), Optional.empty()));

    @Test
    void signsAQuestionWithItsQuery() {
        long at = Instant.parse("2020-12-08T09:08:57.715Z").toEpochMilli();

        Map<String, String> headers =
                SIGNER.headers("GET", "/api/v5/account/balance?ccy=BTC", "", at);

        assertThat(headers)
                .containsEntry("OK-ACCESS-TIMESTAMP", "2020-12-08T09:08:57.715Z")
                .containsEntry("OK-ACCESS-KEY", "the key")
                .containsEntry("OK-ACCESS-PASSPHRASE", "the phrase")
                .containsEntry("OK-ACCESS-SIGN", "HiZhvSfMtWJA3uUIVXV3a/bSXNPCWvYFXoGCVS8V4zY=");
    }

    @Test
    void signsABodyAndKeepsTheZerosOfTheTime() {
        long at = Instant.parse("2026-11-21T02:03:04Z").toEpochMilli();

        Map<String, String> headers =
                SIGNER.headers(
                        "POST",
                        "/api/v5/trade/order",
                        "{\"instId\":\"BTC-USDT\",\"sz\":\"1\"}",
                        at);

        assertThat(headers)
                .containsEntry("OK-ACCESS-TIMESTAMP", "2026-11-21T02:03:04.000Z")
                .containsEntry("OK-ACCESS-SIGN", "Eoz7xzbgJvZ2EimfiN42PgXESpvoUm2RxDbVuv5LO9w=");
    }

    @Test
    void logsInBySeconds() {
        Map<String, String> login = SIGNER.login(1_538_054_050_999L);

        assertThat(login)
                .containsEntry("timestamp", "1538054050")
                .containsEntry("sign", "+LdIr8lkkvhr5hoA3g9TMC0+uQJ849ftAcocA/ouu4M=");
    }

    @Test
    void wantsAPassphraseAndShowsNothing() {
        assertThatThrownBy(() -> new OkxSigner(Credentials.hmac("key", SECRET)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(SECRET);
        assertThat(SIGNER.toString()).doesNotContain(SECRET, "the key", "the phrase");
    }
}
