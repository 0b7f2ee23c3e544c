package dev.k2.exchange;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import dev.k2.model.UserId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a failure, whatever its kind. It holds no secret: adapters put codes, messages
 * and names of operations into it, never headers, signatures or keys.
 *
 * @param exchange who failed
 * @param operation what was asked, such as {@code place order}
 * @param instrument what it was asked about, where it was one instrument
 * @param user for whom it was asked, where that is known
 * @param message for a person
 * @param details the exchange's code, message, HTTP status and the like
 * @param suggestions what a person can do about it
 */
public record ErrorFacts(
        ExchangeId exchange,
        String operation,
        Optional<InstrumentId> instrument,
        Optional<UserId> user,
        String message,
        Map<String, String> details,
        List<String> suggestions) {
    public ErrorFacts {
        details = Map.copyOf(details);
        suggestions = List.copyOf(suggestions);
    }

    /** A failure of which no more is known yet. */
    public static ErrorFacts of(ExchangeId exchange, String operation, String message) {
        return new ErrorFacts(
                exchange,
                operation,
                Optional.empty(),
                Optional.empty(),
                message,
                Map.of(),
                List.of());
    }

    /** The same about an instrument. */
    public ErrorFacts about(InstrumentId asked) {
        return new ErrorFacts(
                exchange, operation, Optional.of(asked), user, message, details, suggestions);
    }

    /** The same for a person. */
    public ErrorFacts forUser(UserId asking) {
        return new ErrorFacts(
                exchange,
                operation,
                instrument,
                Optional.of(asking),
                message,
                details,
                suggestions);
    }

    /** The same with one more detail. */
    public ErrorFacts with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(details);
        more.put(name, value);
        return withDetails(more);
    }

    /** The same with these details only. */
    public ErrorFacts withDetails(Map<String, String> changed) {
        return new ErrorFacts(exchange, operation, instrument, user, message, changed, suggestions);
    }

    /** The same with this advice only. */
    public ErrorFacts suggesting(List<String> advice) {
        return new ErrorFacts(exchange, operation, instrument, user, message, details, advice);
    }
}
