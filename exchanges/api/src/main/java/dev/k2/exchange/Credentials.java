package dev.k2.exchange;

import java.util.Optional;

/**
 * What an exchange gave a person to act by. Nothing here is ever printed.
 *
 * @param apiKey the public half
 * @param apiSecret the shared secret of HMAC keys; empty text where a private key signs
 * @param passphrase where the exchange asks for one
 * @param privateKeyPem PKCS#8 or PKCS#1 text of RSA and Ed25519 keys
 */
public record Credentials(
        String apiKey,
        String apiSecret,
        Optional<String> passphrase,
        Optional<String> privateKeyPem) {
    /** An HMAC key. */
    public static Credentials hmac(String apiKey, String apiSecret) {
        return new Credentials(apiKey, apiSecret, Optional.empty(), Optional.empty());
    }

    /**
     * An RSA or Ed25519 key: the exchange has its public half.
     *
     * @param privateKeyPem PKCS#8 or PKCS#1 text
     */
    public static Credentials keyPair(String apiKey, String privateKeyPem) {
        return new Credentials(apiKey, "", Optional.empty(), Optional.of(privateKeyPem));
    }

    @Override
    public String toString() {
        return "Credentials[***]";
    }
}
