package dev.k2.exchange.net;

import java.nio.charset.StandardCharsets;

/**
 * Bytes that an exchange always sends in the same form, such as {@code ,"data":}, of which a reader
 * asks whether just they stand next. At least four of them, compared eight at a time.
 */
public final class Literal {
    private static final int HALF = Eight.LENGTH / 2;

    private final byte[] literal;
    private final int length;

    /** Its first eight bytes, or four where it has less than eight. */
    private final long head;

    /** As many from its end; where both overlap, bytes are compared twice. */
    private final long tail;

    private Literal(byte[] bytes) {
        literal = bytes;
        length = bytes.length;
        boolean whole = length >= Eight.LENGTH;
        head = whole ? Eight.at(bytes, 0) : Eight.four(bytes, 0);
        tail = whole ? Eight.at(bytes, length - Eight.LENGTH) : Eight.four(bytes, length - HALF);
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
        return length;
    }

    boolean standsAt(byte[] bytes, int from, int end) {
        if (end - from < length) {
            return false;
        }
        if (length < Eight.LENGTH) {
            return Eight.four(bytes, from) == head
                    && Eight.four(bytes, from + length - HALF) == tail;
        }
        return Eight.at(bytes, from) == head
                && Eight.at(bytes, from + length - Eight.LENGTH) == tail
                && (length <= 2 * Eight.LENGTH || middleStandsAt(bytes, from));
    }

    /** What is between both ends. */
    private boolean middleStandsAt(byte[] bytes, int from) {
        for (int i = Eight.LENGTH; i < length - Eight.LENGTH; i += Eight.LENGTH) {
            if (Eight.at(bytes, from + i) != Eight.at(literal, i)) {
                return false;
            }
        }
        return true;
    }
}
