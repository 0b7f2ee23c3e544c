package dev.k2.exchange.kalshi;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Public data as Kalshi writes it over REST. Fields that K2 does not use are named as ignored, so
 * that a test notices new ones.
 */
final class KalshiRestWire {
    private KalshiRestWire() {}

    /** Prices from {@code start} to {@code end} lie {@code step} apart. */
    record PriceRange(
            @JsonProperty(required = true) BigDecimal start,
            @JsonProperty(required = true) BigDecimal end,
            @JsonProperty(required = true) BigDecimal step) {}

    @JsonIgnoreProperties({
        "market_type",
        "created_time",
        "expiration_time",
        "latest_expiration_time",
        "settlement_timer_seconds",
        "yes_bid_size_fp",
        "yes_ask_size_fp",
        "no_bid_dollars",
        "no_ask_dollars",
        "notional_value_dollars",
        "previous_yes_bid_dollars",
        "previous_yes_ask_dollars",
        "liquidity_dollars",
        "expiration_value",
        "occurrence_datetime",
        "fee_waiver_expiration_time",
        "early_close_condition",
        "strike_type",
        "floor_strike",
        "cap_strike",
        "functional_strike",
        "custom_strike",
        "mve_collection_ticker",
        "mve_selected_legs",
        "primary_participant_key",
        "price_level_structure",
        "is_provisional",
        "exchange_index",
        "response_price_units",
        "tick_size"
    })
    record Market(
            @JsonProperty(required = true) String ticker,
            @JsonProperty(value = "event_ticker", required = true) String eventTicker,
            @JsonProperty("title") @Nullable String title,
            @JsonProperty("subtitle") @Nullable String subtitle,
            @JsonProperty("yes_sub_title") @Nullable String yesSubTitle,
            @JsonProperty("no_sub_title") @Nullable String noSubTitle,
            @JsonProperty("updated_time") @Nullable String updatedTime,
            @JsonProperty("open_time") @Nullable String openTime,
            @JsonProperty("close_time") @Nullable String closeTime,
            @JsonProperty("expected_expiration_time") @Nullable String expectedExpirationTime,
            @JsonProperty(required = true) String status,
            @JsonProperty("yes_bid_dollars") @Nullable BigDecimal yesBid,
            @JsonProperty("yes_ask_dollars") @Nullable BigDecimal yesAsk,
            @JsonProperty("last_price_dollars") @Nullable BigDecimal lastPrice,
            @JsonProperty("previous_price_dollars") @Nullable BigDecimal previousPrice,
            @JsonProperty("volume_fp") @Nullable BigDecimal volume,
            @JsonProperty("volume_24h_fp") @Nullable BigDecimal volume24h,
            @JsonProperty("open_interest_fp") @Nullable BigDecimal openInterest,
            @JsonProperty("result") @Nullable String result,
            @JsonProperty("can_close_early") @Nullable Boolean canCloseEarly,
            @JsonProperty("settlement_value_dollars") @Nullable BigDecimal settlementValue,
            @JsonProperty("settlement_ts") @Nullable String settlementTime,
            @JsonProperty("rules_primary") @Nullable String rulesPrimary,
            @JsonProperty("rules_secondary") @Nullable String rulesSecondary,
            @JsonProperty("fractional_trading_enabled") @Nullable Boolean fractional,
            @JsonProperty("price_ranges") @Nullable List<PriceRange> priceRanges) {}

    record Markets(@JsonProperty(required = true) List<Market> markets, @Nullable String cursor) {}

    record OneMarket(@JsonProperty(required = true) Market market) {}

    record Source(@Nullable String name, @Nullable String url) {}

    @JsonIgnoreProperties({
        "available_on_brokers",
        "collateral_return_type",
        "strike_date",
        "strike_period",
        "product_metadata",
        "last_updated_ts",
        "exchange_index"
    })
    record Event(
            @JsonProperty(value = "event_ticker", required = true) String eventTicker,
            @JsonProperty(value = "series_ticker", required = true) String seriesTicker,
            @JsonProperty("sub_title") @Nullable String subTitle,
            @Nullable String title,
            @JsonProperty("mutually_exclusive") @Nullable Boolean mutuallyExclusive,
            @Nullable String category,
            @Nullable List<Market> markets,
            @JsonProperty("settlement_sources") @Nullable List<Source> settlementSources,
            @JsonProperty("fee_type_override") @Nullable String feeTypeOverride,
            @JsonProperty("fee_multiplier_override") @Nullable BigDecimal feeMultiplierOverride) {}

    @JsonIgnoreProperties("milestones")
    record Events(@JsonProperty(required = true) List<Event> events, @Nullable String cursor) {}

    record OneEvent(@JsonProperty(required = true) Event event, @Nullable List<Market> markets) {}

    @JsonIgnoreProperties({
        "frequency",
        "categories",
        "tags",
        "contract_url",
        "contract_terms_url",
        "product_metadata",
        "additional_prohibitions",
        "volume_fp",
        "last_updated_ts",
        "exchange_index"
    })
    record Series(
            @JsonProperty(required = true) String ticker,
            @Nullable String title,
            @Nullable String category,
            @JsonProperty("settlement_sources") @Nullable List<Source> settlementSources,
            @JsonProperty(value = "fee_type", required = true) String feeType,
            @JsonProperty(value = "fee_multiplier", required = true) BigDecimal feeMultiplier) {}

    record OneSeries(@JsonProperty(required = true) Series series) {}

    record SeriesList(@JsonProperty(required = true) List<Series> series) {}

    /** Bids of both outcomes, each a price and a count; a side without any can be missing. */
    record Levels(
            @JsonProperty("yes_dollars") @Nullable List<List<BigDecimal>> yes,
            @JsonProperty("no_dollars") @Nullable List<List<BigDecimal>> no) {}

    record Book(@JsonProperty(value = "orderbook_fp", required = true) Levels levels) {}

    @JsonIgnoreProperties({"taker_side", "no_price_dollars", "is_block_trade"})
    record Trade(
            @JsonProperty(value = "trade_id", required = true) String tradeId,
            @JsonProperty(required = true) String ticker,
            @JsonProperty(value = "count_fp", required = true) BigDecimal count,
            @JsonProperty(value = "yes_price_dollars", required = true) BigDecimal yesPrice,
            @JsonProperty("taker_outcome_side") @Nullable String takerOutcomeSide,
            @JsonProperty("taker_book_side") @Nullable String takerBookSide,
            @JsonProperty(value = "created_time", required = true) String createdTime) {}

    record Trades(@JsonProperty(required = true) List<Trade> trades, @Nullable String cursor) {}

    /** Prices of trades; all but {@code previous} are missing where there was none. */
    @JsonIgnoreProperties({"mean_dollars", "min_dollars", "max_dollars", "mean", "min", "max"})
    record Prices(
            @JsonProperty("open_dollars") @Nullable BigDecimal openDollars,
            @JsonProperty("high_dollars") @Nullable BigDecimal highDollars,
            @JsonProperty("low_dollars") @Nullable BigDecimal lowDollars,
            @JsonProperty("close_dollars") @Nullable BigDecimal closeDollars,
            @JsonProperty("previous_dollars") @Nullable BigDecimal previousDollars,
            @Nullable BigDecimal open,
            @Nullable BigDecimal high,
            @Nullable BigDecimal low,
            @Nullable BigDecimal close,
            @Nullable BigDecimal previous) {}

    /** Of old markets the same comes without the endings that tell what a field counts in. */
    @JsonIgnoreProperties({"yes_bid", "yes_ask", "open_interest_fp", "open_interest"})
    record Candle(
            @JsonProperty(value = "end_period_ts", required = true) long endPeriodSeconds,
            @JsonProperty(required = true) Prices price,
            @JsonProperty("volume_fp") @Nullable BigDecimal volumeCounted,
            @Nullable BigDecimal volume) {}

    @JsonIgnoreProperties({"ticker", "market_ticker"})
    record Candles(@JsonProperty(required = true) List<Candle> candlesticks) {}

    @JsonIgnoreProperties("market_positions_last_updated_ts")
    record Cutoff(
            @JsonProperty(value = "market_settled_ts", required = true) String marketSettled,
            @JsonProperty(value = "trades_created_ts", required = true) String tradesCreated,
            @JsonProperty(value = "orders_updated_ts", required = true) String ordersUpdated) {}

    record DataTime(@JsonProperty("as_of_time") @Nullable String asOfTime) {}

    /** A failure; some come as a text, most as a code with words. */
    record Failure(
            @Nullable JsonNode error,
            @Nullable String code,
            @Nullable String message,
            @Nullable String details) {}
}
