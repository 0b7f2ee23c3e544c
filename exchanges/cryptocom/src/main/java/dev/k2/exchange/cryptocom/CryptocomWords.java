package dev.k2.exchange.cryptocom;

import dev.k2.exchange.OrderTerms.TriggerPrice;
import dev.k2.model.CandleInterval;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Crypto.com's single words and ours, both ways. Unknown ones give nothing. Pure. */
final class CryptocomWords {
    private static final Map<CandleInterval, String> INTERVALS = intervals();

    private CryptocomWords() {}

    /** Old messages have small letters. */
    static Optional<Side> side(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "BUY" -> Optional.of(Side.BUY);
            case "SELL" -> Optional.of(Side.SELL);
            default -> Optional.empty();
        };
    }

    static Optional<OrderType> type(String word) {
        return switch (word) {
            case "LIMIT" -> Optional.of(OrderType.LIMIT);
            case "MARKET" -> Optional.of(OrderType.MARKET);
            case "STOP_LOSS" -> Optional.of(OrderType.STOP);
            case "STOP_LIMIT" -> Optional.of(OrderType.STOP_LIMIT);
            case "TAKE_PROFIT" -> Optional.of(OrderType.TAKE_PROFIT);
            case "TAKE_PROFIT_LIMIT" -> Optional.of(OrderType.TAKE_PROFIT_LIMIT);
            default -> Optional.empty();
        };
    }

    /** The word for a type; empty where Crypto.com has none. */
    static Optional<String> word(OrderType type) {
        return switch (type) {
            case LIMIT, MARKET, STOP_LIMIT, TAKE_PROFIT, TAKE_PROFIT_LIMIT ->
                    Optional.of(type.name());
            case STOP -> Optional.of("STOP_LOSS");
            case TRAILING_STOP -> Optional.empty();
        };
    }

    /** The word for a time in force; an order that only makes says so elsewhere, and stays. */
    static Optional<String> word(TimeInForce timeInForce) {
        return switch (timeInForce) {
            case GTC, POST_ONLY -> Optional.of("GOOD_TILL_CANCEL");
            case IOC -> Optional.of("IMMEDIATE_OR_CANCEL");
            case FOK -> Optional.of("FILL_OR_KILL");
            case GTD -> Optional.empty();
        };
    }

    static String word(TriggerPrice price) {
        return switch (price) {
            case LAST -> "LAST_PRICE";
            case MARK -> "MARK_PRICE";
        };
    }

    /**
     * Where an order stands.
     *
     * @param filled whether some of it is filled
     * @param waits whether it waits for a price, for which its word is that of a beginning
     * @param reason why it ended; 0 for none
     */
    static Optional<OrderStatus> status(String word, boolean filled, boolean waits, int reason) {
        return switch (word) {
            case "NEW" -> Optional.of(OrderStatus.SUBMITTED);
            case "PENDING" -> Optional.of(waits ? OrderStatus.OPEN : OrderStatus.SUBMITTED);
            case "ACTIVE" -> Optional.of(filled ? OrderStatus.PARTIAL : OrderStatus.OPEN);
            case "FILLED" -> Optional.of(OrderStatus.FILLED);
            case "CANCELED" ->
                    Optional.of(
                            reason == CryptocomCodes.POST_ONLY && !filled
                                    ? OrderStatus.REJECTED
                                    : OrderStatus.CANCELLED);
            case "REJECTED" -> Optional.of(filled ? OrderStatus.CANCELLED : OrderStatus.REJECTED);
            case "EXPIRED" -> Optional.of(OrderStatus.EXPIRED);
            default -> Optional.empty();
        };
    }

    /** Whether a fill rested in the book; empty for a word that is not known. */
    static Optional<Boolean> isMaker(String word) {
        return switch (word) {
            case "MAKER" -> Optional.of(true);
            // Trades that the exchange makes by itself, such as liquidations, say nothing.
            case "TAKER", "" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** The word for a candle's width; empty where Crypto.com has no such candles. */
    static Optional<String> interval(CandleInterval interval) {
        return Optional.ofNullable(INTERVALS.get(interval));
    }

    /** All candle widths with their words. Two hours are told of too, and by nobody for sure [U]. */
    static Map<CandleInterval, String> intervals() {
        Map<CandleInterval, String> words = new EnumMap<>(CandleInterval.class);
        words.put(CandleInterval.M1, "1m");
        words.put(CandleInterval.M5, "5m");
        words.put(CandleInterval.M15, "15m");
        words.put(CandleInterval.M30, "30m");
        words.put(CandleInterval.H1, "1h");
        words.put(CandleInterval.H4, "4h");
        words.put(CandleInterval.H12, "12h");
        words.put(CandleInterval.D1, "1D");
        words.put(CandleInterval.W1, "7D");
        words.put(CandleInterval.MONTH, "1M");
        return words;
    }
}
