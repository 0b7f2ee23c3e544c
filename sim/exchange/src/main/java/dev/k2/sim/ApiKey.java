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
 * @param trades whether orders may be placed with it
 * @param withdraws whether its owner let it take money out, which no exchange here does
 */
public record ApiKey(
        Kind kind,
        String key,
        String secret,
        String passphrase,
        String privateKeyPem,
        @Nullable PublicKey publicKey,
        boolean trades,
        boolean withdraws) {

    /** A key as most people make it: it trades, and cannot take money out. */
    public ApiKey(
            Kind kind,
            String key,
            String secret,
            String passphrase,
            String privateKeyPem,
            @Nullable PublicKey publicKey) {
        this(kind, key, secret, passphrase, privateKeyPem, publicKey, true, false);
    }

    /** The same key with other rights. */
    ApiKey withRights(boolean mayTrade, boolean mayWithdraw) {
        return new ApiKey(
                kind, key, secret, passphrase, privateKeyPem, publicKey, mayTrade, mayWithdraw);
    }

    /** The kinds of signature that exchanges take. */
    public enum Kind {
        HMAC,
        RSA,
        ED25519
    }

    /** What the public name of a key looks like. */
    public enum Naming {
        LETTERS,
        UUID
    }

    static ApiKey none() {
        return new ApiKey(Kind.HMAC, "", "", "", "", null);
    }
}
