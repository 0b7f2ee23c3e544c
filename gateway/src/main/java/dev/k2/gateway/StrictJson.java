package dev.k2.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads what clients send, and nothing more than JSON is: UTF-8, one object, no name twice, limits
 * on depth and length. Fractions and exponents are refused as numbers, because decimals are strings
 * here: no later step ever sees {@code 1e999999999}.
 */
final class StrictJson {
    private static final int DEPTH_MAX = 8;
    private static final int NAME_MAX = 200;
    private static final int NUMBER_MAX = 100;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEPTH_MAX)
                                    .maxNameLength(NAME_MAX)
                                    .maxNumberLength(NUMBER_MAX)
                                    .build())
                    .build();

    private StrictJson() {}

    /** What came of reading. */
    sealed interface Text {
        record Read(JsonObject value) implements Text {}

        record Bad(Problem problem) implements Text {}
    }

    static Text read(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            return new Text.Bad(Problem.malformedJson("it is not UTF-8"));
        }
        return read(text);
    }

    static Text read(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                // A text that is no JSON at all has thrown by now.
                return new Text.Bad(
                        parser.currentToken() == null
                                ? Problem.malformedJson("it is empty")
                                : Problem.invalid("body", "an object"));
            }
            JsonObject value = object(parser, "");
            if (parser.nextToken() != null) {
                return new Text.Bad(Problem.malformedJson("something follows its end"));
            }
            return new Text.Read(value);
        } catch (Unfit unfit) {
            return new Text.Bad(unfit.problem);
        } catch (JsonProcessingException malformed) {
            return new Text.Bad(Problem.malformedJson(place(malformed)));
        } catch (IOException impossible) {
            throw new IllegalStateException("a text in memory could not be read", impossible);
        }
    }

    private static JsonObject object(JsonParser parser, String path) throws IOException {
        JsonObject object = new JsonObject();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = text(parser.currentName(), path.isEmpty() ? "body" : path);
            parser.nextToken();
            object.put(name, value(parser, path.isEmpty() ? name : path + "." + name));
        }
        return object;
    }

    private static JsonArray array(JsonParser parser, String path) throws IOException {
        JsonArray array = new JsonArray();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, path + "[" + array.size() + "]"));
        }
        return array;
    }

    private static @Nullable Object value(JsonParser parser, String path) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, path);
            case START_ARRAY -> array(parser, path);
            case VALUE_STRING -> text(parser.getText(), path);
            case VALUE_NUMBER_INT -> whole(parser, path);
            case VALUE_NUMBER_FLOAT ->
                    throw new Unfit(Problem.invalid(path, "a decimal as a string"));
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw new IllegalStateException(
                            "no value begins with " + parser.currentToken());
        };
    }

    private static Long whole(JsonParser parser, String path) throws IOException {
        if (parser.getTextLength() > 18) {
            throw new Unfit(Problem.invalid(path, "a decimal as a string"));
        }
        return parser.getLongValue();
    }

    /** PostgreSQL keeps no NUL, and half a character cannot be written down anywhere. */
    private static String text(String text, String path) throws Unfit {
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new Unfit(Problem.invalid(path, "text of whole characters without U+0000"));
        }
        return text;
    }

    private static String place(JsonProcessingException malformed) {
        var location = malformed.getLocation();
        String message = malformed.getOriginalMessage();
        String what =
                message.startsWith("Duplicate field")
                        ? "a name stands in it twice"
                        : message.contains("nesting depth")
                                ? "it is nested deeper than " + DEPTH_MAX
                                : "it breaks off or goes wrong";
        return location == null
                ? what
                : what + " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static final class Unfit extends IOException {
        private final transient Problem problem;

        Unfit(Problem problem) {
            super(problem.message());
            this.problem = problem;
        }
    }
}
