package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.ErrorCategory;
import dev.k2.model.Order;
import dev.k2.model.OrderStatus;
import dev.k2.model.Resolution;
import dev.k2.model.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What went wrong in other systems and cost money there; each test bears the incident's name. */
class IncidentsTest {
    private final World world = new World();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    @DisplayName("hummingbot/hummingbot#8457: accepted orders were dropped during an outage")
    void holdsSixOrdersThroughTenMinutesInWhichNobodyCanBeAsked() {
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            orders.add(world.placed(world.ticket()));
        }
        world.account.mood = FakeAccount.Mood.LOSES_ANSWERS;
        for (int i = 0; i < 3; i++) {
            orders.add(world.placed(world.ticket()));
        }
        world.account.failure = Optional.of(FakeAccount.error(ErrorCategory.NETWORK));
        world.account.cut();

        for (int minute = 0; minute < 10; minute++) {
            world.pass(Duration.ofMinutes(1));
            assertThat(orders).noneMatch(order -> world.now(order).status().isFinal());
        }
        world.account.failure = Optional.empty();
        world.account.live();
        world.pass(Duration.ofSeconds(30));

        assertThat(orders)
                .extracting(order -> world.now(order).status())
                .hasSize(6)
                .containsOnly(OrderStatus.OPEN);
        assertThat(world.account.sent).hasSize(6);
    }

    @Test
    @DisplayName("scrtlabs/catalyst#317: \"ordering again\" after a read timeout bought twice")
    void sendsNothingAgainAfterAnUnclearAnswerHoweverOftenItIsAsked() {
        world.account.mood = FakeAccount.Mood.LOSES_ANSWERS;
        OrderTicket ticket = world.ticket();
        Order order = world.placed(ticket);

        PlaceOutcome again = world.trading.place(world.user, ticket);
        world.pass(Duration.ofMinutes(5));
        PlaceOutcome later = world.trading.place(world.user, ticket);

        assertThat(order.resolution()).contains(Resolution.PENDING);
        assertThat(List.of(again, later)).allMatch(PlaceOutcome.Known.class::isInstance);
        assertThat(world.account.sent).hasSize(1);
        assertThat(world.account.accepted()).isOne();
    }

    @Test
    @DisplayName(
            "hummingbot/hummingbot#601: \"does not exist\" right after placing made duplicates")
    void waitsOutAnExchangeThatDoesNotShowAnOrderForThreeSeconds() {
        world.account.mood = FakeAccount.Mood.LOSES_ANSWERS;
        world.account.readLag = Duration.ofSeconds(3);
        Order order = world.placed(world.ticket());

        world.pass(Duration.ofSeconds(2));
        Order meanwhile = world.now(order);
        world.pass(Duration.ofSeconds(8));

        assertThat(meanwhile.status()).isEqualTo(OrderStatus.SUBMITTED);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.account.sent).hasSize(1);
    }

    @Test
    @DisplayName("hummingbot/hummingbot#3374: a cancel failed, the order was forgotten and filled")
    void countsTheFillOfAnOrderWhoseCancelFailed() {
        Order order = world.placed(world.ticket());
        world.account.cancelFailure = Optional.of(FakeAccount.error(ErrorCategory.NETWORK));

        CancelOutcome outcome = world.trading.cancel(world.user, order.id());
        world.account.fill(order.clientOrderId(), "0.01", "49000");
        world.settle();

        assertThat(outcome).isInstanceOf(CancelOutcome.Unconfirmed.class);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.FILLED);
        assertThat(world.now(order).filledQuantity()).isEqualByComparingTo("0.01");
    }

    @Test
    @DisplayName("hummingbot/hummingbot#1663: one trade was recorded by stream and by question")
    void countsATradeOnceThatIsToldByStreamAndByQuestion() {
        Order order = world.placed(world.ticket());
        world.account.fill(order.clientOrderId(), "0.004", "49000");
        world.settle();

        world.account.cut();
        world.settle();
        world.account.live();
        world.pass(Duration.ofSeconds(31));

        assertThat(world.account.calls).contains("fills");
        assertThat(world.trading.executions(world.user, order.id()).orElseThrow()).hasSize(1);
        assertThat(world.now(order).filledQuantity()).isEqualByComparingTo("0.004");
    }

    @Test
    @DisplayName("freqtrade/freqtrade#3647: cancelled on a time-out, filled at the exchange")
    void findsTheFillThatWonTheRaceAgainstACancelWithoutAnAnswer() {
        Order order = world.placed(world.ticket());
        world.account.cancelFailure = Optional.of(FakeAccount.error(ErrorCategory.UNKNOWN_OUTCOME));
        world.account.pushes = false;

        world.trading.cancel(world.user, order.id());
        world.account.fill(order.clientOrderId(), "0.01", "49000");
        world.account.end(order.clientOrderId(), OrderStatus.FILLED);
        world.account.cancelFailure = Optional.empty();
        world.pass(Duration.ofSeconds(40));

        assertThat(world.now(order).status()).isEqualTo(OrderStatus.FILLED);
        assertThat(world.now(order).filledQuantity()).isEqualByComparingTo("0.01");
    }

    @Test
    @DisplayName("nautechsystems/nautilus_trader#3861: an expired stream was not opened again")
    void readsByQuestionWhatAnExpiredStreamDoesNotTell() {
        Order order = world.placed(world.ticket());
        world.account.pushes = false;
        world.account.cut();
        world.settle();
        Order meanwhile = world.now(order);

        world.account.fill(order.clientOrderId(), "0.004", "49000");
        world.pass(Duration.ofSeconds(30));

        assertThat(meanwhile.stale()).isTrue();
        assertThat(world.now(order).filledQuantity()).isEqualByComparingTo("0.004");
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.PARTIAL);
    }

    @Test
    @DisplayName("marketcalls/openalgo PR#1991: an order was adopted because it looked alike")
    void tellsTwoUnclearOrdersThatLookAlikeApart() {
        world.account.mood = FakeAccount.Mood.LOSES_ANSWERS;
        Order first = world.placed(World.limit("first", Side.BUY, "0.01", "49000"));
        world.account.mood = FakeAccount.Mood.LOSES_ORDERS;
        Order second = world.placed(World.limit("second", Side.BUY, "0.01", "49000"));
        world.account.mood = FakeAccount.Mood.ACCEPTS;

        world.pass(Duration.ofSeconds(90));

        assertThat(world.now(first).status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.now(second).status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(world.now(second).error().orElseThrow()).startsWith("NOT_SENT");
        assertThat(world.account.accepted()).isOne();
    }
}
