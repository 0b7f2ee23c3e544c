package dev.k2.exchange.net;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 with a shared secret, in lower-case hexadecimal. Safe for several threads. */
public final class HmacSigner implements Signer {
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac keyed;

    /**
     * Takes the secret.
     *
     * @throws IllegalArgumentException for an empty secret
     */
    public HmacSigner(String secret) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("a secret is not empty");
        }
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, absent);
        }
    }

    @Override
    public String sign(String text) {
        try {
            Mac mac = (Mac) keyed.clone();
            byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(signature);
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("the JDK's HMAC can be cloned", impossible);
        }
    }

    @Override
    public String toString() {
        return "HmacSigner[***]";
    }
}
