package dev.k2.exchange.okx;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.k2.model.Decimals;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A decimal that OKX leaves empty where there is none: {@code "avgPx":""}. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
@JacksonAnnotationsInside
@JsonDeserialize(using = EmptyIsAbsent.Decimal.class)
@interface EmptyIsAbsent {
    /** Reads one. */
    final class Decimal extends StdDeserializer<BigDecimal> {
        private static final long serialVersionUID = 1L;

        Decimal() {
            super(BigDecimal.class);
        }

        @Override
        public @Nullable BigDecimal deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            String text = parser.getText();
            if (text.isEmpty()) {
                return null;
            }
            Optional<BigDecimal> value = Decimals.parse(text);
            if (value.isEmpty()) {
                return (BigDecimal)
                        context.handleWeirdStringValue(
                                BigDecimal.class, text, "expected a decimal of at most 40 digits");
            }
            return value.get();
        }
    }
}
