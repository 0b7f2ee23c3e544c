package dev.k2.exchange.kalshi;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Kalshi's socket says that is not read from its bytes. */
final class KalshiFeedWire {
    static final int AUTHENTICATION_REQUIRED = 9;

    private KalshiFeedWire() {}

    /** After these nothing more comes of a subscription: more was waiting than Kalshi keeps. */
    static boolean isTerminal(int code) {
        return code == 10 || code == 25;
    }

    /**
     * A step in a market's life; times are epoch seconds, and which of them are there goes by the
     * kind of the step.
     */
    @JsonIgnoreProperties({
        "exchange_index",
        "open_ts",
        "additional_metadata",
        "price_level_structure",
        "price_ranges",
        "is_deactivated",
        "ts"
    })
    record Lifecycle(
            @JsonProperty(value = "market_ticker", required = true) String ticker,
            @JsonProperty(value = "event_type", required = true) String eventType,
            @JsonProperty("close_ts") @Nullable Long closeSeconds,
            @JsonProperty("determination_ts") @Nullable Long determinationSeconds,
            @JsonProperty("settled_ts") @Nullable Long settledSeconds,
            @JsonProperty("ts_ms") @Nullable Long millis,
            @Nullable String result,
            @JsonProperty("settlement_value_dollars") @Nullable BigDecimal settlementValueDollars,
            @JsonProperty("settlement_value") @Nullable BigDecimal settlementValue) {}

    /** What is asked for. */
    record Command(long id, String cmd, Object params) {}

    record Subscribe(
            List<String> channels,
            @JsonProperty("market_tickers") List<String> tickers,
            @JsonProperty("use_yes_price") boolean useYesPrice,
            @JsonProperty("send_initial_snapshot") boolean sendInitialSnapshot) {}

    record SubscribeAll(List<String> channels) {}

    record Update(long sid, String action, @JsonProperty("market_tickers") List<String> tickers) {}

    record Nothing() {}
}
