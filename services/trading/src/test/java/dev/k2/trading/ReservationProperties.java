package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.Order;
import dev.k2.model.OrderStatus;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ReservationProperties {
    private enum Deed {
        PLACE,
        PLACE_REJECTED,
        PLACE_UNCLEAR,
        FILL,
        FILL_AGAIN,
        CANCEL,
        EXPIRE,
        CUT_AND_BACK,
        CRASH
    }

    private record Step(Deed deed, int which, int size) {}

    /** Whatever happens to orders, what is reserved is what open orders hold, to the last digit. */
    @Property(tries = 12)
    void alwaysReservesWhatOpenOrdersHold(@ForAll("steps") List<Step> steps) {
        try (World world = new World()) {
            List<Order> placed = new ArrayList<>();
            for (Step step : steps) {
                act(world, placed, step);
                assertThat(Sums.wrong(world.database)).isEmpty();
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(Deed.values()),
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(1, 12))
                .as(Step::new)
                .list()
                .ofMinSize(10)
                .ofMaxSize(40);
    }

    private static void act(World world, List<Order> placed, Step step) {
        world.account.mood =
                switch (step.deed()) {
                    case PLACE_REJECTED -> FakeAccount.Mood.REJECTS;
                    case PLACE_UNCLEAR -> FakeAccount.Mood.LOSES_ANSWERS;
                    case PLACE, FILL, FILL_AGAIN, CANCEL, EXPIRE, CUT_AND_BACK, CRASH ->
                            FakeAccount.Mood.ACCEPTS;
                };
        Optional<Order> order =
                placed.isEmpty()
                        ? Optional.empty()
                        : Optional.of(placed.get(step.which() % placed.size()));
        switch (step.deed()) {
            case PLACE, PLACE_REJECTED, PLACE_UNCLEAR -> place(world, placed, step);
            case FILL ->
                    order.filter(one -> isKnown(world, one))
                            .ifPresent(one -> fill(world, one, step.size()));
            case FILL_AGAIN ->
                    order.filter(one -> isKnown(world, one))
                            .ifPresent(one -> world.account.push(one.clientOrderId()));
            case CANCEL -> order.ifPresent(one -> world.trading.cancel(world.user, one.id()));
            case EXPIRE ->
                    order.filter(one -> isKnown(world, one))
                            .ifPresent(
                                    one -> {
                                        world.account.end(one.clientOrderId(), OrderStatus.EXPIRED);
                                        world.account.push(one.clientOrderId());
                                    });
            case CUT_AND_BACK -> {
                world.account.cut();
                world.connect();
            }
            case CRASH -> {
                world.crash();
                world.connect();
            }
        }
        world.settle();
    }

    private static void place(World world, List<Order> placed, Step step) {
        OrderTicket ticket =
                World.limit(
                        "k" + placed.size(),
                        Side.BUY,
                        new BigDecimal(step.size()).movePointLeft(3).toPlainString(),
                        "" + (48_001 + step.which()));
        if (world.trading.place(world.user, ticket) instanceof PlaceOutcome.Placed(Order order)) {
            placed.add(order);
        }
    }

    private static void fill(World world, Order order, int size) {
        BigDecimal left = order.quantity().subtract(world.now(order).filledQuantity());
        BigDecimal quantity = new BigDecimal(size).movePointLeft(5).min(left);
        if (quantity.signum() > 0) {
            world.account.fill(order.clientOrderId(), quantity.toPlainString(), "48000");
        }
    }

    private static boolean isKnown(World world, Order order) {
        return world.account.known().contains(order.clientOrderId());
    }
}
