package dev.k2.sim.kalshi;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts long lists into pages: a cursor tells where the next one begins. Pure. */
final class Pages {
    private Pages() {}

    /**
     * One page.
     *
     * @param cursor empty at the end
     */
    record Page<T>(List<T> rows, String cursor) {}

    /** The rows from a cursor on. New rows must come at the end, or the pages must be asked for quickly. */
    static <T> Page<T> cut(List<T> all, int limit, @Nullable String cursor) {
        int from = cursor == null ? 0 : Math.min(read(cursor), all.size());
        int until = Math.min(all.size(), from + limit);
        return new Page<>(all.subList(from, until), until < all.size() ? write(until) : "");
    }

    /** The same for a list that grows at its beginning. */
    static <T> Page<T> newestFirst(List<T> all, int limit, @Nullable String cursor) {
        int from = cursor == null ? 0 : Math.max(0, all.size() - read(cursor));
        int until = Math.min(all.size(), from + limit);
        return new Page<>(
                all.subList(from, until), until < all.size() ? write(all.size() - until) : "");
    }

    private static String write(int at) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("at:" + at).getBytes(StandardCharsets.UTF_8));
    }

    private static int read(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.startsWith("at:")) {
                return Integer.parseInt(text.substring(3));
            }
        } catch (IllegalArgumentException e) {
            throw KalshiRefusal.invalid("cursor is not one of ours");
        }
        throw KalshiRefusal.invalid("cursor is not one of ours");
    }
}
