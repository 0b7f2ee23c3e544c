package dev.k2.platform;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The row that a sealed value belongs to: what it is, whose, and under which id. A sealed value that is copied into another row does
 * not open there.
 *
 * @param parts in a fixed order, such as {@code exchange_link}, user id, link id, exchange
 */
public record Binding(List<String> parts) {
    /** Parts are copied; at least one is needed. */
    public Binding {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a binding needs at least one part");
        }
    }

    /** Binds to these parts. */
    public static Binding of(String... parts) {
        return new Binding(List.of(parts));
    }

    /** Each part with its length before it, so that no two lists of parts give the same bytes. */
    byte[] bytes(int keyVersion) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(keyVersion);
            out.writeInt(parts.size());
            for (var part : parts) {
                var encoded = part.getBytes(StandardCharsets.UTF_8);
                out.writeInt(encoded.length);
                out.write(encoded);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
