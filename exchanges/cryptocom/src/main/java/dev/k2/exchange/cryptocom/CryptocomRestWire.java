package dev.k2.exchange.cryptocom;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Crypto.com's REST says of its markets, in its own words. A field is read, or named as
 * ignored; what stands in neither list is new. Numbers come with and without quotes.
 */
sealed interface CryptocomRestWire {
    /**
     * What stands around every answer, over REST and over sockets.
     *
     * @param channel of a subscription that was answered
     */
    @JsonIgnoreProperties({"id", "method", "original", "nonce", "detail_code", "detail_message"})
    record Envelope(
            @Nullable Integer code,
            @Nullable String message,
            @Nullable JsonNode result,
            @Nullable String channel)
            implements CryptocomRestWire {}

    /** A list of anything. */
    @JsonIgnoreProperties({
        "instrument_name",
        "interval",
        "depth",
        "subscription",
        "channel",
        "list_id",
        "limit"
    })
    record Page(@JsonProperty(required = true) List<JsonNode> data) implements CryptocomRestWire {}

    record Tickers(@JsonProperty(required = true) List<Ticker> data) implements CryptocomRestWire {}

    @JsonIgnoreProperties({
        "display_name",
        "quote_decimals",
        "quantity_decimals",
        "max_leverage",
        "expiry_timestamp_ms",
        "underlying_symbol",
        "product_type",
        "beta_product",
        "margin_buy_enabled",
        "margin_sell_enabled",
        "put_call",
        "strike"
    })
    record Symbol(
            @JsonProperty(required = true) String symbol,
            @JsonProperty(value = "inst_type", required = true) String instType,
            @JsonProperty(value = "base_ccy", required = true) String baseCcy,
            @JsonProperty(value = "quote_ccy", required = true) String quoteCcy,
            @JsonProperty(value = "price_tick_size", required = true) BigDecimal priceTick,
            @JsonProperty(value = "qty_tick_size", required = true) BigDecimal quantityTick,
            @JsonProperty(required = true) boolean tradable,
            @BlankIsNull @JsonProperty("contract_size") @Nullable BigDecimal contractSize)
            implements CryptocomRestWire {}

    /**
     * The last 24 hours: instrument, high, low, last trade, volume, volume in dollars, change as a
     * share, best bid and ask with their quantities.
     */
    @JsonIgnoreProperties({"oi"})
    record Ticker(
            @JsonProperty(required = true) String i,
            @BlankIsNull @Nullable BigDecimal h,
            @BlankIsNull @Nullable BigDecimal l,
            @BlankIsNull @Nullable BigDecimal a,
            @BlankIsNull @Nullable BigDecimal v,
            @BlankIsNull @Nullable BigDecimal vv,
            @BlankIsNull @Nullable BigDecimal c,
            @BlankIsNull @Nullable BigDecimal b,
            @BlankIsNull @Nullable BigDecimal bs,
            @BlankIsNull @Nullable BigDecimal k,
            @BlankIsNull @Nullable BigDecimal ks,
            @JsonProperty(required = true) long t)
            implements CryptocomRestWire {}

    @JsonIgnoreProperties({"tt", "cs", "pu"})
    record Depth(
            @JsonProperty(required = true) List<Level> bids,
            @JsonProperty(required = true) List<Level> asks,
            @Nullable Long t,
            @Nullable Long u)
            implements CryptocomRestWire {}

    /** How many orders a level has can be wrong, and is not used. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Level(
            @JsonProperty(required = true) BigDecimal price,
            @JsonProperty(required = true) BigDecimal quantity,
            @Nullable BigDecimal orders)
            implements CryptocomRestWire {}

    @JsonIgnoreProperties({"tn", "i", "m"})
    record Trade(
            @JsonProperty(required = true) String d,
            @JsonProperty(required = true) BigDecimal p,
            @JsonProperty(required = true) BigDecimal q,
            @JsonProperty(required = true) String s,
            @JsonProperty(required = true) long t)
            implements CryptocomRestWire {}

    @JsonIgnoreProperties({"ut"})
    record Candlestick(
            @JsonProperty(required = true) BigDecimal o,
            @JsonProperty(required = true) BigDecimal h,
            @JsonProperty(required = true) BigDecimal l,
            @JsonProperty(required = true) BigDecimal c,
            @JsonProperty(required = true) BigDecimal v,
            @JsonProperty(required = true) long t)
            implements CryptocomRestWire {}

    /** A mark price, an index or a funding rate. */
    record Value(@JsonProperty(required = true) BigDecimal v, @JsonProperty(required = true) long t)
            implements CryptocomRestWire {}
}
