package dev.k2.signals;

import dev.k2.platform.Secret;
import java.security.SecureRandom;
import java.util.Base64;

/** What nobody can guess: 256 random bits each. */
final class SignalTokens {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SignalTokens() {}

    /** The last part of an address. */
    static Secret token() {
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(random()));
    }

    /** What a sender signs with. */
    static Secret secret() {
        return Secret.of(Signature.PREFIX + Base64.getEncoder().encodeToString(random()));
    }

    /** What is kept of a token. */
    static byte[] hash(Secret token) {
        return Hashes.sha256(token.revealBytes());
    }

    private static byte[] random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
