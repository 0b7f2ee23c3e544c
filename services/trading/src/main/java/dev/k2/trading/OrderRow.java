package dev.k2.trading;

import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.model.OrderStatus;
import dev.k2.model.UserId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;

/**
 * An order as it is kept.
 *
 * @param sequence the number of its last change
 */
record OrderRow(Intent intent, Standing standing, Instant updatedAt, long sequence) {
    /** Decimals of dollars that the database keeps. */
    static final int DOLLAR_SCALE = 18;

    OrderId id() {
        return intent.id();
    }

    UserId user() {
        return intent.user();
    }

    boolean isFinal() {
        return standing.status().isFinal();
    }

    /** What it still holds of its worth, in dollars: the share that is not filled, rounded up. */
    BigDecimal reserved() {
        if (isFinal()) {
            return BigDecimal.ZERO;
        }
        BigDecimal leaves = intent.quantity().subtract(standing.filled()).max(BigDecimal.ZERO);
        return intent.reserved()
                .multiply(leaves)
                .divide(intent.quantity(), DOLLAR_SCALE, RoundingMode.CEILING);
    }

    OrderRow standing(Standing next) {
        return new OrderRow(intent, next, updatedAt, sequence);
    }

    /** The order as others see it. */
    Order order() {
        return new Order(
                intent.id(),
                intent.user(),
                intent.link(),
                intent.key(),
                intent.sentAs(),
                intent.exchange(),
                standing.exchangeOrderId(),
                intent.instrument(),
                intent.kind(),
                intent.outcome(),
                intent.side(),
                intent.type(),
                intent.timeInForce(),
                intent.quantity(),
                intent.price(),
                intent.stopPrice(),
                standing.status(),
                standing.resolution(),
                standing.stale(),
                standing.cancelRequested(),
                standing.filled(),
                standing.average(),
                intent.createdAt(),
                standing.status() == OrderStatus.PENDING
                        ? Optional.empty()
                        : Optional.of(intent.createdAt()),
                updatedAt,
                standing.error(),
                intent.metadata());
    }
}
