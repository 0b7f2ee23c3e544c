package dev.k2.accounts;

import dev.k2.platform.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Time-based codes as RFC 6238 has them and every authenticator app makes them: SHA-1, 30 seconds, six digits. Pure. */
final class Totp {
    private static final String ALGORITHM = "HmacSHA1";
    private static final int SECRET_BYTES = 20;
    private static final long STEP_SECONDS = 30;
    private static final int MODULUS = 1_000_000;
    private static final long DRIFT_STEPS = 1;
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int LETTER_BITS = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Totp() {}

    /** 160 random bits, as RFC 4226 asks for. */
    static Secret fresh() {
        var bits = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bits);
        return Secret.of(bits);
    }

    static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
    }

    /** The newest step within one of now whose code this is. */
    static OptionalLong match(Secret secret, String code, Instant now) {
        long middle = step(now);
        for (long step = middle + DRIFT_STEPS; step >= middle - DRIFT_STEPS; step--) {
            if (MessageDigest.isEqual(bytes(code(secret, step)), bytes(code))) {
                return OptionalLong.of(step);
            }
        }
        return OptionalLong.empty();
    }

    static String code(Secret secret, long step) {
        var key = secret.revealBytes();
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            var hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int at = hash[hash.length - 1] & 0xf;
            int number = ByteBuffer.wrap(hash, at, Integer.BYTES).getInt() & Integer.MAX_VALUE;
            return String.format(Locale.ROOT, "%06d", number % MODULUS);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, missing);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** The secret for typing, in Base32 without padding. */
    static Secret base32(Secret secret) {
        var text = new StringBuilder();
        int held = 0;
        int bits = 0;
        for (byte one : secret.revealBytes()) {
            held = (held << Byte.SIZE) | (one & 0xff);
            bits += Byte.SIZE;
            while (bits >= LETTER_BITS) {
                bits -= LETTER_BITS;
                text.append(LETTERS.charAt((held >> bits) & 31));
                held &= (1 << bits) - 1;
            }
        }
        if (bits > 0) {
            text.append(LETTERS.charAt((held << (LETTER_BITS - bits)) & 31));
        }
        return Secret.of(text.toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
