package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.ErrorCategory;
import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.model.OrderStatus;
import dev.k2.model.Side;
import dev.k2.platform.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CancellingTest {
    private final World world = new World();

    @AfterEach
    void end() {
        world.close();
    }

    /** The exchange does not know it yet, and takes it a moment later. */
    @Test
    void sendsACancelThatCameWhileItsOrderWasOnTheWay() {
        OrderTicket ticket = world.ticket();
        world.account.beforePlace =
                () -> {
                    world.account.beforePlace = () -> {};
                    UUID id =
                            world.database
                                    .jdbi()
                                    .withHandle(
                                            handle ->
                                                    handle.createQuery(
                                                                    "SELECT id FROM trading.orders")
                                                            .mapTo(UUID.class)
                                                            .one());
                    world.trading.cancel(world.user, new OrderId(id));
                };

        Order order = world.placed(ticket);
        world.pass(Duration.ofSeconds(1));

        assertThat(world.now(order).status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(world.account.calls).contains("cancel");
    }

    @Test
    void cancelsAnOpenOrder() {
        Order order = world.placed(world.ticket());

        CancelOutcome outcome = world.trading.cancel(world.user, order.id());

        assertThat(outcome).isInstanceOf(CancelOutcome.Taken.class);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(world.now(order).cancelRequested()).isFalse();
    }

    @Test
    void saysThatAnEndedOrderHasEnded() {
        Order order = world.placed(world.ticket());
        world.trading.cancel(world.user, order.id());

        CancelOutcome again = world.trading.cancel(world.user, order.id());

        assertThat(again).isEqualTo(new CancelOutcome.Ended(world.now(order)));
    }

    @Test
    void keepsAskingWhenACancelHasNoAnswer() {
        Order order = world.placed(world.ticket());
        world.account.cancelFailure = Optional.of(FakeAccount.error(ErrorCategory.UNKNOWN_OUTCOME));

        CancelOutcome outcome = world.trading.cancel(world.user, order.id());
        Order meanwhile = world.now(order);
        world.account.cancelFailure = Optional.empty();
        world.pass(Duration.ofSeconds(2));

        assertThat(outcome).isInstanceOf(CancelOutcome.Unconfirmed.class);
        assertThat(meanwhile.status()).isEqualTo(OrderStatus.OPEN);
        assertThat(meanwhile.cancelRequested()).isTrue();
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.CANCELLED);
    }

    @Test
    void sendsTheCancelAgainAfterARestart() {
        Order order = world.placed(world.ticket());
        world.account.cancelFailure = Optional.of(FakeAccount.error(ErrorCategory.UNKNOWN_OUTCOME));
        world.trading.cancel(world.user, order.id());
        world.account.cancelFailure = Optional.empty();

        world.crash();
        world.connect();

        assertThat(world.now(order).status()).isEqualTo(OrderStatus.CANCELLED);
    }

    @Test
    void looksWhatBecameOfAnOrderThatCannotBeCancelled() {
        Order order = world.placed(world.ticket());
        world.account.pushes = false;
        world.account.fill(order.clientOrderId(), "0.01", "49000");

        CancelOutcome outcome = world.trading.cancel(world.user, order.id());
        world.pass(Duration.ofSeconds(1));

        assertThat(outcome).isInstanceOf(CancelOutcome.Taken.class);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.FILLED);
        assertThat(world.now(order).filledQuantity()).isEqualByComparingTo("0.01");
    }

    @Test
    void leavesAnOrderStandingWhenTheExchangeRefusesToCancelIt() {
        Order order = world.placed(world.ticket());
        world.account.cancelFailure = Optional.of(FakeAccount.error(ErrorCategory.VALIDATION));

        CancelOutcome outcome = world.trading.cancel(world.user, order.id());

        assertThat(outcome).isInstanceOf(CancelOutcome.Refused.class);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.now(order).cancelRequested()).isFalse();
    }

    @Test
    void cancelsAnUnresolvedOrderOnceItIsFound() {
        world.account.mood = FakeAccount.Mood.LOSES_ANSWERS;
        Order order = world.placed(world.ticket());
        world.account.readLag = Duration.ofSeconds(5);
        world.account.cancelFailure = Optional.of(FakeAccount.error(ErrorCategory.ORDER_NOT_FOUND));

        CancelOutcome outcome = world.trading.cancel(world.user, order.id());
        world.account.cancelFailure = Optional.empty();
        world.pass(Duration.ofSeconds(10));

        assertThat(outcome).isInstanceOf(CancelOutcome.Unconfirmed.class);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.CANCELLED);
    }

    @Test
    void countsExactlyWhenAFillRacesACancel() {
        Random random = new Random(7);
        for (int round = 0; round < 30; round++) {
            Order order = world.placed(world.ticket());
            world.account.pushes = false;
            var fill = world.account.fill(order.clientOrderId(), "0.004", "49000");
            var partial = world.account.report(order.clientOrderId());
            world.account.end(order.clientOrderId(), OrderStatus.CANCELLED);
            var cancelled = world.account.report(order.clientOrderId());
            var listener = world.account.listener.orElseThrow();
            List<Runnable> news =
                    new ArrayList<>(
                            List.of(
                                    () -> listener.onFill(fill),
                                    () -> listener.onFill(fill),
                                    () -> listener.onOrder(partial),
                                    () -> listener.onOrder(cancelled),
                                    () -> listener.onOrder(cancelled)));
            Collections.shuffle(news, random);

            news.forEach(
                    one -> {
                        one.run();
                        world.settle();
                    });

            Order ended = world.now(order);
            assertThat(ended.status()).isEqualTo(OrderStatus.CANCELLED);
            assertThat(ended.filledQuantity()).isEqualByComparingTo("0.004");
            assertThat(world.trading.executions(world.user, order.id()).orElseThrow()).hasSize(1);
        }
    }

    @Test
    void releasesEveryReservationWhenOrdersEnd() {
        world.limits("100000", "1000", 50);
        Order first = world.placed(world.ticket());
        world.account.fill(first.clientOrderId(), "0.004", "49000");
        world.settle();

        world.trading.cancel(world.user, first.id());
        Order second = world.placed(World.limit("fits", Side.BUY, "0.02", "49000"));

        assertThat(second.status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void stopsEverythingByTheKillSwitch() {
        for (int i = 0; i < 40; i++) {
            world.placed(world.ticket());
        }

        KillReport report = world.trading.turnKillSwitchOn(world.user, "enough");
        Refusal refusal = world.refused(world.ticket());

        assertThat(report.cancels().taken()).hasSize(40);
        assertThat(report.cancels().unconfirmed()).isEmpty();
        assertThat(refusal.code()).isEqualTo(RefusalCode.KILL_SWITCH_ON);
        assertThat(world.account.sent).hasSize(40);
        world.trading.turnKillSwitchOff(world.user);
        assertThat(world.placed(world.ticket()).status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void sendsNothingWhenTheKillSwitchComesBetweenTheCommitAndTheSend() throws Exception {
        List<Thread> killers = new ArrayList<>();
        world.onUpdate =
                update -> {
                    world.onUpdate = later -> {};
                    killers.add(
                            Thread.startVirtualThread(
                                    () -> world.trading.turnKillSwitchOn(world.user, "now")));
                    Eventually.until(
                            "the kill switch is on",
                            () -> world.trading.killSwitch(world.user).on());
                };

        Order order = world.placed(world.ticket());
        killers.getFirst().join();

        assertThat(world.account.sent).isEmpty();
        assertThat(order.status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(order.error().orElseThrow()).startsWith("NOT_SENT");
    }

    @Test
    void remembersTheKillSwitchAfterARestart() {
        world.trading.turnKillSwitchOn(world.user, "enough");

        world.crash();
        world.connect();

        assertThat(world.trading.killSwitch(world.user).reason()).contains("enough");
        assertThat(world.refused(world.ticket()).code()).isEqualTo(RefusalCode.KILL_SWITCH_ON);
    }

    @Test
    void cancelsOnlyWhatTheFilterNames() {
        world.placed(World.limit("buy", Side.BUY, "0.01", "49000"));
        Order sell = world.placed(World.limit("sell", Side.SELL, "0.01", "52000"));

        CancelReport report =
                world.trading.cancelAll(
                        world.user,
                        new CancelFilter(
                                Optional.empty(), Optional.empty(), Optional.of(Side.SELL)));

        assertThat(report.taken()).extracting(Order::id).containsExactly(sell.id());
    }
}
