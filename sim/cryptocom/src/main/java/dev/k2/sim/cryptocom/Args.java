package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a call was sent, from a query or from its params alike. Numbers may come as themselves or as text; empty is absent. */
record Args(JsonNode sent) {
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,20}(\\.[0-9]{1,20})?");
    private static final Pattern INTEGER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern MOMENT = Pattern.compile("[0-8]?[0-9]{1,18}");

    /** Times have 13 digits in milliseconds, and 19 in nanoseconds. */
    private static final int DIGITS_OF_NANOS = 16;

    private static final long NANOS = 1_000_000;

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
            throw CryptocomRefusal.missing();
        }
        return text;
    }

    /** A number that is not negative. */
    @Nullable BigDecimal decimal(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (!DECIMAL.matcher(text).matches()) {
            throw new CryptocomRefusal(CryptocomError.INVALID_REQUEST);
        }
        return new BigDecimal(text);
    }

    BigDecimal requiredDecimal(String name) {
        BigDecimal value = decimal(name);
        if (value == null) {
            throw CryptocomRefusal.missing();
        }
        return value;
    }

    @Nullable Long integer(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (!INTEGER.matcher(text).matches()) {
            throw new CryptocomRefusal(CryptocomError.INVALID_REQUEST);
        }
        return Long.valueOf(text);
    }

    /** A moment in milliseconds since 1970, sent in milliseconds or nanoseconds. */
    @Nullable Long moment(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (!MOMENT.matcher(text).matches()) {
            throw new CryptocomRefusal(CryptocomError.INVALID_DATE);
        }
        long at = Long.parseLong(text);
        return text.length() >= DIGITS_OF_NANOS ? at / NANOS : at;
    }

    /** How many rows are asked for: what was sent, but no more than the most. */
    int count(String name, int usual, int most) {
        Long wanted = integer(name);
        return wanted == null ? usual : Math.clamp(wanted, 1, most);
    }

    /** A list of words, empty when there is none. */
    List<String> words(String name) {
        List<String> words = new ArrayList<>();
        sent.path(name).forEach(word -> words.add(word.asText()));
        return words;
    }

    /** A list of things with names of their own. */
    List<Args> list(String name) {
        JsonNode list = sent.path(name);
        if (!list.isArray() || list.isEmpty()) {
            throw CryptocomRefusal.missing();
        }
        List<Args> parts = new ArrayList<>();
        list.forEach(part -> parts.add(new Args(part)));
        return parts;
    }

    /** The same with one more value. */
    Args with(String name, String value) {
        ObjectNode copy = sent.isObject() ? sent.deepCopy() : WireJson.object();
        return new Args(copy.put(name, value));
    }
}
