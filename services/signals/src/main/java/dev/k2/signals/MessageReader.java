package dev.k2.signals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a message: one JSON object in UTF-8, of which the texts and numbers at the top count. A
 * number is kept as the text that it was written as, so that no digit is lost on the way. Pure.
 */
final class MessageReader {
    private static final int DEPTH_MAX = 8;
    private static final int NAME_MAX = 200;
    private static final String TIME = "time";

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEPTH_MAX)
                                    .maxNameLength(NAME_MAX)
                                    .build())
                    .build();

    private MessageReader() {}

    /** Empty where the body is no such object. */
    static Optional<SignalMessage> read(byte[] body, SignalFields fields) {
        return values(body).map(values -> message(values, fields));
    }

    private static SignalMessage message(Map<String, String> values, SignalFields fields) {
        return new SignalMessage(
                first(values, fields.sideNames()),
                first(values, fields.quantityNames()),
                first(values, fields.priceNames()),
                first(values, fields.instrumentNames()),
                first(values, fields.idNames()),
                values.containsKey(TIME));
    }

    private static Optional<String> first(Map<String, String> values, List<String> names) {
        return names.stream().filter(values::containsKey).findFirst().map(values::get);
    }

    private static Optional<Map<String, String>> values(byte[] body) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            try (JsonParser parser = FACTORY.createParser(text)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    return Optional.empty();
                }
                Map<String, String> values = object(parser);
                return parser.nextToken() == null ? Optional.of(values) : Optional.empty();
            }
        } catch (CharacterCodingException | JsonProcessingException unreadable) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new IllegalStateException("a text in memory could not be read", impossible);
        }
    }

    private static Map<String, String> object(JsonParser parser) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                parser.skipChildren();
            } else if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
                String text = parser.getText().strip();
                if (!text.isEmpty()) {
                    values.put(name, text);
                }
            }
        }
        return values;
    }
}
