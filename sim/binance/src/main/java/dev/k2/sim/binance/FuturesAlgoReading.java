package dev.k2.sim.binance;

import dev.k2.sim.AlgoRequest;
import dev.k2.sim.Listing;
import dev.k2.sim.Market;
import dev.k2.sim.PositionTerms;
import dev.k2.sim.Side;
import dev.k2.sim.TimeInForce;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a new conditional order's parameters by the rules of its type. */
final class FuturesAlgoReading {
    private static final BigDecimal CALLBACK_MIN = new BigDecimal("0.1");
    private static final BigDecimal CALLBACK_MAX = BigDecimal.TEN;

    private final Params params;
    private final SymbolRules rules;
    private final FuturesFilters filters;
    private final String type;
    private final Map<String, String> words = new HashMap<>();

    private FuturesAlgoReading(
            Params params, SymbolRules rules, FuturesFilters filters, String type) {
        this.params = params;
        this.rules = rules;
        this.filters = filters;
        this.type = type;
    }

    static AlgoRequest read(
            Params params,
            Market market,
            SymbolRules rules,
            FuturesFilters filters,
            boolean hedged,
            String freshId) {
        if (!params.required("algoType").equals("CONDITIONAL")) {
            throw new BinanceRefusal(-4500, "Invalid algo type.");
        }
        String type = params.required("type");
        if (!FuturesOrderReading.isConditional(type)) {
            throw new BinanceRefusal(-1116, "Invalid orderType.");
        }
        return new FuturesAlgoReading(params, rules, filters, type).read(market, hedged, freshId);
    }

    private AlgoRequest read(Market market, boolean hedged, String freshId) {
        Side side = FuturesOrderReading.side(params);
        boolean trailing = type.equals("TRAILING_STOP_MARKET");
        boolean atMarket = type.endsWith("_MARKET");
        boolean closesAll = params.flag("closePosition", false);
        PositionTerms terms = terms(side, hedged, closesAll);
        String timeInForce =
                params.has("timeInForce") ? FuturesOrderReading.timeInForce(params) : "GTC";
        words.put("timeInForce", timeInForce);
        words.put("origType", type);
        words.put("workingType", workingType());
        words.put("closePosition", Boolean.toString(closesAll));
        words.put("priceProtect", Boolean.toString(params.flag("priceProtect", false)));
        if (params.has(FuturesOrderReading.GOOD_TILL_DATE)) {
            words.put(
                    FuturesOrderReading.GOOD_TILL_DATE,
                    Long.toString(params.integer(FuturesOrderReading.GOOD_TILL_DATE, 0)));
        }
        BigDecimal price = atMarket ? null : FuturesOrderReading.price(params, market, side, words);
        BigDecimal trigger = trailing ? null : needed("triggerPrice");
        if (trigger != null) {
            words.put("stopPrice", trigger.toPlainString());
        }
        return new AlgoRequest(
                FuturesOrderReading.clientId(params, "clientAlgoId", freshId),
                kind(),
                side,
                atMarket,
                timeInForce.equals("IOC")
                        ? TimeInForce.IOC
                        : timeInForce.equals("FOK") ? TimeInForce.FOK : TimeInForce.GTC,
                timeInForce.equals("GTX"),
                price(price),
                quantity(market, closesAll, price, trigger, terms.closes(side), atMarket),
                price(trigger),
                price(trailing ? activatePrice() : null),
                trailing ? callback() : 0,
                words.getOrDefault("workingType", "").equals("MARK_PRICE"),
                OrderReading.selfTrade(params),
                terms,
                words);
    }

    private AlgoRequest.Kind kind() {
        if (type.startsWith("TRAILING")) {
            return AlgoRequest.Kind.TRAILING;
        }
        return type.startsWith("STOP") ? AlgoRequest.Kind.STOP : AlgoRequest.Kind.TAKE_PROFIT;
    }

    private PositionTerms terms(Side side, boolean hedged, boolean closesAll) {
        if (!closesAll) {
            return FuturesOrderReading.terms(params, side, hedged);
        }
        if (!type.equals("STOP_MARKET") && !type.equals("TAKE_PROFIT_MARKET")) {
            throw new BinanceRefusal(
                    -4136,
                    "Target strategy invalid for orderType " + type + ", closePosition true");
        }
        if (params.has("quantity")) {
            throw BinanceRefusal.notRequired("quantity");
        }
        if (params.has("reduceOnly")) {
            throw BinanceRefusal.notRequired("reduceOnly");
        }
        return FuturesOrderReading.terms(params, side, hedged);
    }

    private String workingType() {
        String word = params.text("workingType", "CONTRACT_PRICE");
        return switch (word) {
            case "CONTRACT_PRICE", "MARK_PRICE" -> word;
            default ->
                    throw new BinanceRefusal(
                            -1130, "Data sent for parameter 'workingType' is not valid.");
        };
    }

    private long quantity(
            Market market,
            boolean closesAll,
            @Nullable BigDecimal price,
            @Nullable BigDecimal trigger,
            boolean closes,
            boolean atMarket) {
        if (closesAll) {
            return 0;
        }
        BigDecimal quantity =
                FuturesOrderReading.positive(
                        params, "quantity", -4003, "Quantity less than or equal to zero.");
        filters.quantity(rules, quantity, atMarket);
        filters.notional(market, quantity, price == null ? trigger : price, closes);
        return market.listing().quantityUnits(quantity);
    }

    private long price(@Nullable BigDecimal price) {
        if (price == null) {
            return 0;
        }
        filters.price(rules, price);
        Listing listing = rules.listing();
        return listing.priceUnits(price);
    }

    private BigDecimal needed(String name) {
        return FuturesOrderReading.positive(params, name, -4006, "Stop price less than zero.");
    }

    private @Nullable BigDecimal activatePrice() {
        String name = params.has("activatePrice") ? "activatePrice" : "activationPrice";
        return params.has(name) ? needed(name) : null;
    }

    private int callback() {
        BigDecimal rate =
                FuturesOrderReading.positive(
                        params, "callbackRate", -2007, "Invalid callBack rate.");
        boolean fine =
                rate.compareTo(CALLBACK_MIN) >= 0
                        && rate.compareTo(CALLBACK_MAX) <= 0
                        && rate.stripTrailingZeros().scale() <= 1;
        if (!fine) {
            throw new BinanceRefusal(-2007, "Invalid callBack rate.");
        }
        return rate.movePointRight(1).intValueExact();
    }
}
