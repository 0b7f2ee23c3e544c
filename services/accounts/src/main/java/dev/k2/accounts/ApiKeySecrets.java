package dev.k2.accounts;

import dev.k2.platform.Secret;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The secrets of keys: {@code k2_}, 256 random bits in 43 letters and digits, and a checksum in six. Whoever searches files for
 * secrets that leaked tells by the checksum a real one from a word that looks like one.
 */
final class ApiKeySecrets {
    static final String PREFIX = "k2_";
    static final int HINT = PREFIX.length() + 4;

    private static final String DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger RADIX = BigInteger.valueOf(DIGITS.length());
    private static final int BITS = 256;
    private static final int BODY = 43;
    private static final int CHECK = 6;
    private static final Pattern FORM =
            Pattern.compile(PREFIX + "[0-9A-Za-z]{" + (BODY + CHECK) + "}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private ApiKeySecrets() {}

    static Secret fresh() {
        var body = PREFIX + digits(new BigInteger(BITS, RANDOM), BODY);
        return Secret.of(body + checksum(body));
    }

    /** Whether a text is of our making, as far as its form tells. */
    static boolean isWellFormed(String text) {
        return FORM.matcher(text).matches()
                && checksum(text.substring(0, text.length() - CHECK))
                        .equals(text.substring(text.length() - CHECK));
    }

    static String hint(Secret secret) {
        return secret.reveal().substring(0, HINT);
    }

    private static String checksum(String body) {
        var crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return digits(BigInteger.valueOf(crc.getValue()), CHECK);
    }

    private static String digits(BigInteger number, int length) {
        var text = new StringBuilder();
        var rest = number;
        for (int at = 0; at < length; at++) {
            var parts = rest.divideAndRemainder(RADIX);
            text.append(DIGITS.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        return text.reverse().toString();
    }
}
