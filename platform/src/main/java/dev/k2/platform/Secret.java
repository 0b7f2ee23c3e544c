package dev.k2.platform;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Something that must never be shown. It prints as {@code ***}, equals nothing but itself, and is not serialised by anything that
 * looks for getters.
 *
 * <p>Wiping is best effort: copies made by {@link #reveal()} live until the garbage collector takes them.
 */
public final class Secret {
    private final byte[] content;

    private Secret(byte[] content) {
        this.content = content;
    }

    /** A secret text, kept as UTF-8. */
    public static Secret of(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Secret bytes; they are copied, the caller may wipe its own. */
    public static Secret of(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /** The text, for the one place that needs it. */
    public String reveal() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /** A copy of the bytes, which the caller wipes. */
    public byte[] revealBytes() {
        return content.clone();
    }

    /** Length in bytes, which tells an empty secret from a real one. */
    public int length() {
        return content.length;
    }

    /** Overwrites the content with zeros. */
    public void wipe() {
        Arrays.fill(content, (byte) 0);
    }

    @Override
    public String toString() {
        return "***";
    }
}
