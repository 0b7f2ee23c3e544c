package dev.k2.exchange.net;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Ed25519, or RSA with SHA-256 (PKCS #1 v1.5), in Base64. Safe for several threads. */
public final class KeySigner implements Signer {
    private final PrivateKey key;
    private final String algorithm;

    private KeySigner(PrivateKey key, String algorithm) {
        this.key = key;
        this.algorithm = algorithm;
    }

    /**
     * Takes a private key.
     *
     * @param pem PKCS #8 text, {@code BEGIN PRIVATE KEY}
     * @throws IllegalArgumentException for anything else, quoting nothing of it
     */
    public static KeySigner of(String pem) {
        byte[] der = der(pem);
        try {
            return new KeySigner(read(der, "Ed25519"), "Ed25519");
        } catch (InvalidKeySpecException notEd25519) {
            try {
                return new KeySigner(read(der, "RSA"), "SHA256withRSA");
            } catch (InvalidKeySpecException neither) {
                neither.addSuppressed(notEd25519);
                throw new IllegalArgumentException("expected an Ed25519 or RSA key", neither);
            }
        }
    }

    /** Whether it is an Ed25519 key, which some exchanges let log in for a whole connection. */
    public boolean isEd25519() {
        return algorithm.equals("Ed25519");
    }

    @Override
    public String sign(String text) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("a key that was read can sign", failed);
        }
    }

    @Override
    public String toString() {
        return "KeySigner[***]";
    }

    private static PrivateKey read(byte[] der, String type) throws InvalidKeySpecException {
        try {
            return KeyFactory.getInstance(type).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every JDK has " + type, absent);
        }
    }

    private static byte[] der(String pem) {
        String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("expected a key in PEM", notBase64);
        }
    }
}
