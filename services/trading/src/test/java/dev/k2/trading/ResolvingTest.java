package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.ErrorCategory;
import dev.k2.model.Order;
import dev.k2.model.OrderStatus;
import dev.k2.model.Resolution;
import dev.k2.model.Side;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ResolvingTest {
    private final World world = new World();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    @DisplayName("ccxt/ccxt#2599: an order was placed although its answer was lost")
    void adoptsAnOrderWhoseAnswerWasLost() {
        world.account.mood = FakeAccount.Mood.LOSES_ANSWERS;
        Order order = world.placed(world.ticket());

        world.pass(Duration.ofSeconds(1));

        assertThat(order.status()).isEqualTo(OrderStatus.SUBMITTED);
        assertThat(order.resolution()).contains(Resolution.PENDING);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.now(order).resolution()).isEmpty();
        assertThat(world.now(order).id()).isEqualTo(order.id());
        assertThat(world.account.sent).hasSize(1);
    }

    @Test
    void adoptsAnOrderWhenTheAdapterBreaks() {
        world.account.mood = FakeAccount.Mood.THROWS;
        Order order = world.placed(world.ticket());

        world.pass(Duration.ofSeconds(1));

        assertThat(order.resolution()).contains(Resolution.PENDING);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.account.sent).hasSize(1);
    }

    @Test
    void adoptsAnOrderByTheStreamToo() {
        world.account.mood = FakeAccount.Mood.LOSES_ANSWERS;
        Order order = world.placed(world.ticket());

        world.account.fill(order.clientOrderId(), "0.01", "49000");
        world.settle();

        assertThat(world.now(order).status()).isEqualTo(OrderStatus.FILLED);
        assertThat(world.now(order).resolution()).isEmpty();
    }

    @Test
    void findsAnOrderThatEndedInTheHistory() {
        world.account.mood = FakeAccount.Mood.LOSES_ANSWERS;
        world.account.forgetsEnded = true;
        Order order = world.placed(world.ticket());
        world.account.cancelSilently(order.clientOrderId());

        world.pass(Duration.ofSeconds(1));

        assertThat(world.now(order).status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(world.account.calls).containsSubsequence("find", "open", "history");
    }

    @Test
    void doesNotAskForAHistoryThatIsNotOffered() {
        world.offersHistory = false;
        world.account.mood = FakeAccount.Mood.LOSES_ORDERS;
        Order order = world.placed(world.ticket());

        world.pass(Duration.ofSeconds(75));

        assertThat(world.now(order).status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(world.account.calls).contains("find", "open", "fills").doesNotContain("history");
    }

    @Test
    void doesNotTakeALaggingReadForARejection() {
        world.account.mood = FakeAccount.Mood.LOSES_ANSWERS;
        world.account.readLag = Duration.ofSeconds(30);
        Order order = world.placed(world.ticket());

        world.pass(Duration.ofSeconds(29));
        Order meanwhile = world.now(order);
        world.pass(Duration.ofSeconds(15));

        assertThat(meanwhile.status()).isEqualTo(OrderStatus.SUBMITTED);
        assertThat(meanwhile.resolution()).contains(Resolution.PENDING);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.account.sent).hasSize(1);
    }

    @Test
    void givesAnOrderUpOnlyAfterAMinuteOfDenials() {
        world.account.mood = FakeAccount.Mood.LOSES_ORDERS;
        Order order = world.placed(world.ticket());

        world.pass(Duration.ofSeconds(59));
        Order meanwhile = world.now(order);
        world.pass(Duration.ofSeconds(16));

        assertThat(meanwhile.status()).isEqualTo(OrderStatus.SUBMITTED);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(world.now(order).error().orElseThrow()).startsWith("NOT_SENT");
        assertThat(world.count("SELECT count(*) FROM trading.order_events WHERE what = 'absent'"))
                .isGreaterThanOrEqualTo(3);
        assertThat(world.account.sent).hasSize(1);
    }

    /** The other key may be one of another account, where nobody ever sent the order. */
    @Test
    void doesNotTakeTheWordOfAnotherKeyThatAnOrderWasNeverThere() {
        world.account.mood = FakeAccount.Mood.LOSES_ORDERS;
        Order order = world.placed(world.ticket());
        world.pass(Duration.ofSeconds(1));
        world.replaceKey();

        world.pass(Duration.ofMinutes(5));
        long evidence = world.count("SELECT count(*) FROM trading.order_events");
        world.pass(Duration.ofMinutes(5));

        assertThat(world.now(order).status()).isEqualTo(OrderStatus.SUBMITTED);
        assertThat(world.now(order).resolution()).contains(Resolution.ATTENTION);
        assertThat(world.count("SELECT count(*) FROM trading.order_events"))
                .as("it is asked for on and on, and that is written down no more")
                .isEqualTo(evidence);
    }

    /** Another node may have sent by the old key for a moment. */
    @Test
    void countsOrdersOfTheMinuteAfterAKeyWasReplacedAsItsForerunners() {
        world.replaceKey();
        world.pass(Duration.ofSeconds(20));
        world.account.mood = FakeAccount.Mood.LOSES_ORDERS;
        Order soon = world.placed(world.ticket());
        world.pass(Duration.ofMinutes(5));
        Order late = world.placed(World.limit("late", Side.BUY, "0.02", "49000"));

        world.pass(Duration.ofMinutes(5));

        assertThat(world.now(soon).resolution()).contains(Resolution.ATTENTION);
        assertThat(world.now(late).status()).isEqualTo(OrderStatus.REJECTED);
    }

    /** A key that knows an order from before it is of the same account. */
    @Test
    void takesTheWordOfAnotherKeyOnceItToldOfAnOrderFromBefore() {
        world.placed(World.limit("known", Side.BUY, "0.02", "48000"));
        world.account.mood = FakeAccount.Mood.LOSES_ORDERS;
        Order order = world.placed(world.ticket());
        world.pass(Duration.ofSeconds(1));
        world.replaceKey();

        world.pass(Duration.ofMinutes(5));

        assertThat(world.now(order).status()).isEqualTo(OrderStatus.REJECTED);
    }

    @Test
    void doesNotCountTheTimeOfAnOutage() {
        world.account.mood = FakeAccount.Mood.LOSES_ORDERS;
        Order order = world.placed(world.ticket());
        world.pass(Duration.ofSeconds(20));
        world.account.failure = Optional.of(FakeAccount.error(ErrorCategory.EXCHANGE_MAINTENANCE));

        world.pass(Duration.ofMinutes(10));
        world.account.failure = Optional.empty();
        world.pass(Duration.ofSeconds(25));
        Order meanwhile = world.now(order);
        world.pass(Duration.ofSeconds(45));

        assertThat(meanwhile.status()).isEqualTo(OrderStatus.SUBMITTED);
        assertThat(meanwhile.resolution()).contains(Resolution.PENDING);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.REJECTED);
    }

    @Test
    void callsAPersonWhenTheExchangeAnswersAndDoesNotTell() {
        world.account.mood = FakeAccount.Mood.LOSES_ANSWERS;
        Order order = world.placed(world.ticket());
        world.account.failure = Optional.of(FakeAccount.error(ErrorCategory.PERMISSION));

        world.pass(Duration.ofSeconds(90));
        Order meanwhile = world.now(order);
        world.account.failure = Optional.empty();
        world.pass(Duration.ofSeconds(15));

        assertThat(meanwhile.status()).isEqualTo(OrderStatus.SUBMITTED);
        assertThat(meanwhile.resolution()).contains(Resolution.ATTENTION);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.now(order).resolution()).isEmpty();
    }

    @Test
    void neverSendsAgainAfterACrashBetweenIntentAndSend() {
        world.account.beforePlace =
                () -> {
                    throw new StackOverflowError("the process dies here");
                };
        OrderTicket ticket = world.ticket();
        crashWhilePlacing(ticket);
        Order order = world.trading.list(world.user, OrderFilter.newest(1)).items().getFirst();

        world.account.beforePlace = () -> {};
        world.crash();
        world.connect();
        world.pass(Duration.ofSeconds(90));

        assertThat(world.account.sent).isEmpty();
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(world.now(order).error().orElseThrow()).startsWith("NOT_SENT");
        assertThat(world.trading.place(world.user, ticket))
                .isEqualTo(new PlaceOutcome.Known(world.now(order)));
    }

    @Test
    void adoptsUnderTheSameIdAfterACrashBetweenSendAndAnswer() {
        OrderTicket ticket = world.ticket();
        world.account.mood = FakeAccount.Mood.LOSES_ANSWERS;
        Order order = world.placed(ticket);

        world.crash();
        world.connect();
        world.pass(Duration.ofSeconds(1));

        assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.account.sent).hasSize(1);
        assertThat(world.trading.place(world.user, ticket))
                .isEqualTo(new PlaceOutcome.Known(world.now(order)));
    }

    @Test
    @DisplayName("nautechsystems/nautilus_trader#3176: each restart made orders anew")
    void findsTheSameOrdersAfterTenRestarts() {
        IntStream.range(0, 5).forEach(i -> world.placed(world.ticket()));
        List<Order> before = world.trading.list(world.user, OrderFilter.newest(50)).items();
        Set<Object> ids = new HashSet<>(before.stream().map(Order::id).toList());

        for (int i = 0; i < 10; i++) {
            world.crash();
            world.connect();
            world.pass(Duration.ofSeconds(1));
        }

        List<Order> after = world.trading.list(world.user, OrderFilter.newest(50)).items();
        assertThat(after).hasSize(5);
        assertThat(new HashSet<Object>(after.stream().map(Order::id).toList())).isEqualTo(ids);
        assertThat(after).extracting(Order::status).containsOnly(OrderStatus.OPEN);
        assertThat(world.account.sent).hasSize(5);
    }

    @Test
    void keepsItsReservationWhileAnOrderIsUnresolvedAndAfterARestart() {
        world.limits("100000", "600", 50);
        world.account.mood = FakeAccount.Mood.LOSES_ORDERS;
        Order order = world.placed(world.ticket());
        world.account.mood = FakeAccount.Mood.ACCEPTS;

        Refusal meanwhile = world.refused(world.ticket());
        world.crash();
        world.connect();
        Refusal afterRestart = world.refused(world.ticket());
        world.pass(Duration.ofSeconds(90));

        assertThat(meanwhile.code()).isEqualTo(RefusalCode.EXPOSURE_LIMIT);
        assertThat(afterRestart.code()).isEqualTo(RefusalCode.EXPOSURE_LIMIT);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(world.placed(world.ticket()).status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void fetchesTheFillsThatTheExchangeCounts() {
        Order order = world.placed(world.ticket());
        world.account.pushes = false;
        world.account.fill(order.clientOrderId(), "0.004", "49000");
        world.account.push(order.clientOrderId());
        world.settle();
        Order behind = world.now(order);

        world.pass(Duration.ofSeconds(1));

        assertThat(behind.filledQuantity()).isZero();
        assertThat(world.now(order).filledQuantity()).isEqualByComparingTo("0.004");
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.PARTIAL);
    }

    private void crashWhilePlacing(OrderTicket ticket) {
        try {
            world.trading.place(world.user, ticket);
            throw new IllegalStateException("it was to die");
        } catch (StackOverflowError death) {
            assertThat(death).hasMessageContaining("dies here");
        }
    }
}
