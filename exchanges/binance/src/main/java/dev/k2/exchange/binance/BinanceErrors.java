package dev.k2.exchange.binance;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ErrorFacts;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.RuleCheck;
import dev.k2.model.Decimals;
import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Binance's failures in our words. Pure. */
final class BinanceErrors {
    static final int DISCONNECTED = -1001;
    static final int CLOCK = -1021;
    static final int NO_SUCH_ORDER = -2013;
    static final int KEY_REFUSED = -2015;

    private static final int ORDER_REJECTED = -2010;
    static final int CANCEL_REJECTED = -2011;

    /** Names the detail that keeps what Binance said beside code and words. */
    static final String DATA = "exchange_data";

    /** What a code means, apart from the two whose message decides. */
    private static final Map<Integer, ErrorCategory> CATEGORIES =
            Map.ofEntries(
                    entry(-1000, ErrorCategory.EXCHANGE_ERROR),
                    entry(DISCONNECTED, ErrorCategory.EXCHANGE_ERROR),
                    entry(-1002, ErrorCategory.AUTHENTICATION),
                    entry(-1003, ErrorCategory.RATE_LIMIT),
                    entry(-1006, ErrorCategory.UNKNOWN_OUTCOME),
                    entry(-1007, ErrorCategory.UNKNOWN_OUTCOME),
                    entry(-1008, ErrorCategory.EXCHANGE_ERROR),
                    entry(-1013, ErrorCategory.VALIDATION),
                    entry(-1014, ErrorCategory.VALIDATION),
                    entry(-1015, ErrorCategory.RATE_LIMIT),
                    entry(CLOCK, ErrorCategory.VALIDATION),
                    entry(-1022, ErrorCategory.AUTHENTICATION),
                    entry(-1034, ErrorCategory.RATE_LIMIT),
                    entry(-1100, ErrorCategory.VALIDATION),
                    entry(-1101, ErrorCategory.VALIDATION),
                    entry(-1102, ErrorCategory.VALIDATION),
                    entry(-1103, ErrorCategory.VALIDATION),
                    entry(-1104, ErrorCategory.VALIDATION),
                    entry(-1105, ErrorCategory.VALIDATION),
                    entry(-1106, ErrorCategory.VALIDATION),
                    entry(-1111, ErrorCategory.VALIDATION),
                    entry(-1112, ErrorCategory.MARKET_STATUS),
                    entry(-1115, ErrorCategory.VALIDATION),
                    entry(-1116, ErrorCategory.VALIDATION),
                    entry(-1117, ErrorCategory.VALIDATION),
                    entry(-1120, ErrorCategory.VALIDATION),
                    entry(-1121, ErrorCategory.VALIDATION),
                    entry(-1125, ErrorCategory.VALIDATION),
                    entry(-1127, ErrorCategory.VALIDATION),
                    entry(-1220, ErrorCategory.MARKET_STATUS),
                    entry(NO_SUCH_ORDER, ErrorCategory.ORDER_NOT_FOUND),
                    entry(-2014, ErrorCategory.AUTHENTICATION),
                    entry(KEY_REFUSED, ErrorCategory.AUTHENTICATION),
                    entry(-2021, ErrorCategory.EXCHANGE_ERROR),
                    entry(-2022, ErrorCategory.EXCHANGE_ERROR),
                    entry(-2026, ErrorCategory.ORDER_NOT_FOUND),
                    entry(-2043, ErrorCategory.MARKET_STATUS));

    /** Parts of the messages of -2010, in lower case, with what they mean. */
    private static final List<Map.Entry<String, ErrorCategory>> REJECTIONS =
            List.of(
                    entry("insufficient balance", ErrorCategory.INSUFFICIENT_FUNDS),
                    entry("duplicate order", ErrorCategory.DUPLICATE_ORDER),
                    entry("market is closed", ErrorCategory.MARKET_STATUS),
                    entry("trading is disabled", ErrorCategory.MARKET_STATUS),
                    entry("not open for trading", ErrorCategory.MARKET_STATUS),
                    entry("cancel-only", ErrorCategory.MARKET_STATUS),
                    entry("cancel only", ErrorCategory.MARKET_STATUS),
                    entry("halt", ErrorCategory.MARKET_STATUS),
                    entry("not permitted for this account", ErrorCategory.PERMISSION),
                    entry("disabled on this account", ErrorCategory.PERMISSION),
                    entry("may not place or cancel orders", ErrorCategory.PERMISSION),
                    entry("trading is not enabled", ErrorCategory.PERMISSION));

    private BinanceErrors() {}

    /** Binance answered with a failure. */
    static ExchangeError answered(
            ExchangeId exchange,
            String operation,
            int status,
            int code,
            String message,
            Optional<Instant> until) {
        ErrorCategory category = category(status, code, message);
        Map<String, String> details = new LinkedHashMap<>();
        details.put("http_status", Integer.toString(status));
        if (code != 0) {
            details.put("code", Integer.toString(code));
        }
        details.put("exchange_message", message);
        String told = message.isEmpty() ? "HTTP status " + status : message;
        ExchangeError error = error(exchange, operation, category, told, details);
        return category == ErrorCategory.RATE_LIMIT
                ? new ExchangeError.RateLimit(error.facts(), until)
                : error;
    }

    /** The outcome of something that is not to be repeated is open. */
    static ExchangeError unknownOutcome(ExchangeError cause) {
        return new ExchangeError.UnknownOutcome(
                cause.facts()
                        .suggesting(suggestions(ErrorCategory.UNKNOWN_OUTCOME, cause.details())));
    }

    static ExchangeError network(
            ExchangeId exchange, String operation, String why, boolean timedOut) {
        return error(
                exchange,
                operation,
                timedOut ? ErrorCategory.TIMEOUT : ErrorCategory.NETWORK,
                why,
                Map.of());
    }

    /** We were asked to be silent, or have used up what we may send. */
    static ExchangeError held(ExchangeId exchange, String operation, String why, Instant until) {
        return new ExchangeError.RateLimit(
                error(exchange, operation, ErrorCategory.RATE_LIMIT, why, Map.of()).facts(),
                Optional.of(until));
    }

    /** Too many questions in a row had no answer; the next goes out a little later. */
    static ExchangeError notAnswering(ExchangeId exchange, String operation, Instant until) {
        return error(
                exchange,
                operation,
                ErrorCategory.NETWORK,
                "Binance has not answered for a while",
                Map.of("until", until.toString()));
    }

    static ExchangeError clockIsOff(ExchangeId exchange, String operation, long offsetMillis) {
        return error(
                exchange,
                operation,
                ErrorCategory.VALIDATION,
                "This machine's clock differs from Binance's by " + offsetMillis + " ms",
                Map.of("clock_offset_ms", Long.toString(offsetMillis)));
    }

    /** An order breaks a rule of its instrument, which needs no exchange to be known. */
    static ExchangeError breach(ExchangeId exchange, RuleCheck.Breach breach) {
        return breach(exchange, "place an order", breach);
    }

    static ExchangeError breach(ExchangeId exchange, String operation, RuleCheck.Breach breach) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("field", breach.field());
        breach.nearest().ifPresent(value -> details.put("nearest", Decimals.plain(value)));
        return error(exchange, operation, ErrorCategory.VALIDATION, breach.message(), details);
    }

    /** Something that K2 itself finds wrong with what was asked. */
    static ExchangeError local(
            ExchangeId exchange, String operation, ErrorCategory category, String message) {
        return error(exchange, operation, category, message, Map.of());
    }

    /** Binance answered, and we cannot make sense of it. */
    static ExchangeError unreadable(ExchangeId exchange, String operation, String what) {
        return error(exchange, operation, ErrorCategory.EXCHANGE_ERROR, what, Map.of());
    }

    /** The same failure, told of one instrument. */
    static ExchangeError about(ExchangeError error, InstrumentId instrument) {
        return with(error, error.facts().about(instrument));
    }

    /** The same failure with what Binance said beside code and words. */
    static ExchangeError with(ExchangeError error, JsonNode data) {
        return with(error, error.facts().with(DATA, data.toString()));
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

    /** Whether Binance answered with this code. */
    static boolean isCode(ExchangeError error, int code) {
        return Integer.toString(code).equals(error.details().get("code"));
    }

    static ErrorCategory category(int status, int code, String message) {
        if (code == ORDER_REJECTED) {
            return rejection(message);
        }
        if (code == CANCEL_REJECTED) {
            return message.toLowerCase(Locale.ROOT).contains("unknown order")
                    ? ErrorCategory.ORDER_NOT_FOUND
                    : ErrorCategory.VALIDATION;
        }
        ErrorCategory known = CATEGORIES.get(code);
        return known != null ? known : byStatus(status);
    }

    /** Whether a failure of a placing leaves open whether the order is live. */
    static boolean isUnclear(int status, int code) {
        return status >= 500
                || status == 408
                || code == -1000
                || code == DISCONNECTED
                || code == -1006
                || code == -1007
                || (code == 0 && !isGatekeeper(status));
    }

    /** Statuses of the door keepers in front of Binance: what they refuse never gets in. */
    static boolean isGatekeeper(int status) {
        return status == 403 || status == 418 || status == 429;
    }

    private static ErrorCategory rejection(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, ErrorCategory> rejection : REJECTIONS) {
            if (lower.contains(rejection.getKey())) {
                return rejection.getValue();
            }
        }
        return ErrorCategory.VALIDATION;
    }

    private static ErrorCategory byStatus(int status) {
        if (isGatekeeper(status)) {
            return ErrorCategory.RATE_LIMIT;
        }
        return switch (status) {
            case 401 -> ErrorCategory.AUTHENTICATION;
            case 503 -> ErrorCategory.EXCHANGE_MAINTENANCE;
            case 451 -> ErrorCategory.PERMISSION;
            default -> ErrorCategory.EXCHANGE_ERROR;
        };
    }

    private static ExchangeError error(
            ExchangeId exchange,
            String operation,
            ErrorCategory category,
            String message,
            Map<String, String> details) {
        ErrorFacts facts =
                ErrorFacts.of(exchange, operation, message)
                        .withDetails(details)
                        .suggesting(suggestions(category, details));
        return Integer.toString(CLOCK).equals(details.get("code"))
                ? new ExchangeError.Validation(facts, true)
                : ExchangeError.of(category, facts);
    }

    private static List<String> suggestions(ErrorCategory category, Map<String, String> details) {
        if (details.containsKey("clock_offset_ms")
                || Integer.toString(CLOCK).equals(details.get("code"))) {
            return List.of("Set this machine's clock, best by NTP.");
        }
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
            case EXCHANGE_MAINTENANCE -> List.of("Wait until Binance is back.");
            case NETWORK, TIMEOUT, VALIDATION, ORDER_NOT_FOUND, DUPLICATE_ORDER, EXCHANGE_ERROR ->
                    List.of();
        };
    }
}
