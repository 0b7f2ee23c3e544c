package dev.k2.accounts;

import dev.k2.platform.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Refresh tokens are 256 random bits. Only their SHA-256 is stored, which is enough for what cannot be guessed. */
final class RefreshTokens {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private RefreshTokens() {}

    static Secret fresh() {
        var bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    static byte[] hash(Secret token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.revealBytes());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
