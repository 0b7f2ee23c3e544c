package dev.k2.accounts;

import java.time.Instant;
import java.util.Map;

/**
 * What a browser hands to its authenticator.
 *
 * @param publicKey in the names of the Web Authentication standard, bytes in Base64 for addresses
 * @param expiresAt when its challenge is too old
 */
public record PasskeyOptions(Map<String, Object> publicKey, Instant expiresAt) {
    /** The map is copied. */
    public PasskeyOptions {
        publicKey = Map.copyOf(publicKey);
    }
}
