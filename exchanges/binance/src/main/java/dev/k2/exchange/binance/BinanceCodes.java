package dev.k2.exchange.binance;

import static dev.k2.exchange.ErrorCategory.AUTHENTICATION;
import static dev.k2.exchange.ErrorCategory.DUPLICATE_ORDER;
import static dev.k2.exchange.ErrorCategory.EXCHANGE_ERROR;
import static dev.k2.exchange.ErrorCategory.EXCHANGE_MAINTENANCE;
import static dev.k2.exchange.ErrorCategory.INSUFFICIENT_FUNDS;
import static dev.k2.exchange.ErrorCategory.MARKET_STATUS;
import static dev.k2.exchange.ErrorCategory.ORDER_NOT_FOUND;
import static dev.k2.exchange.ErrorCategory.PERMISSION;
import static dev.k2.exchange.ErrorCategory.RATE_LIMIT;
import static dev.k2.exchange.ErrorCategory.UNKNOWN_OUTCOME;
import static dev.k2.exchange.ErrorCategory.VALIDATION;

import dev.k2.exchange.ErrorCategory;
import dev.k2.model.ExchangeId;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What Binance's numbers mean, of each of its products. */
final class BinanceCodes {
    private static final Map<Integer, Code> SPOT = spot();
    private static final Map<Integer, Code> FUTURES = futures();

    private BinanceCodes() {}

    /**
     * A number that Binance answers with.
     *
     * @param words what it stands for
     * @param category what kind of failure it is; where its message decides, what it is with any
     *     other message
     */
    record Code(int code, String words, ErrorCategory category) {}

    /** All codes of a product, the highest first. */
    static Map<Integer, Code> of(ExchangeId exchange) {
        return exchange == ExchangeId.BINANCE_FUTURES ? FUTURES : SPOT;
    }

    private static Map<Integer, Code> spot() {
        Map<Integer, Code> codes = shared();
        add(codes, -2021, EXCHANGE_ERROR, "one half of a cancel and replace failed");
        add(codes, -2022, EXCHANGE_ERROR, "both halves of a cancel and replace failed");
        add(codes, -2026, ORDER_NOT_FOUND, "the order is archived");
        add(codes, -2038, VALIDATION, "an order cannot be amended so");
        add(codes, -2039, VALIDATION, "the two ids name different orders");
        add(codes, -2043, MARKET_STATUS, "there is no reference price");
        return Collections.unmodifiableMap(codes);
    }

    private static Map<Integer, Code> futures() {
        Map<Integer, Code> codes = shared();
        add(codes, -2018, INSUFFICIENT_FUNDS, "the balance does not suffice");
        add(codes, -2019, INSUFFICIENT_FUNDS, "the margin does not suffice");
        add(codes, -2020, MARKET_STATUS, "the order cannot be filled");
        add(codes, -2021, VALIDATION, "the order would trigger at once");
        add(codes, -2022, VALIDATION, "the order would not reduce the position");
        add(codes, -2025, VALIDATION, "too many orders are open");
        add(codes, -2026, ORDER_NOT_FOUND, "the order is archived");
        add(codes, -2027, VALIDATION, "the position is too large for this leverage");
        add(codes, -2028, VALIDATION, "the leverage is too small for this position");
        add(codes, -4001, VALIDATION, "the price is not above 0");
        add(codes, -4002, VALIDATION, "the price is too high");
        add(codes, -4003, VALIDATION, "the quantity is not above 0");
        add(codes, -4004, VALIDATION, "the quantity is too small");
        add(codes, -4005, VALIDATION, "the quantity is too large");
        add(codes, -4006, VALIDATION, "the stop price is not above 0");
        add(codes, -4007, VALIDATION, "the stop price is too high");
        add(codes, -4014, VALIDATION, "the price is off the tick");
        add(codes, -4015, VALIDATION, "the client order id is too long");
        add(codes, -4016, VALIDATION, "the price is too far above the mark price");
        add(codes, -4023, VALIDATION, "the quantity is off the step");
        add(codes, -4024, VALIDATION, "the price is too far below the mark price");
        add(codes, -4045, VALIDATION, "too many stop orders are open");
        add(codes, -4046, VALIDATION, "the margin type is this one already");
        add(codes, -4047, VALIDATION, "the margin type stays while orders are open");
        add(codes, -4048, VALIDATION, "the margin type stays while there is a position");
        add(codes, -4055, VALIDATION, "the amount is not above 0");
        add(codes, -4059, VALIDATION, "the position mode is this one already");
        add(codes, -4060, VALIDATION, "there is no such position side");
        add(codes, -4061, VALIDATION, "the position side does not fit the position mode");
        add(codes, -4062, VALIDATION, "reducing only does not fit the position mode");
        add(codes, -4067, VALIDATION, "the position mode stays while orders are open");
        add(codes, -4068, VALIDATION, "the position mode stays while there is a position");
        add(codes, -4088, PERMISSION, "the account may not do this");
        add(codes, -4116, DUPLICATE_ORDER, "an open order has this client order id");
        add(codes, -4120, VALIDATION, "such an order goes to the endpoints of algo orders");
        add(codes, -4131, VALIDATION, "the best price is too far from the market");
        add(codes, -4164, VALIDATION, "the order is worth too little");
        add(codes, -5021, VALIDATION, "the order could not be filled whole");
        add(codes, -5022, VALIDATION, "the order would take, and was to make only");
        add(codes, -5024, MARKET_STATUS, "the symbol is not trading");
        add(codes, -5026, VALIDATION, "the order was changed too often");
        add(codes, -5027, VALIDATION, "the order is as wanted already");
        add(codes, -5029, VALIDATION, "the order is worth too little");
        return Collections.unmodifiableMap(codes);
    }

    private static Map<Integer, Code> shared() {
        Map<Integer, Code> codes = new TreeMap<>(Collections.reverseOrder());
        add(codes, -1000, EXCHANGE_ERROR, "unknown; an order may be live");
        add(codes, -1001, EXCHANGE_ERROR, "internal error; an order may be live");
        add(codes, -1002, AUTHENTICATION, "not authorized");
        add(codes, -1003, RATE_LIMIT, "too many requests, or a ban");
        add(codes, -1006, UNKNOWN_OUTCOME, "unexpected answer inside; an order may be live");
        add(codes, -1007, UNKNOWN_OUTCOME, "no answer inside in time; an order may be live");
        add(codes, -1008, EXCHANGE_ERROR, "overloaded");
        add(codes, -1013, VALIDATION, "a filter of the symbol refuses");
        add(codes, -1014, VALIDATION, "no such combination");
        add(codes, -1015, RATE_LIMIT, "too many orders");
        add(codes, -1016, EXCHANGE_MAINTENANCE, "the service is closed");
        add(codes, -1020, VALIDATION, "not supported");
        add(codes, -1021, VALIDATION, "the time of the request is off; passes once it is measured");
        add(codes, -1022, AUTHENTICATION, "the signature is wrong");
        add(codes, -1034, RATE_LIMIT, "too many connections");
        add(codes, -1100, VALIDATION, "a parameter has letters that it must not have");
        add(codes, -1101, VALIDATION, "too many parameters");
        add(codes, -1102, VALIDATION, "a parameter is missing");
        add(codes, -1103, VALIDATION, "a parameter is not known");
        add(codes, -1104, VALIDATION, "a parameter was not read");
        add(codes, -1105, VALIDATION, "a parameter is empty");
        add(codes, -1106, VALIDATION, "a parameter is not wanted");
        add(codes, -1108, VALIDATION, "a parameter is too large");
        add(codes, -1111, VALIDATION, "a number is too precise");
        add(codes, -1112, MARKET_STATUS, "the book is empty");
        add(codes, -1114, VALIDATION, "the time in force is not wanted");
        add(codes, -1115, VALIDATION, "no such time in force");
        add(codes, -1116, VALIDATION, "no such order type");
        add(codes, -1117, VALIDATION, "no such side");
        add(codes, -1120, VALIDATION, "no such interval");
        add(codes, -1121, VALIDATION, "no such symbol");
        add(codes, -1125, VALIDATION, "no such listen key");
        add(codes, -1127, VALIDATION, "the range of times is too long");
        add(codes, -1128, VALIDATION, "the parameters do not go together");
        add(codes, -1130, VALIDATION, "a parameter is not valid");
        add(codes, -1145, VALIDATION, "no such restriction of a cancel");
        add(codes, -1220, MARKET_STATUS, "the symbol's status is another");
        add(codes, -2010, VALIDATION, "an order is refused; its words say why");
        add(codes, -2011, VALIDATION, "a cancel is refused; its words say why");
        add(codes, -2013, ORDER_NOT_FOUND, "no such order");
        add(codes, -2014, AUTHENTICATION, "the key has no such form");
        add(codes, -2015, AUTHENTICATION, "key, address or permission is refused");
        return codes;
    }

    private static void add(
            Map<Integer, Code> codes, int code, ErrorCategory category, String words) {
        if (codes.put(code, new Code(code, words, category)) != null) {
            throw new IllegalStateException("code " + code + " has two meanings");
        }
    }
}
