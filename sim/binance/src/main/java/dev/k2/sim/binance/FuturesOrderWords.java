package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Fill;
import dev.k2.sim.Listing;
import dev.k2.sim.Order;
import dev.k2.sim.OrderArchive;
import dev.k2.sim.Plain;
import dev.k2.sim.Side;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** Orders and own trades in the futures' words. Pure. */
final class FuturesOrderWords {
    private FuturesOrderWords() {}

    /** The answer to a new, changed or cancelled order. */
    static ObjectNode order(Order order) {
        return order(order, false);
    }

    /** The answer that comes before anything traded. */
    static ObjectNode acknowledged(Order order) {
        ObjectNode node = order(order, false);
        return node.put("status", "NEW")
                .put("executedQty", Plain.quantity(order.listing(), 0))
                .put("cumQty", Plain.quantity(order.listing(), 0))
                .put("cumQuote", Plain.quote(order.listing(), 0))
                .put("cumBase", Plain.quantity(order.listing(), 0))
                .put("avgPrice", "0.00");
    }

    /** An order as queries answer it. */
    static ObjectNode queried(Order order) {
        return order(order, true);
    }

    static String type(Order order) {
        return order.request().market() ? "MARKET" : "LIMIT";
    }

    static String originalType(Order order) {
        return order.request().words().getOrDefault("origType", type(order));
    }

    static String timeInForce(Order order) {
        return order.request()
                .words()
                .getOrDefault("timeInForce", order.request().timeInForce().name());
    }

    static String average(Order order) {
        Listing listing = order.listing();
        if (order.filled() == 0) {
            return "0.00";
        }
        return listing.quoteAmount(order.filledQuote())
                .divide(
                        listing.quantity(order.filled()),
                        listing.priceScale() + 3,
                        RoundingMode.HALF_UP)
                .toPlainString();
    }

    static ObjectNode ownTrade(OrderArchive.OwnTrade trade) {
        Order order = trade.order();
        Fill fill = trade.fill();
        Listing listing = order.listing();
        return WireJson.object()
                .put("symbol", listing.symbol())
                .put("pair", listing.symbol())
                .put("id", fill.tradeId())
                .put("orderId", order.id())
                .put("side", order.side().name())
                .put("price", Plain.price(listing, fill.price()))
                .put("qty", Plain.quantity(listing, fill.quantity()))
                .put("realizedPnl", Eight.of(fill.realised()))
                .put("quoteQty", FuturesMarketWords.value(listing, fill.price(), fill.quantity()))
                .put("baseQty", Plain.quantity(listing, fill.quantity()))
                .put("commission", Eight.of(fill.fee()))
                .put("commissionAsset", fill.feeAsset())
                .put("marginAsset", listing.quote())
                .put("time", fill.micros() / 1000)
                .put("positionSide", order.request().position().side().name())
                .put("maker", fill.maker())
                .put("buyer", order.side() == Side.BUY);
    }

    static ObjectNode modification(Order order, Order.Modification change, int count) {
        Listing listing = order.listing();
        ObjectNode node =
                WireJson.object()
                        .put("amendmentId", change.id())
                        .put("symbol", listing.symbol())
                        .put("pair", listing.symbol())
                        .put("orderId", order.id())
                        .put("clientOrderId", order.clientOrderId())
                        .put("time", change.micros() / 1000);
        ObjectNode amendment = node.putObject("amendment");
        amendment
                .putObject("price")
                .put("before", Plain.price(listing, change.price()))
                .put("after", Plain.price(listing, change.newPrice()));
        amendment
                .putObject("origQty")
                .put("before", Plain.quantity(listing, change.quantity()))
                .put("after", Plain.quantity(listing, change.newQuantity()));
        amendment.put("count", count);
        return node.put("priceMatch", "NONE");
    }

    private static ObjectNode order(Order order, boolean queried) {
        Listing listing = order.listing();
        Map<String, String> words = order.request().words();
        ObjectNode node =
                WireJson.object()
                        .put("orderId", order.id())
                        .put("symbol", listing.symbol())
                        .put("pair", listing.symbol())
                        .put("status", order.status().name())
                        .put("clientOrderId", order.clientOrderId())
                        .put("price", Plain.price(listing, order.request().price()))
                        .put("avgPrice", average(order))
                        .put("origQty", Plain.quantity(listing, order.quantity()))
                        .put("executedQty", Plain.quantity(listing, order.filled()));
        if (!queried) {
            node.put("cumQty", Plain.quantity(listing, order.filled()));
        }
        node.put("cumQuote", Plain.quote(listing, order.filledQuote()))
                .put("cumBase", Plain.quantity(listing, order.filled()))
                .put("timeInForce", timeInForce(order))
                .put("type", type(order))
                .put("reduceOnly", order.request().position().reduceOnly())
                .put("closePosition", Boolean.parseBoolean(words.get("closePosition")))
                .put("side", order.side().name())
                .put("positionSide", order.request().position().side().name())
                .put("stopPrice", words.getOrDefault("stopPrice", "0"))
                .put("workingType", words.getOrDefault("workingType", "CONTRACT_PRICE"))
                .put("priceProtect", Boolean.parseBoolean(words.get("priceProtect")))
                .put("origType", originalType(order))
                .put("priceMatch", words.getOrDefault("priceMatch", "NONE"))
                .put("selfTradePreventionMode", order.request().selfTrade().name())
                .put("goodTillDate", goodTillDate(order))
                .put("marginAsset", listing.quote());
        if (queried) {
            node.put("time", order.acceptedMicros() / 1000);
        }
        return node.put("updateTime", order.updatedMicros() / 1000);
    }

    static long goodTillDate(Order order) {
        String until = order.request().words().get(FuturesOrderReading.GOOD_TILL_DATE);
        return until == null ? 0 : Long.parseLong(until);
    }

    static String money(BigDecimal amount) {
        return Eight.of(amount);
    }
}
