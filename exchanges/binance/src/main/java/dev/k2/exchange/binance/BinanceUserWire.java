package dev.k2.exchange.binance;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an account's own stream says, in Binance's words. */
sealed interface BinanceUserWire {
    /** Names that are read: {@code C} is the order's own id when a cancel is told, else empty. */
    @JsonIgnoreProperties({
        "e", "E", "P", "F", "g", "w", "M", "O", "Y", "Q", "W", "V", "I", "D", "j", "J", "v", "A",
        "B", "u", "U", "Cs", "pl", "pL", "pY", "b", "a", "k", "uS", "gP", "gOT", "gOV", "gp"
    })
    record ExecutionReport(
            @JsonProperty(value = "s", required = true) String symbol,
            @JsonProperty(value = "c", required = true) String clientOrderId,
            @JsonProperty(value = "C") @Nullable String originalClientOrderId,
            @JsonProperty(value = "S", required = true) String side,
            @JsonProperty(value = "o", required = true) String type,
            @JsonProperty(value = "f", required = true) String timeInForce,
            @JsonProperty(value = "q", required = true) BigDecimal quantity,
            @JsonProperty(value = "p", required = true) BigDecimal price,
            @JsonProperty(value = "x", required = true) String execution,
            @JsonProperty(value = "X", required = true) String status,
            @JsonProperty(value = "r") @Nullable String rejectReason,
            @JsonProperty(value = "eR") @Nullable String expiryReason,
            @JsonProperty(value = "d") @Nullable Long trailingDelta,
            @JsonProperty(value = "i", required = true) long orderId,
            @JsonProperty(value = "l", required = true) BigDecimal lastQuantity,
            @JsonProperty(value = "L", required = true) BigDecimal lastPrice,
            @JsonProperty(value = "z", required = true) BigDecimal filledQuantity,
            @JsonProperty(value = "Z", required = true) BigDecimal filledQuote,
            @JsonProperty(value = "n") @Nullable BigDecimal fee,
            @JsonProperty(value = "N") @Nullable String feeAsset,
            @JsonProperty(value = "T", required = true) long transactionTime,
            @JsonProperty(value = "t", required = true) long tradeId,
            @JsonProperty(value = "m", required = true) boolean maker)
            implements BinanceUserWire {}

    @JsonIgnoreProperties({"e", "E", "u", "U", "m"})
    record AccountPosition(@JsonProperty(value = "B", required = true) List<AssetAmount> balances)
            implements BinanceUserWire {}

    record AssetAmount(
            @JsonProperty(value = "a", required = true) String asset,
            @JsonProperty(value = "f", required = true) BigDecimal free,
            @JsonProperty(value = "l", required = true) BigDecimal locked)
            implements BinanceUserWire {}
}
