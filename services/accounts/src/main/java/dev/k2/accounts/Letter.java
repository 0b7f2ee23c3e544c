package dev.k2.accounts;

import java.util.UUID;

/**
 * A mail.
 *
 * @param id the same at every attempt to send it
 * @param to one address
 * @param subject one line
 * @param text the body, lines parted by LF
 */
public record Letter(UUID id, String to, String subject, String text) {
    /** Refuses addresses and subjects that could become headers. */
    public Letter {
        if (to.chars().anyMatch(Letter::breaksLines)
                || subject.chars().anyMatch(Letter::breaksLines)) {
            throw new IllegalArgumentException("an address or a subject holds control characters");
        }
        if (Emails.normal(to).filter(to::equals).isEmpty()) {
            throw new IllegalArgumentException("this is no one address");
        }
    }

    private static boolean breaksLines(int letter) {
        return Character.isISOControl(letter) || letter == '\u2028' || letter == '\u2029';
    }

    /** Not the text, which may hold a token. */
    @Override
    public String toString() {
        return "Letter[" + id + ", " + subject + "]";
    }
}
