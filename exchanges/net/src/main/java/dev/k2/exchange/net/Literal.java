package dev.k2.exchange.net;

import java.nio.charset.StandardCharsets;

/**
 * Bytes that an exchange always sends in the same form, such as {@code ,"data":}, of which a reader
 * asks whether just they stand next. At least four of them, compared eight at a time.
 */
public final class Literal {
    private static final int HALF = Eight.LENGTH / 2;

    private final byte[] literal;

    private Literal(byte[] bytes) {
        literal = bytes;
    }

    /**
     * Makes one.
     *
     * @throws IllegalArgumentException for fewer than four bytes
     */
    public static Literal of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < HALF) {
            throw new IllegalArgumentException("expected at least four bytes: " + text);
        }
        return new Literal(bytes);
    }

    int length() {
        return literal.length;
    }

    boolean standsAt(byte[] bytes, int from, int end) {
        int length = literal.length;
        if (end - from < length) {
            return false;
        }
        // Both ends together are all of it; where they overlap, bytes are compared twice.
        if (length < Eight.LENGTH) {
            int last = length - HALF;
            return Eight.four(bytes, from) == Eight.four(literal, 0)
                    && Eight.four(bytes, from + last) == Eight.four(literal, last);
        }
        int last = length - Eight.LENGTH;
        for (int i = 0; i < last; i += Eight.LENGTH) {
            if (Eight.at(bytes, from + i) != Eight.at(literal, i)) {
                return false;
            }
        }
        return Eight.at(bytes, from + last) == Eight.at(literal, last);
    }
}
