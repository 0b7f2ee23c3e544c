package dev.k2.exchange.net;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 with a shared secret, in lower-case hexadecimal. Safe for several threads. */
public final class HmacSigner implements Signer {
    private static final String ALGORITHM = "HmacSHA256";

    private final Spare<Mac> keyed;

    /**
     * Takes the secret.
     *
     * @throws IllegalArgumentException for an empty secret
     */
    public HmacSigner(String secret) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("a secret is not empty");
        }
        var key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        keyed = new Spare<>(() -> keyed(key));
    }

    @Override
    public String sign(String text) {
        byte[] signature = keyed.use(mac -> mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(signature);
    }

    /** The JDK's own, which is as quick as native code here. */
    private static Mac keyed(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, absent);
        }
    }

    @Override
    public String toString() {
        return "HmacSigner[***]";
    }
}
