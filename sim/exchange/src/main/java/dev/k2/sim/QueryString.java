package dev.k2.sim;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** A query or a form as it came over the wire. Pure. */
public final class QueryString {
    private QueryString() {}

    /**
     * Tells each name and its value, decoded, in their order.
     *
     * @throws IllegalArgumentException when something is not encoded rightly
     */
    public static void each(String text, BiConsumer<String, String> pair) {
        for (String part : text.isEmpty() ? new String[0] : text.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = decoded(equals < 0 ? part : part.substring(0, equals));
            if (!name.isEmpty()) {
                pair.accept(name, equals < 0 ? "" : decoded(part.substring(equals + 1)));
            }
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
