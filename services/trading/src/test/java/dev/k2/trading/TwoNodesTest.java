package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Answer;
import dev.k2.exchange.UserStreamListener;
import dev.k2.model.Fill;
import dev.k2.model.LinkId;
import dev.k2.model.Order;
import dev.k2.model.OrderStatus;
import dev.k2.model.Resolution;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two processes on one database: one of them acts for the account. */
class TwoNodesTest {
    private static final Duration RENEWAL = World.CONFIG.leases().renewal();
    private static final Duration TERM = World.CONFIG.leases().term();

    @Test
    void leavesAnAccountToTheNodeThatHoldsIt() {
        try (World world = new World()) {
            Order order = world.placed(world.ticket());
            Trading other = world.join("other");

            Refusal refusal = refused(other, world, world.ticket());

            assertThat(refusal.code()).isEqualTo(RefusalCode.EXCHANGE_HELD_ELSEWHERE);
            assertThat(refusal.code().kind()).isEqualTo(RefusalCode.Kind.UNAVAILABLE);
            assertThat(other.awaitReconciled(Duration.ZERO)).isTrue();
            assertThat(other.find(world.user, order.id())).contains(order);
            assertThat(other.links(world.user).getFirst().phase())
                    .isEqualTo(LinkState.Phase.ELSEWHERE);
            assertThat(other.balances(world.user).getFirst().balances())
                    .isInstanceOf(Answer.Failed.class);
            assertThat(world.placed(world.ticket()).status()).isEqualTo(OrderStatus.OPEN);
        }
    }

    @Test
    void sendsACancelThatAnotherNodeWasAskedFor() {
        try (World world = new World()) {
            Order order = world.placed(world.ticket());
            Trading other = world.join("other");

            CancelOutcome outcome = other.cancel(world.user, order.id());
            boolean marked = cancelRequested(outcome);
            world.pass(World.CONFIG.leases().wishPause());

            assertThat(marked).isTrue();
            assertThat(world.account.calls).containsOnlyOnce("cancel");
            assertThat(world.now(order).status()).isEqualTo(OrderStatus.CANCELLED);
            assertThat(world.count("SELECT count(*) FROM trading.cancel_wishes")).isZero();
        }
    }

    @Test
    void takesOverWhatItsHolderLetRunOut() {
        try (World world = new World()) {
            Order first = world.placed(world.ticket());
            Trading other = world.join("other");
            world.standStill();
            world.runOut();

            world.pass(RENEWAL);
            world.connect();
            Order second = placed(other, world, world.ticket());

            assertThat(second.status()).isEqualTo(OrderStatus.OPEN);
            assertThat(other.cancel(world.user, first.id()))
                    .isInstanceOf(CancelOutcome.Taken.class);
            assertThat(epoch(world)).isEqualTo(2);
        }
    }

    /** What another node makes of its orders is not told here, so they must not count here. */
    @Test
    void countsTheOrdersOfNoAccountThatAnotherNodeActsFor() {
        try (World world = new World()) {
            Order order = world.placed(world.ticket());
            Trading other = world.join("other");
            BigDecimal joined = counted(other, world);
            BigDecimal before = counted(world.trading, world);
            world.standStill();
            world.runOut();
            world.pass(RENEWAL);
            BigDecimal taken = counted(other, world);
            world.goOn();
            world.pass(RENEWAL);
            BigDecimal lost = counted(world.trading, world);
            world.trading.cancel(world.user, order.id());

            assertThat(joined).isZero();
            assertThat(before).isPositive();
            assertThat(taken).isEqualByComparingTo(before);
            assertThat(lost).isZero();
            assertThat(counted(world.trading, world)).isZero();
        }
    }

    @Test
    void opensNoAccountThatIsFreeBecauseItIsLinkedNoMore() {
        try (World world = new World()) {
            Trading other = world.join("other");
            Links.Link link = world.activeLinks.getFirst();
            world.activeLinks = List.of();
            world.trading.linkChanged(world.linkChange(false));
            world.settle();

            world.pass(RENEWAL);
            List<LinkState> seen = other.links(world.user);
            world.activeLinks = List.of(link);
            world.trading.linkChanged(world.linkChange(true));
            world.settle();

            assertThat(seen).isEmpty();
            assertThat(world.trading.links(world.user).getFirst().phase())
                    .isNotEqualTo(LinkState.Phase.ELSEWHERE);
        }
    }

    @Test
    void closesAnAccountThatAnotherNodeUnlinked() {
        try (World world = new World()) {
            Trading other = world.join("other");
            world.activeLinks = List.of();
            other.linkChanged(world.linkChange(false));
            boolean before = world.account.closed;

            world.linkChanges.incrementAndGet();
            world.pass(UserStreams.LOOK_PAUSE);

            assertThat(before).isFalse();
            assertThat(world.account.closed).isTrue();
            assertThat(world.refused(world.ticket()).code())
                    .isEqualTo(RefusalCode.EXCHANGE_NOT_LINKED);
        }
    }

    @Test
    void takesCredentialsThatAnotherNodeWasGiven() {
        try (World world = new World()) {
            Trading other = world.join("other");
            world.giveOtherCredentials(true);
            other.linkChanged(world.linkChange(true));

            world.linkChanges.incrementAndGet();
            world.pass(UserStreams.LOOK_PAUSE);
            world.connect();

            assertThat(world.account.streams).hasValue(2);
            assertThat(world.placed(world.ticket()).status()).isEqualTo(OrderStatus.OPEN);
        }
    }

    @Test
    void opensAnAccountOnceOfWhichItHearsTwice() {
        try (World world = new World()) {
            world.giveOtherCredentials(true);
            world.linkChanges.incrementAndGet();
            world.trading.linkChanged(world.linkChange(true));

            world.pass(UserStreams.LOOK_PAUSE.multipliedBy(3));
            world.connect();

            assertThat(world.account.streams).hasValue(2);
        }
    }

    @Test
    void writesAndSendsNothingAfterItLostTheAccount() {
        try (World world = new World()) {
            Order order = world.placed(world.ticket());
            UserStreamListener old = world.account.listener.orElseThrow();
            Trading other = world.join("other");
            world.standStill();
            world.runOut();
            world.pass(RENEWAL);
            world.connect();
            world.account.pushes = false;
            Fill fill = world.account.fill(order.clientOrderId(), "0.004", "49000");
            int sent = world.account.sent.size();
            long events = events(world);

            old.onFill(fill);
            Refusal refusal = world.refused(world.ticket());
            world.goOn();
            world.settle();
            Refusal later = world.refused(world.ticket());

            assertThat(world.account.sent).hasSize(sent);
            assertThat(events(world)).isEqualTo(events);
            assertThat(refusal.code()).isEqualTo(RefusalCode.EXCHANGE_HELD_ELSEWHERE);
            assertThat(later.code()).isEqualTo(RefusalCode.EXCHANGE_HELD_ELSEWHERE);
            assertThat(world.trading.links(world.user).getFirst().phase())
                    .isEqualTo(LinkState.Phase.ELSEWHERE);
            assertThat(other.links(world.user).getFirst().phase()).isEqualTo(LinkState.Phase.READY);
        }
    }

    @Test
    void sendsNothingAfterStandingStillBetweenCommitAndSend() {
        try (World world = new World()) {
            world.join("other");
            world.standStill();
            world.pass(World.CONFIG.leases().sendsFor().minusSeconds(2));
            world.onPoint =
                    point -> {
                        if (point == CrashPoint.INTENT_COMMITTED) {
                            world.pass(Duration.ofSeconds(3));
                        }
                    };

            Order order = world.placed(world.ticket());

            assertThat(world.account.sent).isEmpty();
            assertThat(order.status()).isEqualTo(OrderStatus.REJECTED);
            assertThat(order.error().orElseThrow()).startsWith("NOT_SENT");
        }
    }

    @Test
    void leavesAnOrderThatItDidNotSendToTheNodeThatTookOver() {
        try (World world = new World()) {
            Trading other = world.join("other");
            world.standStill();
            world.pass(World.CONFIG.leases().sendsFor().minusSeconds(2));
            world.onPoint =
                    point -> {
                        if (point == CrashPoint.INTENT_COMMITTED) {
                            world.runOut();
                            world.pass(RENEWAL.minusSeconds(1));
                            world.connect();
                        }
                    };

            Order order = world.placed(world.ticket());
            world.goOn();
            world.pass(Duration.ofMinutes(2));
            Order ended = other.find(world.user, order.id()).orElseThrow();

            assertThat(order.resolution()).contains(Resolution.PENDING);
            assertThat(world.account.sent).isEmpty();
            assertThat(ended.status()).isEqualTo(OrderStatus.REJECTED);
            assertThat(ended.error().orElseThrow()).startsWith("NOT_SENT");
        }
    }

    @Test
    void takesNoOrderWhenItCannotRenew() {
        try (World world = new World()) {
            world.standStill();
            world.pass(TERM);

            Refusal refusal = world.refused(world.ticket());
            world.goOn();
            world.connect();
            Order order = world.placed(world.ticket());

            assertThat(refusal.code()).isEqualTo(RefusalCode.EXCHANGE_HELD_ELSEWHERE);
            assertThat(order.status()).isEqualTo(OrderStatus.OPEN);
        }
    }

    @Test
    void writesNothingUnderALeaseThatRanOutEvenIfNobodyTookIt() {
        try (World world = new World()) {
            Order order = world.placed(world.ticket());
            world.account.pushes = false;
            Fill fill = world.account.fill(order.clientOrderId(), "0.004", "49000");
            long events = events(world);
            world.runOut();

            world.account.listener.orElseThrow().onFill(fill);
            world.settle();
            Refusal refusal = world.refused(world.ticket());
            long meanwhile = events(world);
            world.pass(RENEWAL);
            world.connect();

            assertThat(meanwhile).isEqualTo(events);
            assertThat(refusal.code()).isEqualTo(RefusalCode.EXCHANGE_HELD_ELSEWHERE);
            assertThat(world.now(order).filledQuantity()).isEqualByComparingTo("0.004");
            assertThat(epoch(world)).isEqualTo(2);
        }
    }

    @Test
    void startsAtOnceAfterACleanStopOfAnother() {
        try (World world = new World()) {
            world.placed(world.ticket());
            world.trading.close();

            Trading other = world.join("other");
            world.connect();

            assertThat(placed(other, world, world.ticket()).status()).isEqualTo(OrderStatus.OPEN);
        }
    }

    @Test
    void numbersChangesAboveThoseOfTheNodeBefore() {
        try (World world = new World()) {
            Order order = world.placed(world.ticket());
            Trading other = world.join("other");
            world.standStill();
            world.runOut();
            world.pass(RENEWAL);
            world.connect();
            long before = sequence(world);

            other.cancel(world.user, order.id());

            assertThat(sequence(world)).isGreaterThan(before);
        }
    }

    private static Order placed(Trading node, World world, OrderTicket ticket) {
        if (node.place(world.user, ticket) instanceof PlaceOutcome.Placed(Order order)) {
            return order;
        }
        throw new AssertionError("not placed");
    }

    private static Refusal refused(Trading node, World world, OrderTicket ticket) {
        if (node.place(world.user, ticket) instanceof PlaceOutcome.Refused(Refusal refusal)) {
            return refusal;
        }
        throw new AssertionError("not refused");
    }

    private static boolean cancelRequested(CancelOutcome outcome) {
        return outcome instanceof CancelOutcome.Unconfirmed(Order order)
                && order.status() == OrderStatus.OPEN;
    }

    private static long events(World world) {
        return world.count("SELECT count(*) FROM trading.order_events")
                + world.count("SELECT count(*) FROM trading.order_executions")
                + world.count("SELECT count(*) FROM trading.orders");
    }

    private static long sequence(World world) {
        return world.count("SELECT max(sequence) FROM trading.orders");
    }

    private static long epoch(World world) {
        LinkId link = world.link.id();
        return world.count("SELECT epoch FROM platform.leases WHERE shard = 'link:" + link + "'");
    }

    /** What a node's gate counts as open, in dollars. */
    private static BigDecimal counted(Trading node, World world) {
        return ((TradingRoom) node).reserved(world.user);
    }
}
