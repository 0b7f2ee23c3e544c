package dev.k2.exchange.bybit;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Bybit's REST says of its markets, in its own words. A field is read, or named as ignored;
 * what stands in neither list is new.
 */
sealed interface BybitRestWire {
    /**
     * What stands around every answer, over REST and over the WebSocket for orders.
     *
     * @param retExtInfo what was said to each order of a batch
     * @param time Bybit's clock; some calls leave it out
     * @param header what stands in the headers over REST
     */
    @JsonIgnoreProperties({"reqId", "op", "connId"})
    record Envelope(
            @JsonProperty(required = true) int retCode,
            @Nullable String retMsg,
            @JsonAlias("data") @Nullable JsonNode result,
            @Nullable JsonNode retExtInfo,
            @Nullable Long time,
            @Nullable Map<String, String> header)
            implements BybitRestWire {
        /** What was said, or empty text. */
        String words() {
            return retMsg == null ? "" : retMsg;
        }
    }

    /** One page of a list; the last page has no cursor. */
    @JsonIgnoreProperties({"category", "symbol", "success"})
    record Page(@JsonProperty(required = true) List<JsonNode> list, @Nullable String nextPageCursor)
            implements BybitRestWire {}

    record ServerTime(
            @JsonProperty(required = true) long timeSecond,
            @JsonProperty(required = true) long timeNano)
            implements BybitRestWire {}

    @JsonIgnoreProperties({
        "launchTime",
        "deliveryTime",
        "deliveryFeeRate",
        "priceScale",
        "leverageFilter",
        "unifiedMarginTrade",
        "fundingInterval",
        "settleCoin",
        "copyTrading",
        "upperFundingRate",
        "lowerFundingRate",
        "isPreListing",
        "preListingInfo",
        "displayName",
        "symbolType",
        "symbolId",
        "riskParameters",
        "innovation",
        "marginTrading",
        "stTag",
        "forbidUplWithdrawal"
    })
    record Symbol(
            @JsonProperty(required = true) String symbol,
            @Nullable String contractType,
            @JsonProperty(required = true) String status,
            @JsonProperty(required = true) String baseCoin,
            @JsonProperty(required = true) String quoteCoin,
            @JsonProperty(required = true) PriceFilter priceFilter,
            @JsonProperty(required = true) LotSizeFilter lotSizeFilter)
            implements BybitRestWire {}

    record PriceFilter(
            @BlankIsNull @Nullable BigDecimal minPrice,
            @BlankIsNull @Nullable BigDecimal maxPrice,
            @JsonProperty(required = true) BigDecimal tickSize)
            implements BybitRestWire {}

    /** Both categories in one: spot has no {@code qtyStep}, linear no {@code basePrecision}. */
    @JsonIgnoreProperties({
        "maxOrderAmt",
        "postOnlyMaxOrderQty",
        "postOnlyMaxLimitOrderSize",
        "quotePrecision"
    })
    record LotSizeFilter(
            @BlankIsNull @Nullable BigDecimal basePrecision,
            @BlankIsNull @Nullable BigDecimal qtyStep,
            @BlankIsNull @Nullable BigDecimal minOrderQty,
            @BlankIsNull @Nullable BigDecimal maxOrderQty,
            @BlankIsNull @Nullable BigDecimal maxMktOrderQty,
            @BlankIsNull @Nullable BigDecimal maxLimitOrderQty,
            @BlankIsNull @Nullable BigDecimal maxMarketOrderQty,
            @BlankIsNull @Nullable BigDecimal minNotionalValue,
            @BlankIsNull @Nullable BigDecimal minOrderAmt)
            implements BybitRestWire {}

    @JsonIgnoreProperties({"s", "ts", "seq", "cts"})
    record Depth(
            @JsonProperty(value = "b", required = true) List<Level> bids,
            @JsonProperty(value = "a", required = true) List<Level> asks,
            @JsonProperty(value = "u", required = true) long update)
            implements BybitRestWire {}

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Level(
            @JsonProperty(required = true) BigDecimal price,
            @JsonProperty(required = true) BigDecimal quantity)
            implements BybitRestWire {}

    @JsonIgnoreProperties({"symbol", "isBlockTrade", "isRPITrade", "seq"})
    record Trade(
            @JsonProperty(required = true) String execId,
            @JsonProperty(required = true) BigDecimal price,
            @JsonProperty(required = true) BigDecimal size,
            @JsonProperty(required = true) String side,
            @JsonProperty(required = true) long time)
            implements BybitRestWire {}

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Kline(
            @JsonProperty(required = true) long start,
            @JsonProperty(required = true) BigDecimal open,
            @JsonProperty(required = true) BigDecimal high,
            @JsonProperty(required = true) BigDecimal low,
            @JsonProperty(required = true) BigDecimal close,
            @JsonProperty(required = true) BigDecimal volume,
            @JsonProperty(required = true) BigDecimal turnover)
            implements BybitRestWire {}

    /** Spot leaves out everything about marks and funding. */
    @JsonIgnoreProperties({
        "bid1Price",
        "bid1Size",
        "ask1Price",
        "ask1Size",
        "prevPrice24h",
        "prevPrice1h",
        "usdIndexPrice",
        "openInterest",
        "openInterestValue",
        "singleOpenInterest",
        "predictedDeliveryPrice",
        "basisRate",
        "basis",
        "basisRateYear",
        "deliveryFeeRate",
        "deliveryTime",
        "preOpenPrice",
        "preQty",
        "curPreListingPhase",
        "fundingIntervalHour",
        "fundingCap"
    })
    record Ticker(
            @JsonProperty(required = true) String symbol,
            @JsonProperty(required = true) BigDecimal lastPrice,
            @BlankIsNull @Nullable BigDecimal price24hPcnt,
            @JsonProperty(required = true) BigDecimal highPrice24h,
            @JsonProperty(required = true) BigDecimal lowPrice24h,
            @JsonProperty(required = true) BigDecimal volume24h,
            @JsonProperty(required = true) BigDecimal turnover24h,
            @BlankIsNull @Nullable BigDecimal markPrice,
            @BlankIsNull @Nullable BigDecimal indexPrice,
            @BlankIsNull @Nullable BigDecimal fundingRate,
            @BlankIsNull @Nullable BigDecimal nextFundingTime)
            implements BybitRestWire {}

    record Funding(
            @JsonProperty(required = true) String symbol,
            @JsonProperty(required = true) BigDecimal fundingRate,
            @JsonProperty(required = true) long fundingRateTimestamp)
            implements BybitRestWire {}
}
