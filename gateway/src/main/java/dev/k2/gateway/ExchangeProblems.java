package dev.k2.gateway;

import dev.k2.exchange.ExchangeError;
import java.util.LinkedHashMap;
import java.util.Map;

/** Failures of an exchange as answers of ours. */
final class ExchangeProblems {
    private ExchangeProblems() {}

    /** Why a question to an exchange has no answer. */
    static Problem of(ExchangeError error) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("exchange", error.exchange().text());
        details.put("category", Words.of(error.category()));
        details.put("retryable", error.retryable());
        details.put("suggestions", error.suggestions());
        return new Problem(status(error), "EXCHANGE_" + code(error), error.message(), details);
    }

    private static String code(ExchangeError error) {
        return error.category().name().replace("EXCHANGE_", "");
    }

    private static int status(ExchangeError error) {
        return switch (error.category()) {
            case VALIDATION, INSUFFICIENT_FUNDS, MARKET_STATUS, PERMISSION, AUTHENTICATION -> 422;
            case DUPLICATE_ORDER -> 409;
            case ORDER_NOT_FOUND -> 404;
            case NETWORK,
                    TIMEOUT,
                    RATE_LIMIT,
                    EXCHANGE_MAINTENANCE,
                    EXCHANGE_ERROR,
                    UNKNOWN_OUTCOME ->
                    503;
        };
    }
}
