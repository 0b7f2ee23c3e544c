package dev.k2.watchlists;

import dev.k2.platform.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** The last part of a read-only link: 256 random bits, which nobody guesses. */
final class ShareToken {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private ShareToken() {}

    static Secret random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** What is kept of a token. */
    static byte[] hash(Secret token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.revealBytes());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
