package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.NewOrder;
import dev.k2.model.Balance;
import dev.k2.model.Order;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A limit order at the exchange and a stop that K2 holds, of which one gives way to the other. */
final class OcoTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void restsTheLimitAndHoldsTheStop() {
        OcoOutcome.Placed placed = placed("k");

        OcoOutcome again = world.trading.placeOco(world.user, ticket("k"));
        OcoOutcome other =
                world.trading.placeOco(
                        world.user, Waiters.oco("k", Side.SELL, "0.2", "51000", "49000"));

        assertThat(placed.limit().status()).isEqualTo(OrderStatus.OPEN);
        assertThat(placed.stop().status()).isEqualTo(OrderStatus.PENDING);
        assertThat(placed.limit().conditions().pair()).contains(placed.stop().id());
        assertThat(placed.stop().conditions().pair()).contains(placed.limit().id());
        assertThat(again)
                .isEqualTo(new OcoOutcome.Placed(now(placed.limit()), now(placed.stop()), false));
        assertThat(other).isInstanceOf(OcoOutcome.KeyConflict.class);
        assertThat(world.account.sent).hasSize(1);
    }

    @Test
    void refusesPricesOnTheWrongSidesAndAWordlessHold() {
        OcoTicket crossed = Waiters.oco("k", Side.SELL, "0.1", "49000", "51000");
        OcoTicket asked = ticket("k");
        OcoTicket wordless =
                new OcoTicket(
                        asked.key(),
                        asked.exchange(),
                        asked.instrument(),
                        asked.side(),
                        asked.quantity(),
                        asked.price(),
                        asked.stopPrice(),
                        asked.stopLimitPrice(),
                        false,
                        false,
                        true,
                        Optional.empty(),
                        asked.metadata());

        assertThat(refused(crossed).code()).isEqualTo(RefusalCode.OCO_PRICES_CROSSED);
        assertThat(refused(wordless).code()).isEqualTo(RefusalCode.ORDER_TYPE_NOT_OFFERED);
        assertThat(world.account.sent).isEmpty();
    }

    /** What another process placed is known to the database alone. */
    @Test
    void leavesWhatARefusedPairWouldHaveTakenToTheNextOrder() {
        try (World few = World.shut();
                Trading other = few.another()) {
            few.account.balances.put(
                    "BTC", new Balance("BTC", new BigDecimal("0.15"), BigDecimal.ZERO));
            few.connect();
            few.limits("100000", "20000", 1000);
            other.place(few.user, World.limit("theirs", Side.BUY, "0.3", "49000"));
            few.account.calls.clear();

            OcoOutcome refused = few.trading.placeOco(few.user, ticket("k"));
            few.placed(World.limit("next", Side.SELL, "0.1", "51000"));

            assertThat(((OcoOutcome.Refused) refused).refusal().code())
                    .isEqualTo(RefusalCode.EXPOSURE_LIMIT);
            assertThat(few.account.sent).hasSize(1);
            assertThat(few.account.calls).doesNotContain("balances");
        }
    }

    /** Whoever wrote hears nothing of the commit and sends nothing; both are in the database. */
    @Test
    void asksForAPairThatMayBeWrittenDown() {
        world.loseOnce(CrashPoint.INTENT_COMMITTED);

        assertThatThrownBy(() -> world.trading.placeOco(world.user, ticket("k")))
                .isInstanceOf(IllegalStateException.class);
        world.pass(Duration.ofSeconds(90));

        assertThat(world.account.sent).isEmpty();
        assertThat(world.count("SELECT count(*) FROM trading.orders WHERE status = 'rejected'"))
                .isEqualTo(1);
        assertThat(world.count("SELECT count(*) FROM trading.orders WHERE status = 'cancelled'"))
                .isEqualTo(1);
    }

    @Test
    void givesTheStopUpWhenTheLimitIsFilled() {
        OcoOutcome.Placed placed = placed("k");

        world.account.fill(placed.limit().clientOrderId(), "0.1", "51000");
        world.settle();
        world.seen("48000", "48001");

        assertThat(now(placed.limit()).status()).isEqualTo(OrderStatus.FILLED);
        assertThat(now(placed.stop()).status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(world.account.sent).hasSize(1);
    }

    @Test
    void cancelsTheLimitFirstAndThenSendsTheStop() {
        OcoOutcome.Placed placed = placed("k");
        world.account.calls.clear();

        world.seen("48990", "48991");
        world.seen("48990", "48991");

        assertThat(now(placed.limit()).status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(now(placed.stop()).status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.account.calls.indexOf("cancel"))
                .isBetween(0, world.account.calls.indexOf("place") - 1);
        assertThat(world.account.sent.getLast().type()).isEqualTo(OrderType.MARKET);
        assertThat(sold()).isEqualByComparingTo("0.1");
    }

    @Test
    void sendsOnlyTheRestOfWhatTheLimitLeft() {
        OcoOutcome.Placed placed = placed("k");
        world.account.fill(placed.limit().clientOrderId(), "0.04", "51000");
        world.settle();

        world.seen("48990", "48991");
        world.seen("48990", "48991");

        NewOrder sent = world.account.sent.getLast();
        assertThat(sent.quantity()).isEqualByComparingTo("0.06");
        assertThat(now(placed.stop()).quantity()).isEqualByComparingTo("0.06");
        assertThat(now(placed.limit()).status()).isEqualTo(OrderStatus.CANCELLED);
    }

    /** The limit fills by so much at each moment that the trigger passes through. */
    @ParameterizedTest
    @ValueSource(strings = {"0.04", "0.1"})
    void neverTradesBothInFullHoweverFillAndTriggerMeet(String filled) {
        for (Moment moment : Moment.values()) {
            for (boolean pushed : List.of(true, false)) {
                OcoOutcome.Placed placed = placed(moment + "-" + pushed);
                int before = world.account.sent.size();
                meet(placed, moment, pushed, filled);

                world.seen("48990", "48991");
                world.account.pushes = true;
                for (int i = 0; i < 60; i++) {
                    world.seen("48990", "48991");
                }
                world.crashPoints = CrashPoints.NONE;

                BigDecimal rest = new BigDecimal("0.1").subtract(new BigDecimal(filled));
                List<NewOrder> sent = world.account.sent.subList(before, world.account.sent.size());
                BigDecimal sold =
                        sent.stream()
                                .map(NewOrder::quantity)
                                .reduce(BigDecimal.ZERO, BigDecimal::add);
                assertThat(sold)
                        .as("%s, %s by stream: %s", moment, pushed, now(placed.stop()).status())
                        .isEqualByComparingTo(rest);
                assertThat(now(placed.stop()).status())
                        .isEqualTo(rest.signum() == 0 ? OrderStatus.CANCELLED : OrderStatus.OPEN);
                world.priceNow();
            }
        }
    }

    private enum Moment {
        BEFORE_THE_TRIGGER(CrashPoint.ORDER_JUDGED),
        ONCE_TRIGGERED(CrashPoint.OCO_TRIGGERED),
        ONCE_THE_CANCEL_IS_WANTED(CrashPoint.CANCEL_COMMITTED);

        private final CrashPoint point;

        Moment(CrashPoint point) {
            this.point = point;
        }
    }

    private void meet(OcoOutcome.Placed placed, Moment moment, boolean pushed, String filled) {
        world.account.pushes = pushed;
        Runnable fill = () -> world.account.fill(placed.limit().clientOrderId(), filled, "51000");
        if (moment == Moment.BEFORE_THE_TRIGGER) {
            fill.run();
            return;
        }
        boolean[] done = {false};
        world.crashPoints =
                point -> {
                    if (point == moment.point && !done[0]) {
                        done[0] = true;
                        fill.run();
                    }
                };
    }

    @ParameterizedTest
    @EnumSource(
            value = CrashPoint.class,
            names = {
                "OCO_TRIGGERED",
                "CANCEL_COMMITTED",
                "CANCEL_ANSWERED",
                "CHANGE_COMMITTED",
                "HELD_ORDER_JUDGED",
                "ORDER_ANSWERED"
            })
    void sendsTheStopOnceHoweverItDiesWhileTriggering(CrashPoint fatal) {
        OcoOutcome.Placed placed = placed("k");
        world.crashPoints =
                point -> {
                    if (point == fatal) {
                        throw new StackOverflowError("the process dies here");
                    }
                };
        try {
            for (int i = 0; i < 10; i++) {
                world.seen("48990", "48991");
            }
        } catch (StackOverflowError death) {
            assertThat(death).hasMessageContaining("dies here");
        }

        world.crashPoints = CrashPoints.NONE;
        world.crash();
        world.connect();
        // The market came back: what has triggered has triggered.
        for (int i = 0; i < 300; i++) {
            world.seen("50000", "50001");
        }

        assertThat(now(placed.limit()).status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(now(placed.stop()).status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.account.sent).hasSize(2);
    }

    @Test
    void keepsTheStopBackWhileNobodyKnowsOfTheLimit() {
        OcoOutcome.Placed placed = placed("k");
        world.account.cancelFailure = Optional.of(FakeAccount.error(ErrorCategory.UNKNOWN_OUTCOME));
        world.seen("48990", "48991");
        for (int i = 0; i < 100; i++) {
            world.seen("48990", "48991");
        }
        OrderStatus meanwhile = now(placed.stop()).status();
        int sent = world.account.sent.size();

        world.account.cancelFailure = Optional.empty();
        for (int i = 0; i < 200; i++) {
            world.seen("48990", "48991");
        }

        assertThat(meanwhile).isEqualTo(OrderStatus.PENDING);
        assertThat(sent).isOne();
        assertThat(now(placed.stop()).status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.account.sent).hasSize(2);
    }

    @Test
    void cancelsBothWithEither() {
        OcoOutcome.Placed first = placed("k1");
        OcoOutcome.Placed second = placed("k2");

        world.trading.cancel(world.user, first.stop().id());
        world.trading.cancel(world.user, second.limit().id());
        world.settle();

        for (OcoOutcome.Placed pair : List.of(first, second)) {
            assertThat(now(pair.limit()).status()).isEqualTo(OrderStatus.CANCELLED);
            assertThat(now(pair.stop()).status()).isEqualTo(OrderStatus.CANCELLED);
        }
    }

    @Test
    void cancelsTheLimitThoughItDiesOnceTheStopIsCancelled() {
        OcoOutcome.Placed placed = placed("k");
        world.crashPoints =
                point -> {
                    if (point == CrashPoint.CHANGE_COMMITTED) {
                        throw new StackOverflowError("the process dies here");
                    }
                };
        assertThatThrownBy(() -> world.trading.cancel(world.user, placed.stop().id()))
                .isInstanceOf(StackOverflowError.class);
        world.crashPoints = CrashPoints.NONE;

        world.crash();
        world.connect();
        world.pass(Duration.ofMinutes(1));

        assertThat(now(placed.stop()).status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(now(placed.limit()).status()).isEqualTo(OrderStatus.CANCELLED);
    }

    /** What the limit held is free a moment after its end. */
    @Test
    void sendsTheStopThoughTheBalanceLagsBehindTheCancel() {
        try (World poor = World.shut()) {
            poor.account.balances.put(
                    "BTC", new Balance("BTC", new BigDecimal("0.1"), BigDecimal.ZERO));
            poor.connect();
            OcoOutcome.Placed pair =
                    (OcoOutcome.Placed) poor.trading.placeOco(poor.user, ticket("k"));
            poor.account.balances.put(
                    "BTC", new Balance("BTC", BigDecimal.ZERO, new BigDecimal("0.1")));
            poor.seen("48990", "48991");
            poor.seen("48990", "48991");
            OrderStatus limit = poor.now(pair.limit()).status();
            OrderStatus waiting = poor.now(pair.stop()).status();

            poor.account.balances.put(
                    "BTC", new Balance("BTC", new BigDecimal("0.1"), BigDecimal.ZERO));
            poor.seen("48990", "48991");

            assertThat(limit).isEqualTo(OrderStatus.CANCELLED);
            assertThat(waiting).isEqualTo(OrderStatus.PENDING);
            assertThat(poor.now(pair.stop()).status()).isEqualTo(OrderStatus.OPEN);
        }
    }

    @Test
    void givesTheStopUpWhenTheLimitIsRejected() {
        world.account.mood = FakeAccount.Mood.REJECTS;

        OcoOutcome.Placed placed = placed("k");
        world.settle();

        assertThat(now(placed.limit()).status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(now(placed.stop()).status()).isEqualTo(OrderStatus.CANCELLED);
    }

    @Test
    void watchesThePairAgainAfterARestart() {
        OcoOutcome.Placed placed = placed("k");

        world.crash();
        world.account.pushes = false;
        world.account.fill(placed.limit().clientOrderId(), "0.1", "51000");
        world.account.pushes = true;
        world.connect();
        world.clock.advance(Duration.ofSeconds(6));

        assertThat(now(placed.limit()).status()).isEqualTo(OrderStatus.FILLED);
        assertThat(now(placed.stop()).status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(world.account.sent).hasSize(1);
    }

    private BigDecimal sold() {
        return world.account.sent.getLast().quantity();
    }

    private static OcoTicket ticket(String key) {
        return Waiters.oco(key, Side.SELL, "0.1", "51000", "49000");
    }

    private OcoOutcome.Placed placed(String key) {
        return switch (world.trading.placeOco(world.user, ticket(key))) {
            case OcoOutcome.Placed placed -> placed;
            case OcoOutcome.KeyConflict conflict -> throw new AssertionError("" + conflict);
            case OcoOutcome.Refused refused -> throw new AssertionError("" + refused);
        };
    }

    private Refusal refused(OcoTicket ticket) {
        if (world.trading.placeOco(world.user, ticket)
                instanceof OcoOutcome.Refused(Refusal refusal)) {
            return refusal;
        }
        throw new AssertionError("not refused");
    }

    private Order now(Order order) {
        return world.now(order);
    }
}
