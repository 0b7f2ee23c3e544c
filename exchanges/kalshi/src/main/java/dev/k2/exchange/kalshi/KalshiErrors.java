package dev.k2.exchange.kalshi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.net.ExchangeErrors;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.model.ExchangeId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Kalshi's failures in our words. Pure. */
final class KalshiErrors {
    static final ExchangeErrors ALL = new ExchangeErrors(ExchangeId.KALSHI, "Kalshi");

    private static final int TIMED_OUT = 408;
    private static final int SERVER = 500;

    private KalshiErrors() {}

    /**
     * What Kalshi said.
     *
     * @param code empty text where something in front of Kalshi answered
     */
    record Told(String code, String message, String details) {
        /** A signature covers its time, so a clock that is off is told as a refused signature. */
        boolean blamesTheClock() {
            return (code + " " + message + " " + details)
                    .toLowerCase(Locale.ROOT)
                    .contains("timestamp");
        }
    }

    /** The words of a failure, of whichever form. */
    static Told told(String body) {
        try {
            return told(Json.lenient().readTree(body));
        } catch (JsonProcessingException notKalshi) {
            return new Told("", "", "");
        }
    }

    static Told told(JsonNode body) {
        JsonNode error = body.path("error");
        if (error.isTextual()) {
            return new Told(error.asText().replace(' ', '_'), error.asText(), "");
        }
        JsonNode from = error.isObject() ? error : body;
        return new Told(
                from.path("code").asText(),
                from.path("message").asText(),
                from.path("details").asText());
    }

    /** Kalshi answered with a failure. */
    static ExchangeError answered(String operation, int status, Told told) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("http_status", Integer.toString(status));
        if (!told.code().isEmpty()) {
            details.put("code", told.code());
        }
        if (!told.details().isEmpty()) {
            details.put("exchange_details", told.details());
        }
        details.put("exchange_message", told.message());
        String words =
                told.message().isEmpty()
                        ? told.code().isEmpty() ? "HTTP status " + status : told.code()
                        : told.message();
        if (!told.details().isEmpty() && !told.details().equals(words)) {
            words = words + ": " + told.details();
        }
        return isClock(status, told)
                ? ALL.wrongClock(operation, words, details)
                : ALL.told(operation, category(status, told), words, details);
    }

    static boolean isClock(int status, Told told) {
        return status == 401 && told.blamesTheClock();
    }

    static ErrorCategory category(int status, Told told) {
        if (status == 401 || status == 403 || status == 429) {
            return KalshiCodes.category(status);
        }
        return KalshiCodes.category(told.code()).orElseGet(() -> KalshiCodes.category(status));
    }

    /** Whether a failure leaves open whether the request took effect. */
    static Certainty certainty(int status, Told told) {
        boolean unclear =
                status >= SERVER || status == TIMED_OUT || (told.code().isEmpty() && status < 400);
        return unclear ? Certainty.UNCLEAR : Certainty.REFUSED;
    }

    static boolean isAbsence(ExchangeError error) {
        return error.category() == ErrorCategory.ORDER_NOT_FOUND;
    }

    static ExchangeError unreadable(String operation, UnknownWord unknown) {
        return ALL.unreadable(operation, unknown.told());
    }

    static ExchangeError refused(String operation, String message) {
        return ALL.local(operation, ErrorCategory.VALIDATION, message);
    }

    static ExchangeError tooMany(String operation, int rows) {
        return refused(operation, "There is more than " + rows + " of it");
    }
}
