package dev.k2.exchange.cryptocom;

import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.net.ExchangeErrors;
import dev.k2.model.ExchangeId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Crypto.com's failures in our words. Its code decides, whatever the HTTP status says. Pure. */
final class CryptocomErrors {
    static final ExchangeErrors ALL = new ExchangeErrors(ExchangeId.CRYPTOCOM, "Crypto.com");

    /** Something in front of Crypto.com answered. */
    static final int NO_CODE = -1;

    private static final String CODE = "code";

    private CryptocomErrors() {}

    /**
     * Crypto.com answered with a failure.
     *
     * @param status of HTTP; 200 over a socket, which has none
     * @param code {@link #NO_CODE} where there is none
     */
    static ExchangeError answered(String operation, int status, int code, String message) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("http_status", Integer.toString(status));
        if (code != NO_CODE) {
            details.put(CODE, Integer.toString(code));
        }
        details.put("exchange_message", message);
        String told = message.isEmpty() ? words(status, code) : message;
        return code == CryptocomCodes.CLOCK
                ? ALL.wrongClock(operation, told, details)
                : ALL.told(operation, category(status, code), told, details);
    }

    /**
     * What kind of failure an answer is. A code that is not known goes by the HTTP status, and so
     * does the one that says no more than that something went wrong.
     */
    static ErrorCategory category(int status, int code) {
        CryptocomCodes.Code known = CryptocomCodes.table().get(code);
        if (known != null && !(code == CryptocomCodes.INTERNAL && isClosed(status))) {
            return known.category();
        }
        return switch (status) {
            case 401 -> ErrorCategory.AUTHENTICATION;
            case 403 -> ErrorCategory.PERMISSION;
            case 408, 504 -> ErrorCategory.TIMEOUT;
            case 429 -> ErrorCategory.RATE_LIMIT;
            default ->
                    isClosed(status)
                            ? ErrorCategory.EXCHANGE_MAINTENANCE
                            : ErrorCategory.EXCHANGE_ERROR;
        };
    }

    private static boolean isClosed(int status) {
        return status == 502 || status == 503;
    }

    /** Whether a failure leaves open whether the request took effect. */
    static boolean isUnclear(int status, int code) {
        if (CryptocomCodes.table().containsKey(code)) {
            return CryptocomCodes.isUnclear(code);
        }
        return code == NO_CODE
                ? status >= 500 || status == 408 || status / 100 == 2
                : status >= 500;
    }

    /** Whether it only says that there is no such order, or none that is open. */
    static boolean isAbsence(ExchangeError error) {
        return error.category() == ErrorCategory.ORDER_NOT_FOUND;
    }

    static ExchangeError refused(String operation, String message) {
        return ALL.local(operation, ErrorCategory.VALIDATION, message);
    }

    static ExchangeError unreadable(String operation, UnknownWord unknown) {
        return ALL.unreadable(operation, unknown.told());
    }

    /** Why an order ended, as a person reads it: its code and name. */
    static String reason(int code) {
        CryptocomCodes.Code known = CryptocomCodes.table().get(code);
        return known == null ? Integer.toString(code) : code + " " + known.name();
    }

    private static String words(int status, int code) {
        CryptocomCodes.Code known = CryptocomCodes.table().get(code);
        return known == null ? "HTTP status " + status : known.words();
    }
}
