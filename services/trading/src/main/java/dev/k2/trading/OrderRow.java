package dev.k2.trading;

import dev.k2.exchange.OrderRef;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Handling;
import dev.k2.model.Instrument;
import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.model.OrderStatus;
import dev.k2.model.PendingAmend;
import dev.k2.model.UserId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * An order as it is kept.
 *
 * @param amends what amends made of it
 * @param timing how long the exchange took to answer; empty before it did
 * @param sequence the number of its last change
 */
record OrderRow(
        Intent intent,
        Standing standing,
        Amends amends,
        Optional<Timing> timing,
        Instant updatedAt,
        long sequence) {
    /** Decimals of dollars that the database keeps. */
    static final int DOLLAR_SCALE = 18;

    /** One that nobody amended and no exchange answered to. */
    OrderRow(Intent intent, Standing standing, Instant updatedAt, long sequence) {
        this(intent, standing, Amends.NONE, Optional.empty(), updatedAt, sequence);
    }

    OrderId id() {
        return intent.id();
    }

    UserId user() {
        return intent.user();
    }

    boolean isFinal() {
        return standing.status().isFinal();
    }

    /** Whether it has ended, or is left to its exchange: then it holds nothing and counts nowhere. */
    boolean isLetGo() {
        return isFinal() || standing.isLeft();
    }

    /** Whether K2 waits for its price, and its exchange does not know of it. */
    boolean isHeld() {
        return intent.conditions().held() && standing.status() == OrderStatus.PENDING;
    }

    /** What the order is for now. */
    Terms terms() {
        return amends.current().orElseGet(() -> Terms.of(intent));
    }

    /** What finds it at the exchange now. */
    ClientOrderId name() {
        return amends.name().orElse(intent.sentAs());
    }

    OrderRef ref(Instrument instrument) {
        return OrderRef.of(instrument, name(), standing.exchangeOrderId());
    }

    /** The quantity at which the order is filled: the larger one while nobody knows which holds. */
    BigDecimal whole() {
        BigDecimal now = terms().quantity();
        return amends.wish().map(wish -> wish.terms().quantity().max(now)).orElse(now);
    }

    /** How much worse than at arrival it was filled so far, in basis points. */
    Optional<BigDecimal> slippage() {
        return intent.arrival()
                .flatMap(
                        arrival ->
                                standing.average()
                                        .map(price -> arrival.slippage(intent.side(), price)));
    }

    /**
     * What it still holds of its worth, in dollars: the share that is not filled, rounded up; the
     * dearer of two terms while nobody knows which hold.
     */
    BigDecimal reserved() {
        if (isLetGo()) {
            return BigDecimal.ZERO;
        }
        BigDecimal now = terms().left(standing.filled());
        return amends.wish().map(wish -> wish.terms().left(standing.filled()).max(now)).orElse(now);
    }

    /** The order with another standing. Nothing is wished of one that has ended. */
    OrderRow standing(Standing next) {
        Amends left = next.status().isFinal() ? ended(next) : amends;
        return new OrderRow(intent, next, left, timing, updatedAt, sequence);
    }

    /** Where more was filled than its terms are for, those held that were wished. */
    private Amends ended(Standing end) {
        return end.filled().compareTo(terms().quantity()) <= 0
                ? amends.dropped()
                : amends.wish()
                        .map(wish -> amends.inPlace(wish.terms(), Optional.empty()))
                        .orElse(amends);
    }

    OrderRow amends(Amends next) {
        return new OrderRow(intent, standing, next, timing, updatedAt, sequence);
    }

    OrderRow timed(Timing taken) {
        return new OrderRow(
                intent, standing, amends, timing.or(() -> Optional.of(taken)), updatedAt, sequence);
    }

    OrderRow written(Instant at, long number) {
        return new OrderRow(intent, standing, amends, timing, at, number);
    }

    /** Whether nothing that is kept differs. */
    boolean isAs(OrderRow other) {
        return standing.equals(other.standing)
                && amends.equals(other.amends)
                && timing.equals(other.timing);
    }

    /** The order as others see it. */
    Order order() {
        Terms now = terms();
        return new Order(
                intent.id(),
                intent.user(),
                intent.link(),
                intent.key(),
                name(),
                intent.exchange(),
                standing.exchangeOrderId(),
                intent.instrument(),
                intent.kind(),
                intent.outcome(),
                intent.side(),
                intent.type(),
                intent.timeInForce(),
                now.quantity(),
                now.price(),
                now.stopPrice(),
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
                new Handling(
                        amends.wish().map(OrderRow::pending),
                        intent.arrival(),
                        slippage(),
                        intent.routing()),
                intent.conditions());
    }

    private static PendingAmend pending(Wish wish) {
        return new PendingAmend(
                wish.terms().quantity(), wish.terms().price(), wish.terms().stopPrice(), wish.at());
    }
}
