package dev.k2.exchange.cryptocom;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.net.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The methods of one account, one each, with their parameters as text. Orders that wait for a price
 * have methods of their own, under {@code advanced}. Every call blocks its thread.
 */
final class CryptocomAccountRest {
    static final int ROWS_MAX = 100;

    static final TypeReference<CryptocomAccountWire.Taken> TAKEN = new TypeReference<>() {};
    private static final TypeReference<JsonNode> ANYTHING = new TypeReference<>() {};
    private static final TypeReference<CryptocomAccountWire.Order> ORDER = new TypeReference<>() {};
    private static final TypeReference<CryptocomAccountWire.ListTaken> LIST =
            new TypeReference<>() {};
    private static final TypeReference<CryptocomAccountWire.FeeRate> FEES =
            new TypeReference<>() {};
    private static final TypeReference<List<CryptocomAccountWire.Settings>> SETTINGS =
            new TypeReference<>() {};
    private static final TypeReference<CryptocomAccountWire.Accounts> ACCOUNTS =
            new TypeReference<>() {};

    private final CryptocomHttp http;
    private final CryptocomWay orders;
    private final CryptocomSigner signer;

    /**
     * Makes it.
     *
     * @param orders the way of orders, changes and cancels
     */
    CryptocomAccountRest(CryptocomHttp http, CryptocomWay orders, CryptocomSigner signer) {
        this.http = http;
        this.orders = orders;
        this.signer = signer;
    }

    CryptocomSigner signer() {
        return signer;
    }

    Reply<CryptocomAccountWire.Taken> create(Map<String, Object> order, boolean waits) {
        CryptocomCall call = call("place an order", waits, "create-order", order);
        return waits ? http.send(call, TAKEN) : orders.send(call, TAKEN);
    }

    Reply<CryptocomAccountWire.Taken> amend(Map<String, Object> change, boolean waits) {
        CryptocomCall call = call("amend an order", waits, "amend-order", change);
        return waits ? http.send(call, TAKEN) : orders.send(call, TAKEN);
    }

    Reply<JsonNode> cancel(Map<String, Object> order, boolean waits) {
        CryptocomCall call = call("cancel an order", waits, "cancel-order", order).asUrgent();
        return waits ? http.ask(call, ANYTHING) : orders.ask(call, ANYTHING);
    }

    Reply<JsonNode> cancelAll(Map<String, Object> filter, boolean waits) {
        return http.ask(
                call("cancel all orders", waits, "cancel-all-orders", filter).asUrgent(), ANYTHING);
    }

    Reply<JsonNode> createList(List<Map<String, Object>> forms, boolean waits) {
        CryptocomCall call = call("place orders", waits, "create-order-list", list(forms, waits));
        return waits ? http.send(call, ANYTHING) : orders.send(call, ANYTHING);
    }

    Reply<JsonNode> cancelList(List<Map<String, Object>> named) {
        return orders.ask(
                call("cancel orders", false, "cancel-order-list", list(named, false)).asUrgent(),
                ANYTHING);
    }

    /**
     * Places orders that depend on each other.
     *
     * @param kind such as {@code oco}
     */
    Reply<CryptocomAccountWire.ListTaken> createGroup(
            String kind, List<Map<String, Object>> forms) {
        return http.send(
                call("place an order list", true, "create-" + kind, Map.of("order_list", forms)),
                LIST);
    }

    Reply<JsonNode> cancelGroup(String kind, String listId) {
        return http.ask(
                call("cancel an order list", true, "cancel-" + kind, Map.of("list_id", listId))
                        .asUrgent(),
                ANYTHING);
    }

    /** The orders of lists. */
    Reply<CryptocomRestWire.Page> group(String listId) {
        return http.ask(
                call(
                                "ask for an order list",
                                true,
                                "get-order-list-detail",
                                Map.of("list_id_list", List.of(listId)))
                        .asUrgent(),
                CryptocomRest.PAGE);
    }

    Reply<CryptocomAccountWire.Order> order(Map<String, Object> named, boolean waits) {
        return http.ask(
                call("ask for an order", waits, "get-order-detail", named).asUrgent(), ORDER);
    }

    Reply<CryptocomRestWire.Page> open(Map<String, Object> filter, boolean waits) {
        return http.ask(
                call("ask for open orders", waits, "get-open-orders", filter).asUrgent(),
                CryptocomRest.PAGE);
    }

    Reply<CryptocomRestWire.Page> history(Map<String, Object> range, boolean waits) {
        return http.ask(
                call("ask for ended orders", waits, "get-order-history", range),
                CryptocomRest.PAGE);
    }

    Reply<CryptocomRestWire.Page> trades(Map<String, Object> range) {
        return http.ask(call("ask for fills", false, "get-trades", range), CryptocomRest.PAGE);
    }

    Reply<CryptocomRestWire.Page> wallet() {
        return http.ask(
                call("ask for balances", false, "user-balance", Map.of()), CryptocomRest.PAGE);
    }

    Reply<CryptocomRestWire.Page> positions() {
        return http.ask(
                call("ask for positions", false, "get-positions", Map.of()), CryptocomRest.PAGE);
    }

    Reply<CryptocomAccountWire.FeeRate> fees(String symbol) {
        return http.ask(
                call(
                        "ask for fees",
                        false,
                        "get-instrument-fee-rate",
                        Map.of("instrument_name", symbol)),
                FEES);
    }

    Reply<List<CryptocomAccountWire.Settings>> settings() {
        return http.ask(
                call("ask for the leverage", false, "get-account-settings", Map.of()), SETTINGS);
    }

    Reply<CryptocomAccountWire.Accounts> accounts() {
        return http.ask(call("ask for the account", false, "get-accounts", Map.of()), ACCOUNTS);
    }

    Reply<JsonNode> setLeverage(String account, int leverage) {
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("account_id", account);
        wanted.put("leverage", Integer.toString(leverage));
        return http.ask(
                call("set the leverage", false, "change-account-leverage", wanted), ANYTHING);
    }

    private CryptocomCall call(
            String operation, boolean waits, String method, Map<String, Object> parameters) {
        return CryptocomCall.of(
                signer, operation, waits ? "advanced/" + method : method, parameters);
    }

    private static Map<String, Object> list(List<Map<String, Object>> forms, boolean waits) {
        Map<String, Object> list = new LinkedHashMap<>();
        if (!waits) {
            list.put("contingency_type", "LIST");
        }
        list.put("order_list", forms);
        return list;
    }
}
