package dev.k2.exchange.binance;

import dev.k2.model.MarginMode;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/**
 * The single words of USD-M Futures and ours, both ways. Unknown ones give nothing. Some words are
 * Spot's and mean something else here. Pure.
 */
final class BinanceFuturesWords {
    private BinanceFuturesWords() {}

    static Optional<OrderType> orderType(String word) {
        return switch (word) {
            // The exchange closes positions by limit orders of its own.
            case "LIMIT", "LIQUIDATION" -> Optional.of(OrderType.LIMIT);
            case "MARKET" -> Optional.of(OrderType.MARKET);
            case "STOP" -> Optional.of(OrderType.STOP_LIMIT);
            case "STOP_MARKET" -> Optional.of(OrderType.STOP);
            case "TAKE_PROFIT" -> Optional.of(OrderType.TAKE_PROFIT_LIMIT);
            case "TAKE_PROFIT_MARKET" -> Optional.of(OrderType.TAKE_PROFIT);
            case "TRAILING_STOP_MARKET" -> Optional.of(OrderType.TRAILING_STOP);
            default -> Optional.empty();
        };
    }

    static String word(OrderType type) {
        return switch (type) {
            case LIMIT -> "LIMIT";
            case MARKET -> "MARKET";
            case STOP -> "STOP_MARKET";
            case STOP_LIMIT -> "STOP";
            case TAKE_PROFIT -> "TAKE_PROFIT_MARKET";
            case TAKE_PROFIT_LIMIT -> "TAKE_PROFIT";
            case TRAILING_STOP -> "TRAILING_STOP_MARKET";
        };
    }

    static String word(TimeInForce timeInForce) {
        return switch (timeInForce) {
            case GTC -> "GTC";
            case IOC -> "IOC";
            case FOK -> "FOK";
            case GTD -> "GTD";
            case POST_ONLY -> "GTX";
        };
    }

    /**
     * Where an order stands.
     *
     * @param filled how much of it is filled, which decides for words that say nothing about it
     */
    static Optional<OrderStatus> status(String word, BigDecimal quantity, BigDecimal filled) {
        return switch (word) {
            case "NEW" -> Optional.of(OrderStatus.OPEN);
            case "PARTIALLY_FILLED" -> Optional.of(OrderStatus.PARTIAL);
            case "FILLED" -> Optional.of(OrderStatus.FILLED);
            case "CANCELED" -> Optional.of(OrderStatus.CANCELLED);
            case "REJECTED" -> Optional.of(OrderStatus.REJECTED);
            case "EXPIRED", "EXPIRED_IN_MATCH" -> Optional.of(OrderStatus.EXPIRED);
            // Orders by which the exchange closes a position.
            case "NEW_INSURANCE", "NEW_ADL" -> Optional.of(byQuantity(quantity, filled));
            default -> Optional.empty();
        };
    }

    /**
     * Where an order that waits for its trigger stands; once it is triggered, the order that it
     * became says more.
     */
    static Optional<OrderStatus> algoStatus(String word, BigDecimal quantity, BigDecimal filled) {
        return switch (word) {
            case "NEW", "TRIGGERING", "TRIGGERED" -> Optional.of(byQuantity(quantity, filled));
            case "FINISHED" ->
                    Optional.of(
                            byQuantity(quantity, filled) == OrderStatus.FILLED
                                    ? OrderStatus.FILLED
                                    : OrderStatus.CANCELLED);
            case "CANCELED" -> Optional.of(OrderStatus.CANCELLED);
            case "EXPIRED" -> Optional.of(OrderStatus.EXPIRED);
            case "REJECTED" -> Optional.of(OrderStatus.REJECTED);
            default -> Optional.empty();
        };
    }

    static Optional<MarginMode> marginMode(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "CROSS", "CROSSED" -> Optional.of(MarginMode.CROSS);
            case "ISOLATED" -> Optional.of(MarginMode.ISOLATED);
            default -> Optional.empty();
        };
    }

    static String word(MarginMode mode) {
        return switch (mode) {
            case CROSS -> "CROSSED";
            case ISOLATED -> "ISOLATED";
        };
    }

    /** Why an order expired, for a person; empty where nothing special is told. */
    static Optional<String> expiry(String code) {
        return switch (code) {
            case "", "0" -> Optional.empty();
            case "1" -> Optional.of("it would have met an order of its own account");
            case "2" -> Optional.of("what was there did not fill all of it");
            case "3" -> Optional.of("the rest would have met an order of its own account");
            case "4" -> Optional.of("another order that reduces the position went before it");
            case "5" -> Optional.of("the account was liquidated");
            case "6" -> Optional.of("its condition no longer holds");
            case "7" -> Optional.of("the symbol is delisted");
            case "8" -> Optional.of("the order that it waited for was triggered");
            case "9" -> Optional.of("the market had too little to fill it");
            default -> Optional.of("reason " + code);
        };
    }

    private static OrderStatus byQuantity(BigDecimal quantity, BigDecimal filled) {
        if (filled.signum() <= 0) {
            return OrderStatus.OPEN;
        }
        return filled.compareTo(quantity) >= 0 ? OrderStatus.FILLED : OrderStatus.PARTIAL;
    }
}
