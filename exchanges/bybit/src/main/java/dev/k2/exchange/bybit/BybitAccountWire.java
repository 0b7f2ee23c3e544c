package dev.k2.exchange.bybit;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Bybit says of orders and accounts, over REST and the private stream, in its own words. A
 * field is read, or named as ignored; what stands in neither list is new.
 */
sealed interface BybitAccountWire {
    /**
     * An order, as REST and the stream tell it.
     *
     * @param category told by the stream only; over REST it is what was asked for
     * @param triggerDirection 1 where it waits for a rise, 2 for a fall, 0 where it does not wait
     *     or Bybit goes by the price at its beginning
     * @param marketUnit {@code quoteCoin} where the quantity of a spot market order is an amount
     */
    @JsonIgnoreProperties({
        "blockTradeId",
        "isLeverage",
        "positionIdx",
        "cancelType",
        "leavesQty",
        "leavesValue",
        "cumExecFee",
        "cumFeeDetail",
        "timeInForce",
        "orderIv",
        "takeProfit",
        "stopLoss",
        "tpTriggerBy",
        "slTriggerBy",
        "triggerBy",
        "reduceOnly",
        "closeOnTrigger",
        "closedPnl",
        "smpType",
        "smpGroup",
        "smpOrderId",
        "tpslMode",
        "tpLimitPrice",
        "slLimitPrice",
        "placeType",
        "createType",
        "feeCurrency",
        "ocoTriggerBy",
        "slippageTolerance",
        "slippageToleranceType",
        "bboSideType",
        "bboLevel",
        "rpiMatchedQty",
        "rpiTakerAccess",
        "basePrice",
        "parentOrderLinkId",
        "extraFees"
    })
    record Order(
            @Nullable String category,
            @JsonProperty(required = true) String symbol,
            @JsonProperty(required = true) String orderId,
            @Nullable String orderLinkId,
            @JsonProperty(required = true) String side,
            @JsonProperty(required = true) String orderType,
            @BlankIsNull @Nullable BigDecimal price,
            @JsonProperty(required = true) BigDecimal qty,
            @JsonProperty(required = true) String orderStatus,
            @Nullable String rejectReason,
            @BlankIsNull @Nullable BigDecimal avgPrice,
            @BlankIsNull @Nullable BigDecimal cumExecQty,
            @BlankIsNull @Nullable BigDecimal cumExecValue,
            @Nullable String stopOrderType,
            @BlankIsNull @Nullable BigDecimal triggerPrice,
            @Nullable Integer triggerDirection,
            @BlankIsNull @Nullable BigDecimal lastPriceOnCreated,
            @Nullable String marketUnit,
            @JsonProperty(required = true) long createdTime,
            @JsonProperty(required = true) long updatedTime)
            implements BybitAccountWire {}

    @JsonIgnoreProperties({
        "orderPrice",
        "orderQty",
        "leavesQty",
        "createType",
        "orderType",
        "stopOrderType",
        "execValue",
        "feeRate",
        "tradeIv",
        "markIv",
        "markPrice",
        "indexPrice",
        "underlyingPrice",
        "blockTradeId",
        "closedSize",
        "seq",
        "isLeverage",
        "marketUnit",
        "execPnl",
        "execFeeV2",
        "extraFees",
        "parentExecId"
    })
    record Execution(
            @Nullable String category,
            @JsonProperty(required = true) String symbol,
            @JsonProperty(required = true) String orderId,
            @Nullable String orderLinkId,
            @JsonProperty(required = true) String side,
            @JsonProperty(required = true) String execId,
            @JsonProperty(required = true) String execType,
            @BlankIsNull @Nullable BigDecimal execPrice,
            @BlankIsNull @Nullable BigDecimal execQty,
            @BlankIsNull @Nullable BigDecimal execFee,
            @Nullable String feeCurrency,
            @JsonProperty(required = true) boolean isMaker,
            @JsonProperty(required = true) long execTime)
            implements BybitAccountWire {}

    /** The account's currencies; the totals in dollars are left out. */
    @JsonIgnoreProperties({
        "totalEquity",
        "accountIMRate",
        "accountMMRate",
        "accountIMRateByMp",
        "accountMMRateByMp",
        "accountLTV",
        "totalMarginBalance",
        "totalInitialMargin",
        "totalInitialMarginByMp",
        "totalAvailableBalance",
        "totalPerpUPL",
        "totalPerpUpl",
        "totalWalletBalance",
        "totalMaintenanceMargin",
        "totalMaintenanceMarginByMp",
        "accountType"
    })
    record Wallet(@JsonProperty(required = true) List<Coin> coin) implements BybitAccountWire {}

    @JsonIgnoreProperties({
        "equity",
        "usdValue",
        "availableToWithdraw",
        "availableToBorrow",
        "borrowAmount",
        "accruedInterest",
        "totalPositionMM",
        "unrealisedPnl",
        "cumRealisedPnl",
        "bonus",
        "collateralSwitch",
        "marginCollateral",
        "spotHedgingQty",
        "spotBorrow",
        "free"
    })
    record Coin(
            @JsonProperty(required = true) String coin,
            @JsonProperty(required = true) BigDecimal walletBalance,
            @BlankIsNull @Nullable BigDecimal locked,
            @BlankIsNull @Nullable BigDecimal totalOrderIM,
            @BlankIsNull @Nullable BigDecimal totalPositionIM)
            implements BybitAccountWire {}

    /** A position; REST names its price otherwise than the stream. */
    @JsonIgnoreProperties({
        "riskId",
        "riskLimitValue",
        "positionValue",
        "positionStatus",
        "autoAddMargin",
        "adlRankIndicator",
        "positionBalance",
        "bustPrice",
        "positionMM",
        "positionIM",
        "positionIMByMp",
        "positionMMByMp",
        "tpslMode",
        "takeProfit",
        "stopLoss",
        "trailingStop",
        "sessionAvgPrice",
        "curRealisedPnl",
        "cumRealisedPnl",
        "seq",
        "isReduceOnly",
        "mmrSysUpdatedTime",
        "leverageSysUpdatedTime",
        "createdTime",
        "openTime",
        "breakEvenPrice"
    })
    record Position(
            @Nullable String category,
            @JsonProperty(required = true) String symbol,
            @JsonProperty(required = true) String side,
            @JsonProperty(required = true) BigDecimal size,
            @JsonProperty(required = true) int positionIdx,
            @Nullable Integer tradeMode,
            @BlankIsNull @Nullable @JsonAlias("avgPrice") BigDecimal entryPrice,
            @BlankIsNull @Nullable BigDecimal markPrice,
            @BlankIsNull @Nullable BigDecimal unrealisedPnl,
            @BlankIsNull @Nullable BigDecimal liqPrice,
            @BlankIsNull @Nullable BigDecimal leverage,
            @BlankIsNull @Nullable BigDecimal updatedTime)
            implements BybitAccountWire {}

    /** What an order, a change or a cancel is answered with: it was taken, and no more. */
    @JsonIgnoreProperties({"category", "symbol", "createAt"})
    record Taken(@Nullable String orderId, @Nullable String orderLinkId)
            implements BybitAccountWire {}

    /** What was said to one order of a batch. */
    record BatchPart(@JsonProperty(required = true) int code, @Nullable String msg)
            implements BybitAccountWire {}

    @JsonIgnoreProperties({"symbol", "baseCoin", "category"})
    record FeeRate(
            @JsonProperty(required = true) BigDecimal makerFeeRate,
            @JsonProperty(required = true) BigDecimal takerFeeRate)
            implements BybitAccountWire {}

    /** What a key may do. Its own text comes along, and is never shown. */
    @JsonIgnoreProperties({
        "id",
        "note",
        "apiKey",
        "secret",
        "type",
        "deadlineDay",
        "createdAt",
        "unified",
        "uta",
        "userID",
        "inviterID",
        "vipLevel",
        "mktMakerLevel",
        "affiliateID",
        "rsaPublicKey",
        "isMaster",
        "parentUid",
        "kycLevel",
        "kycRegion"
    })
    record KeyFacts(
            @JsonProperty(required = true) int readOnly,
            @JsonProperty(required = true) Map<String, List<String>> permissions,
            @Nullable List<String> ips,
            @Nullable String expiredAt)
            implements BybitAccountWire {}

    /**
     * How the account is set up.
     *
     * @param unifiedMarginStatus 1 for a classic account, 3 to 6 for the kinds of unified ones
     * @param marginMode one word for all positions
     */
    @JsonIgnoreProperties({
        "updatedTime",
        "dcpStatus",
        "timeWindow",
        "smpGroup",
        "isMasterTrader",
        "spotHedgingStatus"
    })
    record AccountFacts(
            @JsonProperty(required = true) int unifiedMarginStatus,
            @JsonProperty(required = true) String marginMode)
            implements BybitAccountWire {}
}
