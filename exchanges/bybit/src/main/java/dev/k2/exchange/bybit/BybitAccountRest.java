package dev.k2.exchange.bybit;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.bybit.BybitAccountWire.AccountFacts;
import dev.k2.exchange.bybit.BybitAccountWire.KeyFacts;
import dev.k2.exchange.bybit.BybitAccountWire.Taken;
import dev.k2.exchange.bybit.BybitRestWire.Envelope;
import dev.k2.exchange.bybit.BybitRestWire.Page;
import dev.k2.exchange.net.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The endpoints of one account, one method each, with their limits. Every call blocks. */
final class BybitAccountRest {
    static final int ORDERS_MAX = 50;
    static final int FILLS_MAX = 100;

    private static final int LISTS_PER_SECOND = 50;
    private static final int SPOT_PER_SECOND = 20;
    private static final int LINEAR_PER_SECOND = 10;
    private static final TypeReference<JsonNode> ANYTHING = new TypeReference<>() {};

    private final BybitApi http;
    private final BybitApi orders;
    private final BybitSigner signer;

    /**
     * Makes it.
     *
     * @param orders the way of orders, changes and cancels
     */
    BybitAccountRest(BybitApi http, BybitApi orders, BybitSigner signer) {
        this.http = http;
        this.orders = orders;
        this.signer = signer;
    }

    Reply<Taken> create(BybitCategory category, Map<String, Object> order) {
        return orders.send(
                ofOrder("place an order", "/order/create", category, order, 1), BybitRest.TAKEN);
    }

    Reply<Taken> amend(BybitCategory category, Map<String, Object> change) {
        // Amending has one limit for both categories.
        BybitCall call =
                BybitCall.post(signer, "amend an order", "/order/amend", change)
                        .limited("/order/amend " + category.word(), LINEAR_PER_SECOND, 1);
        return orders.send(call, BybitRest.TAKEN);
    }

    Reply<Taken> cancel(BybitCategory category, Map<String, Object> order) {
        return orders.ask(
                ofOrder("cancel an order", "/order/cancel", category, order, 1).asUrgent(),
                BybitRest.TAKEN);
    }

    Reply<Page> cancelAll(BybitCategory category, Map<String, Object> filter) {
        return http.ask(
                ofOrder("cancel all orders", "/order/cancel-all", category, filter, 1).asUrgent(),
                BybitRest.PAGE);
    }

    /** What was said to each order stands beside the result. */
    Reply<Envelope> createBatch(BybitCategory category, List<Map<String, Object>> batch) {
        return orders.send(
                ofOrder(
                        "place orders",
                        "/order/create-batch",
                        category,
                        batch(category, batch),
                        batch.size()),
                BybitHttp.WHOLE);
    }

    Reply<Envelope> cancelBatch(BybitCategory category, List<Map<String, Object>> batch) {
        return orders.ask(
                ofOrder(
                                "cancel orders",
                                "/order/cancel-batch",
                                category,
                                batch(category, batch),
                                batch.size())
                        .asUrgent(),
                BybitHttp.WHOLE);
    }

    /** Open orders, and of one order or more the last that ended too. */
    Reply<Page> open(Map<String, String> parameters) {
        return http.ask(list("ask for open orders", "/order/realtime", parameters), BybitRest.PAGE);
    }

    Reply<Page> history(Map<String, String> parameters) {
        return http.ask(list("ask for ended orders", "/order/history", parameters), BybitRest.PAGE);
    }

    Reply<Page> executions(Map<String, String> parameters) {
        return http.ask(list("ask for fills", "/execution/list", parameters), BybitRest.PAGE);
    }

    /** Cancels everything of a product by itself when the private stream has been cut for so long. */
    Reply<JsonNode> cancelAllOnCut(String product, long seconds) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("product", product);
        body.put("timeWindow", seconds);
        return post("cancel orders on a cut", "/order/disconnected-cancel-all", body);
    }

    Reply<Page> wallet() {
        return http.ask(
                BybitCall.ask(
                        signer,
                        "ask for balances",
                        "/account/wallet-balance",
                        Map.of("accountType", "UNIFIED")),
                BybitRest.PAGE);
    }

    Reply<Page> positions(Map<String, String> parameters) {
        return http.ask(
                BybitCall.ask(signer, "ask for positions", "/position/list", parameters),
                BybitRest.PAGE);
    }

    Reply<AccountFacts> account() {
        return http.ask(
                BybitCall.ask(signer, "ask for the account's mode", "/account/info", Map.of()),
                BybitRest.ACCOUNT);
    }

    Reply<KeyFacts> key() {
        return http.ask(
                BybitCall.ask(signer, "ask for the key's permissions", "/user/query-api", Map.of()),
                BybitRest.KEY);
    }

    Reply<Page> fees(BybitCategory category, String symbol) {
        Map<String, String> parameters = BybitRest.of(category);
        parameters.put("symbol", symbol);
        return http.ask(
                BybitCall.ask(signer, "ask for fees", "/account/fee-rate", parameters),
                BybitRest.PAGE);
    }

    Reply<JsonNode> setLeverage(String symbol, String leverage) {
        Map<String, Object> body = ofLinear();
        body.put("symbol", symbol);
        body.put("buyLeverage", leverage);
        body.put("sellLeverage", leverage);
        return post("set the leverage", "/position/set-leverage", body);
    }

    /** One mode for all contracts that are settled in a coin. */
    Reply<JsonNode> setPositionMode(String coin, boolean hedge) {
        Map<String, Object> body = ofLinear();
        body.put("coin", coin);
        body.put("mode", hedge ? 3 : 0);
        return post("set the position mode", "/position/switch-mode", body);
    }

    Reply<JsonNode> setMarginMode(String word) {
        return post(
                "set the margin mode", "/account/set-margin-mode", Map.of("setMarginMode", word));
    }

    private Reply<JsonNode> post(String operation, String path, Map<String, Object> body) {
        return http.ask(BybitCall.post(signer, operation, path, body), ANYTHING);
    }

    private BybitCall list(String operation, String path, Map<String, String> parameters) {
        return BybitCall.ask(signer, operation, path, parameters)
                .limited(path, LISTS_PER_SECOND, 1)
                .asUrgent();
    }

    private BybitCall ofOrder(
            String operation,
            String path,
            BybitCategory category,
            Map<String, Object> body,
            int orderCount) {
        return BybitCall.post(signer, operation, path, body)
                .limited(
                        path + " " + category.word(),
                        category == BybitCategory.SPOT ? SPOT_PER_SECOND : LINEAR_PER_SECOND,
                        orderCount);
    }

    private static Map<String, Object> batch(
            BybitCategory category, List<Map<String, Object>> batch) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("category", category.word());
        body.put("request", batch);
        return body;
    }

    private static Map<String, Object> ofLinear() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("category", BybitCategory.LINEAR.word());
        return body;
    }
}
