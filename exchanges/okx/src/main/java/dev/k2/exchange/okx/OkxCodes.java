package dev.k2.exchange.okx;

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
import static dev.k2.exchange.ErrorCategory.VALIDATION;

import dev.k2.exchange.ErrorCategory;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What OKX's numbers mean. They are the same for every product, over REST and sockets. */
final class OkxCodes {
    private static final Map<Integer, Code> ALL = all();

    private OkxCodes() {}

    /**
     * A number that OKX answers with.
     *
     * @param words what it stands for
     */
    record Code(int code, String words, ErrorCategory category) {}

    /** All codes, the lowest first. */
    static Map<Integer, Code> table() {
        return ALL;
    }

    private static Map<Integer, Code> all() {
        Map<Integer, Code> codes = new TreeMap<>();
        general(codes);
        orders(codes);
        changes(codes);
        sockets(codes);
        return Collections.unmodifiableMap(codes);
    }

    private static void general(Map<Integer, Code> codes) {
        add(codes, 50000, VALIDATION, "a POST has no body");
        add(codes, 50001, EXCHANGE_MAINTENANCE, "the service is not available");
        add(codes, 50002, VALIDATION, "the JSON cannot be read");
        add(codes, 50004, TIMEOUT, "OKX ran out of time; the request may have taken effect");
        add(codes, 50006, VALIDATION, "the content type is wrong");
        add(codes, 50011, RATE_LIMIT, "too many requests");
        add(codes, 50013, EXCHANGE_ERROR, "OKX is busy");
        add(codes, 50014, VALIDATION, "a parameter is empty");
        add(codes, 50015, VALIDATION, "one of two parameters is missing");
        add(codes, 50026, EXCHANGE_ERROR, "OKX failed; the request may have taken effect");
        add(codes, 50027, PERMISSION, "the account may not trade");
        add(codes, 50036, VALIDATION, "the time at which the request expires is invalid");
        add(codes, 50040, RATE_LIMIT, "this was asked too often");
        add(codes, 50061, RATE_LIMIT, "too many orders of one account");
        add(codes, 50101, AUTHENTICATION, "the key belongs to the other of live and demo");
        add(codes, 50102, VALIDATION, "the timestamp is too old");
        add(codes, 50103, AUTHENTICATION, "the key is missing");
        add(codes, 50104, AUTHENTICATION, "the passphrase is missing");
        add(codes, 50105, AUTHENTICATION, "the passphrase is wrong");
        add(codes, 50106, AUTHENTICATION, "the signature is missing");
        add(codes, 50107, AUTHENTICATION, "the timestamp is missing");
        add(codes, 50108, AUTHENTICATION, "there is no such broker");
        add(codes, 50110, AUTHENTICATION, "the key does not allow this address");
        add(codes, 50111, AUTHENTICATION, "the key is invalid");
        add(codes, 50112, VALIDATION, "the timestamp is invalid");
        add(codes, 50113, AUTHENTICATION, "the signature is wrong");
        add(codes, 50114, AUTHENTICATION, "the authorization is invalid");
        add(codes, 50119, AUTHENTICATION, "the key does not exist here; regions have their own");
        add(codes, 50120, PERMISSION, "the key may not do this");
    }

    private static void orders(Map<Integer, Code> codes) {
        add(codes, 51000, VALIDATION, "a parameter is wrong");
        add(codes, 51001, VALIDATION, "there is no such instrument");
        add(codes, 51003, VALIDATION, "an order is named by one of its ids");
        add(codes, 51004, VALIDATION, "the position would be too large for its leverage");
        add(codes, 51005, VALIDATION, "the order is too large");
        add(codes, 51006, VALIDATION, "the price is too far from the market");
        add(codes, 51008, INSUFFICIENT_FUNDS, "balance or margin does not suffice");
        add(codes, 51010, PERMISSION, "the account's mode does not take such orders");
        add(codes, 51016, DUPLICATE_ORDER, "the client order id was used before");
        add(codes, 51019, VALIDATION, "a post-only order would take");
        add(codes, 51020, VALIDATION, "the order is too small");
        add(codes, 51021, MARKET_STATUS, "the instrument is not listed yet");
        add(codes, 51022, MARKET_STATUS, "the instrument is suspended");
        add(codes, 51023, VALIDATION, "there is no such position");
        add(codes, 51024, PERMISSION, "the account may not trade");
        add(codes, 51025, VALIDATION, "too many orders in one request");
        add(codes, 51026, VALIDATION, "instrument and type do not fit");
        add(codes, 51027, MARKET_STATUS, "the contract has expired");
        add(codes, 51028, MARKET_STATUS, "the contract is being delivered");
        add(codes, 51029, MARKET_STATUS, "the contract is being settled");
        add(codes, 51030, MARKET_STATUS, "funding is being paid");
        add(codes, 51046, VALIDATION, "a take-profit of a buy is above its price");
        add(codes, 51047, VALIDATION, "a stop-loss of a buy is below its price");
        add(codes, 51048, VALIDATION, "a take-profit of a sell is below its price");
        add(codes, 51049, VALIDATION, "a stop-loss of a sell is above its price");
        add(codes, 51050, VALIDATION, "a take-profit of a buy is above the best ask");
        add(codes, 51051, VALIDATION, "a stop-loss of a buy is below the best ask");
        add(codes, 51052, VALIDATION, "a take-profit of a sell is below the best bid");
        add(codes, 51053, VALIDATION, "a stop-loss of a sell is above the best bid");
        add(codes, 51102, VALIDATION, "too many orders are open");
        add(codes, 51103, VALIDATION, "too many orders of this instrument are open");
        add(codes, 51109, EXCHANGE_ERROR, "nothing is offered at the moment");
        add(codes, 51111, VALIDATION, "too many orders in one batch");
        add(codes, 51112, VALIDATION, "the order would close more than the position");
        add(codes, 51119, INSUFFICIENT_FUNDS, "the funds do not suffice");
        add(codes, 51121, VALIDATION, "the quantity is not a multiple of the lot");
        add(codes, 51127, INSUFFICIENT_FUNDS, "nothing is available");
        add(codes, 51131, INSUFFICIENT_FUNDS, "less is available than the order needs");
        add(codes, 51137, VALIDATION, "the price of a buy is above the highest that is taken");
        add(codes, 51138, VALIDATION, "the price of a sell is below the lowest that is taken");
        add(codes, 51150, VALIDATION, "the price has too many digits");
        add(codes, 51155, PERMISSION, "the instrument is not offered in this region");
        add(codes, 51174, VALIDATION, "too many orders of this kind are open");
    }

    private static void changes(Map<Integer, Code> codes) {
        add(codes, 51400, ORDER_NOT_FOUND, "nothing to cancel: filled, cancelled or unknown");
        add(codes, 51401, ORDER_NOT_FOUND, "nothing to cancel: cancelled already");
        add(codes, 51402, ORDER_NOT_FOUND, "nothing to cancel: filled already");
        add(codes, 51409, VALIDATION, "an order's id is missing");
        add(codes, 51410, VALIDATION, "the order is being cancelled already");
        add(codes, 51500, VALIDATION, "nothing to amend: neither price nor quantity is named");
        add(codes, 51502, INSUFFICIENT_FUNDS, "balance or margin does not suffice for the change");
        add(codes, 51503, ORDER_NOT_FOUND, "nothing to amend: no such order");
        add(codes, 51509, VALIDATION, "nothing to amend: cancelled already");
        add(codes, 51510, VALIDATION, "nothing to amend: filled already");
        add(codes, 51511, VALIDATION, "the order cannot be amended");
        add(codes, 51603, ORDER_NOT_FOUND, "there is no such order");
    }

    private static void sockets(Map<Integer, Code> codes) {
        add(codes, 60001, AUTHENTICATION, "the key of a login is missing");
        add(codes, 60002, AUTHENTICATION, "the signature of a login is missing");
        add(codes, 60003, AUTHENTICATION, "the passphrase of a login is missing");
        add(codes, 60004, VALIDATION, "the timestamp of a login is invalid");
        add(codes, 60005, AUTHENTICATION, "the key of a login is invalid");
        add(codes, 60006, VALIDATION, "the timestamp of a login is too old");
        add(codes, 60007, AUTHENTICATION, "the signature of a login is wrong");
        add(codes, 60009, AUTHENTICATION, "the login failed");
        add(codes, 60011, AUTHENTICATION, "there was no login");
        add(codes, 60012, VALIDATION, "the request cannot be understood");
        add(codes, 60013, VALIDATION, "the arguments of a request are wrong");
        add(codes, 60014, RATE_LIMIT, "too many requests over one connection");
        add(codes, 60018, VALIDATION, "there is no such stream");
        add(codes, 60019, VALIDATION, "there is no such operation");
        add(codes, 60024, AUTHENTICATION, "the passphrase of a login is wrong");
        add(codes, 60032, AUTHENTICATION, "the key does not exist here; regions have their own");
        add(codes, 64001, VALIDATION, "the stream is on the business socket");
        add(codes, 64008, EXCHANGE_MAINTENANCE, "the connection is about to be ended");
    }

    private static void add(
            Map<Integer, Code> codes, int code, ErrorCategory category, String words) {
        codes.put(code, new Code(code, words, category));
    }
}
