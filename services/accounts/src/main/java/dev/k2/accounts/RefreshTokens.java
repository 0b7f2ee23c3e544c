package dev.k2.accounts;

import dev.k2.platform.Secret;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Refresh tokens follow from one another, each from the one before and a salt. The first is a random one. */
final class RefreshTokens {
    private static final String SUCCESSION = "HmacSHA256";

    private RefreshTokens() {}

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
}
