package dev.k2.exchange.kalshi;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An account as Kalshi writes it, over REST and over its socket. */
final class KalshiAccountWire {
    private KalshiAccountWire() {}

    /** What came of one order that was sent; {@code error} in answers to several only. */
    record Created(
            @JsonProperty("order_id") @Nullable String orderId,
            @JsonProperty("client_order_id") @Nullable String clientOrderId,
            @JsonProperty("fill_count") @Nullable BigDecimal fillCount,
            @JsonProperty("remaining_count") @Nullable BigDecimal remainingCount,
            @JsonProperty("average_fill_price") @Nullable BigDecimal averageFillPrice,
            @JsonProperty("average_fee_paid") @Nullable BigDecimal averageFeePaid,
            @JsonProperty("ts_ms") @Nullable Long millis,
            @Nullable JsonNode error) {}

    record CreatedEach(@JsonProperty(required = true) List<Created> orders) {}

    /** What came of one cancel. */
    record Cancelled(
            @JsonProperty("order_id") @Nullable String orderId,
            @JsonProperty("client_order_id") @Nullable String clientOrderId,
            @JsonProperty("reduced_by") @Nullable BigDecimal reducedBy,
            @JsonProperty("ts_ms") @Nullable Long millis,
            @Nullable JsonNode error) {}

    record CancelledEach(@JsonProperty(required = true) List<Cancelled> orders) {}

    /** An order in a list, or on the account's stream, which has more of times and reasons. */
    @JsonIgnoreProperties({
        "user_id",
        "side",
        "action",
        "is_yes",
        "type",
        "no_price_dollars",
        "taker_fees_dollars",
        "maker_fees_dollars",
        "self_trade_prevention_type",
        "order_group_id",
        "cancel_order_on_pause",
        "subaccount_number",
        "exchange_index",
        "created_ts_ms",
        "expiration_ts_ms"
    })
    record Order(
            @JsonProperty(value = "order_id", required = true) String orderId,
            @JsonProperty("client_order_id") @Nullable String clientOrderId,
            @JsonProperty(required = true) String ticker,
            @JsonProperty("outcome_side") @Nullable String outcomeSide,
            @JsonProperty("book_side") @Nullable String bookSide,
            @JsonProperty(required = true) String status,
            @JsonProperty(value = "yes_price_dollars", required = true) BigDecimal yesPrice,
            @JsonProperty(value = "fill_count_fp", required = true) BigDecimal fillCount,
            @JsonProperty(value = "remaining_count_fp", required = true) BigDecimal remainingCount,
            @JsonProperty(value = "initial_count_fp", required = true) BigDecimal initialCount,
            @JsonProperty("taker_fill_cost_dollars") @Nullable BigDecimal takerFillCost,
            @JsonProperty("maker_fill_cost_dollars") @Nullable BigDecimal makerFillCost,
            @JsonProperty("expiration_time") @Nullable String expirationTime,
            @JsonProperty("created_time") @Nullable String createdTime,
            @JsonProperty("last_update_time") @Nullable String lastUpdateTime,
            @JsonProperty("last_updated_ts_ms") @Nullable Long lastUpdatedMillis,
            @JsonProperty("last_update_reason") @Nullable String lastUpdateReason) {}

    record Orders(@JsonProperty(required = true) List<Order> orders, @Nullable String cursor) {}

    record OneOrder(@JsonProperty(required = true) Order order) {}

    /** A fill; over REST the price of both outcomes and a time in words, on the stream our id. */
    @JsonIgnoreProperties({
        "fill_id",
        "exchange_index",
        "side",
        "action",
        "purchased_side",
        "no_price_dollars",
        "subaccount_number",
        "subaccount",
        "post_position_fp"
    })
    record Fill(
            @JsonProperty(value = "trade_id", required = true) String tradeId,
            @JsonProperty(value = "order_id", required = true) String orderId,
            @JsonProperty("client_order_id") @Nullable String clientOrderId,
            @Nullable String ticker,
            @JsonProperty("market_ticker") @Nullable String marketTicker,
            @JsonProperty("outcome_side") @Nullable String outcomeSide,
            @JsonProperty("book_side") @Nullable String bookSide,
            @JsonProperty(value = "count_fp", required = true) BigDecimal count,
            @JsonProperty(value = "yes_price_dollars", required = true) BigDecimal yesPrice,
            @JsonProperty(value = "is_taker", required = true) boolean isTaker,
            @JsonProperty(value = "fee_cost", required = true) BigDecimal feeCost,
            @JsonProperty("created_time") @Nullable String createdTime,
            @Nullable Long ts,
            @JsonProperty("ts_ms") @Nullable Long millis) {}

    record Fills(@JsonProperty(required = true) List<Fill> fills, @Nullable String cursor) {}

    /** A position over REST. */
    @JsonIgnoreProperties({
        "exchange_index",
        "total_traded_dollars",
        "realized_pnl_dollars",
        "fees_paid_dollars"
    })
    record Position(
            @JsonProperty(required = true) String ticker,
            @JsonProperty(value = "position_fp", required = true) BigDecimal position,
            @JsonProperty(value = "market_exposure_dollars", required = true) BigDecimal exposure,
            @JsonProperty("last_updated_ts") @Nullable String lastUpdated) {}

    @JsonIgnoreProperties("event_positions")
    record Positions(
            @JsonProperty(value = "market_positions", required = true) List<Position> positions,
            @Nullable String cursor) {}

    /** A position on the account's stream. */
    @JsonIgnoreProperties({
        "user_id",
        "realized_pnl_dollars",
        "fees_paid_dollars",
        "position_fee_cost_dollars",
        "volume_fp",
        "subaccount",
        "exchange_index"
    })
    record PositionChange(
            @JsonProperty(value = "market_ticker", required = true) String ticker,
            @JsonProperty(value = "position_fp", required = true) BigDecimal position,
            @JsonProperty(value = "position_cost_dollars", required = true) BigDecimal cost) {}

    /** One shard's part of a sum, in dollars. */
    @JsonIgnoreProperties("exchange_index")
    record Part(@JsonProperty(required = true) BigDecimal balance) {}

    /** {@code balance} is cents, and so is the value of what is held. */
    @JsonIgnoreProperties({"balance", "portfolio_value", "updated_ts", "balance_breakdown"})
    record Balance(
            @JsonProperty(value = "balance_dollars", required = true) BigDecimal balanceDollars) {}

    record Resting(
            @JsonProperty(value = "total_resting_order_value", required = true) BigDecimal cents,
            @JsonProperty("resting_order_value_breakdown") @Nullable List<Part> parts) {}

    /** {@code revenue} and {@code value} are cents, all else dollars. */
    @JsonIgnoreProperties({"exchange_index", "event_ticker"})
    record Settlement(
            @JsonProperty(required = true) String ticker,
            @JsonProperty(value = "market_result", required = true) String marketResult,
            @JsonProperty(value = "yes_count_fp", required = true) BigDecimal yesCount,
            @JsonProperty(value = "yes_total_cost_dollars", required = true) BigDecimal yesCost,
            @JsonProperty(value = "no_count_fp", required = true) BigDecimal noCount,
            @JsonProperty(value = "no_total_cost_dollars", required = true) BigDecimal noCost,
            @JsonProperty(required = true) BigDecimal revenue,
            @JsonProperty(value = "settled_time", required = true) String settledTime,
            @JsonProperty(value = "fee_cost", required = true) BigDecimal feeCost,
            @Nullable BigDecimal value) {}

    record Settlements(
            @JsonProperty(required = true) List<Settlement> settlements, @Nullable String cursor) {}

    @JsonIgnoreProperties({"name", "subaccount", "fcm_subtrader_id"})
    record Key(
            @JsonProperty(value = "api_key_id", required = true) String id,
            @Nullable List<String> scopes) {}

    record Keys(
            @JsonProperty(value = "api_keys", required = true) List<Key> keys,
            @JsonProperty("api_key_region_expiration_ts") @Nullable Long expiresSeconds) {}

    record Bucket(
            @JsonProperty(value = "refill_rate", required = true) BigDecimal refillRate,
            @JsonProperty("bucket_capacity") @Nullable BigDecimal capacity) {}

    @JsonIgnoreProperties("grants")
    record Limits(
            @JsonProperty("usage_tier") @Nullable String tier,
            @JsonProperty(required = true) Bucket read,
            @JsonProperty(required = true) Bucket write) {}

    record Cost(
            @JsonProperty(required = true) String method,
            @JsonProperty(required = true) String path,
            @JsonProperty(required = true) long cost) {}

    record EndpointCosts(
            @JsonProperty(value = "default_cost", required = true) long defaultCost,
            @JsonProperty(value = "endpoint_costs", required = true) List<Cost> costs) {}
}
