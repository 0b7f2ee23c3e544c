package dev.k2.accounts;

import dev.k2.platform.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Refresh tokens, and what is mailed, are 256 random bits. Only their SHA-256 is stored, which is enough for what cannot be guessed. */
final class RefreshTokens {
    private static final int BYTES = 32;
    private static final String SUCCESSION = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private RefreshTokens() {}

    static Secret fresh() {
        var bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    static byte[] salt() {
        var bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return bits;
    }

    /** The token after this one. Who has only what is stored, which is the salt and hashes, cannot make it. */
    static Secret successor(Secret token, byte[] salt) {
        try {
            var mac = Mac.getInstance(SUCCESSION);
            mac.init(new SecretKeySpec(token.revealBytes(), SUCCESSION));
            var bits = mac.doFinal(salt);
            return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has " + SUCCESSION, missing);
        }
    }

    static byte[] hash(Secret token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.revealBytes());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
