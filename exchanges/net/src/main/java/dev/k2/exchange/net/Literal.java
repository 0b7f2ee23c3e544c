package dev.k2.exchange.net;

import java.nio.charset.StandardCharsets;

/**
 * Bytes that an exchange always sends in the same form, such as {@code ,"data":}, of which a reader
 * asks whether just they stand next. Four to sixteen of them, compared all at once.
 */
public final class Literal {
    private static final int HALF = Eight.LENGTH / 2;

    private final int length;
    private final long first;
    private final long last;

    private Literal(byte[] bytes) {
        length = bytes.length;
        first = length < Eight.LENGTH ? Eight.four(bytes, 0) : Eight.at(bytes, 0);
        last =
                length < Eight.LENGTH
                        ? Eight.four(bytes, length - HALF)
                        : Eight.at(bytes, length - Eight.LENGTH);
    }

    /**
     * Makes one.
     *
     * @throws IllegalArgumentException for fewer than four bytes or more than sixteen
     */
    public static Literal of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < HALF || bytes.length > 2 * Eight.LENGTH) {
            throw new IllegalArgumentException("expected four to sixteen bytes: " + text);
        }
        return new Literal(bytes);
    }

    int length() {
        return length;
    }

    boolean standsAt(byte[] bytes, int from, int end) {
        if (end - from < length) {
            return false;
        }
        // Both parts together are all of it; where they overlap, bytes are compared twice.
        return length < Eight.LENGTH
                ? Eight.four(bytes, from) == (int) first
                        && Eight.four(bytes, from + length - HALF) == (int) last
                : Eight.at(bytes, from) == first
                        && Eight.at(bytes, from + length - Eight.LENGTH) == last;
    }
}
