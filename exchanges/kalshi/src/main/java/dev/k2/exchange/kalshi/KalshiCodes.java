package dev.k2.exchange.kalshi;

import static dev.k2.exchange.ErrorCategory.AUTHENTICATION;
import static dev.k2.exchange.ErrorCategory.DUPLICATE_ORDER;
import static dev.k2.exchange.ErrorCategory.EXCHANGE_ERROR;
import static dev.k2.exchange.ErrorCategory.EXCHANGE_MAINTENANCE;
import static dev.k2.exchange.ErrorCategory.INSUFFICIENT_FUNDS;
import static dev.k2.exchange.ErrorCategory.MARKET_STATUS;
import static dev.k2.exchange.ErrorCategory.ORDER_NOT_FOUND;
import static dev.k2.exchange.ErrorCategory.PERMISSION;
import static dev.k2.exchange.ErrorCategory.RATE_LIMIT;
import static dev.k2.exchange.ErrorCategory.VALIDATION;

import dev.k2.exchange.ErrorCategory;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What Kalshi's words of failure mean. Pure. */
final class KalshiCodes {
    static final String DUPLICATE = "order_already_exists";

    private static final Map<String, ErrorCategory> ALL = all();

    private KalshiCodes() {}

    /** All words, in the order of the alphabet. */
    static Map<String, ErrorCategory> table() {
        return ALL;
    }

    /** What a word means; words that are not known go by what they begin with. */
    static Optional<ErrorCategory> category(String code) {
        String word = code.toLowerCase(Locale.ROOT);
        ErrorCategory known = ALL.get(word);
        if (known != null) {
            return Optional.of(known);
        }
        if (word.startsWith("insufficient_balance") || word.startsWith("insufficient_funds")) {
            return Optional.of(INSUFFICIENT_FUNDS);
        }
        if (word.startsWith("market_") || word.startsWith("exchange_")) {
            return Optional.of(MARKET_STATUS);
        }
        return word.startsWith("invalid_") ? Optional.of(VALIDATION) : Optional.empty();
    }

    /** What a status of HTTP means by itself. */
    static ErrorCategory category(int status) {
        return switch (status) {
            case 400 -> VALIDATION;
            case 401 -> AUTHENTICATION;
            case 403 -> PERMISSION;
            case 404 -> ORDER_NOT_FOUND;
            case 409 -> DUPLICATE_ORDER;
            case 429 -> RATE_LIMIT;
            case 503 -> EXCHANGE_MAINTENANCE;
            default -> EXCHANGE_ERROR;
        };
    }

    /** Few of these are documented; the rest is what clients report. */
    private static Map<String, ErrorCategory> all() {
        Map<String, ErrorCategory> codes = new TreeMap<>();
        codes.put("authentication_error", AUTHENTICATION);
        codes.put("bad_request", VALIDATION);
        codes.put("deprecated_v1_order_endpoint", EXCHANGE_ERROR);
        codes.put("exchange_inactive", EXCHANGE_MAINTENANCE);
        codes.put("exchange_unavailable", EXCHANGE_MAINTENANCE);
        codes.put("fill_or_kill_insufficient_resting_volume", VALIDATION);
        codes.put("forbidden", PERMISSION);
        codes.put("insufficient_balance", INSUFFICIENT_FUNDS);
        codes.put("insufficient_funds", INSUFFICIENT_FUNDS);
        codes.put("insufficient_scope", PERMISSION);
        codes.put("internal_server_error", EXCHANGE_ERROR);
        codes.put("invalid_order", VALIDATION);
        codes.put("market_closed", MARKET_STATUS);
        codes.put("market_inactive", MARKET_STATUS);
        codes.put("market_not_active", MARKET_STATUS);
        codes.put("market_paused", MARKET_STATUS);
        codes.put("not_found", ORDER_NOT_FOUND);
        codes.put(DUPLICATE, DUPLICATE_ORDER);
        codes.put("post_only_cross", VALIDATION);
        codes.put("self_trade", VALIDATION);
        codes.put("service_unavailable", EXCHANGE_MAINTENANCE);
        codes.put("too_many_requests", RATE_LIMIT);
        codes.put("trading_paused", MARKET_STATUS);
        codes.put("unauthorized", AUTHENTICATION);
        return Collections.unmodifiableMap(codes);
    }
}
