package dev.k2.exchange.binance;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Binance's REST says, in its own words. A field is read, or named as ignored; what stands in
 * neither list is new.
 */
sealed interface BinanceRestWire {
    record ServerTime(@JsonProperty(required = true) long serverTime) implements BinanceRestWire {}

    record Failure(@JsonProperty(required = true) int code, @Nullable String msg)
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
        "allowTrailingStop",
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

    /**
     * An order as every call tells it: a query, a placing (with {@code transactTime}), or a cancel,
     * where {@code clientOrderId} is the cancel's own id and the order's stands in {@code
     * origClientOrderId}.
     */
    @JsonIgnoreProperties({
        "orderListId",
        "icebergQty",
        "isWorking",
        "workingTime",
        "origQuoteOrderQty",
        "selfTradePreventionMode",
        "stopPrice",
        "trailingDelta",
        "trailingTime",
        "strategyId",
        "strategyType",
        "preventedMatchId",
        "preventedQuantity",
        "usedSor",
        "workingFloor",
        "pegPriceType",
        "pegOffsetType",
        "pegOffsetValue",
        "peggedPrice"
    })
    record Order(
            @JsonProperty(required = true) String symbol,
            @JsonProperty(required = true) long orderId,
            @Nullable String clientOrderId,
            @Nullable String origClientOrderId,
            @JsonProperty(required = true) BigDecimal price,
            @JsonProperty(required = true) BigDecimal origQty,
            @JsonProperty(required = true) BigDecimal executedQty,
            @JsonProperty(required = true) BigDecimal cummulativeQuoteQty,
            @JsonProperty(required = true) String status,
            @Nullable String timeInForce,
            @JsonProperty(required = true) String type,
            @JsonProperty(required = true) String side,
            @Nullable Long time,
            @Nullable Long updateTime,
            @Nullable Long transactTime,
            @Nullable String expiryReason,
            @Nullable List<OrderFill> fills)
            implements BinanceRestWire {}

    /** A fill inside the full answer to a placing. Whoever wants fills asks for them. */
    @JsonIgnoreProperties({"matchType", "allocId"})
    record OrderFill(
            @JsonProperty(required = true) BigDecimal price,
            @JsonProperty(required = true) BigDecimal qty,
            @JsonProperty(required = true) BigDecimal commission,
            @JsonProperty(required = true) String commissionAsset,
            @Nullable Long tradeId)
            implements BinanceRestWire {}

    @JsonIgnoreProperties({"orderListId", "quoteQty", "isBestMatch"})
    record MyTrade(
            @JsonProperty(required = true) String symbol,
            @JsonProperty(required = true) long id,
            @JsonProperty(required = true) long orderId,
            @JsonProperty(required = true) BigDecimal price,
            @JsonProperty(required = true) BigDecimal qty,
            @JsonProperty(required = true) BigDecimal commission,
            @Nullable String commissionAsset,
            @JsonProperty(required = true) long time,
            @JsonProperty(required = true) boolean isBuyer,
            @JsonProperty(required = true) boolean isMaker)
            implements BinanceRestWire {}

    @JsonIgnoreProperties({
        "makerCommission",
        "takerCommission",
        "buyerCommission",
        "sellerCommission",
        "commissionRates",
        "canWithdraw",
        "canDeposit",
        "brokered",
        "requireSelfTradePrevention",
        "preventSor",
        "updateTime",
        "accountType",
        "permissions",
        "uid"
    })
    record AccountState(
            @JsonProperty(required = true) boolean canTrade,
            @JsonProperty(required = true) List<AssetBalance> balances)
            implements BinanceRestWire {}

    record AssetBalance(
            @JsonProperty(required = true) String asset,
            @JsonProperty(required = true) BigDecimal free,
            @JsonProperty(required = true) BigDecimal locked)
            implements BinanceRestWire {}

    @JsonIgnoreProperties({"specialCommission", "discount"})
    record Commission(
            @JsonProperty(required = true) String symbol,
            @JsonProperty(required = true) Rates standardCommission,
            @JsonProperty(required = true) Rates taxCommission)
            implements BinanceRestWire {}

    @JsonIgnoreProperties({"buyer", "seller"})
    record Rates(
            @JsonProperty(required = true) BigDecimal maker,
            @JsonProperty(required = true) BigDecimal taker)
            implements BinanceRestWire {}
}
