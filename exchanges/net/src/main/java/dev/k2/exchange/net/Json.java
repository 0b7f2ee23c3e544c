package dev.k2.exchange.net;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.k2.model.Decimals;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * How JSON of exchanges is read into records: decimals exactly and within limits, nothing missing
 * that a record requires.
 */
public final class Json {
    private static final JsonMapper LENIENT = build(false);
    private static final JsonMapper STRICT = build(true);

    private Json() {}

    /** Passes over fields that a record does not name: exchanges add fields without notice. */
    public static JsonMapper lenient() {
        return LENIENT;
    }

    /** Refuses fields that a record neither has nor ignores by name. For tests of payloads. */
    public static JsonMapper strict() {
        return STRICT;
    }

    private static JsonMapper build(boolean strict) {
        var decimals = new SimpleModule("decimals");
        decimals.addDeserializer(BigDecimal.class, new ExactDecimal());
        var mapper =
                JsonMapper.builder()
                        .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, strict)
                        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .addModule(decimals)
                        .build();
        mapper.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(100)
                                .maxNumberLength(80)
                                .build());
        return mapper;
    }

    private static final class ExactDecimal extends StdDeserializer<BigDecimal> {
        private ExactDecimal() {
            super(BigDecimal.class);
        }

        @Override
        public BigDecimal deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            String text = parser.getText();
            var value = Decimals.parse(text);
            if (value.isEmpty()) {
                return (BigDecimal)
                        context.handleWeirdStringValue(
                                BigDecimal.class, text, "expected a decimal of at most 40 digits");
            }
            return value.get();
        }
    }
}
