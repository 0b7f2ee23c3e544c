package dev.k2.exchange.kalshi;

import dev.k2.exchange.OrderTerms.SelfTrade;
import dev.k2.model.CandleInterval;
import dev.k2.model.ContractResult;
import dev.k2.model.ContractResult.Ruling;
import dev.k2.model.ContractState;
import dev.k2.model.OrderStatus;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Kalshi's single words and ours, both ways. Unknown ones give nothing. Pure. */
final class KalshiWords {
    static final Set<TimeInForce> TIMES = EnumSet.allOf(TimeInForce.class);
    static final Set<CandleInterval> INTERVALS =
            EnumSet.of(CandleInterval.M1, CandleInterval.H1, CandleInterval.D1);

    private static final String GOOD_TILL_CANCELED = "good_till_canceled";

    private KalshiWords() {}

    /** Where a market stands, by its {@code status}. */
    static Optional<ContractState> state(String status) {
        return switch (status) {
            case "initialized" -> Optional.of(ContractState.UPCOMING);
            case "active" -> Optional.of(ContractState.OPEN);
            case "inactive" -> Optional.of(ContractState.HALTED);
            case "closed" -> Optional.of(ContractState.CLOSED);
            case "determined" -> Optional.of(ContractState.DETERMINED);
            case "disputed" -> Optional.of(ContractState.DISPUTED);
            case "amended" -> Optional.of(ContractState.AMENDED);
            case "finalized" -> Optional.of(ContractState.SETTLED);
            default -> Optional.empty();
        };
    }

    /**
     * How a market ended; empty while nothing is told, and for a word that is not known.
     *
     * @param result {@code yes}, {@code no} or {@code scalar}; empty text while nothing is known
     * @param value what a contract for YES pays, in dollars; a scalar result is nothing without it
     */
    static Optional<ContractResult> result(@Nullable String result, @Nullable BigDecimal value) {
        if (result == null) {
            return Optional.empty();
        }
        return switch (result) {
            case "yes" -> Optional.of(new ContractResult(Ruling.YES, BigDecimal.ONE));
            case "no" -> Optional.of(new ContractResult(Ruling.NO, BigDecimal.ZERO));
            case "scalar" ->
                    Optional.ofNullable(value).map(paid -> new ContractResult(Ruling.PARTLY, paid));
            default -> Optional.empty();
        };
    }

    /** A side of the book, which is always that of YES. */
    static Optional<Side> side(String word) {
        return switch (word) {
            case "bid" -> Optional.of(Side.BUY);
            case "ask" -> Optional.of(Side.SELL);
            default -> Optional.empty();
        };
    }

    /** The same side where only the outcome is told that a person becomes long of. */
    static Optional<Side> sideOfOutcome(String word) {
        return switch (word) {
            case "yes" -> Optional.of(Side.BUY);
            case "no" -> Optional.of(Side.SELL);
            default -> Optional.empty();
        };
    }

    static String word(Side side) {
        return side == Side.BUY ? "bid" : "ask";
    }

    /** What an order says of its life; whether it only rests and when it ends is said beside it. */
    static String word(TimeInForce inForce) {
        return switch (inForce) {
            case GTC, GTD, POST_ONLY -> GOOD_TILL_CANCELED;
            case IOC -> "immediate_or_cancel";
            case FOK -> "fill_or_kill";
        };
    }

    /** What becomes of two orders of one account that meet; empty for what Kalshi has no word for. */
    static Optional<String> word(Optional<SelfTrade> rule) {
        if (rule.isEmpty()) {
            return Optional.of("taker_at_cross");
        }
        return switch (rule.get()) {
            case EXPIRE_TAKER -> Optional.of("taker_at_cross");
            case EXPIRE_MAKER -> Optional.of("maker");
            case EXPIRE_BOTH -> Optional.empty();
        };
    }

    /**
     * Where an order stands.
     *
     * @param filled how much of it is filled
     * @param reason why it changed last, which only the account's stream tells
     * @param over whether its time had come when it changed last
     */
    static Optional<OrderStatus> status(
            String word, BigDecimal filled, @Nullable String reason, boolean over) {
        return switch (word) {
            case "resting" ->
                    Optional.of(filled.signum() > 0 ? OrderStatus.PARTIAL : OrderStatus.OPEN);
            case "executed" -> Optional.of(OrderStatus.FILLED);
            case "canceled" -> Optional.of(ended(reason, filled, over));
            default -> Optional.empty();
        };
    }

    private static OrderStatus ended(@Nullable String reason, BigDecimal filled, boolean over) {
        String why = reason == null ? "" : reason;
        return switch (why) {
            case "ExpiryCancel", "CloseCancel" -> OrderStatus.EXPIRED;
            case "PostOnlyCrossCancel" ->
                    filled.signum() > 0 ? OrderStatus.CANCELLED : OrderStatus.REJECTED;
            default -> over ? OrderStatus.EXPIRED : OrderStatus.CANCELLED;
        };
    }

    /** Minutes of a candle's width; empty where Kalshi has no such candles. */
    static Optional<Long> minutes(CandleInterval interval) {
        return INTERVALS.contains(interval)
                ? Optional.of(interval.width().toMinutes())
                : Optional.empty();
    }
}
