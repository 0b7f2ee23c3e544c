package dev.k2.exchange.net;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 with a shared secret, in lower-case hexadecimal or in Base64. Safe for several
 * threads.
 */
public final class HmacSigner implements Signer {
    private static final String ALGORITHM = "HmacSHA256";

    private final Spare<Mac> keyed;
    private final Function<byte[], String> text;

    /**
     * Takes the secret; signatures are hexadecimal.
     *
     * @throws IllegalArgumentException for an empty secret
     */
    public HmacSigner(String secret) {
        this(secret, HexFormat.of()::formatHex);
    }

    /**
     * Takes the secret; signatures are Base64.
     *
     * @throws IllegalArgumentException for an empty secret
     */
    public static HmacSigner base64(String secret) {
        return new HmacSigner(secret, Base64.getEncoder()::encodeToString);
    }

    private HmacSigner(String secret, Function<byte[], String> text) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("a secret is not empty");
        }
        this.text = text;
        var key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        keyed = new Spare<>(() -> keyed(key));
    }

    @Override
    public String sign(String signed) {
        byte[] signature = keyed.use(mac -> mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        return text.apply(signature);
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
