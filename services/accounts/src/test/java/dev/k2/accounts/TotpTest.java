package dev.k2.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.platform.Secret;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    private static final Secret SECRET = Secret.of("12345678901234567890");

    /** The last six digits of what RFC 6238, appendix B, has for SHA-1. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void makesThePublishedCodes(long second, String code) {
        assertThat(Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(second)))).isEqualTo(code);
    }

    /** ASVS 6.5.5: our clock decides, and one step either way is allowed for theirs. */
    @Test
    void takesCodesOfOneStepEitherWayAndNoOther() {
        Instant now = Instant.ofEpochSecond(1_111_111_111);
        long step = Totp.step(now);

        for (int off = -3; off <= 3; off++) {
            boolean taken = Totp.match(SECRET, Totp.code(SECRET, step + off), now).isPresent();
            assertThat(taken).as("%s steps off", off).isEqualTo(Math.abs(off) <= 1);
        }
    }

    @Test
    void spellsSecretsInBase32() {
        assertThat(Totp.base32(SECRET).reveal()).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assertThat(Totp.base32(Secret.of("fooba")).reveal()).isEqualTo("MZXW6YTB");
        assertThat(Totp.base32(Secret.of("foob")).reveal()).isEqualTo("MZXW6YQ");
    }
}
