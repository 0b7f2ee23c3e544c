package dev.k2.exchange.okx;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What OKX says of an account, answered or pushed, in its own words. A field is read, or named as
 * ignored; what stands in neither list is new.
 */
sealed interface OkxUserWire {
    /** What OKX said to one order of a request. */
    @JsonIgnoreProperties({"tag", "ts", "reqId", "subCode", "instId"})
    record Ack(
            @Nullable String ordId,
            @Nullable String clOrdId,
            @Nullable String algoId,
            @Nullable String algoClOrdId,
            @JsonProperty(required = true) String sCode,
            @Nullable String sMsg)
            implements OkxUserWire {}

    @JsonIgnoreProperties({"tag"})
    record CancelAllAfter(@Nullable Long triggerTime, @Nullable Long ts) implements OkxUserWire {}

    /** An order, asked for or pushed; the fields of its newest fill are set in a push only. */
    @JsonIgnoreProperties({
        "amendSource",
        "attachAlgoClOrdId",
        "attachAlgoOrds",
        "cancelSourceReason",
        "category",
        "ccy",
        "fee",
        "feeCcy",
        "fillFwdPx",
        "fillIdxPx",
        "fillMarkPx",
        "fillMarkVol",
        "fillNotionalUsd",
        "fillPnl",
        "fillPxUsd",
        "fillPxVol",
        "instIdCode",
        "isTpLimit",
        "lastPx",
        "lever",
        "linkedAlgoOrd",
        "notionalUsd",
        "outcome",
        "pnl",
        "posSide",
        "pxType",
        "pxUsd",
        "pxVol",
        "quickMgnType",
        "rebate",
        "rebateCcy",
        "reduceOnly",
        "slOrdPx",
        "slTriggerPx",
        "slTriggerPxType",
        "source",
        "stpId",
        "stpMode",
        "tag",
        "tdMode",
        "tpOrdPx",
        "tpTriggerPx",
        "tpTriggerPxType",
        "tradeQuoteCcy"
    })
    record Order(
            @JsonProperty(required = true) String instId,
            @Nullable String instType,
            @JsonProperty(required = true) String ordId,
            @Nullable String clOrdId,
            @Nullable String algoId,
            @Nullable String algoClOrdId,
            @JsonProperty(required = true) String side,
            @JsonProperty(required = true) String ordType,
            @Nullable String tgtCcy,
            @EmptyIsAbsent @Nullable BigDecimal px,
            @JsonProperty(required = true) BigDecimal sz,
            @JsonProperty(required = true) String state,
            @EmptyIsAbsent @Nullable BigDecimal accFillSz,
            @EmptyIsAbsent @Nullable BigDecimal avgPx,
            @Nullable String tradeId,
            @EmptyIsAbsent @Nullable BigDecimal fillPx,
            @EmptyIsAbsent @Nullable BigDecimal fillSz,
            @Nullable Long fillTime,
            @EmptyIsAbsent @Nullable BigDecimal fillFee,
            @Nullable String fillFeeCcy,
            @Nullable String execType,
            @Nullable String cancelSource,
            @Nullable String code,
            @Nullable String msg,
            @Nullable String reqId,
            @Nullable String amendResult,
            @JsonProperty(required = true) long cTime,
            @JsonProperty(required = true) long uTime)
            implements OkxUserWire {}

    /** An order that waits for its trigger, or did. */
    @JsonIgnoreProperties({
        "actualSide",
        "advChaseParams",
        "amendPxOnTriggerType",
        "amendResult",
        "attachAlgoOrds",
        "callbackSpread",
        "ccy",
        "chaseType",
        "chaseVal",
        "closeFraction",
        "instIdCode",
        "isTradeBorrowMode",
        "last",
        "lever",
        "linkedOrd",
        "maxChaseType",
        "maxChaseVal",
        "moveTriggerPx",
        "notionalUsd",
        "posSide",
        "pxLimit",
        "pxSpread",
        "pxVar",
        "quickMgnType",
        "reduceOnly",
        "reqId",
        "slTriggerPxType",
        "szLimit",
        "tag",
        "tdMode",
        "tgtCcy",
        "timeInterval",
        "tpTriggerPxType",
        "tradeQuoteCcy",
        "triggerPxType",
        "triggerTime"
    })
    record AlgoOrder(
            @JsonProperty(required = true) String instId,
            @Nullable String instType,
            @JsonProperty(required = true) String algoId,
            @Nullable String algoClOrdId,
            @Nullable String clOrdId,
            @Nullable String ordId,
            @Nullable List<String> ordIdList,
            @JsonProperty(required = true) String side,
            @JsonProperty(required = true) String ordType,
            @EmptyIsAbsent @Nullable BigDecimal sz,
            @JsonProperty(required = true) String state,
            @EmptyIsAbsent @Nullable BigDecimal slTriggerPx,
            @EmptyIsAbsent @Nullable BigDecimal slOrdPx,
            @EmptyIsAbsent @Nullable BigDecimal tpTriggerPx,
            @EmptyIsAbsent @Nullable BigDecimal tpOrdPx,
            @EmptyIsAbsent @Nullable BigDecimal triggerPx,
            @EmptyIsAbsent @JsonAlias("orderPx") @Nullable BigDecimal ordPx,
            @EmptyIsAbsent @Nullable BigDecimal activePx,
            @EmptyIsAbsent @Nullable BigDecimal callbackRatio,
            @EmptyIsAbsent @Nullable BigDecimal actualSz,
            @EmptyIsAbsent @Nullable BigDecimal actualPx,
            @Nullable String failCode,
            @JsonProperty(required = true) long cTime,
            @Nullable Long uTime)
            implements OkxUserWire {}

    /** A fill, asked for; pushes of the channel of fills tell less. */
    @JsonIgnoreProperties({
        "count",
        "feeRate",
        "fillFwdPx",
        "fillIdxPx",
        "fillMarkPx",
        "fillMarkVol",
        "fillPnl",
        "fillPxUsd",
        "fillPxVol",
        "posSide",
        "subType",
        "tag",
        "tradeQuoteCcy"
    })
    record Fill(
            @JsonProperty(required = true) String instId,
            @Nullable String instType,
            @JsonProperty(required = true) String tradeId,
            @JsonProperty(required = true) String ordId,
            @Nullable String clOrdId,
            @Nullable String billId,
            @JsonProperty(required = true) String side,
            @JsonProperty(required = true) BigDecimal fillPx,
            @JsonProperty(required = true) BigDecimal fillSz,
            @EmptyIsAbsent @Nullable BigDecimal fee,
            @Nullable String feeCcy,
            @Nullable String execType,
            @Nullable Long fillTime,
            @JsonProperty(required = true) long ts)
            implements OkxUserWire {}

    /** The account as a whole, of which only its currencies are read. */
    @JsonIgnoreProperties({
        "adjEq",
        "availEq",
        "borrowFroz",
        "delta",
        "deltaLever",
        "deltaNeutralStatus",
        "imr",
        "isoEq",
        "mgnRatio",
        "mmr",
        "notionalUsd",
        "notionalUsdForBorrow",
        "notionalUsdForFutures",
        "notionalUsdForOption",
        "notionalUsdForSwap",
        "ordFroz",
        "totalEq",
        "upl"
    })
    record AccountState(@JsonProperty(required = true) List<Currency> details, @Nullable Long uTime)
            implements OkxUserWire {}

    @JsonIgnoreProperties({
        "accAvgPx",
        "autoLendAmt",
        "autoLendMtAmt",
        "autoLendStatus",
        "borrowFroz",
        "clSpotInUse",
        "clSpotInUseAmt",
        "coinUsdPrice",
        "colBorrAutoConversion",
        "colRes",
        "collateralEnabled",
        "collateralRestrict",
        "crossLiab",
        "disEq",
        "eqUsd",
        "fixedBal",
        "frpType",
        "imr",
        "interest",
        "isoEq",
        "isoLiab",
        "isoUpl",
        "liab",
        "maxLoan",
        "maxSpotInUse",
        "maxSpotInUseAmt",
        "mgnRatio",
        "mmr",
        "notionalLever",
        "openAvgPx",
        "ordFrozen",
        "rewardBal",
        "smtSyncEq",
        "spotBal",
        "spotCopyTradingEq",
        "spotInUse",
        "spotInUseAmt",
        "spotIsoBal",
        "spotUpl",
        "spotUplRatio",
        "stgyEq",
        "totalPnl",
        "totalPnlRatio",
        "twap",
        "upl",
        "uplLiab"
    })
    record Currency(
            @JsonProperty(required = true) String ccy,
            @EmptyIsAbsent @Nullable BigDecimal cashBal,
            @EmptyIsAbsent @Nullable BigDecimal availBal,
            @EmptyIsAbsent @Nullable BigDecimal availEq,
            @EmptyIsAbsent @Nullable BigDecimal frozenBal,
            @EmptyIsAbsent @Nullable BigDecimal eq,
            @Nullable Long uTime)
            implements OkxUserWire {}

    @JsonIgnoreProperties({
        "adl",
        "availPos",
        "baseBal",
        "baseBorrowed",
        "baseInterest",
        "bePx",
        "bizRefId",
        "bizRefType",
        "cTime",
        "ccy",
        "clSpotInUseAmt",
        "closeOrderAlgo",
        "deltaBS",
        "deltaPA",
        "fee",
        "fundingFee",
        "gammaBS",
        "gammaPA",
        "hedgedPos",
        "idxPx",
        "imr",
        "instIdCode",
        "interest",
        "last",
        "liab",
        "liabCcy",
        "liqPenalty",
        "margin",
        "maxSpotInUseAmt",
        "mgnRatio",
        "mmr",
        "nonSettleAvgPx",
        "notionalUsd",
        "optVal",
        "pTime",
        "pendingCloseOrdLiabVal",
        "pnl",
        "posCcy",
        "posId",
        "quoteBal",
        "quoteBorrowed",
        "quoteInterest",
        "realizedPnl",
        "settledPnl",
        "spotInUseAmt",
        "spotInUseCcy",
        "thetaBS",
        "thetaPA",
        "tradeId",
        "uplLastPx",
        "uplRatio",
        "uplRatioLastPx",
        "usdPx",
        "vegaBS",
        "vegaPA"
    })
    record Position(
            @JsonProperty(required = true) String instId,
            @Nullable String instType,
            @JsonProperty(required = true) String posSide,
            @EmptyIsAbsent @Nullable BigDecimal pos,
            @EmptyIsAbsent @Nullable BigDecimal avgPx,
            @EmptyIsAbsent @Nullable BigDecimal markPx,
            @EmptyIsAbsent @Nullable BigDecimal upl,
            @EmptyIsAbsent @Nullable BigDecimal liqPx,
            @EmptyIsAbsent @Nullable BigDecimal lever,
            @JsonProperty(required = true) String mgnMode,
            @JsonProperty(required = true) long uTime)
            implements OkxUserWire {}

    /** Balances and positions that changed together; amounts without what is held. */
    @JsonIgnoreProperties({"trades"})
    record BalanceAndPosition(
            @JsonProperty(required = true) long pTime,
            @Nullable String eventType,
            @Nullable List<CashBalance> balData,
            @Nullable List<Position> posData)
            implements OkxUserWire {}

    record CashBalance(
            @JsonProperty(required = true) String ccy,
            @JsonProperty(required = true) BigDecimal cashBal,
            @Nullable Long uTime)
            implements OkxUserWire {}

    /** How the account is set up, and what the key may do. */
    @JsonIgnoreProperties({
        "acctStpMode",
        "autoLoan",
        "ctIsoMode",
        "discountType",
        "enableSpotBorrow",
        "feeType",
        "greeksType",
        "kycLv",
        "label",
        "level",
        "levelTmp",
        "liquidationGear",
        "mainUid",
        "mgnIsoMode",
        "opAuth",
        "roleType",
        "settleCcy",
        "settleCcyList",
        "spotBorrowAutoRepay",
        "spotOffsetType",
        "spotRoleType",
        "spotTraderInsts",
        "stgyType",
        "traderInsts",
        "type",
        "uid"
    })
    record Config(
            @JsonProperty(required = true) String acctLv,
            @JsonProperty(required = true) String posMode,
            @Nullable String perm,
            @Nullable String ip)
            implements OkxUserWire {}

    @JsonIgnoreProperties({"ccy"})
    record Leverage(
            @Nullable String instId,
            @JsonProperty(required = true) String mgnMode,
            @Nullable String posSide,
            @JsonProperty(required = true) BigDecimal lever)
            implements OkxUserWire {}

    record PositionMode(@JsonProperty(required = true) String posMode) implements OkxUserWire {}

    /** Rates are negative where they are charged. */
    @JsonIgnoreProperties({
        "category",
        "delivery",
        "exercise",
        "feeGroup",
        "fiat",
        "instType",
        "level",
        "makerUSDC",
        "ruleType",
        "settle",
        "takerUSDC",
        "ts"
    })
    record TradeFee(
            @EmptyIsAbsent @Nullable BigDecimal maker,
            @EmptyIsAbsent @Nullable BigDecimal taker,
            @EmptyIsAbsent @Nullable BigDecimal makerU,
            @EmptyIsAbsent @Nullable BigDecimal takerU)
            implements OkxUserWire {}
}
