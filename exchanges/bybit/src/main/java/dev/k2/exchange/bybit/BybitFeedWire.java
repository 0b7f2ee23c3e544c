package dev.k2.exchange.bybit;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stream messages that are rare enough to be read into records. Books and trades are read by
 * {@link BybitFeedReader} without making any.
 */
sealed interface BybitFeedWire {
    /** All that a ticker said at first, or of derivatives what has changed since. */
    @JsonIgnoreProperties({
        "symbol",
        "tickDirection",
        "prevPrice24h",
        "prevPrice1h",
        "usdIndexPrice",
        "openInterest",
        "openInterestValue",
        "singleOpenInterest",
        "bid1Price",
        "bid1Size",
        "ask1Price",
        "ask1Size",
        "bid1Iv",
        "ask1Iv",
        "preOpenPrice",
        "preQty",
        "curPreListingPhase",
        "fundingIntervalHour",
        "fundingCap",
        "basisRateYear",
        "deliveryTime",
        "basisRate",
        "deliveryFeeRate",
        "predictedDeliveryPrice",
        "basis"
    })
    record Ticker(
            @BlankIsNull @Nullable BigDecimal lastPrice,
            @BlankIsNull @Nullable BigDecimal price24hPcnt,
            @BlankIsNull @Nullable BigDecimal highPrice24h,
            @BlankIsNull @Nullable BigDecimal lowPrice24h,
            @BlankIsNull @Nullable BigDecimal volume24h,
            @BlankIsNull @Nullable BigDecimal turnover24h,
            @BlankIsNull @Nullable BigDecimal markPrice,
            @BlankIsNull @Nullable BigDecimal indexPrice,
            @BlankIsNull @Nullable BigDecimal fundingRate,
            @BlankIsNull @Nullable BigDecimal nextFundingTime)
            implements BybitFeedWire {
        /** The same after a change: what it leaves out is as it was. */
        Ticker changedBy(Ticker change) {
            return new Ticker(
                    newer(change.lastPrice, lastPrice),
                    newer(change.price24hPcnt, price24hPcnt),
                    newer(change.highPrice24h, highPrice24h),
                    newer(change.lowPrice24h, lowPrice24h),
                    newer(change.volume24h, volume24h),
                    newer(change.turnover24h, turnover24h),
                    newer(change.markPrice, markPrice),
                    newer(change.indexPrice, indexPrice),
                    newer(change.fundingRate, fundingRate),
                    newer(change.nextFundingTime, nextFundingTime));
        }

        private static @Nullable BigDecimal newer(
                @Nullable BigDecimal changed, @Nullable BigDecimal before) {
            return changed == null ? before : changed;
        }
    }

    @JsonIgnoreProperties({"end", "turnover", "timestamp"})
    record Kline(
            @JsonProperty(required = true) long start,
            @JsonProperty(required = true) String interval,
            @JsonProperty(required = true) BigDecimal open,
            @JsonProperty(required = true) BigDecimal high,
            @JsonProperty(required = true) BigDecimal low,
            @JsonProperty(required = true) BigDecimal close,
            @JsonProperty(required = true) BigDecimal volume,
            @JsonProperty(required = true) boolean confirm)
            implements BybitFeedWire {}

    /** {@code side} is the position's: {@code Buy} is a long that is closed by force. */
    record Liquidation(
            @JsonProperty(value = "T", required = true) long time,
            @JsonProperty(value = "s", required = true) String symbol,
            @JsonProperty(value = "S", required = true) String side,
            @JsonProperty(value = "v", required = true) BigDecimal quantity,
            @JsonProperty(value = "p", required = true) BigDecimal price)
            implements BybitFeedWire {}

    /** What we send: {@code subscribe}, {@code unsubscribe}, {@code auth}. */
    record Request(@JsonProperty("req_id") String id, String op, List<?> args)
            implements BybitFeedWire {}
}
