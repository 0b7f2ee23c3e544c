package dev.k2.exchange.binance;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Spot says of orders and accounts, in its own words and the same over REST and the WebSocket
 * API. A field is read, or named as ignored; what stands in neither list is new.
 */
sealed interface BinanceOrderWire {

    /**
     * An order as every call tells it: a query, a placing (with {@code transactTime}), or a cancel,
     * where {@code clientOrderId} is the cancel's own id and the order's stands in {@code
     * origClientOrderId}. An amended order spells two of its amounts otherwise.
     */
    @JsonIgnoreProperties({
        "isWorking",
        "workingTime",
        "origQuoteOrderQty",
        "quoteOrderQty",
        "trailingTime",
        "strategyId",
        "strategyType",
        "preventedMatchId",
        "preventedQuantity",
        "preventedQty",
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
            @Nullable Long orderListId,
            @Nullable String clientOrderId,
            @Nullable String origClientOrderId,
            @JsonProperty(required = true) BigDecimal price,
            @JsonProperty(required = true) @JsonAlias("qty") BigDecimal origQty,
            @JsonProperty(required = true) BigDecimal executedQty,
            @JsonProperty(required = true) @JsonAlias("cumulativeQuoteQty")
                    BigDecimal cummulativeQuoteQty,
            @JsonProperty(required = true) String status,
            @Nullable String timeInForce,
            @JsonProperty(required = true) String type,
            @JsonProperty(required = true) String side,
            @Nullable BigDecimal stopPrice,
            @Nullable BigDecimal icebergQty,
            @Nullable Long trailingDelta,
            @Nullable String selfTradePreventionMode,
            @Nullable Long time,
            @Nullable Long updateTime,
            @Nullable Long transactTime,
            @Nullable String expiryReason,
            @Nullable List<OrderFill> fills)
            implements BinanceOrderWire {}

    /** A fill inside the full answer to a placing. Whoever wants fills asks for them. */
    @JsonIgnoreProperties({"matchType", "allocId"})
    record OrderFill(
            @JsonProperty(required = true) BigDecimal price,
            @JsonProperty(required = true) BigDecimal qty,
            @JsonProperty(required = true) BigDecimal commission,
            @JsonProperty(required = true) String commissionAsset,
            @Nullable Long tradeId)
            implements BinanceOrderWire {}

    /** Where lists are asked for, there are no reports. */
    @JsonIgnoreProperties({
        "contingencyType",
        "listStatusType",
        "listOrderStatus",
        "transactionTime",
        "symbol"
    })
    record OrderList(
            @JsonProperty(required = true) long orderListId,
            @JsonProperty(required = true) String listClientOrderId,
            @JsonProperty(required = true) List<Listed> orders,
            @Nullable List<Order> orderReports)
            implements BinanceOrderWire {}

    record Listed(
            @JsonProperty(required = true) String symbol,
            @JsonProperty(required = true) long orderId,
            @JsonProperty(required = true) String clientOrderId)
            implements BinanceOrderWire {}

    @JsonIgnoreProperties({"transactTime", "executionId", "listStatus"})
    record Amended(@JsonProperty(required = true) Order amendedOrder) implements BinanceOrderWire {}

    /**
     * What became of the two halves of a cancel and replace: each an order where it worked, code
     * and words where it did not, nothing where it was not tried.
     */
    record Replaced(
            @JsonProperty(required = true) String cancelResult,
            @JsonProperty(required = true) String newOrderResult,
            @Nullable JsonNode cancelResponse,
            @Nullable JsonNode newOrderResponse)
            implements BinanceOrderWire {}

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
            implements BinanceOrderWire {}

    /** {@code canTrade} is the account's. What the key may do is told elsewhere. */
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
            implements BinanceOrderWire {}

    record AssetBalance(
            @JsonProperty(required = true) String asset,
            @JsonProperty(required = true) BigDecimal free,
            @JsonProperty(required = true) BigDecimal locked)
            implements BinanceOrderWire {}

    @JsonIgnoreProperties({"specialCommission", "discount"})
    record Commission(
            @JsonProperty(required = true) String symbol,
            @JsonProperty(required = true) Rates standardCommission,
            @JsonProperty(required = true) Rates taxCommission)
            implements BinanceOrderWire {}

    @JsonIgnoreProperties({"buyer", "seller"})
    record Rates(
            @JsonProperty(required = true) BigDecimal maker,
            @JsonProperty(required = true) BigDecimal taker)
            implements BinanceOrderWire {}

    /** What a key may do. */
    @JsonIgnoreProperties({
        "createTime",
        "enableInternalTransfer",
        "permitsUniversalTransfer",
        "enableMargin",
        "enableVanillaOptions",
        "enablePortfolioMarginTrading",
        "enableFixApiTrade",
        "enableFixReadOnly"
    })
    record KeyRestrictions(
            @JsonProperty(required = true) boolean ipRestrict,
            @JsonProperty(required = true) boolean enableReading,
            @JsonProperty(required = true) boolean enableSpotAndMarginTrading,
            @JsonProperty(required = true) boolean enableWithdrawals,
            @Nullable Boolean enableFutures,
            @Nullable Long tradingAuthorityExpirationTime)
            implements BinanceOrderWire {}
}
