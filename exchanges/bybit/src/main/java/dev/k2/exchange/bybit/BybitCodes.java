package dev.k2.exchange.bybit;

import static dev.k2.exchange.ErrorCategory.AUTHENTICATION;
import static dev.k2.exchange.ErrorCategory.DUPLICATE_ORDER;
import static dev.k2.exchange.ErrorCategory.EXCHANGE_ERROR;
import static dev.k2.exchange.ErrorCategory.EXCHANGE_MAINTENANCE;
import static dev.k2.exchange.ErrorCategory.INSUFFICIENT_FUNDS;
import static dev.k2.exchange.ErrorCategory.MARKET_STATUS;
import static dev.k2.exchange.ErrorCategory.ORDER_NOT_FOUND;
import static dev.k2.exchange.ErrorCategory.PERMISSION;
import static dev.k2.exchange.ErrorCategory.RATE_LIMIT;
import static dev.k2.exchange.ErrorCategory.TIMEOUT;
import static dev.k2.exchange.ErrorCategory.UNKNOWN_OUTCOME;
import static dev.k2.exchange.ErrorCategory.VALIDATION;

import dev.k2.exchange.ErrorCategory;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What Bybit's numbers mean. */
final class BybitCodes {
    static final int CLOCK = 10_002;
    static final int ADDRESS_RATE = 10_403;
    static final int LEVERAGE_IS_SO = 110_043;
    static final int MODE_IS_SO = 110_025;
    static final int MARGIN_IS_SO = 110_026;

    private static final Map<Integer, Code> ALL = all();

    private BybitCodes() {}

    /**
     * A number that Bybit answers with.
     *
     * @param words what it stands for
     * @param category what kind of failure it is
     */
    record Code(int code, String words, ErrorCategory category) {}

    /** All codes, the lowest first. */
    static Map<Integer, Code> table() {
        return ALL;
    }

    /** Whether a failure of an order leaves open whether the order is live. */
    static boolean isUnclear(int code) {
        return code == 10_000 || code == 10_016 || code == 170_146 || code == 170_147;
    }

    /** Whether it says that there was too much, of this address or not. */
    static boolean isRate(int code) {
        Code known = ALL.get(code);
        return known != null && known.category() == RATE_LIMIT;
    }

    /** Whether it only says that everything is as wanted already. */
    static boolean isDoneAlready(int code) {
        return code == LEVERAGE_IS_SO || code == MODE_IS_SO || code == MARGIN_IS_SO;
    }

    private static Map<Integer, Code> all() {
        Map<Integer, Code> codes = new TreeMap<>();
        common(codes);
        derivatives(codes);
        spot(codes);
        socket(codes);
        return Collections.unmodifiableMap(codes);
    }

    private static void common(Map<Integer, Code> codes) {
        add(codes, 429, RATE_LIMIT, "the system protects itself");
        add(codes, 10_000, TIMEOUT, "no answer inside in time; an order may be live");
        add(codes, 10_001, VALIDATION, "a parameter is not valid");
        add(codes, CLOCK, VALIDATION, "the time of the request is off; passes once it is measured");
        add(codes, 10_003, AUTHENTICATION, "no such key here");
        add(codes, 10_004, AUTHENTICATION, "the signature is wrong");
        add(codes, 10_005, PERMISSION, "the key may not do this");
        add(codes, 10_006, RATE_LIMIT, "too many requests");
        add(codes, 10_007, AUTHENTICATION, "the user is not authenticated");
        add(codes, 10_008, PERMISSION, "the user is banned");
        add(codes, 10_009, PERMISSION, "not offered in this region");
        add(codes, 10_010, AUTHENTICATION, "the key is not for this address");
        add(codes, 10_014, DUPLICATE_ORDER, "the same request twice");
        add(codes, 10_016, EXCHANGE_ERROR, "internal error; an order may be live");
        add(codes, 10_017, VALIDATION, "no such path");
        add(codes, 10_024, PERMISSION, "compliance rules forbid it");
        add(codes, 10_027, PERMISSION, "the account may not trade");
        add(codes, 10_028, PERMISSION, "only for unified accounts");
        add(codes, 10_029, VALIDATION, "the key is not for this symbol");
        add(codes, 33_004, AUTHENTICATION, "the key has expired");
        add(codes, 3_400_045, VALIDATION, "the margin mode cannot be set");
    }

    private static void derivatives(Map<Integer, Code> codes) {
        add(codes, 110_001, ORDER_NOT_FOUND, "no such order");
        add(codes, 110_003, VALIDATION, "the price is out of range");
        add(codes, 110_004, INSUFFICIENT_FUNDS, "the wallet does not suffice");
        add(codes, 110_007, INSUFFICIENT_FUNDS, "the free balance does not suffice");
        add(codes, 110_008, ORDER_NOT_FOUND, "the order is filled or cancelled");
        add(codes, 110_009, VALIDATION, "too many stop orders are open");
        add(codes, 110_010, ORDER_NOT_FOUND, "the order is cancelled already");
        add(codes, 110_012, INSUFFICIENT_FUNDS, "the free balance does not suffice");
        add(codes, 110_017, VALIDATION, "the quantity would be 0, or not reduce the position");
        add(codes, 110_020, VALIDATION, "more than 500 orders are open");
        add(codes, 110_021, VALIDATION, "the open interest is at its limit");
        add(codes, MODE_IS_SO, VALIDATION, "the position mode is this one already");
        add(codes, MARGIN_IS_SO, VALIDATION, "the margin mode is this one already");
        add(codes, LEVERAGE_IS_SO, VALIDATION, "the leverage is this one already");
        add(codes, 110_044, INSUFFICIENT_FUNDS, "the free margin does not suffice");
        add(codes, 110_045, INSUFFICIENT_FUNDS, "the wallet does not suffice");
        add(codes, 110_072, DUPLICATE_ORDER, "an order has this client order id");
        // Read in the simulated exchange and elsewhere, and not in the documents [U].
        add(codes, 110_074, MARKET_STATUS, "the contract is not open");
        add(codes, 110_079, EXCHANGE_ERROR, "the order is being processed");
        add(codes, 110_092, VALIDATION, "the trigger is below the price, and was to be above");
        add(codes, 110_093, VALIDATION, "the trigger is above the price, and was to be below");
        add(codes, 110_094, VALIDATION, "the order is worth too little");
    }

    private static void spot(Map<Integer, Code> codes) {
        add(codes, 170_121, VALIDATION, "no such symbol");
        add(codes, 170_124, VALIDATION, "the amount is too large");
        add(codes, 170_130, VALIDATION, "a parameter is not valid");
        add(codes, 170_131, INSUFFICIENT_FUNDS, "the balance does not suffice");
        add(codes, 170_132, VALIDATION, "the price is too high");
        add(codes, 170_133, VALIDATION, "the price is too low");
        add(codes, 170_134, VALIDATION, "the price is too precise");
        add(codes, 170_136, VALIDATION, "the quantity is too small");
        add(codes, 170_137, VALIDATION, "the quantity is too precise");
        add(codes, 170_139, ORDER_NOT_FOUND, "the order is filled");
        add(codes, 170_140, VALIDATION, "the order is worth too little");
        add(codes, 170_141, DUPLICATE_ORDER, "an order has this client order id");
        add(codes, 170_142, ORDER_NOT_FOUND, "the order is cancelled already");
        add(codes, 170_143, ORDER_NOT_FOUND, "the order is not in the book");
        add(codes, 170_146, UNKNOWN_OUTCOME, "no answer to an order in time; it may be live");
        add(codes, 170_147, UNKNOWN_OUTCOME, "no answer to a cancel in time");
        add(codes, 170_193, VALIDATION, "the price of a buy is above the band");
        add(codes, 170_194, VALIDATION, "the price of a sell is below the band");
        add(codes, 170_210, VALIDATION, "the order is refused");
        add(codes, 170_212, EXCHANGE_ERROR, "a cancel is under way");
        add(codes, 170_213, ORDER_NOT_FOUND, "no such order");
        add(codes, 170_217, MARKET_STATUS, "only orders that make are taken now");
        add(codes, 170_218, VALIDATION, "the order would take, and was to make only");
    }

    private static void socket(Map<Integer, Code> codes) {
        add(codes, 10_019, EXCHANGE_MAINTENANCE, "the service restarts and takes nothing new");
        add(codes, ADDRESS_RATE, RATE_LIMIT, "too many requests from this address");
        add(codes, 10_404, VALIDATION, "no such operation or category");
        add(codes, 10_429, RATE_LIMIT, "the system protects itself");
        add(codes, 20_003, RATE_LIMIT, "too many requests on this connection");
        add(codes, 20_006, VALIDATION, "the same request id twice");
    }

    private static void add(
            Map<Integer, Code> codes, int code, ErrorCategory category, String words) {
        if (codes.put(code, new Code(code, words, category)) != null) {
            throw new IllegalStateException("code " + code + " has two meanings");
        }
    }
}
