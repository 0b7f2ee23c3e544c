package dev.k2.exchange.cryptocom;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Crypto.com says of an account, answered or pushed, in its own words. A field is read, or
 * named as ignored; what stands in neither list is new.
 */
sealed interface CryptocomAccountWire {
    /** An order, a change or a cancel was taken; nothing more. */
    record Taken(
            @JsonProperty("order_id") @Nullable String orderId,
            @JsonProperty("client_oid") @Nullable String clientOid)
            implements CryptocomAccountWire {}

    /** What was said to one order of a list. */
    @JsonIgnoreProperties({"index"})
    record Part(
            @JsonProperty(required = true) int code,
            @Nullable String message,
            @JsonProperty("order_id") @Nullable String orderId,
            @JsonProperty("client_oid") @Nullable String clientOid)
            implements CryptocomAccountWire {}

    record ListTaken(@JsonProperty("list_id") @Nullable String listId)
            implements CryptocomAccountWire {}

    /** An order, usual or one that waits. Words of it differ between old and new messages. */
    @JsonIgnoreProperties({
        "account_id",
        "attach_order_id",
        "contingency_type",
        "create_time_ns",
        "cumulative_fee",
        "exec_inst",
        "fee_currency",
        "fee_instrument_name",
        "isolation_id",
        "isolation_type",
        "leg_id",
        "list_id",
        "maker_fee_rate",
        "order_date",
        "order_value",
        "ref_price_type",
        "taker_fee_rate",
        "time_in_force",
        "transaction_time",
        "transaction_time_ns",
        "trigger_price_type",
        "update_user_id"
    })
    record Order(
            @JsonProperty(value = "instrument_name", required = true) String instrumentName,
            @JsonProperty(value = "order_id", required = true) String orderId,
            @JsonProperty("client_oid") @Nullable String clientOid,
            @JsonProperty(value = "order_type", required = true) @JsonAlias("type")
                    String orderType,
            @JsonProperty(required = true) String side,
            @BlankIsNull @Nullable BigDecimal quantity,
            @BlankIsNull @JsonProperty("limit_price") @JsonAlias("price")
                    @Nullable BigDecimal limitPrice,
            @BlankIsNull @JsonProperty("ref_price") @Nullable BigDecimal refPrice,
            @BlankIsNull @JsonProperty("trigger_price") @Nullable BigDecimal triggerPrice,
            @BlankIsNull @JsonProperty("avg_price") @Nullable BigDecimal avgPrice,
            @BlankIsNull @JsonProperty("cumulative_quantity")
                    @Nullable BigDecimal cumulativeQuantity,
            @BlankIsNull @JsonProperty("cumulative_value") @Nullable BigDecimal cumulativeValue,
            @JsonProperty(required = true) String status,
            @Nullable String reason,
            @JsonProperty("reject_reason") @Nullable String rejectReason,
            @JsonProperty("create_time") @Nullable Long createTime,
            @JsonProperty("update_time") @Nullable Long updateTime)
            implements CryptocomAccountWire {}

    /** A fill; fees are negative where they are charged. */
    @JsonIgnoreProperties({
        "account_id",
        "event_date",
        "fee_credits",
        "isolation_id",
        "isolation_type",
        "journal_type",
        "match_count",
        "match_index",
        "trade_match_id",
        "transact_time_ns"
    })
    record Trade(
            @JsonProperty(value = "instrument_name", required = true) String instrumentName,
            @JsonProperty(value = "trade_id", required = true) String tradeId,
            @JsonProperty(value = "order_id", required = true) String orderId,
            @JsonProperty("client_oid") @Nullable String clientOid,
            @JsonProperty(required = true) String side,
            @JsonProperty(value = "traded_price", required = true) BigDecimal tradedPrice,
            @JsonProperty(value = "traded_quantity", required = true) BigDecimal tradedQuantity,
            @BlankIsNull @Nullable BigDecimal fees,
            @JsonProperty("fee_instrument_name") @Nullable String feeInstrumentName,
            @JsonProperty("taker_side") @Nullable String takerSide,
            @JsonProperty(value = "create_time", required = true) long createTime,
            @JsonProperty("create_time_ns") @Nullable Long createTimeNs)
            implements CryptocomAccountWire {}

    /** The wallet; its totals are in dollars and not used. */
    @JsonIgnoreProperties({
        "account",
        "credit_limits",
        "has_risk",
        "instrument_name",
        "is_liquidating",
        "isolated_positions",
        "margin_score",
        "position_limit",
        "terminatable",
        "total_available_balance",
        "total_borrow",
        "total_cash_balance",
        "total_collateral_value",
        "total_effective_leverage",
        "total_haircut",
        "total_initial_margin",
        "total_isolated_cash_balance",
        "total_maintenance_margin",
        "total_margin_balance",
        "total_position_cost",
        "total_position_im",
        "total_session_realized_pnl",
        "total_session_unrealized_pnl",
        "used_position_limit"
    })
    record Wallet(
            @JsonProperty(value = "position_balances", required = true)
                    List<CurrencyBalance> balances)
            implements CryptocomAccountWire {}

    @JsonIgnoreProperties({
        "collateral_amount",
        "collateral_eligible",
        "collateral_weight",
        "haircut",
        "hourly_interest_rate",
        "market_value",
        "max_withdrawal_balance"
    })
    record CurrencyBalance(
            @JsonProperty(value = "instrument_name", required = true) String currency,
            @JsonProperty(required = true) BigDecimal quantity,
            @BlankIsNull @JsonProperty("reserved_qty") @Nullable BigDecimal reserved)
            implements CryptocomAccountWire {}

    @JsonIgnoreProperties({
        "account_id",
        "cost",
        "effective_leverage",
        "isolation_id",
        "liquidation_price",
        "market_value",
        "session_pnl",
        "session_unrealized_pnl",
        "type"
    })
    record Position(
            @JsonProperty(value = "instrument_name", required = true) String instrumentName,
            @JsonProperty(required = true) BigDecimal quantity,
            @BlankIsNull @JsonProperty("open_pos_cost") @Nullable BigDecimal openCost,
            @BlankIsNull @JsonProperty("open_position_pnl") @Nullable BigDecimal openProfit,
            @JsonProperty("isolation_type") @Nullable String isolationType,
            @JsonProperty("update_timestamp_ms") @Nullable Long updateTimestamp)
            implements CryptocomAccountWire {}

    /** In hundredths of a per cent. */
    @JsonIgnoreProperties({"instrument_name"})
    record FeeRate(
            @JsonProperty(value = "effective_maker_rate_bps", required = true) BigDecimal maker,
            @JsonProperty(value = "effective_taker_rate_bps", required = true) BigDecimal taker)
            implements CryptocomAccountWire {}

    @JsonIgnoreProperties({"stp_id", "stp_scope", "stp_inst"})
    record Settings(@JsonProperty(required = true) int leverage) implements CryptocomAccountWire {}

    /** Who an account is. Old answers name the master account only. */
    @JsonIgnoreProperties({"sub_account_list"})
    record Accounts(
            @JsonProperty("this_account") @Nullable Named thisAccount,
            @JsonProperty("master_account") @Nullable Named masterAccount)
            implements CryptocomAccountWire {}

    @JsonIgnoreProperties({
        "address",
        "country_code",
        "create_time",
        "derivatives_access",
        "derivatives_enabled",
        "email",
        "enabled",
        "hierarchy",
        "incorp_country_code",
        "kyc_level",
        "label",
        "margin_access",
        "margin_account_uuid",
        "margin_enabled",
        "master_account_uuid",
        "mobile_number",
        "name",
        "phone_country_code",
        "spot_enabled",
        "suspended",
        "system_label",
        "terminated",
        "tradable",
        "two_fa_enabled",
        "update_time",
        "user_uuid"
    })
    record Named(@JsonProperty(required = true) String uuid) implements CryptocomAccountWire {}
}
