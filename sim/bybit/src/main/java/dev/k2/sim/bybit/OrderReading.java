package dev.k2.sim.bybit;

import dev.k2.sim.AlgoRequest;
import dev.k2.sim.Listing;
import dev.k2.sim.Market;
import dev.k2.sim.OrderRequest;
import dev.k2.sim.Plain;
import dev.k2.sim.PositionSide;
import dev.k2.sim.PositionTerms;
import dev.k2.sim.SelfTrade;
import dev.k2.sim.Side;
import dev.k2.sim.TimeInForce;
import dev.k2.sim.Trigger;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a new order's parameters by the rules of its market. */
final class OrderReading {
    private static final List<String> TIMES = List.of("GTC", "IOC", "FOK", "PostOnly", "RPI");
    private static final List<String> PRICES = List.of("LastPrice", "MarkPrice", "IndexPrice");
    private static final String LINK_RANGE = "[A-Za-z0-9_-]{1,36}";

    private final BybitRules rules;
    private final Market market;
    private final Listing listing;
    private final Fields fields;
    private final boolean hedged;
    private final Map<String, String> words = new HashMap<>();

    private OrderReading(BybitRules rules, Market market, Fields fields, boolean hedged) {
        this.rules = rules;
        this.market = market;
        this.listing = market.listing();
        this.fields = fields;
        this.hedged = hedged;
    }

    /** What was asked for: an order for the book, or one that waits outside it. */
    sealed interface Asked {
        record Now(OrderRequest request) implements Asked {}

        record Later(AlgoRequest request) implements Asked {}
    }

    static Asked read(
            BybitRules rules, Market market, Fields fields, boolean hedged, String orderId) {
        return new OrderReading(rules, market, fields, hedged).read(orderId);
    }

    private Asked read(String orderId) {
        Side side = side(fields.required("side"));
        String type = fields.required("orderType");
        if (!type.equals("Limit") && !type.equals("Market")) {
            throw BybitRefusal.params("params error: orderType invalid");
        }
        boolean atMarket = type.equals("Market");
        String time = atMarket ? "IOC" : fields.oneOf("timeInForce", "GTC", TIMES);
        words.put(TicketBook.ORDER_ID, orderId);
        words.put("tif", time);
        words.put("last", Plain.price(listing, market.lastPrice()));
        words.put("smp", fields.text("smpType", "None"));
        String linkId = linkId();
        words.put(TicketBook.LINK_ID, linkId);
        String clientId = linkId.isEmpty() ? "~" + orderId : linkId;
        long price = atMarket ? 0 : price();
        PositionTerms terms = terms(side);
        stops();
        return rules.spot()
                ? new Asked.Now(spot(clientId, side, atMarket, time, price))
                : contract(clientId, side, atMarket, time, price, terms);
    }

    private OrderRequest spot(
            String clientId, Side side, boolean atMarket, String time, long price) {
        Trigger trigger = spotTrigger(side);
        String unit =
                fields.text("marketUnit", atMarket && side == Side.BUY ? "quoteCoin" : "baseCoin");
        boolean byAmount = atMarket && unit.equals("quoteCoin");
        BigDecimal sent = needed("qty");
        words.put("qty", sent.toPlainString());
        if (atMarket) {
            words.put("unit", unit);
        }
        BigDecimal amount = byAmount ? amount(sent) : null;
        return new OrderRequest(
                clientId,
                side,
                atMarket,
                engineTime(time),
                time.equals("PostOnly") || time.equals("RPI"),
                price,
                byAmount ? 0 : lots(sent, price, atMarket),
                amount,
                trigger,
                selfTrade(),
                words,
                PositionTerms.NONE);
    }

    private Asked contract(
            String clientId,
            Side side,
            boolean atMarket,
            String time,
            long price,
            PositionTerms terms) {
        BigDecimal trigger = fields.decimal("triggerPrice");
        BigDecimal sent = fields.decimal("qty");
        boolean all = sent == null && (terms.reduceOnly() || trigger != null);
        if (sent == null && !all) {
            throw BybitRefusal.missing("qty");
        }
        words.put("qty", sent == null ? "0" : sent.toPlainString());
        long lots = sent == null ? 0 : lots(sent, price, atMarket);
        boolean postOnly = time.equals("PostOnly") || time.equals("RPI");
        if (trigger == null) {
            return new Asked.Now(
                    new OrderRequest(
                            clientId,
                            side,
                            atMarket,
                            engineTime(time),
                            postOnly,
                            price,
                            lots,
                            null,
                            null,
                            selfTrade(),
                            words,
                            terms));
        }
        return new Asked.Later(
                new AlgoRequest(
                        clientId,
                        kind(side, trigger),
                        side,
                        atMarket,
                        engineTime(time),
                        postOnly,
                        price,
                        lots,
                        units(trigger),
                        0,
                        0,
                        words.getOrDefault("by", "").equals("MarkPrice"),
                        selfTrade(),
                        terms,
                        words));
    }

    /** Rising and falling are said outright for contracts. */
    private AlgoRequest.Kind kind(Side side, BigDecimal trigger) {
        long direction = fields.integer("triggerDirection", 0);
        if (direction != 1 && direction != 2) {
            throw BybitRefusal.params("TriggerDirection invalid");
        }
        words.put("trigger", Plain.price(listing, units(trigger)));
        words.put("dir", Long.toString(direction));
        words.put("by", fields.oneOf("triggerBy", "LastPrice", PRICES));
        words.put("stop", "Stop");
        boolean rising = direction == 1;
        return rising == (side == Side.BUY) ? AlgoRequest.Kind.STOP : AlgoRequest.Kind.TAKE_PROFIT;
    }

    /** On spot the direction follows from where the price is now. */
    private @Nullable Trigger spotTrigger(Side side) {
        BigDecimal price = fields.decimal("triggerPrice");
        String filter =
                fields.oneOf("orderFilter", "Order", List.of("Order", "StopOrder", "tpslOrder"));
        if (price == null) {
            if (!filter.equals("Order")) {
                throw BybitRefusal.missing("triggerPrice");
            }
            return null;
        }
        boolean rising = units(price) > market.lastPrice();
        words.put("trigger", Plain.price(listing, units(price)));
        words.put("dir", rising ? "1" : "2");
        words.put("by", "LastPrice");
        words.put("stop", filter.equals("StopOrder") ? "Stop" : "tpslOrder");
        words.put("filter", filter);
        return new Trigger(
                rising == (side == Side.BUY) ? Trigger.Kind.STOP_LOSS : Trigger.Kind.TAKE_PROFIT,
                units(price));
    }

    private void stops() {
        for (String[] pair :
                new String[][] {
                    {"takeProfit", "tp"},
                    {"stopLoss", "sl"},
                    {"tpLimitPrice", "tpLimit"},
                    {"slLimitPrice", "slLimit"}
                }) {
            BigDecimal price = fields.decimal(pair[0]);
            if (price != null) {
                words.put(pair[1], Plain.price(listing, units(price)));
            }
        }
        if (!words.containsKey("tp") && !words.containsKey("sl")) {
            return;
        }
        if (rules.spot()) {
            throw new BybitRefusal(
                    170130, "takeProfit and stopLoss of spot orders are not simulated");
        }
        words.put("tpBy", fields.oneOf("tpTriggerBy", "LastPrice", PRICES));
        words.put("slBy", fields.oneOf("slTriggerBy", "LastPrice", PRICES));
        words.put("tpslMode", fields.oneOf("tpslMode", "Full", List.of("Full", "Partial")));
    }

    private PositionTerms terms(Side side) {
        if (rules.spot()) {
            return PositionTerms.NONE;
        }
        long index = fields.integer("positionIdx", 0);
        if (hedged != (index != 0) || index > 2) {
            throw BybitRefusal.params("position idx not match position mode");
        }
        boolean closes = fields.flag("reduceOnly") || fields.flag("closeOnTrigger");
        words.put("idx", Long.toString(index));
        words.put("reduce", Boolean.toString(fields.flag("reduceOnly")));
        words.put("close", Boolean.toString(fields.flag("closeOnTrigger")));
        PositionSide position =
                index == 0
                        ? PositionSide.BOTH
                        : index == 1 ? PositionSide.LONG : PositionSide.SHORT;
        boolean opens = position == PositionSide.LONG ? side == Side.BUY : side == Side.SELL;
        if (position != PositionSide.BOTH && closes == opens) {
            throw new BybitRefusal(110017, "reduce-only rule not satisfied");
        }
        return new PositionTerms(position, closes);
    }

    private String linkId() {
        String linkId = fields.raw("orderLinkId");
        if (!linkId.isEmpty() && !linkId.matches(LINK_RANGE)) {
            throw BybitRefusal.params("params error: orderLinkId invalid");
        }
        return linkId;
    }

    private long price() {
        BigDecimal price = fields.decimal("price");
        if (price == null) {
            throw BybitRefusal.missing("price");
        }
        return price(rules, price);
    }

    /** Price units of a price in the market's bounds and on its ticks. */
    static long price(BybitRules rules, BigDecimal price) {
        Listing listing = rules.listing();
        if (price.stripTrailingZeros().scale() > listing.priceScale()) {
            throw BybitRefusal.by(
                    rules.category(),
                    BybitRefusal.PARAMS,
                    170134,
                    "Order price has too many decimals.");
        }
        if (price.compareTo(rules.maxPrice()) > 0) {
            throw BybitRefusal.by(rules.category(), 110003, 170132, "Order price is too high.");
        }
        return listing.priceUnits(price);
    }

    private long units(BigDecimal price) {
        return price.movePointRight(listing.priceScale())
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    private BigDecimal amount(BigDecimal sent) {
        if (sent.scale() > 8) {
            throw new BybitRefusal(170137, "Order volume has too many decimals.");
        }
        if (sent.compareTo(rules.minNotional()) < 0) {
            throw new BybitRefusal(170140, "Order value exceeded lower limit.");
        }
        return sent;
    }

    private long lots(BigDecimal sent, long price, boolean atMarket) {
        return lots(rules, sent, price == 0 ? market.lastPrice() : price, atMarket);
    }

    /** Quantity units of a size that the market takes. A contract's size is cut to its step, a spot order's refused. */
    static long lots(BybitRules rules, BigDecimal sent, long price, boolean atMarket) {
        Listing listing = rules.listing();
        boolean fine = sent.stripTrailingZeros().scale() <= listing.quantityScale();
        if (rules.spot() && !fine) {
            throw new BybitRefusal(170137, "Order volume has too many decimals.");
        }
        BigDecimal cut = sent.setScale(listing.quantityScale(), RoundingMode.DOWN);
        if (cut.signum() == 0 || cut.compareTo(rules.minQty()) < 0) {
            throw BybitRefusal.by(
                    rules.category(), 110017, 170136, "Order quantity exceeded lower limit.");
        }
        if (cut.compareTo(atMarket ? rules.maxMarketQty() : rules.maxQty()) > 0) {
            throw BybitRefusal.by(
                    rules.category(), BybitRefusal.PARAMS, 170124, "Order amount too large.");
        }
        if (cut.multiply(listing.price(price)).compareTo(rules.minNotional()) < 0) {
            throw BybitRefusal.by(
                    rules.category(), 110094, 170140, "Order does not meet minimum order value");
        }
        return listing.quantityUnits(cut);
    }

    private BigDecimal needed(String name) {
        BigDecimal value = fields.decimal(name);
        if (value == null) {
            throw BybitRefusal.missing(name);
        }
        return value;
    }

    static Side side(String word) {
        return switch (word) {
            case "Buy" -> Side.BUY;
            case "Sell" -> Side.SELL;
            default -> throw BybitRefusal.params("params error: side invalid");
        };
    }

    private static TimeInForce engineTime(String word) {
        return switch (word) {
            case "IOC" -> TimeInForce.IOC;
            case "FOK" -> TimeInForce.FOK;
            default -> TimeInForce.GTC;
        };
    }

    private SelfTrade selfTrade() {
        return switch (fields.raw("smpType")) {
            case "CancelMaker" -> SelfTrade.EXPIRE_MAKER;
            case "CancelTaker" -> SelfTrade.EXPIRE_TAKER;
            case "CancelBoth" -> SelfTrade.EXPIRE_BOTH;
            default -> SelfTrade.NONE;
        };
    }
}
