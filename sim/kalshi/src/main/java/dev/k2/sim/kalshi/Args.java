package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a call says: in its path, its query, and its body. */
record Args(Map<String, String> words, JsonNode body) {
    private static final int LIMIT_MAX = 1000;

    /** A word of path or query, or of the body when those say nothing. */
    @Nullable String text(String name) {
        String word = words.get(name);
        if (word == null && body.path(name).isValueNode() && !body.path(name).isNull()) {
            word = body.path(name).asText();
        }
        return word == null || word.isEmpty() ? null : word;
    }

    String text(String name, String otherwise) {
        String word = text(name);
        return word == null ? otherwise : word;
    }

    String need(String name) {
        String word = text(name);
        if (word == null) {
            throw KalshiRefusal.invalid(name + " is required");
        }
        return word;
    }

    long number(String name, long otherwise) {
        String word = text(name);
        if (word == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException e) {
            throw KalshiRefusal.invalid(name + " must be a whole number");
        }
    }

    boolean flag(String name) {
        return text(name, "false").equals("true");
    }

    /** How many rows are wanted. */
    int limit(int usual, int most) {
        long wanted = number("limit", usual);
        if (wanted < 0 || wanted > Math.min(most, LIMIT_MAX)) {
            throw KalshiRefusal.invalid("limit must be 1 to " + most);
        }
        return wanted == 0 ? usual : (int) wanted;
    }

    /** Words with commas between them. */
    List<String> list(String name) {
        String word = text(name);
        return word == null ? List.of() : List.of(word.split(","));
    }
}
