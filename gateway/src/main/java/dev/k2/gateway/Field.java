package dev.k2.gateway;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a request may carry, in its body or beside it, as the contract has it.
 *
 * @param expected what it must be, for a person
 * @param usual what it is where it is left out; null for nothing
 */
record Field(
        String name,
        boolean required,
        Kind kind,
        String expected,
        Validator validator,
        @Nullable Object usual) {
    /** A sign for the end that is none for a dollar. */
    private static final Pattern ENDS = Pattern.compile("(?<!\\\\)\\$\\z");

    /** How a text beside the body becomes a value. */
    enum Kind {
        TEXT,
        WHOLE,
        TRUTH,
        LIST,
        OTHER
    }

    static Field of(String name, boolean required, JsonObject schema) {
        var options =
                new JsonSchemaOptions()
                        .setBaseUri("k2://field")
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Flag);
        return new Field(
                name,
                required,
                kind(schema),
                expected(schema),
                Validator.create(JsonSchema.of(strict(schema)), options),
                schema.getValue("default"));
    }

    /**
     * The same schema for a validator that reads patterns as Java does. The contract's are those of
     * ECMA-262, where {@code $} is the very end; Java's takes a line's end behind it as well.
     */
    private static JsonObject strict(JsonObject schema) {
        var strict = new JsonObject();
        schema.forEach(part -> strict.put(part.getKey(), strict(part.getKey(), part.getValue())));
        return strict;
    }

    private static @Nullable Object strict(String name, @Nullable Object value) {
        return switch (value) {
            case JsonObject schema -> strict(schema);
            case JsonArray schemas -> {
                var strict = new JsonArray();
                schemas.forEach(one -> strict.add(strict("", one)));
                yield strict;
            }
            case String pattern when name.equals("pattern") && ENDS.matcher(pattern).find() ->
                    pattern.substring(0, pattern.length() - 1) + "\\z";
            case null, default -> value;
        };
    }

    /** What is wrong with a value, where something is. */
    Optional<Problem> check(@Nullable Object value) {
        return Boolean.TRUE.equals(validator.validate(value).getValid())
                ? Optional.empty()
                : Optional.of(Problem.invalid(name, expected));
    }

    /**
     * The value that texts beside the body stand for. A text that stands for none is given back as
     * it is, and {@link #check} refuses it.
     */
    Object read(List<String> texts) {
        String first = texts.getFirst();
        return switch (kind) {
            case LIST -> new JsonArray(List.copyOf(texts));
            case WHOLE -> isWhole(first) ? Long.valueOf(first) : first;
            case TRUTH ->
                    first.equals("true") || first.equals("false") ? Boolean.valueOf(first) : first;
            case TEXT, OTHER -> first;
        };
    }

    private static boolean isWhole(String text) {
        return text.length() <= 9
                && !text.isEmpty()
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Kind kind(JsonObject schema) {
        return switch (String.valueOf(schema.getValue("type"))) {
            case "string" -> Kind.TEXT;
            case "integer" -> Kind.WHOLE;
            case "boolean" -> Kind.TRUTH;
            case "array" -> Kind.LIST;
            default -> Kind.OTHER;
        };
    }

    private static String expected(JsonObject schema) {
        if (schema.getValue("items") instanceof JsonObject items) {
            return expected(items);
        }
        if (schema.getValue("enum") instanceof JsonArray words) {
            return "one of "
                    + words.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        if (schema.containsKey("minimum") && schema.containsKey("maximum")) {
            return "a whole number from "
                    + schema.getValue("minimum")
                    + " to "
                    + schema.getValue("maximum");
        }
        if (schema.getString("description") != null) {
            return schema.getString("description");
        }
        if (schema.containsKey("maxLength")) {
            return "text of "
                    + schema.getValue("minLength", 0)
                    + " to "
                    + schema.getValue("maxLength")
                    + " characters";
        }
        return "something of the form " + schema.getValue("pattern");
    }
}
