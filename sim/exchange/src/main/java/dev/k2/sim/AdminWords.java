package dev.k2.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The administration's JSON, both ways. Pure. */
final class AdminWords {
    private static final Set<String> NAMED =
            Set.of(
                    "id",
                    "kind",
                    "exchange",
                    "operation",
                    "account",
                    "symbol",
                    "probability",
                    "skip",
                    "count",
                    "for_s");

    private AdminWords() {}

    static ObjectNode account(SimAccount account) {
        return object().put("exchange", account.exchange())
                .put("account", account.account())
                .put("key_type", account.keyType())
                .put("api_key", account.apiKey())
                .put("api_secret", account.apiSecret())
                .put("passphrase", account.passphrase())
                .put("private_key_pem", account.privateKeyPem());
    }

    static ArrayNode balances(Account account) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        account.balances()
                .forEach(
                        (asset, balance) ->
                                list.addObject()
                                        .put("asset", asset)
                                        .put("free", balance.free().toPlainString())
                                        .put("held", balance.held().toPlainString()));
        return list;
    }

    static ObjectNode fault(FaultTable.Standing standing) {
        Fault fault = standing.fault();
        ObjectNode node =
                object().put("id", fault.id())
                        .put("kind", fault.kind().name())
                        .put("exchange", fault.exchange())
                        .put("operation", fault.operation())
                        .put("account", fault.account())
                        .put("symbol", fault.symbol())
                        .put("probability", fault.probability())
                        .put("skip", fault.skip())
                        .put("count", fault.count())
                        .put("until_ms", fault.untilMillis())
                        .put("seen", standing.seen())
                        .put("struck", standing.struck());
        fault.settings().forEach(node::put);
        return node;
    }

    static Fault fault(JsonNode node, long nowMillis, int number) {
        Fault.Kind kind = Fault.Kind.valueOf(text(node, "kind").toUpperCase(Locale.ROOT));
        Map<String, String> settings = new HashMap<>();
        node.properties()
                .forEach(
                        field -> {
                            if (!NAMED.contains(field.getKey())) {
                                settings.put(field.getKey(), field.getValue().asText());
                            }
                        });
        long seconds = node.path("for_s").asLong(0);
        return new Fault(
                node.path("id").asText("fault-" + number + "-" + nowMillis),
                kind,
                node.path("exchange").asText("*"),
                node.path("operation").asText("*"),
                node.path("account").asText("*"),
                node.path("symbol").asText("*"),
                node.path("probability").asDouble(1),
                node.path("skip").asLong(0),
                node.path("count").asLong(0),
                seconds == 0 ? 0 : nowMillis + seconds * 1000,
                settings);
    }

    static boolean isCalled(Order order, String clientOrderId) {
        return order.clientOrderId().equals(clientOrderId)
                || order.request().clientOrderId().equals(clientOrderId);
    }

    static ObjectNode order(String exchange, Order order) {
        Listing listing = order.listing();
        ObjectNode node =
                object().put("exchange", exchange)
                        .put("account", order.account().name())
                        .put("symbol", listing.symbol())
                        .put("order_id", Long.toString(order.id()))
                        .put("client_order_id", order.clientOrderId())
                        .put("side", order.side().name())
                        .put("kind", order.request().market() ? "MARKET" : "LIMIT")
                        .put("time_in_force", order.request().timeInForce().name())
                        .put("post_only", order.request().postOnly())
                        .put("price", listing.price(order.request().price()).toPlainString())
                        .put("quantity", listing.quantity(order.quantity()).toPlainString())
                        .put("filled", listing.quantity(order.filled()).toPlainString())
                        .put(
                                "filled_quote",
                                listing.quoteAmount(order.filledQuote()).toPlainString())
                        .put("status", order.status().name())
                        .put("accepted_us", order.acceptedMicros())
                        .put("updated_us", order.updatedMicros());
        ArrayNode fills = node.putArray("fills");
        for (Fill fill : order.fills()) {
            fills.addObject()
                    .put("trade_id", Long.toString(fill.tradeId()))
                    .put("price", listing.price(fill.price()).toPlainString())
                    .put("quantity", listing.quantity(fill.quantity()).toPlainString())
                    .put("fee", fill.fee().toPlainString())
                    .put("fee_asset", fill.feeAsset())
                    .put("maker", fill.maker())
                    .put("time_us", fill.micros());
        }
        return node;
    }

    /** Whether a market is listed, and its status. */
    static ObjectNode standing(Market market, boolean listed) {
        return object().put("symbol", market.listing().symbol())
                .put("status", market.status().name())
                .put("listed", listed);
    }

    static ObjectNode market(Market market) {
        Listing listing = market.listing();
        ObjectNode node =
                object().put("symbol", listing.symbol())
                        .put("status", market.status().name())
                        .put("last", listing.price(market.lastPrice()).toPlainString())
                        .put("update_id", market.book().updateId());
        for (Side side : Side.values()) {
            ArrayNode levels = node.putArray(side == Side.BUY ? "bids" : "asks");
            for (OrderBook.Level level : market.book().levels(side, 1000)) {
                levels.addArray()
                        .add(listing.price(level.price()).toPlainString())
                        .add(listing.quantity(level.quantity()).toPlainString());
            }
        }
        return node;
    }

    static ObjectNode error(String message) {
        return object().put("error", message);
    }

    static String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        if (value == null || value.asText().isEmpty()) {
            throw new IllegalArgumentException("'" + name + "' must be given");
        }
        return value.asText();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
