package dev.k2.exchange.binance;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Binance's REST says, in its own words. A field is read, or named as ignored; what stands in
 * neither list is new.
 */
sealed interface BinanceRestWire {
    record ServerTime(@JsonProperty(required = true) long serverTime) implements BinanceRestWire {}

    /** {@code data} is what a few calls say beside it, such as cancel and replace. */
    record Failure(
            @JsonProperty(required = true) int code, @Nullable String msg, @Nullable JsonNode data)
            implements BinanceRestWire {}

    @JsonIgnoreProperties({"timezone", "exchangeFilters", "sors", "futuresType", "assets"})
    record ExchangeInfo(
            @JsonProperty(required = true) long serverTime,
            @JsonProperty(required = true) List<RateLimit> rateLimits,
            @JsonProperty(required = true) List<Symbol> symbols)
            implements BinanceRestWire {}

    record RateLimit(
            @JsonProperty(required = true) String rateLimitType,
            @JsonProperty(required = true) String interval,
            @JsonProperty(required = true) int intervalNum,
            @JsonProperty(required = true) long limit,
            @Nullable Long count)
            implements BinanceRestWire {}

    @JsonIgnoreProperties({
        "baseCommissionPrecision",
        "quoteCommissionPrecision",
        "icebergAllowed",
        "ocoAllowed",
        "otoAllowed",
        "opoAllowed",
        "quoteOrderQtyMarketAllowed",
        "cancelReplaceAllowed",
        "amendAllowed",
        "allowAmend",
        "pegInstructionsAllowed",
        "isMarginTradingAllowed",
        "permissions",
        "permissionSets",
        "defaultSelfTradePreventionMode",
        "allowedSelfTradePreventionModes",
        "pair",
        "deliveryDate",
        "onboardDate",
        "maintMarginPercent",
        "requiredMarginPercent",
        "marginAsset",
        "pricePrecision",
        "quantityPrecision",
        "equalQtyPrecision",
        "underlyingType",
        "underlyingSubType",
        "settlePlan",
        "triggerProtect",
        "liquidationFee",
        "marketTakeBound",
        "maxMoveOrderLimit"
    })
    record Symbol(
            @JsonProperty(required = true) String symbol,
            @Nullable String status,
            @Nullable String contractStatus,
            @Nullable String contractType,
            @Nullable BigDecimal contractSize,
            @JsonProperty(required = true) String baseAsset,
            @JsonProperty(required = true) String quoteAsset,
            @Nullable Integer baseAssetPrecision,
            @Nullable Integer quotePrecision,
            @Nullable Integer quoteAssetPrecision,
            @JsonProperty(required = true) List<String> orderTypes,
            @Nullable List<String> timeInForce,
            @Nullable Boolean isSpotTradingAllowed,
            @Nullable Boolean allowTrailingStop,
            @JsonProperty(required = true) List<Filter> filters)
            implements BinanceRestWire {}

    /** Every filter in one: which fields are there depends on the type. */
    @JsonIgnoreProperties({
        "multiplierDecimal",
        "positionControlSide",
        "avgPriceMins",
        "limit",
        "maxNumOrders",
        "maxNumAlgoOrders",
        "maxNumIcebergOrders",
        "maxNumOrderAmends",
        "maxNumOrderLists",
        "maxPosition",
        "asset",
        "minTrailingAboveDelta",
        "maxTrailingAboveDelta",
        "minTrailingBelowDelta",
        "maxTrailingBelowDelta"
    })
    record Filter(
            @JsonProperty(required = true) String filterType,
            @Nullable BigDecimal minPrice,
            @Nullable BigDecimal maxPrice,
            @Nullable BigDecimal tickSize,
            @Nullable BigDecimal minQty,
            @Nullable BigDecimal maxQty,
            @Nullable BigDecimal stepSize,
            @Nullable BigDecimal notional,
            @Nullable BigDecimal minNotional,
            @Nullable BigDecimal maxNotional,
            @Nullable Boolean applyToMarket,
            @Nullable Boolean applyMinToMarket,
            @Nullable Boolean applyMaxToMarket,
            @Nullable BigDecimal multiplierUp,
            @Nullable BigDecimal multiplierDown,
            @Nullable BigDecimal bidMultiplierUp,
            @Nullable BigDecimal bidMultiplierDown,
            @Nullable BigDecimal askMultiplierUp,
            @Nullable BigDecimal askMultiplierDown)
            implements BinanceRestWire {}

    @JsonIgnoreProperties({"E", "T", "symbol", "pair", "st", "ps"})
    record Depth(
            @JsonProperty(required = true) long lastUpdateId,
            @JsonProperty(required = true) List<Level> bids,
            @JsonProperty(required = true) List<Level> asks)
            implements BinanceRestWire {}

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Level(
            @JsonProperty(required = true) BigDecimal price,
            @JsonProperty(required = true) BigDecimal quantity)
            implements BinanceRestWire {}

    @JsonIgnoreProperties({"quoteQty", "isBestMatch", "isRPITrade"})
    record Trade(
            @JsonProperty(required = true) long id,
            @JsonProperty(required = true) BigDecimal price,
            @JsonProperty(required = true) BigDecimal qty,
            @JsonProperty(required = true) long time,
            @JsonProperty(required = true) boolean isBuyerMaker)
            implements BinanceRestWire {}

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Kline(
            @JsonProperty(required = true) long openTime,
            @JsonProperty(required = true) BigDecimal open,
            @JsonProperty(required = true) BigDecimal high,
            @JsonProperty(required = true) BigDecimal low,
            @JsonProperty(required = true) BigDecimal close,
            @JsonProperty(required = true) BigDecimal volume,
            @JsonProperty(required = true) long closeTime,
            @JsonProperty(required = true) BigDecimal quoteVolume,
            @JsonProperty(required = true) long trades,
            @JsonProperty(required = true) BigDecimal takerBuyBase,
            @JsonProperty(required = true) BigDecimal takerBuyQuote,
            @Nullable String ignored)
            implements BinanceRestWire {}

    @JsonIgnoreProperties({
        "priceChange",
        "weightedAvgPrice",
        "prevClosePrice",
        "lastQty",
        "bidPrice",
        "bidQty",
        "askPrice",
        "askQty",
        "openPrice",
        "openTime",
        "firstId",
        "count",
        "pair",
        "st",
        "ps"
    })
    record Ticker24h(
            @JsonProperty(required = true) String symbol,
            @JsonProperty(required = true) BigDecimal priceChangePercent,
            @JsonProperty(required = true) BigDecimal lastPrice,
            @JsonProperty(required = true) BigDecimal highPrice,
            @JsonProperty(required = true) BigDecimal lowPrice,
            @JsonProperty(required = true) BigDecimal volume,
            @JsonProperty(required = true) BigDecimal quoteVolume,
            @JsonProperty(required = true) long closeTime,
            @JsonProperty(required = true) long lastId)
            implements BinanceRestWire {}
}
