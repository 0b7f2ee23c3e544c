package dev.k2.sim.bybit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.QueryString;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A call's parameters: a query's, or those of a JSON body. What a call does not read is ignored, as at Bybit. */
final class Fields {
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,20}(\\.[0-9]{1,20})?");
    private static final Pattern INTEGER = Pattern.compile("[0-9]{1,18}");

    private final JsonNode values;

    Fields(JsonNode values) {
        this.values = values;
    }

    static Fields none() {
        return new Fields(WireJson.object());
    }

    static Fields ofQuery(@Nullable String query) {
        ObjectNode values = WireJson.object();
        try {
            QueryString.each(query == null ? "" : query, values::put);
        } catch (IllegalArgumentException e) {
            throw BybitRefusal.params("illegal characters in the query");
        }
        return new Fields(values);
    }

    static Fields ofBody(String body) {
        try {
            JsonNode values = WireJson.parse(body);
            if (values.isObject()) {
                return new Fields(values);
            }
        } catch (JsonProcessingException e) {
            throw BybitRefusal.params("the body is not JSON");
        }
        throw BybitRefusal.params("the body is not a JSON object");
    }

    /** As it was sent, empty when it was not. */
    String raw(String name) {
        JsonNode value = values.path(name);
        return value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asText("");
    }

    boolean has(String name) {
        return !raw(name).isEmpty();
    }

    String text(String name, String otherwise) {
        String value = raw(name);
        return value.isEmpty() ? otherwise : value;
    }

    String required(String name) {
        String value = raw(name);
        if (value.isEmpty()) {
            throw BybitRefusal.missing(name);
        }
        return value;
    }

    Category category() {
        return Category.of(required("category"));
    }

    /** A positive decimal, null when there is none; zero stands for none too. */
    @Nullable BigDecimal decimal(String name) {
        String value = raw(name);
        if (value.isEmpty()) {
            return null;
        }
        if (!DECIMAL.matcher(value).matches()) {
            throw BybitRefusal.params("params error: " + name + " invalid");
        }
        BigDecimal decimal = new BigDecimal(value);
        return decimal.signum() == 0 ? null : decimal;
    }

    @Nullable Long integer(String name) {
        String value = raw(name);
        if (value.isEmpty()) {
            return null;
        }
        if (!INTEGER.matcher(value).matches()) {
            throw BybitRefusal.params("params error: " + name + " invalid");
        }
        return Long.valueOf(value);
    }

    long integer(String name, long otherwise) {
        Long value = integer(name);
        return value == null ? otherwise : value;
    }

    /** A page's size, which is brought into its bounds. */
    int limit(int usual, int most) {
        return Math.clamp(integer("limit", usual), 1, most);
    }

    boolean flag(String name) {
        return raw(name).equals("true");
    }

    String oneOf(String name, String otherwise, List<String> words) {
        String value = text(name, otherwise);
        if (!words.contains(value)) {
            throw BybitRefusal.params("params error: " + name + " invalid");
        }
        return value;
    }

    /** The parts of a batch. */
    List<Fields> list(String name) {
        JsonNode list = values.path(name);
        if (!list.isArray() || list.isEmpty()) {
            throw BybitRefusal.missing(name);
        }
        return list.valueStream().map(Fields::new).toList();
    }

    /** These with one more from outside, as the parts of a batch share their category. */
    Fields with(String name, String value) {
        ObjectNode all = values.isObject() ? values.deepCopy() : WireJson.object();
        return new Fields(all.put(name, value));
    }
}
