package dev.k2.exchange.cryptocom;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.k2.model.Decimals;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A decimal that Crypto.com writes as an empty text where there is none. */
@JacksonAnnotationsInside
@JsonDeserialize(using = BlankIsNull.Reader.class)
@Retention(RetentionPolicy.RUNTIME)
@interface BlankIsNull {
    /** Reads one. */
    final class Reader extends StdDeserializer<BigDecimal> {
        Reader() {
            super(BigDecimal.class);
        }

        @Override
        public @Nullable BigDecimal deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            String text = parser.getText();
            if (text.isEmpty()) {
                return null;
            }
            var value = Decimals.parse(text);
            return value.isPresent()
                    ? value.get()
                    : (BigDecimal)
                            context.handleWeirdStringValue(
                                    BigDecimal.class, text, "expected a decimal or nothing");
        }
    }
}
