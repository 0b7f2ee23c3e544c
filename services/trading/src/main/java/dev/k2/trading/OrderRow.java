package dev.k2.trading;

import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.model.OrderStatus;
import dev.k2.model.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * An order as it is kept.
 *
 * @param sequence the number of its last change
 */
record OrderRow(Intent intent, Standing standing, Instant updatedAt, long sequence) {
    OrderId id() {
        return intent.id();
    }

    UserId user() {
        return intent.user();
    }

    boolean isFinal() {
        return standing.status().isFinal();
    }

    /** Whether K2 waits for its price, and its exchange does not know of it. */
    boolean isHeld() {
        return intent.conditions().held() && standing.status() == OrderStatus.PENDING;
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
                        : Optional.of(intent.begunAt()),
                updatedAt,
                standing.error(),
                intent.metadata(),
                intent.conditions());
    }
}
