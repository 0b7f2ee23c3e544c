package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A part of a list, and where the next part begins. Cursors hold characters that must be encoded in a query, as Bybit's
 * do.
 */
record Page<T>(List<T> rows, String nextCursor) {
    private static final String MARK = "page_token=";

    static <T> Page<T> of(List<T> all, String cursor, int limit) {
        int from = Math.min(start(cursor), all.size());
        int until = Math.min(from + limit, all.size());
        return new Page<>(all.subList(from, until), until < all.size() ? cursor(until) : "");
    }

    private static String cursor(int from) {
        return Base64.getEncoder()
                .encodeToString((MARK + from + "&").getBytes(StandardCharsets.UTF_8));
    }

    private static int start(String cursor) {
        if (cursor.isEmpty()) {
            return 0;
        }
        try {
            String text = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.matches(MARK + "[0-9]{1,8}&")) {
                return Integer.parseInt(text.substring(MARK.length(), text.length() - 1));
            }
        } catch (IllegalArgumentException e) {
            throw BybitRefusal.params("cursor invalid");
        }
        throw BybitRefusal.params("cursor invalid");
    }

    /** The frame that lists come in. */
    static ObjectNode result(Category category, String nextCursor) {
        return WireJson.object().put("category", category.word()).put("nextPageCursor", nextCursor);
    }
}
