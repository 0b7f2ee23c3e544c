package dev.k2.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.platform.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    private static final String EMAIL = "ann.miller@example.org";

    private final Passwords passwords = new Passwords();
    private final PasswordRules rules = new PasswordRules();

    @Test
    void matchesThePasswordAndNoOther() {
        var hash = passwords.hash(Secret.of("otter lamp brisk quay"));

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(passwords.matches(Secret.of("otter lamp brisk quay"), hash)).isTrue();
        assertThat(passwords.matches(Secret.of("otter lamp brisk quaY"), hash)).isFalse();
    }

    @Test
    void saltsEachHash() {
        var secret = Secret.of("otter lamp brisk quay");

        assertThat(passwords.hash(secret)).isNotEqualTo(passwords.hash(secret));
    }

    @Test
    void takesComposedAndDecomposedLettersForTheSame() {
        var hash = passwords.hash(Secret.of("über den wölken"));

        assertThat(passwords.matches(Secret.of("u\u0308ber den wo\u0308lken"), hash)).isTrue();
    }

    @Test
    void neverMatchesWithoutAHash() {
        assertThat(passwords.matches(Secret.of("nobody has this password"), null)).isFalse();
    }

    @Test
    void stopsOnAHashItDoesNotUnderstand() {
        assertThatThrownBy(() -> passwords.matches(Secret.of("x"), "$2b$12$abc"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("$2b$");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "fourteen chars",
                "passwordpassword",
                "password12345678",
                "qwertyuiopasdfgh",
                "aaaaaaaaaaaaaaaaaaaa",
                "1234567890123456",
                "ann.miller@example.org",
                "abcdefghijklmnopqrst"
            })
    void refusesWhatIsTooShortOrGuessedFirst(String password) {
        assertThat(rules.complaint(Secret.of(password), EMAIL)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "otter lamp brisk quay",
                "correct horse battery staple",
                "Tr4ding-is-n0t-gambling",
                "пароль из четырёх слов"
            })
    void acceptsLongOnesOfAnyLetters(String password) {
        assertThat(rules.complaint(Secret.of(password), EMAIL)).isEmpty();
    }

    /** ASVS 6.2.1. */
    @Test
    void acceptsSixtyFourAndMoreCharactersAndRefusesEndlessOnes() {
        var text = "otter lamp brisk quay ".repeat(20);

        assertThat(rules.complaint(Secret.of(text.substring(0, 64)), EMAIL)).isEmpty();
        assertThat(rules.complaint(Secret.of(text.substring(0, 256)), EMAIL)).isEmpty();
        assertThat(rules.complaint(Secret.of(text.substring(0, 257)), EMAIL)).isPresent();
    }

    /** ASVS 6.2.4, 6.2.12. */
    @Test
    void refusesTheThreeThousandMostCommonPasswords() throws IOException {
        int refused = 0;
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        com.nulabinc.zxcvbn.Zxcvbn.class.getResourceAsStream(
                                                "matchers/dictionaries/passwords.txt")),
                                StandardCharsets.UTF_8))) {
            for (var common : lines.lines().limit(3000).toList()) {
                assertThat(rules.complaint(Secret.of(common), EMAIL)).as(common).isPresent();
                refused++;
            }
        }
        assertThat(refused).isEqualTo(3000);
    }
}
