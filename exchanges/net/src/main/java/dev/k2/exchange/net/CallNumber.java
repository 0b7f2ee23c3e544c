package dev.k2.exchange.net;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Finds the number of a call in its answer, which some exchanges write as text. Pure. */
final class CallNumber {
    private static final int DIGITS_MAX = 18;

    private CallNumber() {}

    /**
     * The number in a message's field.
     *
     * @return {@link CallProtocol#NO_CALL} where there is none
     */
    static long in(byte[] message, int length, String field) throws IOException {
        try (JsonParser parser = Json.lenient().createParser(message, 0, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return CallProtocol.NO_CALL;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isNumber = parser.currentName().equals(field);
                JsonToken value = parser.nextToken();
                if (isNumber) {
                    return number(parser, value);
                }
                parser.skipChildren();
            }
            return CallProtocol.NO_CALL;
        }
    }

    private static long number(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NUMBER_INT) {
            return parser.getLongValue();
        }
        String text = value == JsonToken.VALUE_STRING ? parser.getText() : "";
        boolean digits =
                !text.isEmpty()
                        && text.length() <= DIGITS_MAX
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(text) : CallProtocol.NO_CALL;
    }
}
