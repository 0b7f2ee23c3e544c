package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.Balance;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeId;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.InstrumentId;
import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.model.OrderStatus;
import dev.k2.model.Side;
import dev.k2.model.UserId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlacingTest {
    private final World world = new World();

    @AfterEach
    void end() {
        world.close();
    }

    /** It is there when the order is routed, and gone when the order is judged. */
    @Test
    void refusesAnOrderWhoseAccountIsClosedOnTheWay() {
        world.onQuote =
                () -> {
                    world.onQuote = () -> {};
                    world.activeLinks = List.of();
                    world.trading.linkChanged(world.linkChange(false));
                };

        Refusal refusal = world.refused(world.ticket());

        assertThat(refusal.code()).isEqualTo(RefusalCode.LINK_NOT_USABLE);
        assertThat(((TradingRoom) world.trading).reserved(world.user)).isZero();
        assertThat(world.account.sent).isEmpty();
    }

    @Test
    void sendsAnOrderOnceUnderItsOwnName() {
        Order order = world.placed(World.limit("mine", Side.BUY, "0.01", "49000.5"));

        assertThat(order.status()).isEqualTo(OrderStatus.OPEN);
        assertThat(order.exchangeOrderId()).isPresent();
        assertThat(order.submittedAt()).isPresent();
        assertThat(order.price()).contains(new BigDecimal("49000.5"));
        assertThat(world.account.sent).hasSize(1);
        assertThat(world.account.sent.getFirst().clientOrderId())
                .isEqualTo(order.clientOrderId())
                .isNotEqualTo(new ClientOrderId("mine"));
        assertThat(order.clientOrderId().text()).hasSizeGreaterThan(25).startsWith("k");
    }

    @Test
    void commitsTheIntentBeforeItSends() {
        List<Long> seen = new ArrayList<>();
        world.account.beforePlace =
                () -> seen.add(world.count("SELECT count(*) FROM trading.orders"));

        world.placed(world.ticket());

        assertThat(seen).containsExactly(1L);
    }

    @Test
    void writesDownThatTheExchangeSaidNo() {
        world.account.mood = FakeAccount.Mood.REJECTS;

        Order order = world.placed(world.ticket());

        assertThat(order.status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(order.error()).contains("made up INSUFFICIENT_FUNDS");
        assertThat(order.resolution()).isEmpty();
    }

    @Test
    void answersTheSameTicketWithTheSameOrder() {
        OrderTicket ticket = world.ticket();
        Order first = world.placed(ticket);

        PlaceOutcome second = world.trading.place(world.user, ticket);

        assertThat(second).isEqualTo(new PlaceOutcome.Known(first));
        assertThat(world.account.sent).hasSize(1);
    }

    @Test
    void countsNumbersByValueAmongEqualTickets() {
        world.placed(World.limit("k", Side.BUY, "0.01", "49000"));

        PlaceOutcome again =
                world.trading.place(world.user, World.limit("k", Side.BUY, "0.0100", "49000.00"));

        assertThat(again).isInstanceOf(PlaceOutcome.Known.class);
    }

    @Test
    void refusesAnotherTicketUnderTheSameKey() {
        Order first = world.placed(World.limit("k", Side.BUY, "0.01", "49000"));

        PlaceOutcome other =
                world.trading.place(world.user, World.limit("k", Side.BUY, "0.02", "49000"));

        assertThat(other).isEqualTo(new PlaceOutcome.KeyConflict(first));
        assertThat(world.account.sent).hasSize(1);
    }

    @Test
    void makesOneOrderOfAHundredEqualTicketsAtOnce() throws Exception {
        OrderTicket ticket = world.ticket();
        List<PlaceOutcome> outcomes = together(100, i -> world.trading.place(world.user, ticket));

        Set<Order> orders = new HashSet<>();
        int placed = 0;
        for (PlaceOutcome outcome : outcomes) {
            switch (outcome) {
                case PlaceOutcome.Placed(Order order) -> {
                    placed++;
                    orders.add(order);
                }
                case PlaceOutcome.Known(Order order) -> orders.add(order);
                case PlaceOutcome.KeyConflict conflict -> throw new AssertionError(conflict);
                case PlaceOutcome.Refused refused -> throw new AssertionError(refused);
            }
        }
        assertThat(placed).isOne();
        assertThat(orders).hasSize(1);
        assertThat(world.account.sent).hasSize(1);
    }

    @Test
    void placesOneOfAHundredDifferentTicketsUnderOneKey() throws Exception {
        List<PlaceOutcome> outcomes =
                together(
                        100,
                        i ->
                                world.trading.place(
                                        world.user,
                                        World.limit("k", Side.BUY, "0.01", "" + (49000 + i))));

        assertThat(outcomes.stream().filter(PlaceOutcome.Placed.class::isInstance)).hasSize(1);
        assertThat(outcomes.stream().filter(PlaceOutcome.KeyConflict.class::isInstance))
                .hasSize(99);
        assertThat(world.account.sent).hasSize(1);
    }

    @Test
    void keepsEqualLookingOrdersOfDistinctKeysApart() {
        Order one = world.placed(World.limit("a", Side.BUY, "0.01", "49000"));

        Order two = world.placed(World.limit("b", Side.BUY, "0.01", "49000"));

        assertThat(two.id()).isNotEqualTo(one.id());
        assertThat(world.account.sent).hasSize(2);
    }

    @Test
    void leavesTheKeyFreeWhenItRefuses() {
        Refusal refusal = world.refused(World.limit("k", Side.BUY, "0.01", "49000.001"));

        Order order = world.placed(World.limit("k", Side.BUY, "0.01", "49000"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.PRICE_OFF_TICK);
        assertThat(order.status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void hidesOrdersFromOtherUsers() {
        Order order = world.placed(world.ticket());
        UserId stranger = new UserId(UUID.randomUUID());

        assertThat(world.trading.find(stranger, order.id())).isEmpty();
        assertThat(world.trading.executions(stranger, order.id())).isEmpty();
        assertThat(world.trading.cancel(stranger, order.id()))
                .isEqualTo(world.trading.cancel(stranger, new OrderId(UUID.randomUUID())));
        assertThat(world.trading.list(stranger, OrderFilter.newest(10)).items()).isEmpty();
        assertThat(world.account.calls).doesNotContain("cancel");
    }

    @Test
    void letsTwoUsersUseTheSameKey() {
        Order order = world.placed(World.limit("k", Side.BUY, "0.01", "49000"));
        UserId stranger = new UserId(UUID.randomUUID());

        PlaceOutcome other =
                world.trading.place(stranger, World.limit("k", Side.BUY, "0.01", "49000"));

        assertThat(order.key()).isEqualTo(new IdempotencyKey("k"));
        assertThat(other).isInstanceOf(PlaceOutcome.Refused.class);
    }

    @Test
    void saysWhichExchangeIsNotLinked() {
        OrderTicket usual = world.ticket();
        OrderTicket elsewhere =
                new OrderTicket(
                        usual.key(),
                        Optional.of(ExchangeId.OKX),
                        usual.instrument(),
                        usual.side(),
                        usual.type(),
                        usual.timeInForce(),
                        usual.quantity(),
                        usual.price(),
                        usual.stopPrice(),
                        false,
                        false,
                        Map.of());

        Refusal refusal = world.refused(elsewhere);

        assertThat(refusal.code()).isEqualTo(RefusalCode.EXCHANGE_NOT_LINKED);
        assertThat(refusal.field()).contains("exchange");
    }

    @Test
    void saysThatAnInstrumentIsNotTraded() {
        OrderTicket usual = world.ticket();
        OrderTicket unknown =
                new OrderTicket(
                        usual.key(),
                        usual.exchange(),
                        new InstrumentId("NOPE-USDT"),
                        usual.side(),
                        usual.type(),
                        usual.timeInForce(),
                        usual.quantity(),
                        usual.price(),
                        usual.stopPrice(),
                        false,
                        false,
                        Map.of());

        Refusal refusal = world.refused(unknown);

        assertThat(refusal.code()).isEqualTo(RefusalCode.INSTRUMENT_NOT_FOUND);
    }

    @Test
    void keepsMetadata() {
        OrderTicket usual = world.ticket();
        OrderTicket noted =
                new OrderTicket(
                        usual.key(),
                        usual.exchange(),
                        usual.instrument(),
                        usual.side(),
                        usual.type(),
                        usual.timeInForce(),
                        usual.quantity(),
                        usual.price(),
                        usual.stopPrice(),
                        false,
                        false,
                        Map.of("why", "it's \"cheap\"", "who", "me"));

        Order order = world.placed(noted);

        assertThat(world.now(order).metadata()).isEqualTo(noted.metadata());
    }

    @Test
    void announcesEveryChangeInRisingSequence() {
        Order order = world.placed(world.ticket());
        world.account.fill(order.clientOrderId(), "0.004", "49000");
        world.account.fill(order.clientOrderId(), "0.006", "48999");
        world.settle();

        assertThat(world.updates).extracting(update -> update.sequence()).isSorted();
        assertThat(world.updates)
                .extracting(update -> update.order().status())
                .startsWith(OrderStatus.SUBMITTED, OrderStatus.OPEN)
                .endsWith(OrderStatus.FILLED);
        assertThat(world.now(order).filledQuantity()).isEqualByComparingTo("0.01");
        assertThat(world.now(order).averagePrice()).contains(new BigDecimal("48999.4"));
        assertThat(world.trading.executions(world.user, order.id()).orElseThrow()).hasSize(2);
    }

    @Test
    void previewsWithoutSendingAnything() {
        world.limits("1000000", "1000000", 50);

        Preview preview = world.trading.preview(world.user, world.market(Side.BUY, "3"));

        assertThat(preview.refusals()).extracting(Refusal::code).isEmpty();
        assertThat(preview.price().orElseThrow()).isEqualByComparingTo("50004");
        assertThat(preview.worstPrice().orElseThrow()).isEqualByComparingTo("50010");
        assertThat(preview.notional().orElseThrow()).isEqualByComparingTo("150012");
        assertThat(preview.fee().orElseThrow()).isEqualByComparingTo("300.024");
        assertThat(preview.total().orElseThrow()).isEqualByComparingTo("150312.024");
        assertThat(world.account.sent).isEmpty();
        assertThat(world.count("SELECT count(*) FROM trading.orders")).isZero();
    }

    @Test
    void saysHowMuchIsMissing() {
        world.account.balances.clear();
        world.pass(Duration.ofSeconds(61));
        world.trading.balances(world.user);

        Refusal refusal = world.refused(World.limit("k", Side.BUY, "0.1", "49000"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.INSUFFICIENT_BALANCE);
        assertThat(refusal.details())
                .containsEntry("required", "4900")
                .containsEntry("available", "0")
                .containsEntry("currency", "USDT");
    }

    @Test
    void countsOnNothingThatAnEarlierOrderTookBeforeTheExchangeTellsSo() {
        world.account.balances.put("USDT", usdt("5000", "0"));
        world.pass(Duration.ofSeconds(61));
        world.trading.balances(world.user);
        world.account.beforePlace = () -> world.account.balances.put("USDT", usdt("100", "4900"));

        world.placed(World.limit("first", Side.BUY, "0.1", "49000"));
        Refusal refusal = world.refused(World.limit("second", Side.BUY, "0.1", "48999"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.INSUFFICIENT_BALANCE);
        assertThat(refusal.details()).containsEntry("available", "100");
        assertThat(world.account.sent).hasSize(1);
    }

    private static Balance usdt(String free, String held) {
        return new Balance("USDT", new BigDecimal(free), new BigDecimal(held));
    }

    static <T> List<T> together(int count, Work<T> work) throws Exception {
        List<T> results = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                futures.add(threads.submit(() -> work.run(number)));
            }
            for (Future<T> future : futures) {
                results.add(future.get());
            }
        }
        return results;
    }

    interface Work<T> {
        T run(int number) throws Exception;
    }
}
