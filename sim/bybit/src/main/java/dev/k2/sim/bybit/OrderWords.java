package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.AlgoOrder;
import dev.k2.sim.Fill;
import dev.k2.sim.Listing;
import dev.k2.sim.Order;
import dev.k2.sim.Plain;
import dev.k2.sim.Side;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Orders and executions as Bybit writes them, over REST and sockets alike. Pure. */
final class OrderWords {
    private static final int AVERAGE_SCALE = 8;

    private OrderWords() {}

    static String side(Side side) {
        return side == Side.BUY ? "Buy" : "Sell";
    }

    static ObjectNode row(Ticket ticket, String symbol) {
        ObjectNode row =
                WireJson.object()
                        .put("category", ticket.category().word())
                        .put("symbol", symbol)
                        .put("orderId", ticket.orderId())
                        .put("orderLinkId", ticket.word(TicketBook.LINK_ID))
                        .put("blockTradeId", "")
                        .put("side", side(ticket.side()))
                        .put("positionIdx", number(ticket.word("idx")))
                        .put("orderStatus", ticket.status())
                        .put("cancelType", ticket.cancelType())
                        .put("rejectReason", ticket.rejectReason())
                        .put("timeInForce", or(ticket.word("tif"), "IOC"))
                        .put("orderType", ticket.atMarket() ? "Market" : "Limit")
                        .put("price", price(ticket))
                        .put("qty", quantity(ticket))
                        .put("isLeverage", ticket.category() == Category.SPOT ? "0" : "")
                        .put("orderIv", "");
        amounts(row, ticket);
        conditions(row, ticket);
        return row.put("placeType", "")
                .put("createType", or(ticket.word("create"), "CreateByUser"))
                .put("smpType", or(ticket.word("smp"), "None"))
                .put("smpGroup", 0)
                .put("smpOrderId", "")
                .put("marketUnit", ticket.word("unit"))
                .put("rpiMatchedQty", "")
                .put("createdTime", millis(ticket.acceptedMicros()))
                .put("updatedTime", millis(ticket.updatedMicros()));
    }

    private static void amounts(ObjectNode row, Ticket ticket) {
        Listing listing = ticket.listing();
        Order order = ticket.order();
        long filled = order == null ? 0 : order.filled();
        long leaves = ticket.open() ? remaining(ticket) : 0;
        BigDecimal value =
                order == null ? BigDecimal.ZERO : listing.quoteAmount(order.filledQuote());
        Map<String, BigDecimal> fees = fees(order);
        row.put("avgPrice", order == null ? "" : average(order))
                .put("leavesQty", Plain.quantity(listing, leaves))
                .put("leavesValue", leavesValue(ticket, leaves))
                .put("cumExecQty", Plain.quantity(listing, filled))
                .put("cumExecValue", plain(value))
                .put(
                        "cumExecFee",
                        plain(fees.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add)))
                .put("closedPnl", order == null ? "0" : closedPnl(order));
        ObjectNode detail = row.putObject("cumFeeDetail");
        fees.forEach((coin, fee) -> detail.put(coin, plain(fee)));
        row.put("feeCurrency", fees.isEmpty() ? "" : fees.keySet().iterator().next());
    }

    private static void conditions(ObjectNode row, Ticket ticket) {
        String stop = ticket.word("stop");
        row.put("stopOrderType", stop)
                .put("triggerPrice", ticket.word("trigger"))
                .put("triggerDirection", number(ticket.word("dir")))
                .put("triggerBy", ticket.word("by"))
                .put("lastPriceOnCreated", ticket.word("last"))
                .put("takeProfit", ticket.word("tp"))
                .put("stopLoss", ticket.word("sl"))
                .put("tpTriggerBy", ticket.word("tpBy"))
                .put("slTriggerBy", ticket.word("slBy"))
                .put("tpLimitPrice", ticket.word("tpLimit"))
                .put("slLimitPrice", ticket.word("slLimit"))
                .put("reduceOnly", ticket.word("reduce").equals("true"))
                .put("closeOnTrigger", ticket.word("close").equals("true"));
        if (ticket.category() == Category.SPOT) {
            row.put("ocoTriggerBy", "");
        } else {
            // Clients take a row for a contract's when it has this.
            row.put("tpslMode", ticket.word("tpslMode"));
        }
    }

    /** One execution. It names the order's price and size as they are now. */
    static ObjectNode execution(Ticket ticket, Order order, Fill fill, String symbol) {
        Listing listing = order.listing();
        boolean spot = ticket.category() == Category.SPOT;
        BigDecimal value = listing.quoteAmount(Math.multiplyExact(fill.price(), fill.quantity()));
        BigDecimal base =
                spot && order.side() == Side.BUY ? listing.quantity(fill.quantity()) : value;
        return WireJson.object()
                .put("category", ticket.category().word())
                .put("symbol", symbol)
                .put("orderId", ticket.orderId())
                .put("orderLinkId", ticket.word(TicketBook.LINK_ID))
                .put("side", side(order.side()))
                .put("orderPrice", price(ticket))
                .put("orderQty", quantity(ticket))
                .put("leavesQty", Plain.quantity(listing, ticket.open() ? remaining(ticket) : 0))
                .put("createType", or(ticket.word("create"), "CreateByUser"))
                .put("orderType", ticket.atMarket() ? "Market" : "Limit")
                .put(
                        "stopOrderType",
                        ticket.word("stop").isEmpty() ? "UNKNOWN" : ticket.word("stop"))
                .put("execFee", plain(fill.fee()))
                .put("execFeeV2", "")
                .put("feeCurrency", fill.feeAsset())
                .put("execId", executionId(ticket.category(), fill.executionId()))
                .put("execPrice", Plain.price(listing, fill.price()))
                .put("execQty", Plain.quantity(listing, fill.quantity()))
                .put(
                        "execType",
                        order.request().words().containsKey("liquidation") ? "BustTrade" : "Trade")
                .put("execValue", plain(value))
                .put("execTime", millis(fill.micros()))
                .put("execPnl", spot ? "" : plain(fill.realised()))
                .put("isMaker", fill.maker())
                .put("feeRate", rate(fill.fee(), base))
                .put("tradeIv", "")
                .put("markIv", "")
                .put("markPrice", "")
                .put("indexPrice", "")
                .put("underlyingPrice", "")
                .put("blockTradeId", "")
                .put(
                        "closedSize",
                        fill.realised().signum() == 0
                                ? "0"
                                : Plain.quantity(listing, fill.quantity()))
                .put("isLeverage", spot ? "0" : "")
                .put("extraFees", "")
                .put("seq", fill.executionId());
    }

    /** The short form: no fee, and no id of the owner for who rested. */
    static ObjectNode fastExecution(Ticket ticket, Order order, Fill fill, String symbol) {
        return WireJson.object()
                .put("category", ticket.category().word())
                .put("symbol", symbol)
                .put("execId", executionId(ticket.category(), fill.executionId()))
                .put("execPrice", Plain.price(order.listing(), fill.price()))
                .put("execQty", Plain.quantity(order.listing(), fill.quantity()))
                .put("orderId", ticket.orderId())
                .put("isMaker", fill.maker())
                .put("orderLinkId", fill.maker() ? "" : ticket.word(TicketBook.LINK_ID))
                .put("side", side(order.side()))
                .put("execTime", millis(fill.micros()))
                .put("seq", fill.executionId());
    }

    static String executionId(Category category, long id) {
        return category == Category.SPOT
                ? Long.toString(2_290_000_000_000_000_000L + id)
                : TicketBook.uuid("execution" + id);
    }

    private static String rate(BigDecimal fee, BigDecimal base) {
        return base.signum() == 0 ? "0" : plain(fee.divide(base, 6, RoundingMode.HALF_UP));
    }

    private static String price(Ticket ticket) {
        Order order = ticket.order();
        AlgoOrder algo = ticket.algo();
        long units =
                order != null ? order.request().price() : algo == null ? 0 : algo.request().price();
        return ticket.atMarket() ? "0" : Plain.price(ticket.listing(), units);
    }

    /** A market order for an amount keeps that amount as its size. */
    private static String quantity(Ticket ticket) {
        Order order = ticket.order();
        if (order != null && order.request().quoteAmount() == null) {
            return Plain.quantity(ticket.listing(), order.quantity());
        }
        AlgoOrder algo = ticket.algo();
        return order == null && algo != null
                ? Plain.quantity(ticket.listing(), algo.request().quantity())
                : ticket.word("qty");
    }

    private static long remaining(Ticket ticket) {
        Order order = ticket.order();
        AlgoOrder algo = ticket.algo();
        if (order != null) {
            return Math.max(0, order.remaining());
        }
        return algo == null ? 0 : algo.request().quantity();
    }

    private static String leavesValue(Ticket ticket, long leaves) {
        Order order = ticket.order();
        if (order == null || ticket.atMarket()) {
            return "0";
        }
        return plain(
                ticket.listing().quoteAmount(Math.multiplyExact(leaves, order.request().price())));
    }

    private static String average(Order order) {
        if (order.filled() == 0) {
            return "";
        }
        Listing listing = order.listing();
        return plain(
                listing.quoteAmount(order.filledQuote())
                        .divide(
                                listing.quantity(order.filled()),
                                AVERAGE_SCALE,
                                RoundingMode.HALF_UP));
    }

    private static Map<String, BigDecimal> fees(@Nullable Order order) {
        Map<String, BigDecimal> fees = new TreeMap<>();
        if (order != null) {
            order.fills().forEach(fill -> fees.merge(fill.feeAsset(), fill.fee(), BigDecimal::add));
        }
        return fees;
    }

    private static String closedPnl(Order order) {
        return plain(
                order.fills().stream()
                        .map(Fill::realised)
                        .reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    static String millis(long micros) {
        return Long.toString(micros / 1000);
    }

    private static int number(String word) {
        return word.isEmpty() ? 0 : Integer.parseInt(word);
    }

    private static String or(String word, String otherwise) {
        return word.isEmpty() ? otherwise : word;
    }
}
