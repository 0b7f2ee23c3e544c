package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A call that ends in an error answer, in Binance's codes and words. */
final class BinanceRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;
    private final long retryAfterSeconds;
    private final transient @Nullable JsonNode details;

    BinanceRefusal(int status, int code, String message, @Nullable JsonNode details) {
        this(status, code, message, details, 0);
    }

    private BinanceRefusal(
            int status,
            int code,
            String message,
            @Nullable JsonNode details,
            long retryAfterSeconds) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.details = details;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** A wish for silence that says by itself how long. */
    static BinanceRefusal announced(long retryAfterSeconds) {
        return new BinanceRefusal(429, -1003, "Too many requests queued.", null, retryAfterSeconds);
    }

    BinanceRefusal(int code, String message) {
        this(400, code, message, null);
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    /** How long to be silent; 0 where the limits tell it. */
    long retryAfterSeconds() {
        return retryAfterSeconds;
    }

    String words() {
        return String.valueOf(getMessage());
    }

    /** What cancelReplace tells about its halves. */
    @Nullable JsonNode details() {
        return details;
    }

    static BinanceRefusal missing(String parameter) {
        return new BinanceRefusal(
                -1102,
                "Mandatory parameter '"
                        + parameter
                        + "' was not sent, was empty/null, or malformed.");
    }

    static BinanceRefusal eitherMissing(String one, String other) {
        return new BinanceRefusal(
                -1102,
                "Param '" + one + "' or '" + other + "' must be sent, but both were empty/null!");
    }

    static BinanceRefusal illegal(String parameter, String range) {
        return new BinanceRefusal(
                -1100,
                "Illegal characters found in parameter '"
                        + parameter
                        + "'; legal range is '"
                        + range
                        + "'.");
    }

    static BinanceRefusal notRequired(String parameter) {
        return new BinanceRefusal(-1106, "Parameter '" + parameter + "' sent when not required.");
    }

    static BinanceRefusal precision(String parameter) {
        return new BinanceRefusal(-1111, "Parameter '" + parameter + "' has too much precision.");
    }

    static BinanceRefusal filter(String name) {
        return new BinanceRefusal(-1013, "Filter failure: " + name);
    }

    static BinanceRefusal rejected(String why) {
        return new BinanceRefusal(-2010, why);
    }

    static BinanceRefusal badSymbol() {
        return new BinanceRefusal(-1121, "Invalid symbol.");
    }

    static BinanceRefusal badCombination() {
        return new BinanceRefusal(-1128, "Combination of optional parameters invalid.");
    }

    static BinanceRefusal unauthorized() {
        return new BinanceRefusal(
                401, -2015, "Invalid API-key, IP, or permissions for action.", null);
    }
}
