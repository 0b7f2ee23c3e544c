package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.Order;
import dev.k2.model.OrderStatus;
import dev.k2.model.Side;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Orders that K2 holds, where two processes run on one database. */
class TwoNodesHeldTest {
    private static final Duration RENEWAL = World.CONFIG.leases().renewal();

    @Test
    void watchesOnlyOverOrdersOfAccountsThatItActsFor() {
        try (World world = new World()) {
            Order order = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));
            world.join("other");
            world.seen("50000", "50001");
            world.standStill();

            world.seen("48999", "49001");
            world.seen("48999", "49001");

            assertThat(world.account.sent).isEmpty();
            assertThat(world.now(order).status()).isEqualTo(OrderStatus.PENDING);
        }
    }

    @Test
    void sendsOnceWhatItsHolderLetRunOut() {
        try (World world = new World()) {
            Order order = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));
            world.join("other");
            world.standStill();
            world.runOut();
            world.pass(RENEWAL);
            world.connect();

            world.seen("48999", "49001");
            world.seen("48999", "49001");
            int sent = world.account.sent.size();
            world.goOn();
            world.seen("48999", "49001");

            assertThat(sent).isEqualTo(1);
            assertThat(world.account.sent).hasSize(1);
            assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
        }
    }

    @Test
    void leavesItsHeldOrdersToTheNodeThatTookOver() {
        try (World world = new World()) {
            Order order = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));
            world.standStill();
            Trading other = world.join("other");
            world.runOut();
            world.pass(RENEWAL);
            world.goOn();
            world.pass(Duration.ofSeconds(30));

            Order now = other.find(world.user, order.id()).orElseThrow();

            assertThat(now.status()).isEqualTo(OrderStatus.PENDING);
            assertThat(now.conditions().held()).isTrue();
            assertThat(other.links(world.user).getFirst().phase())
                    .isNotEqualTo(LinkState.Phase.ELSEWHERE);
        }
    }

    @Test
    void triggersNothingUnderALeaseThatRanOut() {
        try (World world = new World()) {
            Order order = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));
            world.runOut();

            world.seen("48999", "49001");
            OrderStatus then = world.now(order).status();
            world.pass(RENEWAL);
            world.connect();
            world.seen("48999", "49001");

            assertThat(then).isEqualTo(OrderStatus.PENDING);
            assertThat(world.account.sent).hasSize(1);
            assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
        }
    }

    @Test
    void endsAHeldOrderThatAnotherNodeWasAskedToCancel() {
        try (World world = new World()) {
            Order order = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));
            Trading other = world.join("other");

            CancelOutcome outcome = other.cancel(world.user, order.id());
            world.seen("48999", "49001");
            world.pass(World.CONFIG.leases().wishPause());

            assertThat(outcome).isInstanceOf(CancelOutcome.Unconfirmed.class);
            assertThat(world.now(order).status()).isEqualTo(OrderStatus.CANCELLED);
            assertThat(world.account.sent).isEmpty();
        }
    }

    @Test
    void endsWhatWaitsForAnAccountThatNobodyOpensAnyMore() {
        try (World world = new World()) {
            Order order = world.placed(Waiters.stop("k", Side.SELL, "0.1", "49000"));
            world.die();
            world.activeLinks = List.of();
            world.join("other");
            OrderStatus whileHeld = world.now(order).status();
            world.runOut();

            world.pass(Duration.ofSeconds(10));

            assertThat(whileHeld).isEqualTo(OrderStatus.PENDING);
            assertThat(world.now(order).status()).isEqualTo(OrderStatus.CANCELLED);
        }
    }

    @Test
    void writesNoPairDownWhereAnotherNodeActsForTheAccount() {
        try (World world = new World()) {
            world.runOut();

            OcoOutcome outcome =
                    world.trading.placeOco(
                            world.user, Waiters.oco("k", Side.SELL, "0.1", "51000", "49000"));

            assertThat(outcome).isInstanceOf(OcoOutcome.Refused.class);
            assertThat(world.count("SELECT count(*) FROM trading.orders")).isZero();
            assertThat(world.account.sent).isEmpty();
        }
    }
}
