package dev.k2.exchange.okx;

import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.RuleCheck;
import dev.k2.exchange.net.ExchangeErrors;
import dev.k2.model.ExchangeId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** OKX's failures in our words. Pure. */
final class OkxErrors {
    static final ExchangeErrors OKX = new ExchangeErrors(ExchangeId.OKX, "OKX");

    static final int DONE = 0;
    static final int ALL_FAILED = 1;
    static final int SOME_FAILED = 2;
    static final int NO_SUCH_ORDER = 51603;

    /** A session ended; the next login opens another. */
    private static final int NOT_LOGGED_IN = 60011;

    /** Over REST and sockets: our timestamp is not what OKX's clock says. */
    private static final Set<Integer> CLOCK = Set.of(50102, 50112, 60004, 60006);

    /** The request may have taken effect all the same. */
    private static final Set<Integer> UNCLEAR = Set.of(50004, 50026);

    private static final Set<Integer> GONE = Set.of(51400, 51401, 51402, 51503, NO_SUCH_ORDER);

    /** Stands for an answer without a code. */
    static final int NO_CODE = -1;

    private OkxErrors() {}

    /**
     * OKX answered with a failure.
     *
     * @param status of HTTP; 0 over a socket
     * @param code {@link #NO_CODE} where something in front of OKX answered
     */
    static ExchangeError answered(String operation, int status, int code, String message) {
        Map<String, String> details = new LinkedHashMap<>();
        if (status != 0) {
            details.put("http_status", Integer.toString(status));
        }
        if (code != NO_CODE) {
            details.put("code", Integer.toString(code));
        }
        details.put("exchange_message", message);
        String told = message.isEmpty() ? words(status, code) : message;
        return isClock(code)
                ? OKX.wrongClock(operation, told, details)
                : OKX.told(operation, category(status, code), told, details);
    }

    /** An order breaks a rule of its instrument, which needs no exchange to be known. */
    static ExchangeError breach(String operation, RuleCheck.Breach breach) {
        return OKX.breach(operation, breach);
    }

    /** Something that K2 itself finds wrong with what was asked. */
    static ExchangeError refused(String operation, String message) {
        return OKX.local(operation, ErrorCategory.VALIDATION, message);
    }

    /** What kind of failure an answer is. A code that is not known goes by the HTTP status. */
    static ErrorCategory category(int status, int code) {
        OkxCodes.Code known = OkxCodes.table().get(code);
        return known != null ? known.category() : byStatus(status);
    }

    /** Whether a failure of a placing leaves open whether the order is live. */
    static boolean isUnclear(int status, int code) {
        return status >= 500
                || status == 408
                || UNCLEAR.contains(code)
                || (code == NO_CODE && !isGatekeeper(status));
    }

    /** Whether OKX did not accept the time that we told. */
    static boolean isClock(int code) {
        return CLOCK.contains(code);
    }

    /** Whether OKX says that an order is not there, or not any more. */
    static boolean isAbsence(ExchangeError error) {
        String code = error.details().get("code");
        return code != null && GONE.contains(number(code));
    }

    /** Whether OKX answered with this code. */
    static boolean isCode(ExchangeError error, int code) {
        return Integer.toString(code).equals(error.details().get("code"));
    }

    /** Whether a login is refused for good, so that trying again is of no use. */
    static boolean isRefusal(int code) {
        if (code == NOT_LOGGED_IN) {
            return false;
        }
        ErrorCategory category = category(0, code);
        return category == ErrorCategory.AUTHENTICATION || category == ErrorCategory.PERMISSION;
    }

    /** OKX writes its codes as text. What is no number is kept in the words. */
    static int number(String code) {
        if (code.isEmpty() || code.length() > 9) {
            return NO_CODE;
        }
        int number = 0;
        for (int i = 0; i < code.length(); i++) {
            char digit = code.charAt(i);
            if (digit < '0' || digit > '9') {
                return NO_CODE;
            }
            number = number * 10 + (digit - '0');
        }
        return number;
    }

    /** Statuses of the door keepers in front of OKX: what they refuse never gets in. */
    static boolean isGatekeeper(int status) {
        return status == 403 || status == 429;
    }

    private static String words(int status, int code) {
        OkxCodes.Code known = OkxCodes.table().get(code);
        if (known != null) {
            return known.words();
        }
        return code == NO_CODE ? "HTTP status " + status : "code " + code;
    }

    private static ErrorCategory byStatus(int status) {
        return switch (status) {
            case 401 -> ErrorCategory.AUTHENTICATION;
            case 403, 429 -> ErrorCategory.RATE_LIMIT;
            case 451 -> ErrorCategory.PERMISSION;
            case 503 -> ErrorCategory.EXCHANGE_MAINTENANCE;
            default -> ErrorCategory.EXCHANGE_ERROR;
        };
    }
}
