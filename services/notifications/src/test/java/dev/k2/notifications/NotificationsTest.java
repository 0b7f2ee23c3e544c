package dev.k2.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.model.ClientOrderId;
import dev.k2.model.ContractResult;
import dev.k2.model.ExchangeId;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.LinkId;
import dev.k2.model.LinkRefused;
import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.OrderUpdated;
import dev.k2.model.Outcome;
import dev.k2.model.PositionSettled;
import dev.k2.model.Resolution;
import dev.k2.model.SecurityEvent;
import dev.k2.model.Settlement;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.EventBus;
import dev.k2.platform.ManualClock;
import dev.k2.platform.Metrics;
import dev.k2.platform.TestPostgres;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class NotificationsTest {
    private static final Database DATABASE = TestPostgres.database();

    private final ManualClock clock = new ManualClock();
    private final EventBus events = new EventBus(new Metrics());
    private final Notifications notifications = Notifications.open(DATABASE, events, clock);
    private final UserId anna = new UserId(UUID.randomUUID());
    private final List<NotificationAdded> published = new CopyOnWriteArrayList<>();

    NotificationsTest() {
        events.subscribe("test", NotificationAdded.class, 100, published::add);
    }

    @AfterEach
    void end() {
        notifications.close();
        events.close();
    }

    @Test
    void tellsOfOrdersThatWereFilledCancelledOrRejectedAndOfNothingElse() {
        for (OrderStatus status : OrderStatus.values()) {
            tell(order(status));
        }

        assertThat(kinds())
                .containsExactlyInAnyOrder(
                        NotificationKind.ORDER_FILLED,
                        NotificationKind.ORDER_CANCELLED,
                        NotificationKind.ORDER_REJECTED);
    }

    @Test
    void callsAPersonForAnOrderOfWhichNobodyKnowsOnce() {
        Order lost = order(OrderStatus.SUBMITTED, Optional.of(Resolution.ATTENTION));

        tell(order(OrderStatus.SUBMITTED, Optional.of(Resolution.PENDING)));
        tell(lost);
        tell(lost);

        assertThat(kinds()).containsExactly(NotificationKind.ORDER_NEEDS_ATTENTION);
        assertThat(list().getFirst().body()).contains("may be live");
    }

    @Test
    void callsAPersonForAnOrderThatIsLeftToItsExchange() {
        tell(order(OrderStatus.OPEN, Optional.of(Resolution.LEFT)));

        assertThat(kinds()).containsExactly(NotificationKind.ORDER_NEEDS_ATTENTION);
        assertThat(list().getFirst().body()).contains("unlinked");
    }

    @Test
    void tellsEachTimeThatALinkIsRefused() {
        LinkId link = new LinkId(UUID.randomUUID());

        for (int i = 0; i < 2; i++) {
            publish(
                    new LinkRefused(
                            anna, link, ExchangeId.OKX, "the key is gone", clock.instant()));
            clock.advance(Duration.ofMinutes(1));
        }

        assertThat(kinds())
                .containsExactly(NotificationKind.LINK_REFUSED, NotificationKind.LINK_REFUSED);
        assertThat(list().getFirst().details()).containsEntry("reason", "the key is gone");
    }

    @Test
    void tellsNewsOfSecurityOnce() {
        var event =
                new SecurityEvent(
                        anna,
                        UUID.randomUUID(),
                        "new_login",
                        "New login",
                        "Somebody logged in to your account.",
                        Map.of("address", "203.0.113.7"),
                        clock.instant());

        publish(event);
        publish(event);

        assertThat(kinds()).containsExactly(NotificationKind.SECURITY);
        assertThat(list().getFirst().details())
                .containsEntry("what", "new_login")
                .containsEntry("address", "203.0.113.7");
    }

    @Test
    void tellsTheSameStateOfAnOrderOnce() {
        Order order = order(OrderStatus.FILLED);

        tell(order);
        tell(order);

        assertThat(list()).hasSize(1);
        assertThat(published).hasSize(1);
        assertThat(list().getFirst().body())
                .isEqualTo("Bought 10 NO of KXBTC-A on kalshi at 0.38.");
    }

    @Test
    void tellsOfAnEndOnceAndOfItsCorrectionAgain() {
        PositionSettled end = settled("1", "3.8", false);

        publish(end);
        publish(end);
        publish(settled("0", "-6.2", true));

        assertThat(list())
                .extracting(Notification::title)
                .containsExactly("Event settlement corrected", "Event settled");
        assertThat(list().getLast().details())
                .containsEntry("result", "yes")
                .containsEntry("profit", "3.8");
    }

    @Test
    void pagesFromTheNewestOn() {
        for (int i = 0; i < 5; i++) {
            tell(order(OrderStatus.FILLED));
        }

        NotificationPage first = notifications.list(anna, false, Optional.empty(), 3);
        NotificationPage second = notifications.list(anna, false, first.next(), 3);

        assertThat(first.items()).hasSize(3);
        assertThat(second.items()).hasSize(2);
        assertThat(second.next()).isEmpty();
        assertThat(first.items().getLast().number())
                .isGreaterThan(second.items().getFirst().number());
    }

    @Test
    void marksAsReadOnceAndOnlyOnesOwn() {
        tell(order(OrderStatus.FILLED));
        tell(order(OrderStatus.FILLED));
        Notification one = list().getFirst();

        Notification read = notifications.read(anna, one.id()).orElseThrow();
        clock.advance(Duration.ofMinutes(1));
        Notification again = notifications.read(anna, one.id()).orElseThrow();

        assertThat(again.readAt()).isEqualTo(read.readAt()).isPresent();
        assertThat(notifications.read(new UserId(UUID.randomUUID()), one.id())).isEmpty();
        assertThat(notifications.list(anna, true, Optional.empty(), 10).unread()).isEqualTo(1);
        assertThat(notifications.readAll(anna)).isEqualTo(1);
        assertThat(notifications.list(anna, true, Optional.empty(), 10).items()).isEmpty();
    }

    @Test
    void keepsWhatWasTold() {
        tell(order(OrderStatus.FILLED));

        assertThatThrownBy(
                        () ->
                                DATABASE.jdbi()
                                        .useHandle(
                                                handle ->
                                                        handle.execute(
                                                                "DELETE FROM"
                                                                    + " notifications.notifications")))
                .hasMessageContaining("only ever gets new rows");
    }

    private void tell(Order order) {
        publish(new OrderUpdated(order, 1));
    }

    private void publish(Object event) {
        events.publish(event);
        assertThat(events.awaitIdle(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void goWithThePersonAndLeaveThoseOfOthers() {
        tell(order(OrderStatus.FILLED));
        notifications.readAll(anna);
        UserId bert = new UserId(UUID.randomUUID());
        events.publish(
                new SecurityEvent(
                        bert,
                        UUID.randomUUID(),
                        "new_login",
                        "New login",
                        "Somebody logged in to your account.",
                        Map.of(),
                        clock.instant()));
        assertThat(events.awaitIdle(Duration.ofSeconds(20))).isTrue();

        int gone = notifications.forget(anna);

        assertThat(gone).isEqualTo(1);
        assertThat(list()).isEmpty();
        assertThat(notifications.list(bert, false, Optional.empty(), 100).items()).hasSize(1);
        assertThat(notifications.forget(anna)).isZero();
    }

    private List<Notification> list() {
        return notifications.list(anna, false, Optional.empty(), 100).items();
    }

    private List<NotificationKind> kinds() {
        return list().stream().map(Notification::kind).toList();
    }

    private PositionSettled settled(String value, String profit, boolean correction) {
        BigDecimal gained = new BigDecimal(profit);
        boolean yes = value.equals("1");
        return new PositionSettled(
                UUID.randomUUID(),
                anna,
                new LinkId(UUID.randomUUID()),
                ExchangeId.KALSHI,
                new Settlement(
                        new InstrumentId("KXBTC-A"),
                        new ContractResult(
                                yes ? ContractResult.Ruling.YES : ContractResult.Ruling.NO,
                                new BigDecimal(value)),
                        BigDecimal.TEN,
                        BigDecimal.ZERO,
                        new BigDecimal("6.2"),
                        gained.add(new BigDecimal("6.2")),
                        BigDecimal.ZERO,
                        clock.instant()),
                correction,
                gained,
                clock.instant());
    }

    private Order order(OrderStatus status) {
        return order(status, Optional.empty());
    }

    private Order order(OrderStatus status, Optional<Resolution> resolution) {
        return new Order(
                new OrderId(UUID.randomUUID()),
                anna,
                new LinkId(UUID.randomUUID()),
                new IdempotencyKey("k"),
                new ClientOrderId("k1"),
                ExchangeId.KALSHI,
                Optional.empty(),
                new InstrumentId("KXBTC-A"),
                InstrumentKind.EVENT,
                Optional.of(Outcome.NO),
                Side.BUY,
                OrderType.LIMIT,
                TimeInForce.GTC,
                BigDecimal.TEN,
                Optional.of(new BigDecimal("0.38")),
                Optional.empty(),
                status,
                resolution,
                false,
                false,
                BigDecimal.TEN,
                Optional.of(new BigDecimal("0.38")),
                clock.instant(),
                Optional.empty(),
                clock.instant(),
                Optional.empty(),
                Map.of());
    }
}
