package dev.k2.sim;

import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * What an account's client signs with. The secrets are inventions of the simulation and are shown on purpose.
 *
 * @param secret the shared secret of an HMAC key, else empty
 * @param passphrase for exchanges that ask for one, else empty
 * @param privateKeyPem the private half of an RSA or Ed25519 key when this simulation made it, else empty
 * @param publicKey the half that signatures are checked with, null for HMAC
 */
public record ApiKey(
        Kind kind,
        String key,
        String secret,
        String passphrase,
        String privateKeyPem,
        @Nullable PublicKey publicKey) {

    /** The kinds of signature that exchanges take. */
    public enum Kind {
        HMAC,
        RSA,
        ED25519
    }

    static ApiKey none() {
        return new ApiKey(Kind.HMAC, "", "", "", "", null);
    }
}
