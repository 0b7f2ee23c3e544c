package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Order;
import dev.k2.model.OrderStatus;
import dev.k2.model.Resolution;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the orders of an account that is unlinked. */
class LeftOrdersTest {
    private static final Duration SOON = Duration.ofSeconds(11);

    private final World world = new World();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void leavesTheOrdersOfAnUnlinkedAccountToItsExchange() {
        Order order = world.placed(world.ticket());
        unlink();

        world.pass(SOON);

        Order left = world.now(order);
        assertThat(left.status()).isEqualTo(OrderStatus.OPEN);
        assertThat(left.resolution()).contains(Resolution.LEFT);
        assertThat(left.error().orElseThrow()).contains("unlinked");
        assertThat(reserved()).isZero();
        assertThat(Sums.wrong(world.database)).isEmpty();
        assertThat(world.updates.getLast().order().resolution()).contains(Resolution.LEFT);
    }

    @Test
    void countsNoOrderThatIsLeft() {
        world.limits("100000", "6000", 50);
        world.placed(world.ticket());
        world.placed(Waiters.stop("k", Side.SELL, "0.01", "49000"));
        int before = world.trading.open(world.user, Optional.of(world.link.id()));
        unlink();

        world.pass(SOON);

        assertThat(before).isEqualTo(2);
        assertThat(world.trading.open(world.user, Optional.empty())).isZero();
        assertThat(listed(OrderFilter.OPEN)).isZero();
        assertThat(listed(OrderFilter.ANY)).isEqualTo(2);
        CancelReport all = world.trading.cancelAll(world.user, CancelFilter.ALL);
        assertThat(all.taken()).isEmpty();
        assertThat(all.unconfirmed()).isEmpty();
    }

    @Test
    void leavesWhatWasUnlinkedWhileNoServerRan() {
        Order order = world.placed(world.ticket());
        world.activeLinks = List.of();
        world.unlinked.add(world.link.id());

        world.crash();
        world.runOut();
        world.pass(SOON);

        assertThat(world.now(order).resolution()).contains(Resolution.LEFT);
    }

    @Test
    void keepsTheOrdersOfCredentialsThatAreRefused() {
        Order order = world.placed(world.ticket());
        world.activeLinks = List.of();
        world.trading.linkChanged(world.linkChange(false));

        world.pass(Duration.ofMinutes(10));

        assertThat(world.now(order).resolution()).isEmpty();
        assertThat(reserved()).isPositive();
    }

    @Test
    void leavesAnOrderOnceAndTakesNoCancelOfIt() {
        Order order = world.placed(world.ticket());
        unlink();
        world.pass(SOON);
        long changes = world.count("SELECT count(*) FROM trading.order_events");

        CancelOutcome said = world.trading.cancel(world.user, order.id());
        long asked = world.count("SELECT count(*) FROM trading.order_events");
        world.pass(SOON.multipliedBy(3));

        assertThat(said).isInstanceOf(CancelOutcome.Refused.class);
        assertThat(asked).isEqualTo(changes);
        assertThat(world.count("SELECT count(*) FROM trading.order_events")).isEqualTo(asked);
        assertThat(world.now(order).resolution()).contains(Resolution.LEFT);
    }

    /** The answer to an order that was on its way is told, and gives it back to nobody. */
    @Test
    void staysLeftWhateverComesLater() {
        Standing open =
                Standing.SENDING
                        .leave()
                        .hear(
                                new ExchangeOrderId("7"),
                                new Told(
                                        OrderStatus.OPEN,
                                        BigDecimal.ZERO,
                                        Optional.empty(),
                                        Instant.EPOCH),
                                BigDecimal.ONE);

        assertThat(open.status()).isEqualTo(OrderStatus.OPEN);
        assertThat(open.isLeft()).isTrue();
    }

    /** Whoever looks at numbers alone takes a smaller one for older news. */
    @Test
    void tellsItByANumberAboveThoseOfTheNodeThatHadTheAccount() {
        try (Trading other = world.another()) {
            other.place(world.user, World.limit("theirs", Side.BUY, "0.02", "48000"));
            world.crash();
            world.connect();
            Order order = world.placed(world.ticket());
            long before = sequence(order);
            world.standStill();
            world.runOut();
            world.unlinked.add(world.link.id());

            world.pass(SOON);

            assertThat(world.now(order).resolution()).contains(Resolution.LEFT);
            assertThat(sequence(order)).isGreaterThan(before);
        }
    }

    @Test
    void countsNoLeftOrderIntoLimits() {
        OrderRow open =
                new OrderRow(
                        Intents.limit(
                                world.user,
                                world.link.id(),
                                "k",
                                BigDecimal.TEN,
                                Instant.EPOCH,
                                Map.of()),
                        Standing.SENDING,
                        Instant.EPOCH,
                        1);
        Exposure exposure = new Exposure();
        exposure.follow(open);
        int before = exposure.count();

        exposure.follow(open.standing(open.standing().leave()));

        assertThat(before).isEqualTo(1);
        assertThat(exposure.count()).isZero();
    }

    private long sequence(Order order) {
        return world.count(
                "SELECT sequence FROM trading.orders WHERE id = '%s'".formatted(order.id()));
    }

    private int listed(Set<OrderStatus> statuses) {
        return world.trading
                .list(
                        world.user,
                        new OrderFilter(
                                statuses,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                OrderFilter.Sort.NEWEST_FIRST,
                                OrderFilter.LIMIT_MAX,
                                Optional.empty()))
                .items()
                .size();
    }

    private void unlink() {
        world.activeLinks = List.of();
        world.unlinked.add(world.link.id());
        world.trading.linkChanged(world.linkChange(false));
        world.settle();
    }

    private BigDecimal reserved() {
        return BigDecimal.valueOf(
                world.count(
                        "SELECT ceil(reserved) FROM trading.reservations WHERE scope = 'user'"));
    }
}
