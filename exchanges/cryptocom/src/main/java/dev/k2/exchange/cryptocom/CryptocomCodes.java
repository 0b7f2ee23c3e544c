package dev.k2.exchange.cryptocom;

import static dev.k2.exchange.ErrorCategory.AUTHENTICATION;
import static dev.k2.exchange.ErrorCategory.DUPLICATE_ORDER;
import static dev.k2.exchange.ErrorCategory.EXCHANGE_ERROR;
import static dev.k2.exchange.ErrorCategory.INSUFFICIENT_FUNDS;
import static dev.k2.exchange.ErrorCategory.MARKET_STATUS;
import static dev.k2.exchange.ErrorCategory.ORDER_NOT_FOUND;
import static dev.k2.exchange.ErrorCategory.PERMISSION;
import static dev.k2.exchange.ErrorCategory.RATE_LIMIT;
import static dev.k2.exchange.ErrorCategory.TIMEOUT;
import static dev.k2.exchange.ErrorCategory.VALIDATION;

import dev.k2.exchange.ErrorCategory;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What Crypto.com's numbers mean: answers to requests, and why an order ended. */
final class CryptocomCodes {
    static final int CLOCK = 40_102;
    static final int RATE = 42_901;
    static final int TIMED_OUT = 40_801;
    static final int INTERNAL = 50_001;
    static final int TWICE = 40_006;
    static final int POST_ONLY = 43_005;
    static final int UNKNOWN_NAME = 40_003;

    private static final Map<Integer, Code> ALL = all();

    private CryptocomCodes() {}

    /**
     * A number that Crypto.com answers with.
     *
     * @param name in its own words
     * @param words what it stands for
     * @param category what kind of failure it is
     */
    record Code(int code, String name, String words, ErrorCategory category) {}

    /** All codes, the lowest first. */
    static Map<Integer, Code> table() {
        return ALL;
    }

    /** Whether a failure of an order leaves open whether the order is live. */
    static boolean isUnclear(int code) {
        return code == TIMED_OUT || code == INTERNAL || code == TWICE;
    }

    private static Map<Integer, Code> all() {
        Map<Integer, Code> codes = new TreeMap<>();
        orders(codes);
        accounts(codes);
        requests(codes);
        return Collections.unmodifiableMap(codes);
    }

    private static void orders(Map<Integer, Code> codes) {
        add(codes, 201, "NO_POSITION", VALIDATION, "there is no position");
        add(codes, 202, "ACCOUNT_IS_SUSPENDED", PERMISSION, "the account is suspended");
        add(codes, 203, "ACCOUNTS_DO_NOT_MATCH", PERMISSION, "the accounts do not match");
        add(codes, 204, "DUPLICATE_CLORDID", DUPLICATE_ORDER, "an order has this client order id");
        add(codes, 205, "DUPLICATE_ORDERID", EXCHANGE_ERROR, "the order's id is taken");
        add(codes, 206, "INSTRUMENT_EXPIRED", MARKET_STATUS, "the instrument has ended");
        add(codes, 207, "NO_MARK_PRICE", MARKET_STATUS, "there is no mark price");
        add(
                codes,
                208,
                "INSTRUMENT_NOT_TRADABLE",
                MARKET_STATUS,
                "the instrument is not traded now");
        add(codes, 209, "INVALID_INSTRUMENT", VALIDATION, "no such instrument");
        add(codes, 210, "INVALID_ACCOUNT", PERMISSION, "the account is not valid");
        add(codes, 211, "INVALID_CURRENCY", VALIDATION, "the currency is not valid");
        add(codes, 212, "INVALID_ORDERID", ORDER_NOT_FOUND, "no such order");
        add(codes, 213, "INVALID_ORDERQTY", VALIDATION, "the quantity is not valid");
        add(
                codes,
                214,
                "INVALID_SETTLE_CURRENCY",
                VALIDATION,
                "the currency of settlement is not valid");
        add(codes, 215, "INVALID_FEE_CURRENCY", VALIDATION, "the currency of fees is not valid");
        add(codes, 216, "INVALID_POSITION_QTY", VALIDATION, "the position's quantity is not valid");
        add(codes, 217, "INVALID_OPEN_QTY", VALIDATION, "the open quantity is not valid");
        add(codes, 218, "INVALID_ORDTYPE", VALIDATION, "the order type is not valid");
        add(
                codes,
                219,
                "INVALID_EXECINST",
                VALIDATION,
                "the instructions of the order are not valid");
        add(codes, 220, "INVALID_SIDE", VALIDATION, "the side is not valid");
        add(codes, 221, "INVALID_TIF", VALIDATION, "the time in force is not valid");
        add(codes, 222, "STALE_MARK_PRICE", MARKET_STATUS, "the mark price is too old");
        add(codes, 223, "NO_CLORDID", VALIDATION, "the client order id is missing");
        add(codes, 224, "REJ_BY_MATCHING_ENGINE", EXCHANGE_ERROR, "the matching engine refused it");
        add(
                codes,
                225,
                "EXCEED_MAXIMUM_ENTRY_LEVERAGE",
                VALIDATION,
                "more leverage than an entry may have");
        add(codes, 226, "INVALID_LEVERAGE", VALIDATION, "the leverage is not valid");
        add(codes, 227, "INVALID_SLIPPAGE", VALIDATION, "the slippage is not valid");
        add(codes, 228, "INVALID_FLOOR_PRICE", VALIDATION, "the floor price is not valid");
        add(codes, 229, "INVALID_REF_PRICE", VALIDATION, "the trigger price is not valid");
        add(
                codes,
                230,
                "INVALID_REF_PRICE_TYPE",
                VALIDATION,
                "the kind of trigger price is not valid");
        add(
                codes,
                1110,
                "REDUCE_ONLY_REJECTED",
                VALIDATION,
                "the order would not reduce the position");
        add(codes, 43_003, "FILL_OR_KILL", VALIDATION, "it could not be filled whole at once");
        add(
                codes,
                43_004,
                "IMMEDIATE_OR_CANCEL",
                VALIDATION,
                "nothing was there to fill it at once");
        add(
                codes,
                POST_ONLY,
                "POST_ONLY_REJ",
                VALIDATION,
                "the order would take, and was to make only");
        add(
                codes,
                43_012,
                "SELF_TRADE_PREVENTION",
                VALIDATION,
                "the order met another of the same owner");
        add(codes, 120_009, "REJECTED", EXCHANGE_ERROR, "a service behind refused it");
        add(codes, 130_008, "NON_APPLICABLE", VALIDATION, "not possible in the present state");
    }

    private static void accounts(Map<Integer, Code> codes) {
        add(
                codes,
                301,
                "ACCOUNT_IS_IN_MARGIN_CALL",
                INSUFFICIENT_FUNDS,
                "the account is under a margin call");
        add(
                codes,
                302,
                "EXCEEDS_ACCOUNT_RISK_LIMIT",
                INSUFFICIENT_FUNDS,
                "more risk than the account may take");
        add(
                codes,
                303,
                "EXCEEDS_POSITION_RISK_LIMIT",
                INSUFFICIENT_FUNDS,
                "more risk than the position may take");
        add(
                codes,
                304,
                "ORDER_WILL_LEAD_TO_IMMEDIATE_LIQUIDATION",
                INSUFFICIENT_FUNDS,
                "the order would be liquidated at once");
        add(
                codes,
                305,
                "ORDER_WILL_TRIGGER_MARGIN_CALL",
                INSUFFICIENT_FUNDS,
                "the order would bring a margin call");
        add(
                codes,
                306,
                "INSUFFICIENT_AVAILABLE_BALANCE",
                INSUFFICIENT_FUNDS,
                "the free balance does not suffice");
        add(codes, 307, "INVALID_ORDSTATUS", VALIDATION, "the order's state does not allow it");
        add(codes, 308, "INVALID_PRICE", VALIDATION, "the price is not valid");
        add(codes, 309, "MARKET_IS_NOT_OPEN", MARKET_STATUS, "the market is not open");
        add(
                codes,
                310,
                "ORDER_PRICE_BEYOND_LIQUIDATION_PRICE",
                VALIDATION,
                "the price is beyond that of liquidation");
        add(
                codes,
                311,
                "POSITION_IS_IN_LIQUIDATION",
                MARKET_STATUS,
                "the position is being liquidated");
        add(
                codes,
                312,
                "ORDER_PRICE_GREATER_THAN_LIMITUPPRICE",
                VALIDATION,
                "the price is above the highest");
        add(
                codes,
                313,
                "ORDER_PRICE_LESS_THAN_LIMITDOWNPRICE",
                VALIDATION,
                "the price is below the lowest");
        add(codes, 314, "EXCEEDS_MAX_ORDER_SIZE", VALIDATION, "more than the largest order");
        add(codes, 315, "FAR_AWAY_LIMIT_PRICE", VALIDATION, "the price is too far from the market");
        add(codes, 316, "NO_ACTIVE_ORDER", ORDER_NOT_FOUND, "the order is not open");
        add(codes, 317, "POSITION_NO_EXIST", VALIDATION, "there is no such position");
        add(codes, 318, "EXCEEDS_MAX_ALLOWED_ORDERS", VALIDATION, "too many orders are open");
        add(codes, 319, "EXCEEDS_MAX_POSITION_SIZE", VALIDATION, "more than the largest position");
        add(
                codes,
                320,
                "EXCEEDS_INITIAL_MARGIN",
                INSUFFICIENT_FUNDS,
                "more than the initial margin");
        add(
                codes,
                321,
                "EXCEEDS_MAX_AVAILABLE_BALANCE",
                INSUFFICIENT_FUNDS,
                "more than the free balance");
        add(codes, 401, "ACCOUNT_DOES_NOT_EXIST", PERMISSION, "there is no such account");
        add(codes, 406, "ACCOUNT_IS_NOT_ACTIVE", PERMISSION, "the account is not active");
        add(codes, 407, "MARGIN_UNIT_DOES_NOT_EXIST", PERMISSION, "there is no such margin unit");
        add(codes, 408, "MARGIN_UNIT_IS_SUSPENDED", PERMISSION, "the margin unit is suspended");
        add(codes, 409, "INVALID_USER", PERMISSION, "the user is not valid");
        add(codes, 410, "USER_IS_NOT_ACTIVE", PERMISSION, "the user is not active");
        add(codes, 411, "USER_NO_DERIV_ACCESS", PERMISSION, "the user may not trade derivatives");
        add(
                codes,
                412,
                "ACCOUNT_NO_DERIV_ACCESS",
                PERMISSION,
                "the account may not trade derivatives");
        add(codes, 415, "BELOW_MIN_ORDER_SIZE", VALIDATION, "the order is too small");
        add(
                codes,
                501,
                "EXCEED_MAXIMUM_EFFECTIVE_LEVERAGE",
                VALIDATION,
                "more than the largest leverage");
        add(
                codes,
                604,
                "INVALID_COLLATERAL_PRICE",
                EXCHANGE_ERROR,
                "the price of a collateral is not valid");
        add(codes, 605, "INVALID_MARGIN_CALC", EXCHANGE_ERROR, "the margin cannot be reckoned");
        add(codes, 606, "EXCEED_ALLOWED_SLIPPAGE", VALIDATION, "more slippage than allowed");
        add(codes, 613, "INVALID_ISOLATION_ID", VALIDATION, "no such isolated position");
        add(
                codes,
                614,
                "EXCEEDS_ISOLATED_POSITION_LIMIT",
                VALIDATION,
                "too many isolated positions");
        add(
                codes,
                615,
                "ACCOUNT_DOES_NOT_SUPPORT_ISOLATED_POSITION",
                PERMISSION,
                "the account has no isolated positions");
        add(
                codes,
                616,
                "CREATE_ISOLATED_POSITION_FAILED",
                VALIDATION,
                "the isolated position could not be made");
        add(
                codes,
                617,
                "DUPLICATED_INSTRUMENT_ORDER_FOR_ISOLATED_MARGIN",
                VALIDATION,
                "there is an isolated position in this instrument");
        add(
                codes,
                618,
                "TOO_MANY_PENDING_ISOLATED_MARGIN_REQUESTS",
                RATE_LIMIT,
                "too many requests for isolated positions wait");
        add(
                codes,
                619,
                "UNSUPPORTED_OPERATION_ON_ISOLATED_POSITION",
                VALIDATION,
                "not offered for isolated positions");
        add(
                codes,
                620,
                "CREATE_ISOLATED_POSITION_TIMEOUT",
                TIMEOUT,
                "the isolated position was not made in time");
    }

    private static void requests(Map<Integer, Code> codes) {
        add(codes, 30_024, "MAX_AMOUNT_VIOLATED", INSUFFICIENT_FUNDS, "more than can be withdrawn");
        add(codes, 40_001, "BAD_REQUEST", VALIDATION, "the request is bad");
        add(codes, 40_002, "METHOD_NOT_FOUND", VALIDATION, "there is no such method");
        add(
                codes,
                UNKNOWN_NAME,
                "INVALID_REQUEST",
                VALIDATION,
                "the request is not valid; over a socket an unknown name, depth or channel");
        add(
                codes,
                40_004,
                "MISSING_OR_INVALID_ARGUMENT",
                VALIDATION,
                "an argument is missing or not valid");
        add(codes, 40_005, "INVALID_DATE", VALIDATION, "the date is not valid");
        add(
                codes,
                TWICE,
                "DUPLICATE_REQUEST",
                DUPLICATE_ORDER,
                "the same request came before; an order may be live");
        add(codes, 40_101, "UNAUTHORIZED", AUTHENTICATION, "the key or its signature is not right");
        add(
                codes,
                CLOCK,
                "INVALID_NONCE",
                VALIDATION,
                "the request's time is more than 60 s off; passes once it is measured");
        add(codes, 40_103, "IP_ILLEGAL", AUTHENTICATION, "the key is not for this address");
        add(codes, 40_104, "USER_TIER_INVALID", PERMISSION, "not offered to this kind of user");
        add(
                codes,
                40_107,
                "EXCEED_MAX_SUBSCRIPTIONS",
                RATE_LIMIT,
                "too many streams on one connection");
        add(codes, 40_401, "NOT_FOUND", ORDER_NOT_FOUND, "nothing is known by this name");
        add(
                codes,
                TIMED_OUT,
                "REQUEST_TIMEOUT",
                TIMEOUT,
                "no answer inside in time; an order may be live");
        add(codes, RATE, "TOO_MANY_REQUESTS", RATE_LIMIT, "too many requests");
        add(
                codes,
                INTERNAL,
                "ERR_INTERNAL",
                EXCHANGE_ERROR,
                "internal error; an order may be live");
        add(
                codes,
                50_002,
                "DW_CREDIT_LINE_NOT_MAINTAINED",
                INSUFFICIENT_FUNDS,
                "the credit line would not be kept");
    }

    private static void add(
            Map<Integer, Code> codes, int code, String name, ErrorCategory category, String words) {
        if (codes.put(code, new Code(code, name, words, category)) != null) {
            throw new IllegalStateException("code " + code + " has two meanings");
        }
    }
}
