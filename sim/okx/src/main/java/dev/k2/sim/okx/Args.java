package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a call was sent, from a query or a body alike. Numbers and flags may come as themselves or as text; empty is absent. */
record Args(JsonNode sent) {
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,20})?");
    private static final Pattern INTEGER = Pattern.compile("[0-9]{1,19}");

    static Args none() {
        return new Args(WireJson.object());
    }

    boolean has(String name) {
        return text(name) != null;
    }

    @Nullable String text(String name) {
        JsonNode value = sent.path(name);
        String text = value.isValueNode() && !value.isNull() ? value.asText() : "";
        return text.isEmpty() ? null : text;
    }

    String text(String name, String otherwise) {
        String text = text(name);
        return text == null ? otherwise : text;
    }

    String required(String name) {
        String text = text(name);
        if (text == null) {
            throw OkxRefusal.missing(name);
        }
        return text;
    }

    @Nullable BigDecimal decimal(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (!DECIMAL.matcher(text).matches()) {
            throw OkxRefusal.wrong(name);
        }
        return new BigDecimal(text);
    }

    @Nullable Long integer(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (!INTEGER.matcher(text).matches()) {
            throw OkxRefusal.wrong(name);
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw OkxRefusal.wrong(name);
        }
    }

    /** How many rows are asked for: what was sent, but no more than the most. */
    int limit(int usual, int most) {
        Long sentLimit = integer("limit");
        return sentLimit == null ? usual : Math.clamp(sentLimit, 1, most);
    }

    boolean flag(String name) {
        String text = text(name, "false");
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw OkxRefusal.wrong(name);
        };
    }

    /** The same with one more value. */
    Args with(String name, String value) {
        ObjectNode copy = sent.deepCopy();
        return new Args(copy.put(name, value));
    }
}
