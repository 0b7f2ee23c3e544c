package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.model.Order;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderUpdated;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The connection breaks while something is committed: it holds, and who wrote it hears nothing. */
class UnheardChangesTest {
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final World world = new World();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void followsAndTellsOfAnEnd() {
        Order order = world.placed(World.limit("a", Side.BUY, "0.01", "49000"));
        world.loseOnce(CrashPoint.CHANGE_COMMITTED);

        world.account.cancelSilently(order.clientOrderId());
        world.account.push(order.clientOrderId());
        world.settle();
        OrderStatus kept = world.now(order).status();
        BigDecimal counted = counted();
        world.pass(A_MOMENT);

        assertThat(kept).isEqualTo(OrderStatus.CANCELLED);
        assertThat(counted).isPositive();
        assertThat(counted()).isZero();
        assertThat(lastTold()).isEqualTo(world.now(order));
        assertThat(world.metrics.scrape())
                .containsPattern("k2_orders_ended_total\\{[^}]*cancelled[^}]*} 1\\.0");
    }

    @Test
    void countsAndTellsOfAnOrderThatItHolds() {
        world.loseOnce(CrashPoint.CHANGE_COMMITTED);

        assertThatThrownBy(
                        () ->
                                world.trading.place(
                                        world.user, Waiters.stop("k", Side.SELL, "0.1", "49000")))
                .isInstanceOf(IllegalStateException.class);
        BigDecimal counted = counted();
        world.pass(A_MOMENT);
        BigDecimal countedAfter = counted();
        Order told = lastTold();
        world.pass(Duration.ofSeconds(6));
        world.seen("48990", "48991");

        assertThat(counted).isZero();
        assertThat(countedAfter).isPositive();
        assertThat(told.status()).isEqualTo(OrderStatus.PENDING);
        assertThat(world.now(told).status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.account.sent).hasSize(1);
    }

    @Test
    void countsAnOrderThatWaitsWhenItsLeavingIsNotHeardOf() {
        Order order = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));
        world.loseOnce(CrashPoint.CHANGE_COMMITTED);

        assertThatThrownBy(() -> world.seen("48990", "48991"))
                .isInstanceOf(IllegalStateException.class);
        BigDecimal counted = counted();
        world.pass(Duration.ofSeconds(90));

        assertThat(counted).isPositive();
        assertThat(counted()).isZero();
        assertThat(world.account.sent).isEmpty();
        assertThat(lastTold()).isEqualTo(world.now(order));
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.REJECTED);
    }

    @Test
    void tellsOfAnAcceptedOrderAndOfWhatCameSinceInTheOrderOfTheirNumbers() {
        var commits = new AtomicInteger();
        world.onPoint =
                point -> {
                    // The first is the intent's, the second the answer's.
                    if (point == CrashPoint.CHANGE_COMMITTED && commits.incrementAndGet() == 2) {
                        throw new IllegalStateException("the connection broke");
                    }
                };

        Order order = world.placed(World.limit("a", Side.BUY, "0.01", "49000"));
        Order other = world.placed(World.limit("b", Side.BUY, "0.01", "48000"));
        world.pass(A_MOMENT);

        assertThat(order.status()).isEqualTo(OrderStatus.SUBMITTED);
        assertThat(lastTold()).isEqualTo(world.now(order));
        assertThat(lastTold().status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.now(other).status()).isEqualTo(OrderStatus.OPEN);
        List<Long> numbers = world.updates.stream().map(OrderUpdated::sequence).toList();
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        assertThat(world.account.sent).hasSize(2);
    }

    @Test
    void readsAgainUntilItCan() {
        Order order = world.placed(World.limit("a", Side.BUY, "0.01", "49000"));
        world.onPoint =
                point -> {
                    if (point == CrashPoint.CHANGE_COMMITTED) {
                        throw new IllegalStateException("the connection breaks every time");
                    }
                };

        world.account.cancelSilently(order.clientOrderId());
        world.account.push(order.clientOrderId());
        world.settle();
        world.pass(Duration.ofSeconds(5));
        int told = world.updates.size();
        world.onPoint = point -> {};
        world.pass(Duration.ofSeconds(10));

        assertThat(world.updates).hasSize(told + 1);
        assertThat(lastTold()).isEqualTo(world.now(order));
        assertThat(lastTold().status()).isEqualTo(OrderStatus.CANCELLED);
    }

    @Test
    void tellsNothingTwice() {
        Order order = world.placed(World.limit("a", Side.BUY, "0.02", "49000"));
        world.loseOnce(CrashPoint.CHANGE_COMMITTED);

        world.account.fill(order.clientOrderId(), "0.01", "49000");
        world.settle();
        world.account.fill(order.clientOrderId(), "0.02", "49000");
        world.settle();
        int told = world.updates.size();
        world.pass(A_MOMENT);

        assertThat(lastTold().status()).isEqualTo(OrderStatus.FILLED);
        assertThat(lastTold()).isEqualTo(world.now(order));
        assertThat(world.updates).hasSize(told);
        assertThat(counted()).isZero();
    }

    /** What the gate counts as open, in dollars. */
    private BigDecimal counted() {
        return ((TradingRoom) world.trading).reserved(world.user);
    }

    private Order lastTold() {
        return world.updates.getLast().order();
    }
}
