package dev.k2.exchange.binance;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What REST says of public data beyond what {@link BinanceRestWire} holds, in its own words. */
sealed interface BinanceMarketWire {
    @JsonIgnoreProperties({"f", "l", "nq", "M", "st", "ps"})
    record AggregateTrade(
            @JsonProperty(value = "a", required = true) long id,
            @JsonProperty(value = "p", required = true) BigDecimal price,
            @JsonProperty(value = "q", required = true) BigDecimal quantity,
            @JsonProperty(value = "T", required = true) long time,
            @JsonProperty(value = "m", required = true) boolean buyerIsMaker)
            implements BinanceMarketWire {}

    /** Contracts without funding have an empty rate and a next time of 0. */
    @JsonIgnoreProperties({"estimatedSettlePrice", "interestRate", "pair", "st", "ps"})
    record PremiumIndex(
            @JsonProperty(required = true) String symbol,
            @JsonProperty(required = true) BigDecimal markPrice,
            @Nullable BigDecimal indexPrice,
            @Nullable String lastFundingRate,
            @Nullable Long nextFundingTime,
            @JsonProperty(required = true) long time)
            implements BinanceMarketWire {}

    @JsonIgnoreProperties({"markPrice", "pair"})
    record Funding(
            @JsonProperty(required = true) String symbol,
            @JsonProperty(required = true) BigDecimal fundingRate,
            @JsonProperty(required = true) long fundingTime)
            implements BinanceMarketWire {}
}
