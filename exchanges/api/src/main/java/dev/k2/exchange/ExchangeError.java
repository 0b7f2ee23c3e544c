package dev.k2.exchange;

import dev.k2.model.ExchangeId;
import java.util.List;
import java.util.Map;

/**
 * One failure of an exchange, as a value. It holds no secret: adapters put codes, messages and
 * names of operations into it, never headers, signatures or keys.
 *
 * @param exchange who failed
 * @param operation what was asked, such as {@code place order}
 * @param category the kind of failure
 * @param severity how much it matters
 * @param retryable whether asking the same again can help; never said of sending an order whose
 *     outcome is unknown
 * @param message for a person
 * @param details the exchange's code, message, HTTP status, instrument and the like
 * @param suggestions what a person can do about it
 */
public record ExchangeError(
        ExchangeId exchange,
        String operation,
        ErrorCategory category,
        Severity severity,
        boolean retryable,
        String message,
        Map<String, String> details,
        List<String> suggestions) {
    public ExchangeError {
        details = Map.copyOf(details);
        suggestions = List.copyOf(suggestions);
        if (category == ErrorCategory.UNKNOWN_OUTCOME && retryable) {
            throw new IllegalArgumentException("an unknown outcome is never retryable");
        }
    }
}
