package dev.k2.accounts;

import com.nulabinc.zxcvbn.Zxcvbn;
import dev.k2.platform.Secret;
import java.util.List;
import java.util.Optional;

/**
 * Which passwords are acceptable. Length is what counts (ASVS 6.2.1: 15 where the password is the only factor), no mixture of characters
 * is asked for, and what everybody guesses first is refused.
 */
final class PasswordRules {
    static final int SHORTEST = 15;
    static final int LONGEST = 256;

    /** Passwords that fall within a million guesses are on every list, or are built from words on one. */
    private static final double GUESSES_LEAST = 1e6;

    /** The estimator's work grows steeply with length, and the first characters decide. */
    private static final int JUDGED = 64;

    private final Zxcvbn estimator = new Zxcvbn();

    /** What would be acceptable, when this is not. */
    Optional<String> complaint(Secret password, String email) {
        var text = password.reveal();
        int length = text.codePointCount(0, text.length());
        if (length < SHORTEST || length > LONGEST) {
            return Optional.of("A password of " + SHORTEST + " to " + LONGEST + " characters.");
        }
        var judged = text.substring(0, Math.min(text.length(), JUDGED));
        var personal = List.of(email, email.substring(0, email.indexOf('@')), "k2");
        return estimator.measure(judged, personal).getGuesses() < GUESSES_LEAST
                ? Optional.of(
                        "A password that is not among the first million anybody would guess; four"
                                + " random words are good.")
                : Optional.empty();
    }
}
