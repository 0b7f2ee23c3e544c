package dev.k2.exchange.net;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What several names of a table begin with, where messages bring only the rest of them, such as a
 * market without its channel. Hashed once, so that nothing is copied together to look a name up.
 */
public final class NamePrefix {
    static final NamePrefix NONE = new NamePrefix(new byte[0]);

    private final byte[] prefix;
    private final long hash;

    private NamePrefix(byte[] bytes) {
        prefix = bytes;
        hash = Names.hashOfWhole(bytes);
    }

    /**
     * Makes one.
     *
     * @throws IllegalArgumentException where its length in bytes is no multiple of eight: names are
     *     hashed eight bytes at a time, and the rest has to begin where eight of them do
     */
    public static NamePrefix of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length % Eight.LENGTH != 0) {
            throw new IllegalArgumentException("expected a multiple of eight bytes: " + text);
        }
        return new NamePrefix(bytes);
    }

    int length() {
        return prefix.length;
    }

    /** Of the prefix alone, for the rest to go on with. */
    long hash() {
        return hash;
    }

    boolean begins(byte[] name) {
        // Most names have none, and have not to wait for this.
        return prefix.length == 0
                || (name.length >= prefix.length
                        && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length));
    }
}
