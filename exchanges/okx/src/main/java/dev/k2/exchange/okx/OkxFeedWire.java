package dev.k2.exchange.okx;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What OKX pushes, as far as it is not hot, in its own words. Tickers, mark prices, fundings and
 * instruments look as they do when they are asked for.
 */
sealed interface OkxFeedWire {
    /** Which stream a message is of. */
    @JsonIgnoreProperties({"uid"})
    record Arg(
            @JsonProperty(required = true) String channel,
            @Nullable String instId,
            @Nullable String instType,
            @Nullable String instFamily)
            implements OkxFeedWire {}

    /** An answer to a subscription, a login, or an announcement. */
    @JsonIgnoreProperties({"connCount"})
    record Event(
            @JsonProperty(required = true) String event,
            @Nullable String id,
            @Nullable String code,
            @Nullable String msg,
            @Nullable String channel,
            @Nullable String connId,
            @Nullable Arg arg)
            implements OkxFeedWire {}

    /** A message with data of one kind. */
    @JsonIgnoreProperties({"action", "eventType", "curPage", "lastPage"})
    record Push<T>(
            @JsonProperty(required = true) Arg arg, @JsonProperty(required = true) List<T> data)
            implements OkxFeedWire {}

    /** Positions of one instrument that were closed by force. */
    @JsonIgnoreProperties({"instFamily", "uly"})
    record Liquidations(
            @JsonProperty(required = true) String instId,
            @Nullable String instType,
            @JsonProperty(required = true) List<Liquidation> details)
            implements OkxFeedWire {}

    @JsonIgnoreProperties({"bkLoss", "ccy", "posSide"})
    record Liquidation(
            @JsonProperty(required = true) String side,
            @JsonProperty(required = true) BigDecimal bkPx,
            @JsonProperty(required = true) BigDecimal sz,
            @JsonProperty(required = true) long ts)
            implements OkxFeedWire {}
}
