package dev.k2.exchange.binance;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the private stream of USD-M Futures says, in its own words. */
sealed interface BinanceFuturesUserWire {
    @JsonIgnoreProperties({"e", "E", "T"})
    record OrderEvent(@JsonProperty(value = "o", required = true) OrderTold order)
            implements BinanceFuturesUserWire {}

    /** An order after something happened to it, with the fill where that was one. */
    @JsonIgnoreProperties({
        "f", "sp", "R", "wt", "o", "ps", "cp", "AP", "cr", "pP", "si", "ss", "rp", "b", "a", "V",
        "pm", "gtd", "W", "st"
    })
    record OrderTold(
            @JsonProperty(value = "s", required = true) String symbol,
            @JsonProperty(value = "c", required = true) String clientOrderId,
            @JsonProperty(value = "S", required = true) String side,
            @JsonProperty(value = "ot", required = true) String type,
            @JsonProperty(value = "q", required = true) BigDecimal quantity,
            @JsonProperty(value = "p", required = true) BigDecimal price,
            @JsonProperty(value = "ap") @Nullable BigDecimal averagePrice,
            @JsonProperty(value = "x", required = true) String execution,
            @JsonProperty(value = "X", required = true) String status,
            @JsonProperty(value = "i", required = true) long orderId,
            @JsonProperty(value = "l", required = true) BigDecimal lastQuantity,
            @JsonProperty(value = "z", required = true) BigDecimal filledQuantity,
            @JsonProperty(value = "L", required = true) BigDecimal lastPrice,
            @JsonProperty(value = "N") @Nullable String feeAsset,
            @JsonProperty(value = "n") @Nullable BigDecimal fee,
            @JsonProperty(value = "T", required = true) long tradeTime,
            @JsonProperty(value = "t", required = true) long tradeId,
            @JsonProperty(value = "m", required = true) boolean maker,
            @JsonProperty(value = "er") @Nullable String expiryReason)
            implements BinanceFuturesUserWire {}

    /** A fill ahead of its report, without fee and order state. */
    @JsonIgnoreProperties({"e", "E", "q", "p", "m", "c", "S", "L", "l"})
    record TradeLite(
            @JsonProperty(value = "s", required = true) String symbol,
            @JsonProperty(value = "t", required = true) long tradeId,
            @JsonProperty(value = "i", required = true) long orderId,
            @JsonProperty(value = "T", required = true) long tradeTime)
            implements BinanceFuturesUserWire {}

    @JsonIgnoreProperties({"e", "E"})
    record AlgoEvent(
            @JsonProperty(value = "T", required = true) long time,
            @JsonProperty(value = "o", required = true) AlgoTold order)
            implements BinanceFuturesUserWire {}

    /** An order that waits for its trigger, or did; {@code ai} is the order that it became. */
    @JsonIgnoreProperties({
        "at", "ps", "f", "act", "tp", "V", "wt", "pm", "cp", "pP", "R", "tt", "gtd", "cr", "AP"
    })
    record AlgoTold(
            @JsonProperty(value = "caid", required = true) String clientAlgoId,
            @JsonProperty(value = "aid", required = true) long algoId,
            @JsonProperty(value = "o", required = true) String type,
            @JsonProperty(value = "s", required = true) String symbol,
            @JsonProperty(value = "S", required = true) String side,
            @JsonProperty(value = "q", required = true) BigDecimal quantity,
            @JsonProperty(value = "X", required = true) String status,
            @JsonProperty(value = "ai") @Nullable String actualOrderId,
            @JsonProperty(value = "ap") @Nullable BigDecimal actualPrice,
            @JsonProperty(value = "aq") @Nullable BigDecimal actualQuantity,
            @JsonProperty(value = "p") @Nullable BigDecimal price,
            @JsonProperty(value = "rm") @Nullable String reason)
            implements BinanceFuturesUserWire {}

    @JsonIgnoreProperties({"e", "E"})
    record AccountEvent(
            @JsonProperty(value = "T", required = true) long time,
            @JsonProperty(value = "a", required = true) AccountTold account)
            implements BinanceFuturesUserWire {}

    @JsonIgnoreProperties({"m"})
    record AccountTold(
            @JsonProperty(value = "B") @Nullable List<BalanceTold> balances,
            @JsonProperty(value = "P") @Nullable List<PositionTold> positions)
            implements BinanceFuturesUserWire {}

    /** What is free of it is not told, so that it has to be asked for. */
    @JsonIgnoreProperties({"wb", "cw", "bc"})
    record BalanceTold(@JsonProperty(value = "a", required = true) String asset)
            implements BinanceFuturesUserWire {}

    @JsonIgnoreProperties({"bep", "cr", "iw", "ma"})
    record PositionTold(
            @JsonProperty(value = "s", required = true) String symbol,
            @JsonProperty(value = "pa", required = true) BigDecimal amount,
            @JsonProperty(value = "ep", required = true) BigDecimal entryPrice,
            @JsonProperty(value = "up", required = true) BigDecimal unrealisedProfit,
            @JsonProperty(value = "mt", required = true) String marginType,
            @JsonProperty(value = "ps", required = true) String side)
            implements BinanceFuturesUserWire {}

    @JsonIgnoreProperties({"e", "E", "T"})
    record TriggerRejected(@JsonProperty(value = "or", required = true) RejectedOrder order)
            implements BinanceFuturesUserWire {}

    record RejectedOrder(
            @JsonProperty(value = "s", required = true) String symbol,
            @JsonProperty(value = "i", required = true) long orderId,
            @JsonProperty(value = "r") @Nullable String reason)
            implements BinanceFuturesUserWire {}
}
