package dev.k2.trading;

import dev.k2.model.OrderConditions;
import dev.k2.model.OrderType;
import dev.k2.model.Outcome;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether the market has reached what a held order waits for. A sell is judged by the best bid and a
 * buy by the best ask: what it could trade at now. Pure.
 */
final class Trigger {
    private Trigger() {}

    /** What a price means for an order. */
    sealed interface Finding {}

    /** Nothing yet. */
    record Waits() implements Finding {}

    /** A trailing stop has a new best price behind which it stays. */
    record Moved(BigDecimal mark) implements Finding {}

    /** The time has come. */
    record Reached(BigDecimal trigger) implements Finding {}

    /**
     * The price that an order could trade at; empty where there is none that may be trusted. A price
     * that is old, crossed, missing or not live moves nothing.
     */
    static Optional<BigDecimal> price(
            Market.Quote told, Intent intent, Instant now, Duration ageMax) {
        Market.Quote quote = Quotes.of(told, intent.outcome().orElse(Outcome.YES));
        BigDecimal price = Quotes.opposite(quote, intent.side());
        // Nobody asks 1 for a contract that pays 1: it stands for nobody asking.
        boolean somebody = intent.outcome().isEmpty() || quote.ask().compareTo(BigDecimal.ONE) < 0;
        return somebody && Quotes.isUsable(quote, false, now, ageMax)
                ? Optional.of(price)
                : Optional.empty();
    }

    static Finding look(Intent intent, BigDecimal price) {
        if (intent.type() == OrderType.TRAILING_STOP) {
            return trail(intent, price);
        }
        BigDecimal stop = intent.stopPrice().orElseThrow();
        boolean favourable =
                switch (intent.type()) {
                    case TAKE_PROFIT, TAKE_PROFIT_LIMIT -> true;
                    case STOP, STOP_LIMIT -> false;
                    case MARKET, LIMIT, TRAILING_STOP ->
                            throw new IllegalArgumentException(
                                    intent.type() + " orders wait for no stop price");
                };
        boolean reached =
                favourable
                        ? isBetterOrSame(intent.side(), price, stop)
                        : isBetterOrSame(intent.side(), stop, price);
        return reached ? new Reached(stop) : new Waits();
    }

    private static Finding trail(Intent intent, BigDecimal price) {
        OrderConditions conditions = intent.conditions();
        if (conditions.mark().isEmpty()) {
            boolean follows =
                    intent.stopPrice()
                            .map(from -> isBetterOrSame(intent.side(), price, from))
                            .orElse(true);
            return follows ? new Moved(price) : new Waits();
        }
        BigDecimal mark = conditions.mark().get();
        if (price.compareTo(mark) != 0 && isBetterOrSame(intent.side(), price, mark)) {
            return new Moved(price);
        }
        BigDecimal trigger = conditions.trailingPrice(intent.side()).orElseThrow();
        return isBetterOrSame(intent.side(), trigger, price) ? new Reached(trigger) : new Waits();
    }

    /** Whether one price is at least as good as another for whoever trades at it. */
    private static boolean isBetterOrSame(Side side, BigDecimal one, BigDecimal other) {
        return side == Side.SELL ? one.compareTo(other) >= 0 : one.compareTo(other) <= 0;
    }
}
