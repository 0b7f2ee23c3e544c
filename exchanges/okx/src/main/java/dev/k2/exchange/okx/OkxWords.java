package dev.k2.exchange.okx;

import dev.k2.exchange.OrderTerms.SelfTrade;
import dev.k2.exchange.OrderTerms.TriggerPrice;
import dev.k2.model.CandleInterval;
import dev.k2.model.InstrumentKind;
import dev.k2.model.MarginMode;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.PositionMode;
import dev.k2.model.PositionSide;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** OKX's single words and ours, both ways. Unknown ones give nothing. Pure. */
final class OkxWords {
    /** From six hours up the plain word means a candle that opens by Hong Kong's clock. */
    private static final Map<CandleInterval, String> BARS = bars();

    private OkxWords() {}

    static Set<CandleInterval> intervals() {
        return Set.copyOf(BARS.keySet());
    }

    /** OKX's word for a width; empty where it has no such candles. */
    static Optional<String> bar(CandleInterval interval) {
        return Optional.ofNullable(BARS.get(interval));
    }

    /** OKX's word for what kind an instrument is. */
    static String instType(InstrumentKind kind) {
        return switch (kind) {
            case SPOT -> "SPOT";
            case PERPETUAL -> "SWAP";
            case EVENT -> throw new IllegalArgumentException("OKX lists no event contracts here");
        };
    }

    static Optional<Side> side(String word) {
        return switch (word) {
            case "buy" -> Optional.of(Side.BUY);
            case "sell" -> Optional.of(Side.SELL);
            default -> Optional.empty();
        };
    }

    static String word(Side side) {
        return side.name().toLowerCase(Locale.ROOT);
    }

    /** The type of an order that does not wait; its time in force stands in the same word. */
    static Optional<OrderType> orderType(String word) {
        return switch (word) {
            case "market", "optimal_limit_ioc" -> Optional.of(OrderType.MARKET);
            case "limit",
                    "post_only",
                    "fok",
                    "ioc",
                    "mmp",
                    "mmp_and_post_only",
                    "op_fok",
                    "elp",
                    "rpi" ->
                    Optional.of(OrderType.LIMIT);
            default -> Optional.empty();
        };
    }

    /** OKX's word for an order that does not wait; empty where it has none. */
    static Optional<String> orderType(InstrumentKind kind, OrderType type, TimeInForce inForce) {
        return switch (type) {
            case MARKET ->
                    switch (inForce) {
                        case GTC -> Optional.of("market");
                        case IOC ->
                                Optional.of(
                                        kind == InstrumentKind.SPOT
                                                ? "market"
                                                : "optimal_limit_ioc");
                        case FOK, GTD, POST_ONLY -> Optional.empty();
                    };
            case LIMIT ->
                    switch (inForce) {
                        case GTC -> Optional.of("limit");
                        case IOC -> Optional.of("ioc");
                        case FOK -> Optional.of("fok");
                        case POST_ONLY -> Optional.of("post_only");
                        case GTD -> Optional.empty();
                    };
            case STOP, STOP_LIMIT, TAKE_PROFIT, TAKE_PROFIT_LIMIT, TRAILING_STOP ->
                    Optional.empty();
        };
    }

    /**
     * Where an order stands.
     *
     * @param filled how much of it is filled; a live order of which something is filled is partial
     */
    static Optional<OrderStatus> status(String word, BigDecimal filled) {
        return switch (word) {
            case "live" ->
                    Optional.of(filled.signum() > 0 ? OrderStatus.PARTIAL : OrderStatus.OPEN);
            case "partially_filled" -> Optional.of(OrderStatus.PARTIAL);
            case "filled" -> Optional.of(OrderStatus.FILLED);
            case "canceled", "mmp_canceled" -> Optional.of(OrderStatus.CANCELLED);
            default -> Optional.empty();
        };
    }

    /**
     * Where an order that waits stands. Once it is triggered the order that it became tells the
     * rest.
     *
     * @param filled how much of it is filled as far as it tells
     */
    static Optional<OrderStatus> algoStatus(String word, BigDecimal quantity, BigDecimal filled) {
        return switch (word) {
            case "live", "pause" -> Optional.of(OrderStatus.OPEN);
            // Whether OKX ever says this of one-way orders could not be confirmed.
            case "partially_effective" -> Optional.of(OrderStatus.PARTIAL);
            case "effective", "order_placed" ->
                    Optional.of(
                            filled.signum() == 0
                                    ? OrderStatus.OPEN
                                    : filled.compareTo(quantity) < 0
                                            ? OrderStatus.PARTIAL
                                            : OrderStatus.FILLED);
            case "filled" -> Optional.of(OrderStatus.FILLED);
            case "canceled" -> Optional.of(OrderStatus.CANCELLED);
            case "order_failed", "partially_failed" -> Optional.of(OrderStatus.REJECTED);
            default -> Optional.empty();
        };
    }

    static String word(SelfTrade rule) {
        return switch (rule) {
            case EXPIRE_MAKER -> "cancel_maker";
            case EXPIRE_TAKER -> "cancel_taker";
            case EXPIRE_BOTH -> "cancel_both";
        };
    }

    static String word(TriggerPrice price) {
        return switch (price) {
            case LAST -> "last";
            case MARK -> "mark";
        };
    }

    static String word(PositionSide side) {
        return side.name().toLowerCase(Locale.ROOT);
    }

    static Optional<PositionSide> positionSide(String word, BigDecimal amount) {
        return switch (word) {
            case "long" -> Optional.of(PositionSide.LONG);
            case "short" -> Optional.of(PositionSide.SHORT);
            case "net" -> Optional.of(amount.signum() < 0 ? PositionSide.SHORT : PositionSide.LONG);
            default -> Optional.empty();
        };
    }

    static String word(MarginMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    static Optional<MarginMode> marginMode(String word) {
        return switch (word) {
            case "cross" -> Optional.of(MarginMode.CROSS);
            case "isolated" -> Optional.of(MarginMode.ISOLATED);
            default -> Optional.empty();
        };
    }

    static String word(PositionMode mode) {
        return switch (mode) {
            case ONE_WAY -> "net_mode";
            case HEDGE -> "long_short_mode";
        };
    }

    static Optional<PositionMode> positionMode(String word) {
        return switch (word) {
            case "net_mode" -> Optional.of(PositionMode.ONE_WAY);
            case "long_short_mode" -> Optional.of(PositionMode.HEDGE);
            default -> Optional.empty();
        };
    }

    /** What OKX's number for an account's mode stands for. */
    static String accountMode(String level) {
        return switch (level) {
            case "1" -> "spot";
            case "2" -> "futures";
            case "3" -> "multi-currency margin";
            case "4" -> "portfolio margin";
            default -> "unknown (" + level + ")";
        };
    }

    /** Why OKX ended an order by itself; empty where its owner did. */
    static Optional<String> cancelSource(String source) {
        return switch (source) {
            case "", "1" -> Optional.empty();
            case "31" -> Optional.of("a post-only order would have taken");
            default -> Optional.of("cancelled by OKX, source " + source);
        };
    }

    private static Map<CandleInterval, String> bars() {
        Map<CandleInterval, String> bars = new EnumMap<>(CandleInterval.class);
        bars.put(CandleInterval.M1, "1m");
        bars.put(CandleInterval.M3, "3m");
        bars.put(CandleInterval.M5, "5m");
        bars.put(CandleInterval.M15, "15m");
        bars.put(CandleInterval.M30, "30m");
        bars.put(CandleInterval.H1, "1H");
        bars.put(CandleInterval.H2, "2H");
        bars.put(CandleInterval.H4, "4H");
        bars.put(CandleInterval.H6, "6Hutc");
        bars.put(CandleInterval.H12, "12Hutc");
        bars.put(CandleInterval.D1, "1Dutc");
        bars.put(CandleInterval.D3, "3Dutc");
        bars.put(CandleInterval.W1, "1Wutc");
        bars.put(CandleInterval.MONTH, "1Mutc");
        return Map.copyOf(bars);
    }
}
