package dev.k2.exchange.binance;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;

/**
 * The stream messages that are rare enough to be read into records. Best prices, trades and depth
 * are read by {@link BinanceFeedReader} without making any.
 */
sealed interface BinanceFeedWire {
    @JsonIgnoreProperties({
        "e", "p", "w", "x", "Q", "b", "B", "a", "A", "o", "O", "C", "F", "L", "n"
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

    @JsonIgnoreProperties({"e", "E"})
    record Kline(
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
