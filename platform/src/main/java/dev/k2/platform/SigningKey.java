package dev.k2.platform;

import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;

/**
 * A key pair on P-256 that signs tokens.
 *
 * @param id names the key in what it signed
 * @param open checks signatures; everybody may have it
 * @param secret makes them
 */
public record SigningKey(String id, ECPublicKey open, ECPrivateKey secret) {
    @Override
    public String toString() {
        return "SigningKey[id=" + id + ", ***]";
    }
}
