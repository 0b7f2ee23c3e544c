package dev.k2.exchange.binance;

import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.util.Optional;

/** Binance's single words and ours, both ways. Unknown ones give nothing. Pure. */
final class BinanceWords {
    private BinanceWords() {}

    static Optional<OrderType> orderType(String word) {
        return switch (word) {
            case "LIMIT", "LIMIT_MAKER" -> Optional.of(OrderType.LIMIT);
            case "MARKET" -> Optional.of(OrderType.MARKET);
            case "STOP_LOSS" -> Optional.of(OrderType.STOP);
            case "STOP_LOSS_LIMIT" -> Optional.of(OrderType.STOP_LIMIT);
            case "TAKE_PROFIT" -> Optional.of(OrderType.TAKE_PROFIT);
            case "TAKE_PROFIT_LIMIT" -> Optional.of(OrderType.TAKE_PROFIT_LIMIT);
            default -> Optional.empty();
        };
    }

    /**
     * The word for an order, which names post-only too; empty where Binance has no such order. Orders
     * without a price take what is there, so filling all or nothing cannot be asked of them.
     */
    static Optional<String> word(OrderType type, TimeInForce timeInForce) {
        return switch (timeInForce) {
            case GTC, IOC -> word(type);
            case FOK -> type.isPriced() ? word(type) : Optional.empty();
            case POST_ONLY ->
                    type == OrderType.LIMIT ? Optional.of("LIMIT_MAKER") : Optional.empty();
            case GTD -> Optional.empty();
        };
    }

    private static Optional<String> word(OrderType type) {
        return switch (type) {
            case LIMIT -> Optional.of("LIMIT");
            case MARKET -> Optional.of("MARKET");
            case STOP -> Optional.of("STOP_LOSS");
            case STOP_LIMIT -> Optional.of("STOP_LOSS_LIMIT");
            case TAKE_PROFIT -> Optional.of("TAKE_PROFIT");
            case TAKE_PROFIT_LIMIT -> Optional.of("TAKE_PROFIT_LIMIT");
            case TRAILING_STOP -> Optional.empty();
        };
    }

    static Optional<Side> side(String word) {
        return switch (word) {
            case "BUY" -> Optional.of(Side.BUY);
            case "SELL" -> Optional.of(Side.SELL);
            default -> Optional.empty();
        };
    }

    /**
     * Where an order stands.
     *
     * @param filled how much of it is filled, which decides for the word that says nothing about it
     */
    static Optional<OrderStatus> status(String word, BigDecimal filled) {
        return switch (word) {
            case "NEW" -> Optional.of(OrderStatus.OPEN);
            case "PENDING_NEW" -> Optional.of(OrderStatus.PENDING);
            case "PARTIALLY_FILLED" -> Optional.of(OrderStatus.PARTIAL);
            case "FILLED" -> Optional.of(OrderStatus.FILLED);
            case "CANCELED" -> Optional.of(OrderStatus.CANCELLED);
            case "PENDING_CANCEL" ->
                    Optional.of(filled.signum() > 0 ? OrderStatus.PARTIAL : OrderStatus.OPEN);
            case "REJECTED" -> Optional.of(OrderStatus.REJECTED);
            case "EXPIRED", "EXPIRED_IN_MATCH" -> Optional.of(OrderStatus.EXPIRED);
            default -> Optional.empty();
        };
    }
}
