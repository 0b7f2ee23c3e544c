package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Bracket;
import dev.k2.sim.Candles;
import dev.k2.sim.Contract;
import dev.k2.sim.Listing;
import dev.k2.sim.Market;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.List;

/** Contracts, their filters and brackets in the futures' words. Pure. */
final class FuturesSymbolWords {
    static final BigDecimal PRICE_UP = new BigDecimal("1.0500");
    static final BigDecimal PRICE_DOWN = new BigDecimal("0.9500");
    static final int MAX_ORDERS = 200;
    static final int MAX_ALGO_ORDERS = 10;

    /** A perpetual contract is delivered at the end of the year 2100. */
    private static final long NEVER = 4_133_404_800_000L;

    private static final List<String> TYPES =
            List.of(
                    "LIMIT",
                    "MARKET",
                    "STOP",
                    "STOP_MARKET",
                    "TAKE_PROFIT",
                    "TAKE_PROFIT_MARKET",
                    "TRAILING_STOP_MARKET");
    private static final List<String> TIMES = List.of("GTC", "IOC", "FOK", "GTX", "GTD");

    private FuturesSymbolWords() {}

    static ObjectNode symbol(Market market, SymbolRules rules) {
        Listing listing = market.listing();
        ObjectNode node =
                WireJson.object()
                        .put("symbol", listing.symbol())
                        .put("pair", listing.symbol())
                        .put("contractType", "PERPETUAL")
                        .put("deliveryDate", NEVER)
                        .put("onboardDate", Candles.listedMillis())
                        .put("status", status(market))
                        .put("maintMarginPercent", "2.5000")
                        .put("requiredMarginPercent", "5.0000")
                        .put("baseAsset", listing.base())
                        .put("quoteAsset", listing.quote())
                        .put("marginAsset", listing.quote())
                        .put("pricePrecision", pricePrecision(listing))
                        .put("quantityPrecision", listing.quantityScale())
                        .put("baseAssetPrecision", 8)
                        .put("quotePrecision", 8)
                        .put("underlyingType", "COIN");
        node.putArray("underlyingSubType").add("PoW");
        node.put("triggerProtect", "0.0500")
                .put("liquidationFee", "0.012500")
                .put("marketTakeBound", "0.05")
                .put("maxMoveOrderLimit", 10_000);
        node.set("filters", filters(rules));
        ArrayNode types = node.putArray("orderTypes");
        TYPES.forEach(types::add);
        ArrayNode times = node.putArray("timeInForce");
        TIMES.forEach(times::add);
        node.putArray("permissionSets").add("GRID");
        return node;
    }

    static String status(Market market) {
        return switch (market.status()) {
            case TRADING -> "TRADING";
            case HALT -> "SETTLING";
            case BREAK -> "PENDING_TRADING";
            case CANCEL_ONLY -> "PRE_SETTLE";
        };
    }

    /** Finer than the tick on purpose, as at the real one: it is no tick. */
    static int pricePrecision(Listing listing) {
        return Math.min(8, listing.priceScale() + 1);
    }

    static ObjectNode brackets(Listing listing) {
        Contract contract = listing.contract();
        ObjectNode node =
                WireJson.object().put("symbol", listing.symbol()).put("notionalCoef", 1.0);
        ArrayNode list = node.putArray("brackets");
        for (Bracket bracket : contract == null ? List.<Bracket>of() : contract.brackets()) {
            list.addObject()
                    .put("bracket", bracket.number())
                    .put("initialLeverage", bracket.maxLeverage())
                    .put("notionalCap", bracket.cap().longValueExact())
                    .put("notionalFloor", bracket.floor().longValueExact())
                    .put("maintMarginRatio", bracket.maintenanceRate())
                    .put("cum", bracket.deduction());
        }
        return node;
    }

    private static ArrayNode filters(SymbolRules rules) {
        ArrayNode filters = WireJson.array();
        filter(filters, "PRICE_FILTER")
                .put("minPrice", rules.minPrice().toPlainString())
                .put("maxPrice", rules.maxPrice().toPlainString())
                .put("tickSize", rules.tickSize().toPlainString());
        filter(filters, "LOT_SIZE")
                .put("minQty", rules.minQty().toPlainString())
                .put("maxQty", rules.maxQty().toPlainString())
                .put("stepSize", rules.stepSize().toPlainString());
        filter(filters, "MARKET_LOT_SIZE")
                .put("minQty", rules.minQty().toPlainString())
                .put("maxQty", rules.marketMaxQty().toPlainString())
                .put("stepSize", rules.stepSize().toPlainString());
        filter(filters, "MAX_NUM_ORDERS").put("limit", MAX_ORDERS);
        filter(filters, "MAX_NUM_ALGO_ORDERS").put("limit", MAX_ALGO_ORDERS);
        filter(filters, "MIN_NOTIONAL").put("notional", rules.minNotional().toPlainString());
        filter(filters, "PERCENT_PRICE")
                .put("multiplierUp", PRICE_UP.toPlainString())
                .put("multiplierDown", PRICE_DOWN.toPlainString())
                .put("multiplierDecimal", "4");
        filter(filters, "POSITION_RISK_CONTROL").put("positionControlSide", "NONE");
        return filters;
    }

    private static ObjectNode filter(ArrayNode filters, String type) {
        return filters.addObject().put("filterType", type);
    }
}
