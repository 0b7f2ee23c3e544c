package dev.k2.exchange.bybit;

import dev.k2.model.CandleInterval;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Bybit's single words and ours, both ways. Unknown ones give nothing. Pure. */
final class BybitWords {
    private static final Map<CandleInterval, String> INTERVALS = intervals();

    private BybitWords() {}

    static Optional<Side> side(String word) {
        return switch (word) {
            case "Buy" -> Optional.of(Side.BUY);
            case "Sell" -> Optional.of(Side.SELL);
            default -> Optional.empty();
        };
    }

    static String word(Side side) {
        return switch (side) {
            case BUY -> "Buy";
            case SELL -> "Sell";
        };
    }

    static String word(OrderType type) {
        return type.isPriced() ? "Limit" : "Market";
    }

    /** The word for a time in force; empty where Bybit has none. */
    static Optional<String> word(TimeInForce timeInForce) {
        return switch (timeInForce) {
            case GTC -> Optional.of("GTC");
            case IOC -> Optional.of("IOC");
            case FOK -> Optional.of("FOK");
            case POST_ONLY -> Optional.of("PostOnly");
            case GTD -> Optional.empty();
        };
    }

    /**
     * Where an order stands. Bybit ends orders of all kinds with one word; the reason beside it
     * tells which of them ran out by their own terms.
     *
     * @param reason empty text where nothing is wrong
     * @param filled whether some of it is filled
     */
    static Optional<OrderStatus> status(String word, String reason, boolean filled) {
        return switch (word) {
            case "New", "Untriggered", "Triggered", "Active", "Created" ->
                    Optional.of(filled ? OrderStatus.PARTIAL : OrderStatus.OPEN);
            case "PartiallyFilled" -> Optional.of(OrderStatus.PARTIAL);
            case "Filled" -> Optional.of(OrderStatus.FILLED);
            case "Cancelled", "PartiallyFilledCanceled", "Deactivated" ->
                    Optional.of(ended(reason));
            case "Rejected" -> Optional.of(filled ? OrderStatus.CANCELLED : OrderStatus.REJECTED);
            default -> Optional.empty();
        };
    }

    private static OrderStatus ended(String reason) {
        return switch (reason) {
            case "EC_NoImmediateQtyToFill",
                    "EC_CancelForNoFullFill",
                    "EC_PostOnlyWillTakeLiquidity" ->
                    OrderStatus.EXPIRED;
            default -> OrderStatus.CANCELLED;
        };
    }

    /** Whether an execution is a trade of an order; empty for a word that is not known. */
    static Optional<Boolean> isTrade(String executionType) {
        return switch (executionType) {
            case "Trade", "AdlTrade", "BustTrade", "BlockTrade", "FutureSpread" ->
                    Optional.of(true);
            case "Funding",
                    "Delivery",
                    "Settle",
                    "SessionSettlePnL",
                    "MovePosition",
                    "CorporateAction",
                    "UNKNOWN" ->
                    Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** The word for a candle's width; empty where Bybit has no such candles. */
    static Optional<String> interval(CandleInterval interval) {
        return Optional.ofNullable(INTERVALS.get(interval));
    }

    /** All candle widths that Bybit has, with its words. */
    static Map<CandleInterval, String> intervals() {
        Map<CandleInterval, String> words = new EnumMap<>(CandleInterval.class);
        words.put(CandleInterval.M1, "1");
        words.put(CandleInterval.M3, "3");
        words.put(CandleInterval.M5, "5");
        words.put(CandleInterval.M15, "15");
        words.put(CandleInterval.M30, "30");
        words.put(CandleInterval.H1, "60");
        words.put(CandleInterval.H2, "120");
        words.put(CandleInterval.H4, "240");
        words.put(CandleInterval.H6, "360");
        words.put(CandleInterval.H12, "720");
        words.put(CandleInterval.D1, "D");
        words.put(CandleInterval.W1, "W");
        words.put(CandleInterval.MONTH, "M");
        return words;
    }
}
