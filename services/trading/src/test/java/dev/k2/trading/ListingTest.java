package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.ExchangeId;
import dev.k2.model.Execution;
import dev.k2.model.InstrumentId;
import dev.k2.model.Order;
import dev.k2.model.OrderStatus;
import dev.k2.model.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListingTest {
    private final World world = new World();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void pagesThroughAllOrdersWhileNewOnesCome() {
        List<Order> placed = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            placed.add(world.placed(world.ticket()));
            // Some share a time, some do not.
            world.pass(Duration.ofMillis(i % 2));
        }

        List<Order> seen = new ArrayList<>();
        Optional<Cursor> cursor = Optional.empty();
        do {
            Page<Order> page = world.trading.list(world.user, filter(3, cursor));
            seen.addAll(page.items());
            cursor = page.next();
            world.pass(Duration.ofMillis(1));
            world.placed(world.ticket());
        } while (cursor.isPresent());

        assertThat(seen)
                .extracting(Order::id)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(placed.stream().map(Order::id).toList());
        assertThat(seen).extracting(Order::createdAt).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void sortsByTheLastChangeInBothDirectionsWhileOrdersComeIn() {
        Order one = world.placed(world.ticket());
        world.pass(Duration.ofSeconds(1));
        Order two = world.placed(world.ticket());
        world.pass(Duration.ofSeconds(1));
        Order three = world.placed(world.ticket());
        world.pass(Duration.ofSeconds(1));
        world.account.fill(one.clientOrderId(), "0.004", "49000");
        world.settle();

        Page<Order> newest = byChange(OrderFilter.Sort.NEWEST_FIRST, 2, Optional.empty());
        world.pass(Duration.ofSeconds(1));
        world.placed(world.ticket());
        Page<Order> rest = byChange(OrderFilter.Sort.NEWEST_FIRST, 2, newest.next());
        Page<Order> oldest = byChange(OrderFilter.Sort.OLDEST_FIRST, 2, Optional.empty());

        assertThat(newest.items()).extracting(Order::id).containsExactly(one.id(), three.id());
        assertThat(rest.items()).extracting(Order::id).containsExactly(two.id());
        assertThat(oldest.items()).extracting(Order::id).containsExactly(two.id(), three.id());
    }

    @Test
    void takesAStretchOfTime() {
        Instant start = world.clock.instant();
        world.placed(world.ticket());
        world.pass(Duration.ofSeconds(1));
        Order second = world.placed(world.ticket());
        world.account.fill(second.clientOrderId(), "0.01", "49000");
        world.pass(Duration.ofSeconds(1));
        world.placed(world.ticket());

        Span middle =
                new Span(Optional.of(start.plusSeconds(1)), Optional.of(start.plusSeconds(2)));
        Page<Order> orders =
                world.trading.list(
                        world.user,
                        new OrderFilter(
                                OrderFilter.ANY,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                middle,
                                OrderFilter.By.CREATED,
                                OrderFilter.Sort.NEWEST_FIRST,
                                10,
                                Optional.empty()));
        Page<Execution> bought = world.trading.trades(world.user, trades(Side.BUY, middle));
        Page<Execution> sold = world.trading.trades(world.user, trades(Side.SELL, middle));
        Page<Execution> later =
                world.trading.trades(
                        world.user,
                        trades(
                                Side.BUY,
                                new Span(Optional.of(start.plusSeconds(2)), Optional.empty())));

        assertThat(orders.items()).extracting(Order::id).containsExactly(second.id());
        assertThat(bought.items()).extracting(Execution::order).containsExactly(second.id());
        assertThat(sold.items()).isEmpty();
        assertThat(later.items()).isEmpty();
    }

    private Page<Order> byChange(OrderFilter.Sort sort, int limit, Optional<Cursor> cursor) {
        return world.trading.list(
                world.user,
                new OrderFilter(
                        OrderFilter.ANY,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Span.ALL,
                        OrderFilter.By.UPDATED,
                        sort,
                        limit,
                        cursor));
    }

    private static TradeFilter trades(Side side, Span span) {
        return new TradeFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(side),
                span,
                OrderFilter.Sort.NEWEST_FIRST,
                10,
                Optional.empty());
    }

    @Test
    void filtersByEveryField() {
        Order buy = world.placed(World.limit("buy", Side.BUY, "0.01", "49000"));
        Order sell = world.placed(World.limit("sell", Side.SELL, "0.01", "52000"));
        world.trading.cancel(world.user, buy.id());

        assertThat(ids(OrderFilter.OPEN, Optional.empty(), Optional.empty(), Optional.empty()))
                .containsExactly(sell);
        assertThat(
                        ids(
                                Set.of(OrderStatus.CANCELLED),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()))
                .extracting(Order::id)
                .containsExactly(buy.id());
        assertThat(
                        ids(
                                OrderFilter.ANY,
                                Optional.of(ExchangeId.OKX),
                                Optional.empty(),
                                Optional.empty()))
                .isEmpty();
        assertThat(
                        ids(
                                OrderFilter.ANY,
                                Optional.of(ExchangeId.BINANCE),
                                Optional.of(World.BTC),
                                Optional.of(Side.SELL)))
                .containsExactly(sell);
        assertThat(
                        ids(
                                OrderFilter.ANY,
                                Optional.empty(),
                                Optional.of(new InstrumentId("ETH-USDT")),
                                Optional.empty()))
                .isEmpty();
    }

    @Test
    void listsFillsOfAllOrders() {
        Order one = world.placed(world.ticket());
        Order two = world.placed(world.ticket());
        world.account.fill(one.clientOrderId(), "0.004", "49000");
        world.pass(Duration.ofSeconds(1));
        world.account.fill(two.clientOrderId(), "0.01", "48999");
        world.pass(Duration.ofSeconds(1));
        world.account.fill(one.clientOrderId(), "0.006", "48998");
        world.settle();

        Page<Execution> first =
                world.trading.trades(world.user, trades(Optional.empty(), 2, Optional.empty()));
        Page<Execution> second =
                world.trading.trades(world.user, trades(Optional.empty(), 2, first.next()));
        Page<Execution> ofOne =
                world.trading.trades(world.user, trades(Optional.of(one), 10, Optional.empty()));

        assertThat(first.items()).extracting(Execution::order).containsExactly(one.id(), two.id());
        assertThat(second.items()).extracting(Execution::order).containsExactly(one.id());
        assertThat(second.next()).isEmpty();
        assertThat(ofOne.items()).hasSize(2);
        assertThat(world.trading.executions(world.user, one.id()).orElseThrow())
                .extracting(execution -> execution.fill().price().toPlainString())
                .containsExactly("49000", "48998");
    }

    @Test
    void readsItsOwnCursorsAndNoOthers() {
        Cursor cursor = new Cursor(Instant.parse("2026-03-04T05:06:07.123456Z"), UUID.randomUUID());

        assertThat(Cursor.parse(cursor.text())).contains(cursor);
        assertThat(Cursor.parse("")).isEmpty();
        assertThat(Cursor.parse("!".repeat(32))).isEmpty();
        assertThat(Cursor.parse("_".repeat(32))).isEmpty();
        assertThat(Cursor.parse(cursor.text() + "A")).isEmpty();
    }

    private List<Order> ids(
            Set<OrderStatus> statuses,
            Optional<ExchangeId> exchange,
            Optional<InstrumentId> instrument,
            Optional<Side> side) {
        return world.trading
                .list(
                        world.user,
                        new OrderFilter(
                                statuses,
                                exchange,
                                instrument,
                                side,
                                OrderFilter.Sort.OLDEST_FIRST,
                                10,
                                Optional.empty()))
                .items();
    }

    private static OrderFilter filter(int limit, Optional<Cursor> cursor) {
        return new OrderFilter(
                OrderFilter.ANY,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OrderFilter.Sort.NEWEST_FIRST,
                limit,
                cursor);
    }

    private static TradeFilter trades(Optional<Order> order, int limit, Optional<Cursor> cursor) {
        return new TradeFilter(
                Optional.empty(),
                Optional.empty(),
                order.map(Order::id),
                OrderFilter.Sort.OLDEST_FIRST,
                limit,
                cursor);
    }
}
