package dev.k2.platform;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/**
 * An authenticator of one key on P-256, with everything a test may want to get wrong.
 */
public final class SoftAuthenticator {
    private static final int PRESENT = 0x01;
    private static final int VERIFIED = 0x04;
    private static final int HAS_KEY = 0x40;
    private static final int COORDINATE = 32;

    public String origin = "http://localhost:8080";
    public String domain = "localhost";
    public long count = 1;
    public boolean verifiesPerson = true;

    private final byte[] credentialId = new byte[COORDINATE];
    private final KeyPair key;

    /** A device with a key that nobody has seen. */
    public SoftAuthenticator() {
        new SecureRandom().nextBytes(credentialId);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            key = generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What a browser hands over for a new key. */
    public record Made(String clientData, String attestation) {}

    /** What a browser hands over for a signature. */
    public record Proven(
            String credentialId, String clientData, String authenticatorData, String signature) {}

    /** Makes the key for a challenge. */
    public Made make(String challenge) {
        byte[] seen = authenticatorData(HAS_KEY, attestedKey());
        ByteArrayOutputStream cbor = new ByteArrayOutputStream();
        cbor.write(0xa3);
        text(cbor, "fmt");
        text(cbor, "none");
        text(cbor, "attStmt");
        cbor.write(0xa0);
        text(cbor, "authData");
        bytes(cbor, seen);
        count++;
        return new Made(encoded(clientData("webauthn.create", challenge)), encoded(cbor));
    }

    /** Signs a challenge, and counts. */
    public Proven prove(String challenge) {
        byte[] client = clientData("webauthn.get", challenge).toByteArray();
        byte[] seen = authenticatorData(0, new byte[0]);
        count++;
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key.getPrivate());
            signature.update(seen);
            signature.update(sha256(client));
            return new Proven(
                    encoded(credentialId),
                    encoded(client),
                    encoded(seen),
                    encoded(signature.sign()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private ByteArrayOutputStream clientData(String type, String challenge) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                ("{\"type\":\""
                                + type
                                + "\",\"challenge\":\""
                                + challenge
                                + "\",\"origin\":\""
                                + origin
                                + "\",\"crossOrigin\":false}")
                        .getBytes(StandardCharsets.UTF_8));
        return out;
    }

    private byte[] authenticatorData(int flags, byte[] more) {
        int all = PRESENT | (verifiesPerson ? VERIFIED : 0) | flags;
        return ByteBuffer.allocate(37 + more.length)
                .put(sha256(domain.getBytes(StandardCharsets.UTF_8)))
                .put((byte) all)
                .putInt((int) count)
                .put(more)
                .array();
    }

    private byte[] attestedKey() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[16]);
        out.write(0);
        out.write(credentialId.length);
        out.writeBytes(credentialId);
        // COSE: kty 2 (EC2), alg -7 (ES256), crv 1 (P-256), x, y.
        ECPublicKey open = (ECPublicKey) key.getPublic();
        out.writeBytes(new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21});
        bytes(out, coordinate(open.getW().getAffineX()));
        out.write(0x22);
        bytes(out, coordinate(open.getW().getAffineY()));
        return out.toByteArray();
    }

    private static byte[] coordinate(BigInteger number) {
        byte[] signed = number.toByteArray();
        byte[] fixed = new byte[COORDINATE];
        int length = Math.min(signed.length, COORDINATE);
        System.arraycopy(signed, signed.length - length, fixed, COORDINATE - length, length);
        return fixed;
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.write(0x60 + text.length());
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void bytes(ByteArrayOutputStream out, byte[] content) {
        if (content.length > 255) {
            throw new IllegalArgumentException("longer than this encoder knows");
        }
        out.write(0x58);
        out.write(content.length);
        out.writeBytes(content);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String encoded(ByteArrayOutputStream bytes) {
        return encoded(bytes.toByteArray());
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
