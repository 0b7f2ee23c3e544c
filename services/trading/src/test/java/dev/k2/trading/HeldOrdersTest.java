package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.exchange.NewOrder;
import dev.k2.model.Instrument;
import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders that wait in K2 because their exchange does not wait for them. */
final class HeldOrdersTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void holdsNothingWithoutThePersonsWord() {
        OrderTicket ticket =
                Waiters.waits(
                        "k",
                        Side.SELL,
                        OrderType.STOP,
                        "0.1",
                        Optional.empty(),
                        "49000",
                        Waiting.AT_EXCHANGE);

        Refusal refusal = world.refused(ticket);

        assertThat(refusal.code()).isEqualTo(RefusalCode.ORDER_TYPE_NOT_OFFERED);
        assertThat(refusal.message()).contains("K2 can hold it");
        assertThat(refusal.details()).containsEntry("holdable", "true");
    }

    @Test
    void leavesToTheExchangeWhatTheExchangeOffers() {
        OrderTicket ticket =
                Waiters.waits(
                        "k",
                        Side.SELL,
                        OrderType.STOP_LIMIT,
                        "0.1",
                        Optional.of("48900"),
                        "49000",
                        Waiting.HELD);

        Order order = world.placed(ticket);

        assertThat(order.conditions().held()).isFalse();
        assertThat(order.status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.account.sent)
                .extracting(NewOrder::type)
                .containsOnly(OrderType.STOP_LIMIT);
    }

    @Test
    void givesATrailingStopToAnExchangeThatHasThem() {
        world.instruments.put(World.BTC, offering(OrderType.TRAILING_STOP, OrderType.MARKET));

        Order order =
                world.placed(
                        Waiters.ticket(
                                "k",
                                Side.SELL,
                                OrderType.TRAILING_STOP,
                                "0.1",
                                Optional.empty(),
                                Optional.empty(),
                                Waiting.trailing(
                                        true, Optional.empty(), Optional.of(new BigDecimal("1")))));
        Order byOffset = world.placed(Waiters.trailing("k2", Side.SELL, "0.1", "500"));

        NewOrder sent = world.account.sent.getFirst();
        assertThat(sent.type()).isEqualTo(OrderType.TRAILING_STOP);
        assertThat(sent.terms().trail().orElseThrow().percent()).isEqualByComparingTo("1");
        assertThat(order.conditions().held()).isFalse();
        assertThat(order.conditions().trailingPercent()).isPresent();
        assertThat(byOffset.conditions().held()).isTrue();
    }

    private static Instrument offering(OrderType... types) {
        return World.offering(Set.of(types), World.INSTRUMENT.rules().timesInForce());
    }

    @Test
    void keepsAHeldOrderToItself() {
        Order order = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));

        world.clock.advance(Duration.ofSeconds(90));

        Order now = world.now(order);
        assertThat(now.conditions().held()).isTrue();
        assertThat(now.status()).isEqualTo(OrderStatus.PENDING);
        assertThat(now.exchangeOrderId()).isEmpty();
        assertThat(now.submittedAt()).isEmpty();
        assertThat(now.triggerPrice()).contains(new BigDecimal("49000"));
        assertThat(world.account.sent).isEmpty();
        assertThat(world.updates.getLast().order()).isEqualTo(now);
        assertThat(world.watched).containsEntry(World.BTC, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, SELL, 49000, 49000.01, 49000",
        "STOP, BUY, 51000, 50999.99, 51000",
        "TAKE_PROFIT, SELL, 51000, 50999.99, 51000",
        "TAKE_PROFIT, BUY, 49000, 49000.01, 49000",
    })
    void sendsAMarketOrderOnceThePriceIsReached(
            OrderType type, Side side, String stop, String before, String at) {
        Order order =
                world.placed(
                        Waiters.waits(
                                "k", side, type, "0.1", Optional.empty(), stop, Waiting.HELD));
        world.seen(before, before);
        int early = world.account.sent.size();

        world.seen(at, at);
        world.seen(at, at);

        assertThat(early).isZero();
        assertThat(world.account.sent).hasSize(1);
        NewOrder sent = world.account.sent.getFirst();
        assertThat(sent.type()).isEqualTo(OrderType.MARKET);
        assertThat(sent.timeInForce()).isEqualTo(TimeInForce.IOC);
        assertThat(sent.side()).isEqualTo(side);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.now(order).type()).isEqualTo(type);
        assertThat(world.now(order).submittedAt()).isPresent();
        assertThat(events(order, "triggered")).isOne();
        assertThat(world.watched).containsEntry(World.BTC, 0);
    }

    @Test
    void sendsALimitOrderWhereThereIsALimit() {
        Order order =
                world.placed(
                        Waiters.waits(
                                "k",
                                Side.SELL,
                                OrderType.TAKE_PROFIT_LIMIT,
                                "0.1",
                                Optional.of("51500"),
                                "51000",
                                Waiting.HELD));

        world.seen("51200", "51201");

        NewOrder sent = world.account.sent.getFirst();
        assertThat(sent.type()).isEqualTo(OrderType.LIMIT);
        assertThat(sent.price()).contains(new BigDecimal("51500"));
        assertThat(sent.stopPrice()).isEmpty();
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void followsTheMarketWithATrailingStop() {
        Order order = world.placed(Waiters.trailing("k", Side.SELL, "0.1", "500"));
        world.seen("50400", "50401");
        world.seen("50000", "50001");
        Optional<BigDecimal> trigger = world.now(order).triggerPrice();
        int early = world.account.sent.size();

        world.seen("49900", "49901");

        assertThat(trigger).contains(new BigDecimal("49900"));
        assertThat(early).isZero();
        assertThat(world.account.sent).hasSize(1);
        assertThat(world.now(order).conditions().mark()).contains(new BigDecimal("50400"));
    }

    @Test
    void remembersTheBestPriceOfATrailingStopOverARestart() {
        Order order = world.placed(Waiters.trailing("k", Side.SELL, "0.1", "500"));
        world.seen("50400", "50401");

        world.crash();
        world.connect();
        world.seen("49950", "49951");
        int early = world.account.sent.size();
        world.seen("49899", "49901");

        assertThat(early).isZero();
        assertThat(world.account.sent).hasSize(1);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void startsToTrailWhereThePersonSaysSo() {
        world.placed(
                Waiters.ticket(
                        "k",
                        Side.SELL,
                        OrderType.TRAILING_STOP,
                        "0.1",
                        Optional.empty(),
                        Optional.of("51000"),
                        Waiting.trailing(
                                true, Optional.empty(), Optional.of(new BigDecimal("1")))));
        world.seen("50000", "50001");
        world.seen("49000", "49001");
        int early = world.account.sent.size();

        world.seen("51000", "51001");
        world.seen("50489", "50490");

        assertThat(early).isZero();
        assertThat(world.account.sent).hasSize(1);
    }

    @Test
    void triggersOnNoPriceThatIsStaleAbsentCrossedOrNotLive() {
        world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));
        world.placed(Waiters.trailing("t", Side.SELL, "0.1", "500"));
        world.seen("50000", "50001");

        for (Optional<Market.Quote> bad :
                List.of(
                        Optional.of(quote("40000", "40001", Duration.ofMillis(2001), true)),
                        Optional.of(quote("90000", "90001", Duration.ofMillis(2001), true)),
                        Optional.of(quote("40000", "40001", Duration.ZERO, false)),
                        Optional.of(quote("40001", "40000", Duration.ZERO, true)),
                        Optional.of(quote("0", "40000", Duration.ZERO, true)),
                        Optional.<Market.Quote>empty())) {
            world.quote = bad;
            world.clock.advance(Duration.ofSeconds(1));
        }
        int early = world.account.sent.size();
        List<Optional<BigDecimal>> marks =
                world.trading.list(world.user, OrderFilter.newest(9)).items().stream()
                        .map(order -> order.conditions().mark())
                        .toList();
        world.seen("40000", "40001");

        assertThat(early).isZero();
        assertThat(marks)
                .containsExactlyInAnyOrder(Optional.of(new BigDecimal("50000")), Optional.empty());
        assertThat(world.account.sent).hasSize(2);
    }

    /** nautechsystems/nautilus_trader#3176: duplicate synthetic orders on each restart. */
    @Test
    void nautilus3176HoldsTheSameOrdersAfterTenRestarts() {
        for (int i = 0; i < 5; i++) {
            world.placed(Waiters.stop("k" + i, Side.SELL, "0.1", "49000"));
        }
        Set<OrderId> before = ids();

        for (int i = 0; i < 10; i++) {
            world.crash();
            world.connect();
            world.seen("50000", "50001");
        }
        Set<OrderId> after = ids();
        world.seen("48999", "49000");
        world.crash();
        world.connect();
        world.seen("48999", "49000");

        assertThat(after).isEqualTo(before).hasSize(5);
        assertThat(ids()).isEqualTo(before);
        assertThat(world.account.sent).hasSize(5);
    }

    @Test
    void cancelsAHeldOrderWithoutAskingAnybody() {
        Order order = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));
        world.account.calls.clear();

        CancelOutcome outcome = world.trading.cancel(world.user, order.id());
        world.seen("48000", "48001");

        assertThat(outcome).isInstanceOf(CancelOutcome.Taken.class);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(world.account.calls).doesNotContain("cancel", "place");
        assertThat(world.trading.cancel(world.user, order.id()))
                .isInstanceOf(CancelOutcome.Ended.class);
    }

    @Test
    void cancelsHeldOrdersWithTheKillSwitch() {
        Order order = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));

        KillReport report = world.trading.turnKillSwitchOn(world.user, "enough");

        assertThat(report.cancels().taken()).extracting(Order::id).containsExactly(order.id());
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.CANCELLED);
    }

    /** Whoever wrote hears nothing of the commit and sends nothing; the leaving is in the database. */
    @Test
    void asksForAnOrderWhoseLeavingMayBeWrittenDown() {
        Order order = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));
        world.loseOnce(CrashPoint.INTENT_COMMITTED);

        assertThatThrownBy(() -> world.seen("48999", "49001"))
                .isInstanceOf(IllegalStateException.class);
        boolean left = world.now(order).status() == OrderStatus.SUBMITTED;
        world.pass(Duration.ofSeconds(90));

        assertThat(left).isTrue();
        assertThat(world.account.sent).isEmpty();
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.REJECTED);
    }

    @Test
    void givesHeldOrdersUpWithTheirLink() {
        Order order = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));

        world.trading.linkChanged(world.linkChange(false));

        assertThat(world.now(order).status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(world.now(order).error().orElseThrow()).contains("link");
    }

    @Test
    void givesHeldOrdersUpWhoseLinkWentWhileK2WasDown() {
        Order order = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));
        world.activeLinks = List.of();

        world.crash();

        assertThat(world.now(order).status()).isEqualTo(OrderStatus.CANCELLED);
    }

    @Test
    void countsAHeldOrderOnceAtTheGate() {
        world.limits("100000", "6000", 50);
        Order order = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));

        Refusal second = world.refused(Waiters.stop("k2", Side.SELL, "0.1", "49000"));
        world.seen("48990", "48991");

        assertThat(second.code()).isEqualTo(RefusalCode.EXPOSURE_LIMIT);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void rejectsWhatTheGateRefusesWhenTheTimeHasCome() {
        Order order = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));
        world.limits("1000", "100000", 50);

        world.seen("48990", "48991");

        assertThat(world.now(order).status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(world.now(order).error().orElseThrow()).startsWith("ORDER_NOTIONAL_LIMIT");
        assertThat(world.account.sent).isEmpty();
        assertThat(world.updates.getLast().order().status()).isEqualTo(OrderStatus.REJECTED);
    }

    /** The stop is there for the fall in which the book is thin. */
    @Test
    void waitsOnWhileTheBookIsTooThinForIt() {
        Order order = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));
        world.book = Optional.of(World.book("48990", "0.05", "48991", "1"));
        world.quote = Optional.of(quote("48990", "48991", Duration.ZERO, true));
        world.clock.advance(Duration.ofSeconds(3));
        Order meanwhile = world.now(order);
        long told =
                world.updates.stream().filter(update -> update.order().error().isPresent()).count();

        world.seen("48980", "48981");

        assertThat(meanwhile.status()).isEqualTo(OrderStatus.PENDING);
        assertThat(meanwhile.error().orElseThrow()).startsWith("PRICE_COLLAR");
        assertThat(told).as("however often it was tried").isEqualTo(1);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.now(order).error()).isEmpty();
        assertThat(world.account.sent).hasSize(1);
    }

    @Test
    void sendsNothingAfterTheTimeThatItWasGoodTill() {
        world.instruments.put(
                World.BTC,
                World.offering(
                        World.INSTRUMENT.rules().orderTypes(), EnumSet.allOf(TimeInForce.class)));
        Instant end = world.clock.instant().plusSeconds(60);
        Order order =
                world.placed(
                        Waiters.inForce(
                                Waiters.trailing("k", Side.SELL, "0.1", "500"),
                                TimeInForce.GTD,
                                Optional.of(end)));
        world.pass(Duration.ofSeconds(59));
        OrderStatus before = world.now(order).status();

        world.pass(Duration.ofSeconds(2));
        world.seen("48000", "48001");

        assertThat(before).isEqualTo(OrderStatus.PENDING);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.EXPIRED);
        assertThat(world.updates.getLast().order().status()).isEqualTo(OrderStatus.EXPIRED);
        assertThat(world.account.sent).isEmpty();
    }

    @Test
    void waitsOnWhileOnlyTheMomentIsAgainstIt() {
        Order order = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));
        world.book = Optional.empty();
        world.quote = Optional.of(quote("48990", "48991", Duration.ZERO, true));
        world.clock.advance(Duration.ofMillis(600));
        OrderStatus meanwhile = world.now(order).status();

        world.seen("48980", "48981");

        assertThat(meanwhile).isEqualTo(OrderStatus.PENDING);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void sendsAnOrderOnceThatDiesBetweenItsReleaseAndItsSending() {
        Order order = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));
        dieAt(CrashPoint.INTENT_COMMITTED);
        seenDying("48990", "48991");

        restart();
        world.seen("48990", "48991");
        OrderStatus meanwhile = world.now(order).status();
        world.pass(Duration.ofSeconds(90));

        assertThat(meanwhile).isEqualTo(OrderStatus.SUBMITTED);
        assertThat(world.account.sent).isEmpty();
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(world.now(order).error().orElseThrow()).startsWith("NOT_SENT");
    }

    @Test
    void adoptsAnOrderThatDiesBetweenItsSendingAndTheAnswer() {
        Order order = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));
        dieAt(CrashPoint.ORDER_ANSWERED);
        seenDying("48990", "48991");

        restart();
        world.seen("48990", "48991");
        world.pass(Duration.ofSeconds(2));

        assertThat(world.account.sent).hasSize(1);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.now(order).exchangeOrderId()).isPresent();
    }

    @Test
    void sendsAnOrderThatDiesBeforeItsRelease() {
        Order order = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));
        dieAt(CrashPoint.HELD_ORDER_JUDGED);
        seenDying("48990", "48991");

        restart();
        world.seen("48990", "48991");

        assertThat(world.account.sent).hasSize(1);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void isNotConfusedByReconciliation() {
        Order order = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));

        world.account.cut();
        world.settle();
        Order cut = world.now(order);
        world.account.live();
        world.pass(Duration.ofMinutes(5));

        assertThat(cut.stale()).isFalse();
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.PENDING);
        assertThat(world.now(order).resolution()).isEmpty();
    }

    private void dieAt(CrashPoint fatal) {
        world.crashPoints =
                point -> {
                    if (point == fatal) {
                        throw new StackOverflowError("the process dies here");
                    }
                };
    }

    private void seenDying(String bid, String ask) {
        try {
            world.seen(bid, ask);
        } catch (StackOverflowError death) {
            assertThat(death).hasMessageContaining("dies here");
        }
    }

    private void restart() {
        world.crashPoints = CrashPoints.NONE;
        world.crash();
        world.connect();
    }

    private long events(Order order, String what) {
        return world.count(
                "SELECT count(*) FROM trading.order_events WHERE what = '%s' AND order_id = '%s'"
                        .formatted(what, order.id()));
    }

    private Set<OrderId> ids() {
        return new HashSet<>(
                world.trading.list(world.user, OrderFilter.newest(50)).items().stream()
                        .map(Order::id)
                        .toList());
    }

    private Market.Quote quote(String bid, String ask, Duration age, boolean live) {
        return new Market.Quote(
                new BigDecimal(bid), new BigDecimal(ask), world.clock.instant().minus(age), live);
    }
}
