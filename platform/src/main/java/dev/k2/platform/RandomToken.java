package dev.k2.platform;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A text that opens something to whoever has it: 256 random bits, which nobody guesses. It is shown once, and only its SHA-256 is
 * kept, which needs no salt and no slowness where there is nothing to guess.
 */
public final class RandomToken {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomToken() {}

    /** A new one, in letters that an address may carry: 43 of URL-safe Base64. */
    public static Secret fresh() {
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bits()));
    }

    /** As many random bits as a token has, for what is written otherwise: 32 bytes. */
    public static byte[] bits() {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return bits;
    }

    /** What is kept of a token: the 32 bytes of its SHA-256. */
    public static byte[] hash(Secret token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.revealBytes());
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every JDK has SHA-256", absent);
        }
    }
}
