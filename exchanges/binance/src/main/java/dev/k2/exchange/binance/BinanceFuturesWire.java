package dev.k2.exchange.binance;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What the private half of USD-M Futures says over REST and the WebSocket API, in its own words. A
 * field is read, or named as ignored; what stands in neither list is new.
 */
sealed interface BinanceFuturesWire {
    /** An order as every call tells it. */
    @JsonIgnoreProperties({
        "pair",
        "cumQty",
        "cumBase",
        "baseQty",
        "cumQuote",
        "marginAsset",
        "reduceOnly",
        "closePosition",
        "positionSide",
        "stopPrice",
        "workingType",
        "priceProtect",
        "type",
        "priceMatch",
        "selfTradePreventionMode",
        "goodTillDate",
        "activatePrice",
        "priceRate",
        "timeInForce"
    })
    record Order(
            @JsonProperty(required = true) String symbol,
            @JsonProperty(required = true) long orderId,
            @Nullable String clientOrderId,
            @JsonProperty(required = true) String status,
            @JsonProperty(required = true) String side,
            @JsonProperty(required = true) String origType,
            @JsonProperty(required = true) BigDecimal price,
            @Nullable BigDecimal avgPrice,
            @JsonProperty(required = true) BigDecimal origQty,
            @JsonProperty(required = true) BigDecimal executedQty,
            @Nullable Long time,
            @JsonProperty(required = true) long updateTime)
            implements BinanceFuturesWire {}

    /** An order that waits for its trigger, or did. */
    @JsonIgnoreProperties({
        "algoType",
        "positionSide",
        "timeInForce",
        "actualType",
        "triggerPrice",
        "icebergQuantity",
        "tpTriggerPrice",
        "tpPrice",
        "slTriggerPrice",
        "slPrice",
        "tpOrderType",
        "selfTradePreventionMode",
        "workingType",
        "priceMatch",
        "closePosition",
        "priceProtect",
        "reduceOnly",
        "activatePrice",
        "callbackRate",
        "triggerTime",
        "goodTillDate"
    })
    record AlgoOrder(
            @JsonProperty(required = true) long algoId,
            @Nullable String clientAlgoId,
            @JsonProperty(required = true) @JsonAlias("type") String orderType,
            @JsonProperty(required = true) String symbol,
            @JsonProperty(required = true) String side,
            @JsonProperty(required = true) BigDecimal quantity,
            @JsonProperty(required = true) String algoStatus,
            @Nullable BigDecimal price,
            @Nullable String actualOrderId,
            @Nullable BigDecimal actualPrice,
            @Nullable BigDecimal actualQty,
            @JsonProperty(required = true) long createTime,
            @JsonProperty(required = true) long updateTime)
            implements BinanceFuturesWire {}

    /** What a cancel of an order that waits answers. */
    @JsonIgnoreProperties({
        "algoType",
        "orderType",
        "side",
        "positionSide",
        "timeInForce",
        "quantity",
        "algoStatus",
        "triggerPrice",
        "price",
        "icebergQuantity",
        "selfTradePreventionMode",
        "workingType",
        "priceMatch",
        "closePosition",
        "priceProtect",
        "reduceOnly",
        "createTime",
        "updateTime",
        "triggerTime",
        "goodTillDate",
        "symbol",
        "code",
        "msg"
    })
    record AlgoCancelled(@JsonProperty(required = true) long algoId, @Nullable String clientAlgoId)
            implements BinanceFuturesWire {}

    @JsonIgnoreProperties({
        "pair",
        "quoteQty",
        "baseQty",
        "realizedPnl",
        "buyer",
        "positionSide",
        "marginAsset"
    })
    record MyTrade(
            @JsonProperty(required = true) String symbol,
            @JsonProperty(required = true) long id,
            @JsonProperty(required = true) long orderId,
            @JsonProperty(required = true) String side,
            @JsonProperty(required = true) BigDecimal price,
            @JsonProperty(required = true) BigDecimal qty,
            @JsonProperty(required = true) BigDecimal commission,
            @Nullable String commissionAsset,
            @JsonProperty(required = true) long time,
            @JsonProperty(required = true) boolean maker)
            implements BinanceFuturesWire {}

    @JsonIgnoreProperties({
        "accountAlias",
        "crossWalletBalance",
        "crossUnPnl",
        "maxWithdrawAmount",
        "marginAvailable",
        "updateTime"
    })
    record AssetBalance(
            @JsonProperty(required = true) String asset,
            @JsonProperty(required = true) BigDecimal balance,
            @JsonProperty(required = true) BigDecimal availableBalance)
            implements BinanceFuturesWire {}

    /** A position. Newer versions tell leverage and margin type elsewhere. */
    @JsonIgnoreProperties({
        "breakEvenPrice",
        "maxNotionalValue",
        "isolatedWallet",
        "isAutoAddMargin",
        "notional",
        "marginAsset",
        "initialMargin",
        "maintMargin",
        "positionInitialMargin",
        "openOrderInitialMargin",
        "adl",
        "bidNotional",
        "askNotional"
    })
    record PositionRisk(
            @JsonProperty(required = true) String symbol,
            @JsonProperty(required = true) String positionSide,
            @JsonProperty(required = true) BigDecimal positionAmt,
            @JsonProperty(required = true) BigDecimal entryPrice,
            @Nullable BigDecimal markPrice,
            @JsonProperty(required = true) @JsonAlias("unrealizedProfit")
                    BigDecimal unRealizedProfit,
            @Nullable BigDecimal liquidationPrice,
            @Nullable Integer leverage,
            @Nullable String marginType,
            @Nullable BigDecimal isolatedMargin,
            @JsonProperty(required = true) long updateTime)
            implements BinanceFuturesWire {}

    @JsonIgnoreProperties({"isAutoAddMargin", "maxNotionalValue"})
    record SymbolConfig(
            @JsonProperty(required = true) String symbol,
            @JsonProperty(required = true) String marginType,
            @JsonProperty(required = true) int leverage)
            implements BinanceFuturesWire {}

    @JsonIgnoreProperties({
        "feeTier",
        "canDeposit",
        "canWithdraw",
        "dualSidePosition",
        "updateTime",
        "multiAssetsMargin",
        "tradeGroupId"
    })
    record AccountConfig(@JsonProperty(required = true) boolean canTrade)
            implements BinanceFuturesWire {}

    record Commission(
            @JsonProperty(required = true) String symbol,
            @JsonProperty(required = true) BigDecimal makerCommissionRate,
            @JsonProperty(required = true) BigDecimal takerCommissionRate,
            @Nullable BigDecimal rpiCommissionRate)
            implements BinanceFuturesWire {}

    @JsonIgnoreProperties({"maxNotionalValue"})
    record Leverage(
            @JsonProperty(required = true) String symbol,
            @JsonProperty(required = true) int leverage)
            implements BinanceFuturesWire {}

    record PositionModeTold(@JsonProperty(required = true) boolean dualSidePosition)
            implements BinanceFuturesWire {}

    record Countdown(
            @JsonProperty(required = true) String symbol,
            @JsonProperty(required = true) long countdownTime)
            implements BinanceFuturesWire {}

    /** The whole answer of calls that only say that they were done. */
    record Done(@Nullable Integer code, @Nullable String msg) implements BinanceFuturesWire {}

    record ListenKey(@Nullable String listenKey) implements BinanceFuturesWire {
        /** Who has the key hears the account. */
        @Override
        public String toString() {
            return "ListenKey[***]";
        }
    }
}
