package dev.k2.exchange.binance;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stream messages that are rare enough to be read into records. Best prices, trades and depth
 * are read by {@link BinanceFeedReader} without making any.
 */
sealed interface BinanceFeedWire {
    @JsonIgnoreProperties({
        "e", "p", "w", "x", "Q", "b", "B", "a", "A", "o", "O", "C", "F", "L", "n", "st", "ps"
    })
    record Ticker(
            @JsonProperty(value = "E", required = true) long eventTime,
            @JsonProperty(value = "s", required = true) String symbol,
            @JsonProperty(value = "P", required = true) BigDecimal changePercent,
            @JsonProperty(value = "c", required = true) BigDecimal last,
            @JsonProperty(value = "h", required = true) BigDecimal high,
            @JsonProperty(value = "l", required = true) BigDecimal low,
            @JsonProperty(value = "v", required = true) BigDecimal volume,
            @JsonProperty(value = "q", required = true) BigDecimal quoteVolume)
            implements BinanceFeedWire {}

    @JsonIgnoreProperties({"e", "st", "ps"})
    record MiniTicker(
            @JsonProperty(value = "E", required = true) long eventTime,
            @JsonProperty(value = "s", required = true) String symbol,
            @JsonProperty(value = "c", required = true) BigDecimal last,
            @JsonProperty(value = "o", required = true) BigDecimal open,
            @JsonProperty(value = "h", required = true) BigDecimal high,
            @JsonProperty(value = "l", required = true) BigDecimal low,
            @JsonProperty(value = "v", required = true) BigDecimal volume,
            @JsonProperty(value = "q", required = true) BigDecimal quoteVolume)
            implements BinanceFeedWire {}

    /** {@code window} is a candle's width, such as {@code 5m}. */
    @JsonIgnoreProperties({"e", "T"})
    record AveragePrice(
            @JsonProperty(value = "E", required = true) long eventTime,
            @JsonProperty(value = "s", required = true) String symbol,
            @JsonProperty(value = "i", required = true) String window,
            @JsonProperty(value = "w", required = true) BigDecimal price)
            implements BinanceFeedWire {}

    /** Contracts without funding have an empty rate and a next time of 0. */
    @JsonIgnoreProperties({"e", "P", "ap", "st", "ps"})
    record MarkPrice(
            @JsonProperty(value = "E", required = true) long eventTime,
            @JsonProperty(value = "s", required = true) String symbol,
            @JsonProperty(value = "p", required = true) BigDecimal mark,
            @Nullable @JsonProperty("i") BigDecimal index,
            @Nullable @JsonProperty("r") String fundingRate,
            @Nullable @JsonProperty("T") Long nextFunding)
            implements BinanceFeedWire {}

    @JsonIgnoreProperties({"e", "st", "ps"})
    record Liquidation(
            @JsonProperty(value = "E", required = true) long eventTime,
            @JsonProperty(value = "o", required = true) ForcedOrder order)
            implements BinanceFeedWire {}

    @JsonIgnoreProperties({"o", "f", "X", "l", "z", "ps", "st"})
    record ForcedOrder(
            @JsonProperty(value = "s", required = true) String symbol,
            @JsonProperty(value = "S", required = true) String side,
            @JsonProperty(value = "q", required = true) BigDecimal quantity,
            @JsonProperty(value = "p", required = true) BigDecimal price,
            @JsonProperty(value = "ap", required = true) BigDecimal averagePrice,
            @JsonProperty(value = "T", required = true) long tradeTime)
            implements BinanceFeedWire {}

    @JsonIgnoreProperties({"e", "st", "ps"})
    record Kline(
            @JsonProperty(value = "E", required = true) long eventTime,
            @JsonProperty(value = "s", required = true) String symbol,
            @JsonProperty(value = "k", required = true) Bar bar)
            implements BinanceFeedWire {}

    @JsonIgnoreProperties({"T", "s", "f", "L", "n", "q", "V", "Q", "B"})
    record Bar(
            @JsonProperty(value = "t", required = true) long openTime,
            @JsonProperty(value = "i", required = true) String interval,
            @JsonProperty(value = "o", required = true) BigDecimal open,
            @JsonProperty(value = "h", required = true) BigDecimal high,
            @JsonProperty(value = "l", required = true) BigDecimal low,
            @JsonProperty(value = "c", required = true) BigDecimal close,
            @JsonProperty(value = "v", required = true) BigDecimal volume,
            @JsonProperty(value = "x", required = true) boolean closed)
            implements BinanceFeedWire {}

    /** What we send: {@code SUBSCRIBE} and {@code UNSUBSCRIBE}. */
    record Request(String method, List<String> params, long id) implements BinanceFeedWire {}
}
