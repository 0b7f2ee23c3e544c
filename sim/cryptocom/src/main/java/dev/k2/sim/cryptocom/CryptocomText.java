package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/** Numbers and times as Crypto.com writes them. Pure. */
final class CryptocomText {
    private static final int MONEY_SCALE = 8;
    private static final int DATE_LENGTH = 10;

    private CryptocomText() {}

    /** As few digits as needed, never an exponent. */
    static String of(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    static String money(BigDecimal value) {
        return value.setScale(MONEY_SCALE, RoundingMode.HALF_EVEN).toPlainString();
    }

    static String nanos(long micros) {
        return micros + "000";
    }

    /** The day in UTC, such as 2026-09-22. */
    static String date(long micros) {
        return Instant.ofEpochMilli(micros / 1000).toString().substring(0, DATE_LENGTH);
    }

    /** The same with every whole number as text, the way some of its methods answer. */
    static JsonNode numbersAsText(JsonNode json) {
        if (json.isIntegralNumber()) {
            return TextNode.valueOf(json.asText());
        }
        if (json.isObject()) {
            ObjectNode copy = WireJson.object();
            json.properties().forEach(e -> copy.set(e.getKey(), numbersAsText(e.getValue())));
            return copy;
        }
        if (json.isArray()) {
            ArrayNode copy = WireJson.array();
            json.forEach(one -> copy.add(numbersAsText(one)));
            return copy;
        }
        return json;
    }
}
