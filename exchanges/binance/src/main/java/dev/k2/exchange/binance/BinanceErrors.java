package dev.k2.exchange.binance;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.RuleCheck;
import dev.k2.exchange.net.ExchangeErrors;
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

    private static final int ORDER_REJECTED = -2010;
    static final int CANCEL_REJECTED = -2011;

    /** Names the detail that keeps what Binance said beside code and words. */
    static final String DATA = "exchange_data";

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

    /** Failures of one of its products that have no code. */
    static ExchangeErrors of(ExchangeId exchange) {
        return new ExchangeErrors(exchange, "Binance");
    }

    /** Binance answered with a failure. */
    static ExchangeError answered(
            ExchangeId exchange,
            String operation,
            int status,
            int code,
            String message,
            Optional<Instant> until) {
        ErrorCategory category = category(exchange, status, code, message);
        Map<String, String> details = new LinkedHashMap<>();
        details.put("http_status", Integer.toString(status));
        if (code != 0) {
            details.put("code", Integer.toString(code));
        }
        details.put("exchange_message", message);
        String told = message.isEmpty() ? "HTTP status " + status : message;
        ExchangeError error =
                code == CLOCK
                        ? of(exchange).wrongClock(operation, told, details)
                        : of(exchange).told(operation, category, told, details);
        return category == ErrorCategory.RATE_LIMIT
                ? new ExchangeError.RateLimit(error.facts(), until)
                : error;
    }

    /** The outcome of something that is not to be repeated is open. */
    static ExchangeError unknownOutcome(ExchangeError cause) {
        return of(cause.exchange()).unknownOutcome(cause);
    }

    static ExchangeError network(
            ExchangeId exchange, String operation, String why, boolean timedOut) {
        return of(exchange).network(operation, why, timedOut);
    }

    /** We were asked to be silent, or have used up what we may send. */
    static ExchangeError held(ExchangeId exchange, String operation, String why, Instant until) {
        return of(exchange).held(operation, why, until);
    }

    /** An order breaks a rule of its instrument, which needs no exchange to be known. */
    static ExchangeError breach(ExchangeId exchange, RuleCheck.Breach breach) {
        return breach(exchange, "place an order", breach);
    }

    static ExchangeError breach(ExchangeId exchange, String operation, RuleCheck.Breach breach) {
        return of(exchange).breach(operation, breach);
    }

    /** Something that K2 itself finds wrong with what was asked. */
    static ExchangeError local(
            ExchangeId exchange, String operation, ErrorCategory category, String message) {
        return of(exchange).local(operation, category, message);
    }

    /** Binance answered, and we cannot make sense of it. */
    static ExchangeError unreadable(ExchangeId exchange, String operation, String what) {
        return of(exchange).unreadable(operation, what);
    }

    /** The same failure, told of one instrument. */
    static ExchangeError about(ExchangeError error, InstrumentId instrument) {
        return ExchangeErrors.about(error, instrument);
    }

    /** The same failure with what Binance said beside code and words. */
    static ExchangeError with(ExchangeError error, JsonNode data) {
        return ExchangeErrors.with(error, DATA, data.toString());
    }

    /** Whether Binance answered with this code. */
    static boolean isCode(ExchangeError error, int code) {
        return Integer.toString(code).equals(error.details().get("code"));
    }

    /** What kind of failure an answer is. A code that is not known goes by the HTTP status. */
    static ErrorCategory category(ExchangeId exchange, int status, int code, String message) {
        if (code == ORDER_REJECTED) {
            return rejection(message);
        }
        if (code == CANCEL_REJECTED) {
            return message.toLowerCase(Locale.ROOT).contains("unknown order")
                    ? ErrorCategory.ORDER_NOT_FOUND
                    : ErrorCategory.VALIDATION;
        }
        BinanceCodes.Code known = BinanceCodes.of(exchange).get(code);
        return known != null ? known.category() : byStatus(status);
    }

    /** The words of a refused order that decide what it is, in lower case, with their meaning. */
    static List<Map.Entry<String, ErrorCategory>> rejections() {
        return REJECTIONS;
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
}
