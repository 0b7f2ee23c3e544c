package dev.k2.exchange.net;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ErrorFacts;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.RuleCheck;
import dev.k2.model.Decimals;
import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Failures of one exchange in our words, with what a person can do about them. Pure. What the
 * exchange's own codes mean, its adapter says.
 *
 * @param exchange whose failures
 * @param name the exchange's name for a person
 */
public record ExchangeErrors(ExchangeId exchange, String name) {
    private static final List<String> SET_THE_CLOCK =
            List.of("Set this machine's clock, best by NTP.");

    /**
     * The exchange said no.
     *
     * @param message in the exchange's words
     * @param details its code, message, HTTP status and the like; no secret
     */
    public ExchangeError told(
            String operation, ErrorCategory category, String message, Map<String, String> details) {
        return ExchangeError.of(category, facts(operation, category, message, details));
    }

    /** The exchange did not accept our timestamp. The same can pass later. */
    public ExchangeError wrongClock(String operation, String message, Map<String, String> details) {
        return new ExchangeError.Validation(
                facts(operation, ErrorCategory.VALIDATION, message, details)
                        .suggesting(SET_THE_CLOCK),
                true);
    }

    /** Our clock is too far off to sign; nothing was sent. */
    public ExchangeError clockIsOff(String operation, Duration offset) {
        String millis = Long.toString(offset.toMillis());
        return new ExchangeError.Validation(
                facts(
                                operation,
                                ErrorCategory.VALIDATION,
                                "This machine's clock differs from %s's by %s ms"
                                        .formatted(name, millis),
                                Map.of("clock_offset_ms", millis))
                        .suggesting(SET_THE_CLOCK),
                false);
    }

    /** The exchange was not reached, or did not answer. */
    public ExchangeError network(String operation, String why, boolean timedOut) {
        return local(operation, timedOut ? ErrorCategory.TIMEOUT : ErrorCategory.NETWORK, why);
    }

    /** We were asked to be silent, or have used up what we may send; nothing was sent. */
    public ExchangeError held(String operation, String why, Instant until) {
        return new ExchangeError.RateLimit(
                facts(operation, ErrorCategory.RATE_LIMIT, why, Map.of()), Optional.of(until));
    }

    /** Too many questions in a row had no answer; the next goes out a little later. */
    public ExchangeError notAnswering(String operation, Instant until) {
        return told(
                operation,
                ErrorCategory.NETWORK,
                name + " has not answered for a while",
                Map.of("until", until.toString()));
    }

    /** The exchange answered, and we cannot make sense of it. */
    public ExchangeError unreadable(String operation, String what) {
        return local(operation, ErrorCategory.EXCHANGE_ERROR, what);
    }

    /** The exchange answered with something that is not the JSON that we expect. */
    public ExchangeError unreadable(String operation, JsonProcessingException why) {
        return unreadable(
                operation, name + "'s answer is not as expected: " + why.getOriginalMessage());
    }

    /** Something that K2 itself finds wrong with what was asked. */
    public ExchangeError local(String operation, ErrorCategory category, String message) {
        return told(operation, category, message, Map.of());
    }

    /** An order breaks a rule of its instrument, which needs no exchange to be known. */
    public ExchangeError breach(String operation, RuleCheck.Breach breach) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("field", breach.field());
        breach.nearest().ifPresent(value -> details.put("nearest", Decimals.plain(value)));
        return told(operation, ErrorCategory.VALIDATION, breach.message(), details);
    }

    /** The outcome of something that is not to be repeated is open. */
    public ExchangeError unknownOutcome(ExchangeError cause) {
        return new ExchangeError.UnknownOutcome(
                cause.facts().suggesting(suggestions(ErrorCategory.UNKNOWN_OUTCOME)));
    }

    /** The same failure, told of one instrument. */
    public static ExchangeError about(ExchangeError error, InstrumentId instrument) {
        return with(error, error.facts().about(instrument));
    }

    /** The same failure with one more detail. */
    public static ExchangeError with(ExchangeError error, String detail, String value) {
        return with(error, error.facts().with(detail, value));
    }

    private static ExchangeError with(ExchangeError error, ErrorFacts facts) {
        return switch (error) {
            case ExchangeError.RateLimit limit -> new ExchangeError.RateLimit(facts, limit.until());
            case ExchangeError.Validation broken ->
                    new ExchangeError.Validation(facts, broken.retryable());
            case ExchangeError.Network _,
                    ExchangeError.Timeout _,
                    ExchangeError.Authentication _,
                    ExchangeError.Permission _,
                    ExchangeError.InsufficientFunds _,
                    ExchangeError.OrderNotFound _,
                    ExchangeError.DuplicateOrder _,
                    ExchangeError.MarketStatus _,
                    ExchangeError.Maintenance _,
                    ExchangeError.ExchangeFault _,
                    ExchangeError.UnknownOutcome _ ->
                    ExchangeError.of(error.category(), facts);
        };
    }

    private ErrorFacts facts(
            String operation, ErrorCategory category, String message, Map<String, String> details) {
        return ErrorFacts.of(exchange, operation, message)
                .withDetails(details)
                .suggesting(suggestions(category));
    }

    private List<String> suggestions(ErrorCategory category) {
        return switch (category) {
            case AUTHENTICATION ->
                    List.of(
                            "Check the API key and its secret.",
                            "Check that the key allows this machine's address.");
            case PERMISSION -> List.of("Check what the API key is allowed to do.");
            case RATE_LIMIT -> List.of("Wait until the time named in the details.");
            case INSUFFICIENT_FUNDS -> List.of("Lower the quantity, or add funds.");
            case UNKNOWN_OUTCOME ->
                    List.of("Ask for the order by its client order id before anything else.");
            case MARKET_STATUS -> List.of("Wait until the market is open.");
            case EXCHANGE_MAINTENANCE -> List.of("Wait until " + name + " is back.");
            case NETWORK, TIMEOUT, VALIDATION, ORDER_NOT_FOUND, DUPLICATE_ORDER, EXCHANGE_ERROR ->
                    List.of();
        };
    }
}
