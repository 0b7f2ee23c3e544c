package dev.k2.exchange.net;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Ed25519, or RSA with SHA-256 (PKCS #1 v1.5 or PSS), in Base64. Safe for several threads. A
 * signature takes microseconds with Ed25519 and a fraction of a millisecond with RSA.
 */
public final class KeySigner implements Signer {
    private static final String ED25519 = "Ed25519";
    private static final String RSA = "RSA";
    private static final String PKCS1 = "SHA256withRSA";
    private static final String PSS = "RSASSA-PSS";
    private static final int SALT_BYTES = 32;
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int LONG_FORM = 0x80;
    private static final int LENGTH_BYTES_MAX = 3;

    /** Version 0, and that an RSA key without parameters follows. */
    private static final byte[] RSA_FOLLOWS =
            HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private final String algorithm;
    private final Spare<Signature> ready;

    private KeySigner(PrivateKey key, String algorithm) {
        this.algorithm = algorithm;
        ready = new Spare<>(() -> ready(key, algorithm));
    }

    /**
     * Takes a private key; an RSA key signs by PKCS #1 v1.5.
     *
     * @param pem PKCS #8 text, {@code BEGIN PRIVATE KEY}, or for RSA PKCS #1, {@code BEGIN RSA
     *     PRIVATE KEY}
     * @throws IllegalArgumentException for anything else, quoting nothing of it
     */
    public static KeySigner of(String pem) {
        byte[] der = der(pem);
        try {
            return new KeySigner(read(der, ED25519), ED25519);
        } catch (InvalidKeySpecException notEd25519) {
            try {
                return new KeySigner(read(der, RSA), PKCS1);
            } catch (InvalidKeySpecException neither) {
                neither.addSuppressed(notEd25519);
                throw new IllegalArgumentException("expected an Ed25519 or RSA key", neither);
            }
        }
    }

    /**
     * Takes an RSA key that signs by PSS, with a salt as long as the digest.
     *
     * @param pem PKCS #8 text, {@code BEGIN PRIVATE KEY}, or for RSA PKCS #1, {@code BEGIN RSA
     *     PRIVATE KEY}
     * @throws IllegalArgumentException for anything else, quoting nothing of it
     */
    public static KeySigner pss(String pem) {
        try {
            return new KeySigner(read(der(pem), RSA), PSS);
        } catch (InvalidKeySpecException other) {
            throw new IllegalArgumentException("expected an RSA key", other);
        }
    }

    /** Whether it is an Ed25519 key, which some exchanges let log in for a whole connection. */
    public boolean isEd25519() {
        return algorithm.equals(ED25519);
    }

    @Override
    public String sign(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(ready.use(signature -> signed(signature, bytes)));
    }

    @Override
    public String toString() {
        return "KeySigner[***]";
    }

    /** A signature is ready for the next text when it is made. */
    private static byte[] signed(Signature signature, byte[] bytes) {
        try {
            signature.update(bytes);
            return signature.sign();
        } catch (SignatureException failed) {
            throw new IllegalStateException("a key that was read can sign", failed);
        }
    }

    private static Signature ready(PrivateKey key, String algorithm) {
        try {
            Signature signature = Signature.getInstance(algorithm, Crypto.provider());
            if (algorithm.equals(PSS)) {
                signature.setParameter(
                        new PSSParameterSpec(
                                "SHA-256",
                                "MGF1",
                                MGF1ParameterSpec.SHA256,
                                SALT_BYTES,
                                PSSParameterSpec.TRAILER_FIELD_BC));
            }
            signature.initSign(key);
            return signature;
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("a key that was read can sign", failed);
        }
    }

    /** By the provider that signs, where it reads such keys; it takes the JDK's otherwise. */
    private static PrivateKey read(byte[] der, String type) throws InvalidKeySpecException {
        Provider provider = Crypto.provider();
        try {
            KeyFactory factory =
                    provider.getService("KeyFactory", type) == null
                            ? KeyFactory.getInstance(type)
                            : KeyFactory.getInstance(type, provider);
            return factory.generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every JDK has " + type, absent);
        }
    }

    private static byte[] der(String pem) {
        boolean bare = pem.contains("BEGIN RSA PRIVATE KEY");
        String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            byte[] der = Base64.getDecoder().decode(body);
            return bare ? wrapped(der) : der;
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("expected a key in PEM", notBase64);
        }
    }

    /** A PKCS #1 key says nothing but its numbers; PKCS #8 says first that it is an RSA key. */
    private static byte[] wrapped(byte[] pkcs1) {
        byte[] key = tagged(OCTETS, pkcs1);
        byte[] body = new byte[RSA_FOLLOWS.length + key.length];
        System.arraycopy(RSA_FOLLOWS, 0, body, 0, RSA_FOLLOWS.length);
        System.arraycopy(key, 0, body, RSA_FOLLOWS.length, key.length);
        return tagged(SEQUENCE, body);
    }

    private static byte[] tagged(int tag, byte[] content) {
        var der = new ByteArrayOutputStream(content.length + LENGTH_BYTES_MAX + 2);
        der.write(tag);
        if (content.length < LONG_FORM) {
            der.write(content.length);
        } else {
            int bytes = content.length < 1 << Byte.SIZE ? 1 : content.length < 1 << 16 ? 2 : 3;
            der.write(LONG_FORM | bytes);
            for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
                der.write(content.length >> shift);
            }
        }
        der.writeBytes(content);
        return der.toByteArray();
    }
}
