package dev.k2.sim.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Listing;
import dev.k2.sim.Market;
import dev.k2.sim.WireJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Symbols and their filters in exchangeInfo's words. Pure. */
final class SymbolWords {
    private static final List<String> ORDER_TYPES =
            List.of(
                    "LIMIT",
                    "LIMIT_MAKER",
                    "MARKET",
                    "STOP_LOSS",
                    "STOP_LOSS_LIMIT",
                    "TAKE_PROFIT",
                    "TAKE_PROFIT_LIMIT");
    private static final List<String> SELF_TRADE =
            List.of("NONE", "EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH", "DECREMENT");

    private SymbolWords() {}

    static ObjectNode symbol(Market market, SymbolRules rules, boolean permissionSets) {
        Listing listing = market.listing();
        ObjectNode node =
                WireJson.object()
                        .put("symbol", listing.symbol())
                        .put("status", market.status().name())
                        .put("baseAsset", listing.base())
                        .put("baseAssetPrecision", SymbolRules.PRECISION)
                        .put("quoteAsset", listing.quote())
                        .put("quotePrecision", SymbolRules.PRECISION)
                        .put("quoteAssetPrecision", SymbolRules.PRECISION)
                        .put("baseCommissionPrecision", SymbolRules.PRECISION)
                        .put("quoteCommissionPrecision", SymbolRules.PRECISION);
        ArrayNode types = node.putArray("orderTypes");
        ORDER_TYPES.forEach(types::add);
        node.put("icebergAllowed", true)
                .put("ocoAllowed", true)
                .put("otoAllowed", true)
                .put("opoAllowed", false)
                .put("quoteOrderQtyMarketAllowed", true)
                .put("allowTrailingStop", true)
                .put("cancelReplaceAllowed", true)
                .put("amendAllowed", true)
                .put("pegInstructionsAllowed", false)
                .put("isSpotTradingAllowed", true)
                .put("isMarginTradingAllowed", false);
        node.set("filters", filters(rules));
        node.putArray("permissions");
        ArrayNode sets = node.putArray("permissionSets");
        if (permissionSets) {
            sets.addArray().add("SPOT");
        }
        node.put("defaultSelfTradePreventionMode", "EXPIRE_MAKER");
        ArrayNode modes = node.putArray("allowedSelfTradePreventionModes");
        SELF_TRADE.forEach(modes::add);
        return node;
    }

    static ArrayNode filters(SymbolRules rules) {
        ArrayNode filters = WireJson.array();
        filter(filters, "PRICE_FILTER")
                .put("minPrice", Eight.of(rules.minPrice()))
                .put("maxPrice", Eight.of(rules.maxPrice()))
                .put("tickSize", Eight.of(rules.tickSize()));
        filter(filters, "LOT_SIZE")
                .put("minQty", Eight.of(rules.minQty()))
                .put("maxQty", Eight.of(rules.maxQty()))
                .put("stepSize", Eight.of(rules.stepSize()));
        filter(filters, "ICEBERG_PARTS").put("limit", SymbolRules.ICEBERG_PARTS);
        filter(filters, "MARKET_LOT_SIZE")
                .put("minQty", Eight.of(BigDecimal.ZERO))
                .put("maxQty", Eight.of(rules.marketMaxQty()))
                .put("stepSize", Eight.of(BigDecimal.ZERO));
        filter(filters, "TRAILING_DELTA")
                .put("minTrailingAboveDelta", SymbolRules.TRAILING_MIN)
                .put("maxTrailingAboveDelta", SymbolRules.TRAILING_MAX)
                .put("minTrailingBelowDelta", SymbolRules.TRAILING_MIN)
                .put("maxTrailingBelowDelta", SymbolRules.TRAILING_MAX);
        filter(filters, "PERCENT_PRICE_BY_SIDE")
                .put("bidMultiplierUp", SymbolRules.MULTIPLIER_UP.toPlainString())
                .put("bidMultiplierDown", SymbolRules.MULTIPLIER_DOWN.toPlainString())
                .put("askMultiplierUp", SymbolRules.MULTIPLIER_UP.toPlainString())
                .put("askMultiplierDown", SymbolRules.MULTIPLIER_DOWN.toPlainString())
                .put("avgPriceMins", SymbolRules.AVERAGE_MINUTES);
        filter(filters, "NOTIONAL")
                .put("minNotional", Eight.of(rules.minNotional()))
                .put("applyMinToMarket", true)
                .put("maxNotional", Eight.of(rules.maxNotional()))
                .put("applyMaxToMarket", false)
                .put("avgPriceMins", SymbolRules.AVERAGE_MINUTES);
        filter(filters, "MAX_NUM_ORDERS").put("maxNumOrders", SymbolRules.MAX_NUM_ORDERS);
        filter(filters, "MAX_NUM_ORDER_LISTS")
                .put("maxNumOrderLists", SymbolRules.MAX_NUM_ORDER_LISTS);
        filter(filters, "MAX_NUM_ALGO_ORDERS")
                .put("maxNumAlgoOrders", SymbolRules.MAX_NUM_ALGO_ORDERS);
        filter(filters, "MAX_NUM_ORDER_AMENDS")
                .put("maxNumOrderAmends", SymbolRules.MAX_NUM_ORDER_AMENDS);
        return filters;
    }

    /** A list of symbols, which comes as JSON text in a query. */
    static List<String> list(String json) {
        List<String> symbols = new ArrayList<>();
        try {
            JsonNode parsed = WireJson.parse(json);
            if (!parsed.isArray()) {
                throw illegalList();
            }
            parsed.forEach(symbol -> symbols.add(symbol.asText()));
        } catch (JsonProcessingException e) {
            throw illegalList();
        }
        return symbols;
    }

    private static BinanceRefusal illegalList() {
        return BinanceRefusal.illegal(
                "symbols",
                "^\\[(\"[\\w\\-._&&[^a-z]]{1,50}\"(,\"[\\w\\-._&&[^a-z]]{1,50}\"){0,}){0,1}\\]$");
    }

    private static ObjectNode filter(ArrayNode filters, String type) {
        return filters.addObject().put("filterType", type);
    }
}
