package dev.k2.exchange.bybit;

import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.bybit.BybitParse.UnknownWord;
import dev.k2.exchange.net.ExchangeErrors;
import dev.k2.model.ExchangeId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bybit's failures in our words. Pure. */
final class BybitErrors {
    static final ExchangeErrors ALL = new ExchangeErrors(ExchangeId.BYBIT, "Bybit");

    private static final int UNAVAILABLE = 503;

    private BybitErrors() {}

    /**
     * Bybit answered with a failure.
     *
     * @param status of HTTP; 200 over a WebSocket, which has none
     * @param code 0 where something in front of Bybit answered
     */
    static ExchangeError answered(String operation, int status, int code, String message) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("http_status", Integer.toString(status));
        if (code != 0) {
            details.put("code", Integer.toString(code));
        }
        details.put("exchange_message", message);
        String told = message.isEmpty() ? words(status, code) : message;
        return code == BybitCodes.CLOCK
                ? ALL.wrongClock(operation, told, details)
                : ALL.told(operation, category(status, code), told, details);
    }

    /**
     * What kind of failure an answer is. A code that is not known, or says no more than that a server
     * failed, goes by the HTTP status where that says more.
     */
    static ErrorCategory category(int status, int code) {
        BybitCodes.Code known = BybitCodes.table().get(code);
        if (known != null && !(status == UNAVAILABLE && BybitCodes.isUnclear(code))) {
            return known.category();
        }
        return switch (status) {
            case 401 -> ErrorCategory.AUTHENTICATION;
            case 403, 429 -> ErrorCategory.RATE_LIMIT;
            case UNAVAILABLE -> ErrorCategory.EXCHANGE_MAINTENANCE;
            default -> ErrorCategory.EXCHANGE_ERROR;
        };
    }

    /** Whether a failure leaves open whether the request took effect. */
    static boolean isUnclear(int status, int code) {
        return status >= 500
                || status == 408
                || BybitCodes.isUnclear(code)
                || (code == 0 && status != 401 && status != 403 && status != 429);
    }

    /** Whether Bybit answered with a code that only says that all is as wanted already. */
    static boolean isDoneAlready(ExchangeError error) {
        String code = error.details().get("code");
        return code != null && BybitCodes.isDoneAlready(Integer.parseInt(code));
    }

    static ExchangeError unreadable(String operation, UnknownWord unknown) {
        return ALL.unreadable(operation, String.valueOf(unknown.getMessage()));
    }

    private static String words(int status, int code) {
        BybitCodes.Code known = BybitCodes.table().get(code);
        return known == null ? "HTTP status " + status : known.words();
    }
}
