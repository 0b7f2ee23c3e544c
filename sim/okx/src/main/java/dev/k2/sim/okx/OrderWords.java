package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.AlgoOrder;
import dev.k2.sim.Ending;
import dev.k2.sim.Fill;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.OrderStatus;
import dev.k2.sim.Side;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Orders and fills in OKX's words. */
final class OrderWords {
    /** Why an order ended, as cancelSource tells it. */
    private static final String BY_SYSTEM = "0";

    private static final String BY_OWNER = "1";
    private static final String REDUCE_ONLY = "2";
    private static final String BY_LIQUIDATION = "3";
    private static final String NOT_FILLED_WHOLE = "13";
    private static final String NOT_FILLED_AT_ONCE = "14";
    private static final String CANCEL_ALL_AFTER = "20";
    private static final String WOULD_TAKE = "31";
    private static final String SELF_TRADE = "32";
    private static final int PRICE_PLACES = 8;
    private final OkxFloor floor;
    private final Pairs pairs;

    OrderWords(OkxFloor floor, Pairs pairs) {
        this.floor = floor;
        this.pairs = pairs;
    }

    /** What placing, amending or cancelling one order is answered with. */
    static ObjectNode done(String ordId, String clOrdId, String tag, long micros) {
        return WireJson.object()
                .put("clOrdId", clOrdId)
                .put("ordId", ordId)
                .put("sCode", "0")
                .put("sMsg", "")
                .put("subCode", "")
                .put("tag", tag)
                .put("ts", OkxText.millis(micros));
    }

    static ObjectNode refused(Args sent, OkxRefusal why, long micros) {
        return WireJson.object()
                .put("clOrdId", sent.text("clOrdId", ""))
                .put("ordId", sent.text("ordId", ""))
                .put("sCode", why.code())
                .put("sMsg", why.words())
                .put("subCode", "")
                .put("tag", sent.text("tag", ""))
                .put("ts", OkxText.millis(micros));
    }

    /** The order as it stands. */
    ObjectNode order(Order order) {
        return order(order, order.fills().isEmpty() ? null : order.fills().getLast());
    }

    /** The order as it stands, telling of one fill in particular. */
    ObjectNode order(Order order, @Nullable Fill fill) {
        OkxInstrument of = floor.instrument(order.market());
        ObjectNode json = WireJson.object();
        json.put("accFillSz", of.size(order.filled()));
        AlgoOrder parent = parent(order);
        String algoId = parent == null ? "" : Long.toString(parent.id());
        json.put("algoClOrdId", parent == null ? "" : OkxFloor.shown(parent.request().clientId()));
        json.put("algoId", algoId);
        ArrayNode attached = AttachedOrders.of(order);
        json.put("attachAlgoClOrdId", attached.path(0).path("attachAlgoClOrdId").asText());
        json.set("attachAlgoOrds", attached);
        json.put("avgPx", averagePrice(of, order));
        json.put("cTime", OkxText.millis(order.acceptedMicros()));
        json.put("cancelSource", cancelSource(order)).put("cancelSourceReason", "");
        json.put("category", isLiquidation(order) ? "full_liquidation" : "normal");
        json.put("ccy", word(order, "ccy"));
        json.put("clOrdId", parent == null ? OkxFloor.shown(order.clientOrderId()) : "");
        json.put("fee", OkxText.of(fees(order).negate())).put("feeCcy", feeCcy(order));
        json.put("fillPx", fill == null ? "" : of.price(fill.price()));
        json.put("fillSz", fill == null ? "0" : of.size(fill.quantity()));
        json.put("fillTime", fill == null ? "" : OkxText.millis(fill.micros()));
        json.put("instId", of.instId()).put("instType", of.instType());
        json.put("isTpLimit", "false").put("lever", lever(of, order));
        json.putObject("linkedAlgoOrd").put("algoId", "");
        json.put("ordId", floor.ordId(order)).put("ordType", ordType(order));
        json.put("pnl", OkxText.of(profit(order))).put("posSide", posSide(of, order));
        json.put("px", order.request().market() ? "" : of.price(order.request().price()));
        json.put("pxType", "").put("pxUsd", "").put("pxVol", "").put("quickMgnType", "");
        json.put("rebate", "0").put("rebateCcy", rebateCcy(order));
        json.put("reduceOnly", Boolean.toString(order.request().position().reduceOnly()));
        json.put("side", side(order.side()));
        json.put("slOrdPx", "").put("slTriggerPx", "").put("slTriggerPxType", "");
        json.put("source", algoId.isEmpty() ? "" : "7");
        json.put("state", state(order)).put("stpId", word(order, "stpId"));
        json.put("stpMode", word(order, "stpMode")).put("sz", size(of, order));
        json.put("tag", word(order, "tag")).put("tdMode", tdMode(of, order));
        json.put("tgtCcy", word(order, "tgtCcy"));
        json.put("tpOrdPx", "").put("tpTriggerPx", "").put("tpTriggerPxType", "");
        json.put("tradeId", fill == null ? "" : Long.toString(fill.tradeId()));
        json.put("tradeQuoteCcy", of.isSwap() ? "" : of.listing().quote());
        return json.put("uTime", OkxText.millis(order.updatedMicros()));
    }

    /** The conditional order that this one came of, null when it came of none. */
    private @Nullable AlgoOrder parent(Order order) {
        if (word(order, "algoOrdType").isEmpty()) {
            return null;
        }
        AlgoOrder own = floor.engine().algos().byClientId(order.account(), order.clientOrderId());
        return own == null ? null : pairs.shown(own);
    }

    /** The order as its owner is told of it live, with what has just happened to it. */
    ObjectNode event(Order order, @Nullable Fill fill, String reqId, String amendResult) {
        OkxInstrument of = floor.instrument(order.market());
        ObjectNode json = order(order, fill);
        json.put("amendResult", amendResult).put("amendSource", amendResult.isEmpty() ? "" : "1");
        json.put("code", "0").put("msg", "").put("reqId", reqId);
        json.put("execType", fill == null ? "" : fill.maker() ? "M" : "T");
        json.put("fillFee", fill == null ? "0" : OkxText.of(fill.fee().negate()));
        json.put("fillFeeCcy", fill == null ? "" : fill.feeAsset());
        json.put("fillFwdPx", "").put("fillMarkVol", "").put("fillPxUsd", "").put("fillPxVol", "");
        json.put("fillMarkPx", fill == null || !of.isSwap() ? "" : mark(of, order.market()));
        json.put("fillNotionalUsd", fill == null ? "" : notional(of, order, fill.price()));
        json.put("fillPnl", fill == null ? "0" : OkxText.of(fill.realised()));
        json.put("lastPx", of.price(order.market().lastPrice()));
        return json.put("notionalUsd", notional(of, order, order.market().lastPrice()));
    }

    /** One fill, as the list of fills has it. */
    ObjectNode fill(Order order, Fill fill) {
        OkxInstrument of = floor.instrument(order.market());
        BigDecimal value =
                of.listing()
                        .quoteAmount(Math.multiplyExact(fill.price(), fill.quantity()))
                        .max(BigDecimal.valueOf(1, PRICE_PLACES));
        boolean inBase = fill.feeAsset().equals(of.listing().base());
        BigDecimal per = inBase ? of.listing().quantity(fill.quantity()) : value;
        BigDecimal rate = fill.fee().divide(per, 5, RoundingMode.HALF_UP).negate();
        ObjectNode json = WireJson.object();
        json.put("billId", Long.toString(fill.executionId()));
        json.put("clOrdId", OkxFloor.shown(order.clientOrderId()));
        json.put("execType", fill.maker() ? "M" : "T");
        json.put("fee", OkxText.of(fill.fee().negate())).put("feeCcy", fill.feeAsset());
        json.put("feeRate", OkxText.of(rate)).put("fillFwdPx", "");
        json.put("fillIdxPx", of.isSwap() ? index(of, order.market()) : "");
        json.put("fillMarkPx", of.isSwap() ? mark(of, order.market()) : "");
        json.put("fillMarkVol", "").put("fillPnl", OkxText.of(fill.realised()));
        json.put("fillPx", of.price(fill.price())).put("fillPxUsd", "").put("fillPxVol", "");
        json.put("fillSz", of.size(fill.quantity()));
        json.put("fillTime", OkxText.millis(fill.micros()));
        json.put("instId", of.instId()).put("instType", of.instType());
        json.put("ordId", floor.ordId(order)).put("posSide", posSide(of, order));
        json.put("side", side(order.side()));
        json.put("subType", order.side() == Side.BUY ? "1" : "2");
        json.put("tag", word(order, "tag")).put("tradeId", Long.toString(fill.tradeId()));
        json.put("tradeQuoteCcy", of.isSwap() ? "" : of.listing().quote());
        return json.put("ts", OkxText.millis(fill.micros()));
    }

    /** One fill, as the channel of fills has it. */
    ObjectNode fillEvent(Order order, Fill fill) {
        OkxInstrument of = floor.instrument(order.market());
        return WireJson.object()
                .put("instId", of.instId())
                .put("fillSz", of.size(fill.quantity()))
                .put("fillPx", of.price(fill.price()))
                .put("side", side(order.side()))
                .put("ts", OkxText.millis(fill.micros()))
                .put("ordId", floor.ordId(order))
                .put("clOrdId", OkxFloor.shown(order.clientOrderId()))
                .put("tradeId", Long.toString(fill.tradeId()))
                .put("execType", fill.maker() ? "M" : "T")
                .put("count", "1");
    }

    static String side(Side side) {
        return side == Side.BUY ? "buy" : "sell";
    }

    static String state(Order order) {
        OrderStatus status = order.status();
        return switch (status) {
            case PENDING_NEW, NEW -> "live";
            case PARTIALLY_FILLED -> "partially_filled";
            case FILLED -> "filled";
            case CANCELED, EXPIRED, EXPIRED_IN_MATCH -> "canceled";
        };
    }

    static boolean isLiquidation(Order order) {
        return order.clientOrderId().startsWith(MarginDesk.LIQUIDATION_PREFIX);
    }

    /** What was said with the order; a liquidation said nothing. */
    static String word(Order order, String name) {
        return order.request().words().getOrDefault(name, "");
    }

    static String posSide(OkxInstrument of, Order order) {
        if (!of.isSwap()) {
            return "net";
        }
        return switch (order.request().position().side()) {
            case BOTH -> "net";
            case LONG -> "long";
            case SHORT -> "short";
        };
    }

    private static String ordType(Order order) {
        String type = word(order, "ordType");
        return type.isEmpty() ? "market" : type;
    }

    /** The size as its owner counts it: an amount of the quote currency where he named one. */
    private static String size(OkxInstrument of, Order order) {
        BigDecimal amount = order.request().quoteAmount();
        return amount == null ? of.size(order.quantity()) : OkxText.of(amount);
    }

    private static String tdMode(OkxInstrument of, Order order) {
        String mode = word(order, "tdMode");
        if (!mode.isEmpty()) {
            return mode;
        }
        boolean own = order.account().margin().isolated(order.market());
        return of.isSwap() ? (own ? "isolated" : "cross") : "cash";
    }

    private static String lever(OkxInstrument of, Order order) {
        Account account = order.account();
        return of.isSwap() ? Integer.toString(account.margin().leverage(order.market())) : "";
    }

    private static String averagePrice(OkxInstrument of, Order order) {
        if (order.filled() == 0) {
            return "";
        }
        BigDecimal value = of.listing().quoteAmount(order.filledQuote());
        BigDecimal quantity = of.listing().quantity(order.filled());
        return OkxText.of(value.divide(quantity, PRICE_PLACES + 2, RoundingMode.HALF_UP));
    }

    private static BigDecimal fees(Order order) {
        return order.fills().stream().map(Fill::fee).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal profit(Order order) {
        return order.fills().stream().map(Fill::realised).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String feeCcy(Order order) {
        boolean base = order.listing().contract() == null && order.side() == Side.BUY;
        return base ? order.listing().base() : order.listing().quote();
    }

    private static String rebateCcy(Order order) {
        boolean quote = order.listing().contract() != null || order.side() == Side.BUY;
        return quote ? order.listing().quote() : order.listing().base();
    }

    private String mark(OkxInstrument of, Market market) {
        return OkxText.of(MarketWords.mark(of, market, floor.engine().margin()));
    }

    private String index(OkxInstrument of, Market market) {
        return OkxText.of(MarketWords.index(of, market, floor.engine().margin()));
    }

    private String notional(OkxInstrument of, Order order, long price) {
        BigDecimal quote =
                of.listing().quantity(order.quantity()).multiply(of.listing().price(price));
        return OkxText.money(quote.multiply(floor.dollarPrice(of.listing().quote())));
    }

    private static String cancelSource(Order order) {
        Ending ending = order.ending();
        if (ending == null) {
            return "";
        }
        return switch (ending) {
            case CANCELED_BY_OWNER -> BY_OWNER;
            case CANCELED_BY_EXCHANGE -> BY_LIQUIDATION;
            case IOC_REMAINDER -> NOT_FILLED_AT_ONCE;
            case FOK_UNFILLED -> NOT_FILLED_WHOLE;
            case GOOD_TILL_DATE -> CANCEL_ALL_AFTER;
            case NOTHING_TO_REDUCE -> REDUCE_ONLY;
            case SELF_TRADE -> SELF_TRADE;
            case WOULD_TRADE -> WOULD_TAKE;
            case NO_LIQUIDITY, OTHER_LEG -> BY_SYSTEM;
        };
    }
}
