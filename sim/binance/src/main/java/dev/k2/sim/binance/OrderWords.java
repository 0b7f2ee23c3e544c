package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Ending;
import dev.k2.sim.Fill;
import dev.k2.sim.Listing;
import dev.k2.sim.Order;
import dev.k2.sim.OrderArchive;
import dev.k2.sim.OrderList;
import dev.k2.sim.OrderRequest;
import dev.k2.sim.Trigger;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Orders, fills and balances in Binance's words. Pure. */
final class OrderWords {
    private OrderWords() {}

    static String type(OrderRequest request) {
        Trigger trigger = request.trigger();
        if (trigger != null) {
            String name = trigger.kind() == Trigger.Kind.STOP_LOSS ? "STOP_LOSS" : "TAKE_PROFIT";
            return request.market() ? name : name + "_LIMIT";
        }
        if (request.market()) {
            return "MARKET";
        }
        return request.postOnly() ? "LIMIT_MAKER" : "LIMIT";
    }

    /** The answer to a new order. */
    static ObjectNode placed(Order order, String respType, boolean micros) {
        ObjectNode node =
                WireJson.object()
                        .put("symbol", order.listing().symbol())
                        .put("orderId", order.id())
                        .put("orderListId", listId(order))
                        .put("clientOrderId", order.clientOrderId())
                        .put("transactTime", BinanceTime.shown(order.updatedMicros(), micros));
        if (respType.equals("ACK")) {
            return node;
        }
        amounts(node, order);
        working(node, order, micros);
        node.put("selfTradePreventionMode", order.request().selfTrade().name());
        conditional(node, order);
        if (respType.equals("FULL")) {
            ArrayNode fills = node.putArray("fills");
            order.fills().forEach(fill -> fills.add(fill(order.listing(), fill)));
        }
        return node;
    }

    /** An order as queries answer it. */
    static ObjectNode queried(Order order, boolean micros) {
        ObjectNode node =
                WireJson.object()
                        .put("symbol", order.listing().symbol())
                        .put("orderId", order.id())
                        .put("orderListId", listId(order))
                        .put("clientOrderId", order.clientOrderId());
        node.put("price", price(order))
                .put("origQty", quantity(order, order.quantity()))
                .put("executedQty", quantity(order, order.filled()))
                .put("cummulativeQuoteQty", quote(order))
                .put("status", order.status().name())
                .put("timeInForce", order.request().timeInForce().name())
                .put("type", type(order.request()))
                .put("side", order.side().name())
                .put("stopPrice", stopPrice(order))
                .put("icebergQty", order.request().words().getOrDefault("icebergQty", "0.00000000"))
                .put("time", BinanceTime.shown(order.acceptedMicros(), micros))
                .put("updateTime", BinanceTime.shown(order.updatedMicros(), micros))
                .put("isWorking", !order.dormant() && !order.parked())
                .put("workingTime", workingTime(order, micros))
                .put("origQuoteOrderQty", quoteOrderQty(order))
                .put("selfTradePreventionMode", order.request().selfTrade().name());
        words(node, order);
        return node;
    }

    /** The answer to a cancel. */
    static ObjectNode cancelled(
            Order order, String formerClientId, String cancelId, boolean micros) {
        ObjectNode node =
                WireJson.object()
                        .put("symbol", order.listing().symbol())
                        .put("origClientOrderId", formerClientId)
                        .put("orderId", order.id())
                        .put("orderListId", listId(order))
                        .put("clientOrderId", cancelId)
                        .put("transactTime", BinanceTime.shown(order.updatedMicros(), micros));
        amounts(node, order);
        node.put("selfTradePreventionMode", order.request().selfTrade().name());
        conditional(node, order);
        return node;
    }

    static ObjectNode ownTrade(OrderArchive.OwnTrade trade, boolean micros) {
        Order order = trade.order();
        Fill fill = trade.fill();
        Listing listing = order.listing();
        return WireJson.object()
                .put("symbol", listing.symbol())
                .put("id", fill.tradeId())
                .put("orderId", order.id())
                .put("orderListId", listId(order))
                .put("price", Eight.of(fill.price(), listing.priceScale()))
                .put("qty", Eight.of(fill.quantity(), listing.quantityScale()))
                .put(
                        "quoteQty",
                        Eight.of(
                                Math.multiplyExact(fill.price(), fill.quantity()),
                                listing.quoteScale()))
                .put("commission", Eight.of(fill.fee()))
                .put("commissionAsset", fill.feeAsset())
                .put("time", BinanceTime.shown(fill.micros(), micros))
                .put("isBuyer", order.side() == dev.k2.sim.Side.BUY)
                .put("isMaker", fill.maker())
                .put("isBestMatch", true);
    }

    static ArrayNode balances(Account account, boolean omitZero) {
        ArrayNode list = WireJson.array();
        account.balances()
                .forEach(
                        (asset, balance) -> {
                            if (!omitZero || balance.total().signum() != 0) {
                                list.addObject()
                                        .put("asset", asset)
                                        .put("free", Eight.of(balance.free()))
                                        .put("locked", Eight.of(balance.held()));
                            }
                        });
        return list;
    }

    static long listId(Order order) {
        OrderList list = order.list();
        return list == null ? -1 : list.id();
    }

    static String price(Order order) {
        return Eight.of(order.request().price(), order.listing().priceScale());
    }

    static String quantity(Order order, long units) {
        return Eight.of(units, order.listing().quantityScale());
    }

    static String quote(Order order) {
        return Eight.of(order.filledQuote(), order.listing().quoteScale());
    }

    static String stopPrice(Order order) {
        Trigger trigger = order.request().trigger();
        return Eight.of(trigger == null ? 0 : trigger.price(), order.listing().priceScale());
    }

    static String quoteOrderQty(Order order) {
        BigDecimal amount = order.request().quoteAmount();
        return Eight.of(amount == null ? BigDecimal.ZERO : amount);
    }

    static long workingTime(Order order, boolean micros) {
        return order.workingMicros() == 0 ? -1 : BinanceTime.shown(order.workingMicros(), micros);
    }

    /** Why an order expired, since 2026-03. */
    static String expiryReason(@Nullable Ending ending) {
        if (ending == null) {
            return "NONE";
        }
        return switch (ending) {
            case IOC_REMAINDER -> "UNFILLED_IOC_QUANTITY_EXPIRED";
            case FOK_UNFILLED -> "UNFILLED_FOK_ORDER_EXPIRED";
            case NO_LIQUIDITY -> "INSUFFICIENT_LIQUIDITY";
            case CANCELED_BY_EXCHANGE -> "EXCHANGE_CANCELED";
            case OTHER_LEG -> "OCO_TRIGGER";
            case CANCELED_BY_OWNER, SELF_TRADE, GOOD_TILL_DATE, NOTHING_TO_REDUCE, WOULD_TRADE ->
                    "NONE";
        };
    }

    private static void amounts(ObjectNode node, Order order) {
        node.put("price", price(order))
                .put("origQty", quantity(order, order.quantity()))
                .put("executedQty", quantity(order, order.filled()))
                .put("origQuoteOrderQty", quoteOrderQty(order))
                .put("cummulativeQuoteQty", quote(order))
                .put("status", order.status().name())
                .put("timeInForce", order.request().timeInForce().name())
                .put("type", type(order.request()))
                .put("side", order.side().name());
    }

    private static void working(ObjectNode node, Order order, boolean micros) {
        node.put("workingTime", workingTime(order, micros));
    }

    private static void conditional(ObjectNode node, Order order) {
        if (order.request().trigger() != null) {
            node.put("stopPrice", stopPrice(order));
        }
        String iceberg = order.request().words().get("icebergQty");
        if (iceberg != null) {
            node.put("icebergQty", iceberg);
        }
        words(node, order);
    }

    private static void words(ObjectNode node, Order order) {
        String trailing = order.request().words().get("trailingDelta");
        if (trailing != null) {
            node.put("trailingDelta", Long.parseLong(trailing))
                    .put(
                            "trailingTime",
                            order.trailingMicros() == 0 ? -1 : order.trailingMicros() / 1000);
        }
        String strategyId = order.request().words().get("strategyId");
        if (strategyId != null) {
            node.put("strategyId", Long.parseLong(strategyId));
        }
        String strategyType = order.request().words().get("strategyType");
        if (strategyType != null) {
            node.put("strategyType", Long.parseLong(strategyType));
        }
        if (order.prevented() > 0) {
            node.put("preventedQuantity", quantity(order, order.prevented()));
        }
    }

    private static ObjectNode fill(Listing listing, Fill fill) {
        return WireJson.object()
                .put("price", Eight.of(fill.price(), listing.priceScale()))
                .put("qty", Eight.of(fill.quantity(), listing.quantityScale()))
                .put("commission", Eight.of(fill.fee()))
                .put("commissionAsset", fill.feeAsset())
                .put("tradeId", fill.tradeId());
    }
}
