package dev.k2.exchange.net;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/** Percent-encoding of query strings and forms: all but letters, digits and {@code - . _ ~}. */
public final class Percent {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Percent() {}

    public static String encode(String text) {
        var encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    /** Names and values joined in their order, each encoded. */
    public static String encode(Map<String, String> parameters) {
        var encoded = new StringBuilder();
        parameters.forEach(
                (name, value) -> {
                    if (!encoded.isEmpty()) {
                        encoded.append('&');
                    }
                    encoded.append(encode(name)).append('=').append(encode(value));
                });
        return encoded.toString();
    }

    private static boolean isPlain(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '-'
                || b == '.'
                || b == '_'
                || b == '~';
    }
}
