package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.exchange.OrderChange;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Order;
import dev.k2.model.OrderStatus;
import dev.k2.model.Resolution;
import dev.k2.model.Side;
import dev.k2.model.UserId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AmendingTest {
    private final World world = new World();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void changesAnOrderInItsPlace() {
        Order order = world.placed(World.limit("a", Side.BUY, "0.01", "49000"));

        AmendOutcome outcome = amend(order, "0.02", "48000");

        Order now = ((AmendOutcome.Amended) outcome).order();
        assertThat(now.id()).isEqualTo(order.id());
        assertThat(now.quantity()).isEqualByComparingTo("0.02");
        assertThat(now.price()).contains(new BigDecimal("48000"));
        assertThat(now.exchangeOrderId()).isEqualTo(order.exchangeOrderId());
        assertThat(now.handling().pendingAmend()).isEmpty();
        assertThat(world.now(order)).isEqualTo(now);
        assertThat(world.updates.getLast().order()).isEqualTo(now);
        assertThat(world.account.amends).hasSize(1);
    }

    @Test
    void writesDownWhatTheAnswerToAnAmendSaysOfTheEnd() {
        Order order = world.placed(World.limit("a", Side.BUY, "0.01", "49000"));
        world.account.amendMood = FakeAccount.AmendMood.CHANGES_AND_ENDS;

        amend(order, "0.02", "48000");

        assertThat(world.now(order).status()).isEqualTo(OrderStatus.EXPIRED);
        assertThat(
                        world.count(
                                "SELECT count(*) FROM trading.order_events WHERE what = 'amended'"
                                        + " AND evidence ->> 'status' = 'EXPIRED' AND evidence ->>"
                                        + " 'sent_as' <> ''"))
                .isOne();
    }

    /** Whoever wrote hears nothing of the commit and sends nothing; the wish is in the database. */
    @Test
    void asksForAWishThatMayBeWrittenDown() {
        Order order = world.placed(World.limit("a", Side.BUY, "0.01", "49000"));
        world.loseOnce(CrashPoint.AMEND_COMMITTED);

        assertThatThrownBy(() -> amend(order, "0.02", "48000"))
                .isInstanceOf(IllegalStateException.class);
        boolean waits = world.now(order).handling().pendingAmend().isPresent();
        world.pass(Duration.ofMinutes(3));

        assertThat(waits).isTrue();
        assertThat(world.account.amends).isEmpty();
        assertThat(world.now(order).handling().pendingAmend()).isEmpty();
        assertThat(world.now(order).quantity()).isEqualByComparingTo("0.01");
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void asksForNothingWhereNothingChanges() {
        Order order = world.placed(World.limit("a", Side.BUY, "0.01", "49000"));

        AmendOutcome outcome = amend(order, "0.010", "49000.0");

        assertThat(outcome).isEqualTo(new AmendOutcome.Amended(order));
        assertThat(world.account.amends).isEmpty();
    }

    @Test
    void keepsItsIdWhereTheExchangeCancelsAndCreates() {
        world.account.amendMood = FakeAccount.AmendMood.REPLACES;
        Order order = world.placed(World.limit("a", Side.BUY, "1", "49000"));
        world.account.fill(order.clientOrderId(), "0.4", "49000");
        world.settle();

        Order now = ((AmendOutcome.Amended) amend(order, "2", "48500")).order();
        world.account.fill(now.clientOrderId(), "0.6", "48500");
        world.settle();
        Order partly = world.now(order);
        world.account.fill(now.clientOrderId(), "1.0", "48500");
        world.settle();

        assertThat(now.id()).isEqualTo(order.id());
        assertThat(now.exchangeOrderId()).isNotEqualTo(order.exchangeOrderId());
        assertThat(now.status()).isEqualTo(OrderStatus.PARTIAL);
        assertThat(partly.status()).isEqualTo(OrderStatus.PARTIAL);
        assertThat(partly.filledQuantity()).isEqualByComparingTo("1");
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.FILLED);
        assertThat(world.now(order).filledQuantity()).isEqualByComparingTo("2");
        assertThat(world.trading.executions(world.user, order.id()).orElseThrow()).hasSize(3);
    }

    @Test
    void phantomCancelOfAModifyEndsNothingAndDoublesNoExposure_nautilusTraderPr4288() {
        world.account.amendMood = FakeAccount.AmendMood.REPLACES;
        Order order = world.placed(World.limit("a", Side.BUY, "1", "49000"));
        world.account.fill(order.clientOrderId(), "0.4", "49000");
        world.settle();
        // The stream is quicker than the answer, and tells the cancelled half first.
        world.account.beforeAmendAnswer =
                () -> {
                    world.account.push(order.clientOrderId());
                    world.settle();
                };

        amend(order, "1", "48000");
        Order now = world.now(order);
        world.account.push(order.clientOrderId());
        world.account.push(now.clientOrderId());
        world.account.push(order.clientOrderId());
        world.settle();

        assertThat(world.now(order).status()).isEqualTo(OrderStatus.PARTIAL);
        assertThat(world.updates)
                .filteredOn(update -> update.order().id().equals(order.id()))
                .noneMatch(update -> update.order().status().isFinal());
        assertThat(open()).isEqualByComparingTo("0.6");
        assertThat(exposure()).isEqualByComparingTo("28800");
        assertThat(world.account.sent).hasSize(1);
        assertThat(world.account.amends).hasSize(1);
    }

    @Test
    void findsTheNewHalfOfAnAmendWhoseAnswerWasLost() {
        world.account.amendMood = FakeAccount.AmendMood.LOSES_ANSWERS_REPLACING;
        Order order = world.placed(World.limit("a", Side.BUY, "1", "49000"));

        AmendOutcome outcome = amend(order, "1", "48000");
        BigDecimal meanwhile = exposure();
        world.pass(Duration.ofSeconds(2));

        assertThat(((AmendOutcome.Pending) outcome).order().handling().pendingAmend()).isPresent();
        assertThat(((AmendOutcome.Pending) outcome).order().price())
                .contains(new BigDecimal("49000"));
        assertThat(meanwhile).isEqualByComparingTo("49000");
        assertThat(world.now(order).price()).contains(new BigDecimal("48000"));
        assertThat(world.now(order).handling().pendingAmend()).isEmpty();
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
        assertThat(exposure()).isEqualByComparingTo("48000");
        assertThat(world.account.amends).hasSize(1);
    }

    @Test
    void takesTheNewHalfForWhatWasAskedWhereItsFillWasToldBeforeWhoseItIs() {
        Order order = world.placed(World.limit("a", Side.BUY, "0.01", "49000"));
        world.account.amendMood = FakeAccount.AmendMood.LOSES_ANSWERS_REPLACING;
        world.account.pushes = false;
        amend(order, "0.01", "49500");
        ClientOrderId half = world.account.amends.getLast().wanted().clientOrderId();
        Fill fill = world.account.fill(half, "0.01", "49500");

        world.account.listener.orElseThrow().onFill(fill.of(fill.order(), Optional.empty()));
        world.account.push(half);
        world.settle();

        Order now = world.now(order);
        assertThat(now.status()).isEqualTo(OrderStatus.FILLED);
        assertThat(now.resolution()).isEmpty();
        assertThat(now.exchangeOrderId()).contains(fill.order());
        assertThat(now.price()).contains(new BigDecimal("49500"));
        assertThat(now.filledQuantity()).isEqualByComparingTo("0.01");
    }

    @Test
    void findsTermsThatWereChangedInPlaceWithoutAnAnswer() {
        world.account.amendMood = FakeAccount.AmendMood.LOSES_ANSWERS;
        Order order = world.placed(World.limit("a", Side.BUY, "1", "49000"));

        AmendOutcome outcome = amend(order, "0.5", "49000");
        world.pass(Duration.ofSeconds(2));

        assertThat(outcome).isInstanceOf(AmendOutcome.Pending.class);
        assertThat(world.now(order).quantity()).isEqualByComparingTo("0.5");
        assertThat(world.now(order).handling().pendingAmend()).isEmpty();
    }

    /** A stop price is in no report, so nobody can tell which of the two holds; its end can be told. */
    @Test
    void endsAnOrderOfWhichNobodyKnowsWhichStopPriceHolds() {
        world.account.amendMood = FakeAccount.AmendMood.LOSES_ANSWERS;
        Order order =
                world.placed(
                        World.stopLimit("a", new BigDecimal("55000"), new BigDecimal("55100")));
        var higher =
                new OrderAmend(
                        Optional.empty(), Optional.empty(), Optional.of(new BigDecimal("55050")));

        world.trading.amend(world.user, order.id(), higher);
        world.pass(Duration.ofMinutes(2));
        world.account.push(order.clientOrderId());
        world.settle();
        Order unknown = world.now(order);
        world.account.cancelSilently(order.clientOrderId());
        world.account.push(order.clientOrderId());
        world.pass(Duration.ofMinutes(2));

        assertThat(unknown.resolution()).contains(Resolution.ATTENTION);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(world.now(order).handling().pendingAmend()).isEmpty();
        assertThat(exposure()).isZero();
        assertThat(world.account.amends).hasSize(1);
    }

    @Test
    void takesTermsForTrueWithoutWhichLessWouldHaveBeenFilled() {
        world.account.amendMood = FakeAccount.AmendMood.LOSES_ANSWERS;
        world.account.pushes = false;
        Order order = world.placed(World.limit("a", Side.BUY, "1", "49000"));

        amend(order, "1.2", "49000");
        Fill fill = world.account.fill(order.clientOrderId(), "1.2", "49000");
        world.account.listener.orElseThrow().onFill(fill);
        world.settle();

        assertThat(world.now(order).status()).isEqualTo(OrderStatus.FILLED);
        assertThat(world.now(order).filledQuantity()).isEqualByComparingTo("1.2");
        assertThat(world.now(order).quantity()).isEqualByComparingTo("1.2");
        assertThat(world.now(order).handling().pendingAmend()).isEmpty();
        assertThat(exposure()).isZero();
    }

    @Test
    void keepsTheOldTermsOnlyAfterTheExchangeDeniedTheNewOnesForLongEnough() {
        world.account.amendMood = FakeAccount.AmendMood.LOSES_AMENDS;
        Order order = world.placed(World.limit("a", Side.BUY, "1", "49000"));

        amend(order, "1", "49500");
        world.pass(Duration.ofSeconds(30));
        Order early = world.now(order);
        BigDecimal held = exposure();
        world.pass(Duration.ofSeconds(60));

        assertThat(early.handling().pendingAmend()).isPresent();
        assertThat(held).isEqualByComparingTo("49500");
        assertThat(world.now(order).handling().pendingAmend()).isEmpty();
        assertThat(world.now(order).price()).contains(new BigDecimal("49000"));
        assertThat(exposure()).isEqualByComparingTo("49000");
        assertThat(world.account.amends).hasSize(1);
    }

    /** The other key may be one of another account, which never saw either of the two. */
    @Test
    void doesNotTakeTheWordOfAnotherKeyThatAnAmendDoesNotHold() {
        world.account.amendMood = FakeAccount.AmendMood.LOSES_AMENDS;
        Order order = world.placed(World.limit("a", Side.BUY, "1", "49000"));
        amend(order, "1", "49500");
        world.account.readLag = Duration.ofDays(1);
        world.replaceKey();

        world.pass(Duration.ofMinutes(3));

        assertThat(world.now(order).handling().pendingAmend()).isPresent();
        assertThat(world.now(order).resolution()).contains(Resolution.ATTENTION);
        assertThat(exposure()).isEqualByComparingTo("49500");
    }

    @Test
    void endsWhereOnlyTheCancelledHalfCameAbout() {
        world.account.amendMood = FakeAccount.AmendMood.CANCELS_ONLY;
        Order order = world.placed(World.limit("a", Side.BUY, "1", "49000"));

        AmendOutcome outcome = amend(order, "1", "48000");

        assertThat(((AmendOutcome.Refused) outcome).refusal().code())
                .isEqualTo(RefusalCode.AMEND_REFUSED);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(exposure()).isEqualByComparingTo("0");
    }

    @Test
    void endsAfterTheNewHalfIsProvenAbsent() {
        world.account.amendMood = FakeAccount.AmendMood.LOSES_ANSWERS_CANCELLING;
        Order order = world.placed(World.limit("a", Side.BUY, "1", "49000"));

        amend(order, "1", "48000");
        world.account.push(order.clientOrderId());
        world.settle();
        Order early = world.now(order);
        world.pass(Duration.ofSeconds(90));

        assertThat(early.status()).isEqualTo(OrderStatus.OPEN);
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(exposure()).isEqualByComparingTo("0");
    }

    @Test
    void standsAsItWasWhereTheExchangeRefuses() {
        world.account.amendMood = FakeAccount.AmendMood.REFUSES;
        Order order = world.placed(World.limit("a", Side.BUY, "1", "49000"));

        AmendOutcome outcome = amend(order, "1", "49500");

        assertThat(((AmendOutcome.Refused) outcome).refusal().code())
                .isEqualTo(RefusalCode.AMEND_REFUSED);
        assertThat(world.now(order).price()).contains(new BigDecimal("49000"));
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
        assertThat(exposure()).isEqualByComparingTo("49000");
    }

    @Test
    void passesTheSameGateAsAnOrder() {
        world.limits("60000", "100000", 100);
        Order order = world.placed(World.limit("a", Side.BUY, "1", "49000"));
        world.placed(World.limit("b", Side.BUY, "1", "48000"));

        AmendOutcome large = amend(order, "1.3", "49000");
        AmendOutcome together = amend(order, "1.1", "49000");
        AmendOutcome fits = amend(order, "1.05", "49000");

        assertThat(code(large)).isEqualTo(RefusalCode.ORDER_NOTIONAL_LIMIT);
        assertThat(code(together)).isEqualTo(RefusalCode.EXPOSURE_LIMIT);
        assertThat(fits).isInstanceOf(AmendOutcome.Amended.class);
        assertThat(exposure()).isEqualByComparingTo("99450");
        assertThat(world.account.amends).hasSize(1);
    }

    @Test
    void refusesPlainlyWhatCannotBeAmended() {
        Order order = world.placed(World.limit("a", Side.BUY, "1", "49000"));
        world.account.fill(order.clientOrderId(), "0.4", "49000");
        world.settle();
        AmendOutcome tooSmall = amend(order, "0.4", "49000");
        AmendOutcome offTick = amend(order, "1", "49000.001");
        world.account.mood = FakeAccount.Mood.LOSES_ORDERS;
        Order unresolved = world.placed(World.limit("b", Side.BUY, "1", "49000"));
        AmendOutcome unclear = amend(unresolved, "1", "48000");

        AmendOutcome foreign =
                world.trading.amend(new UserId(UUID.randomUUID()), order.id(), price("1"));
        world.offersAmend = false;
        AmendOutcome notOffered = amend(order, "1", "48000");

        assertThat(code(tooSmall)).isEqualTo(RefusalCode.QUANTITY_TOO_SMALL);
        assertThat(code(offTick)).isEqualTo(RefusalCode.PRICE_OFF_TICK);
        assertThat(code(unclear)).isEqualTo(RefusalCode.ORDER_NOT_AMENDABLE);
        assertThat(code(notOffered)).isEqualTo(RefusalCode.AMEND_NOT_OFFERED);
        assertThat(foreign).isEqualTo(new AmendOutcome.Missing());
        assertThat(world.account.amends).isEmpty();
    }

    @Test
    void sendsNothingAgainAfterADeathBetweenWishAndAnswer() {
        world.account.amendMood = FakeAccount.AmendMood.LOSES_ANSWERS_REPLACING;
        Order order = world.placed(World.limit("a", Side.BUY, "1", "49000"));
        amend(order, "1", "48000");

        world.crash();
        world.connect();
        world.pass(Duration.ofSeconds(5));

        assertThat(world.now(order).price()).contains(new BigDecimal("48000"));
        assertThat(world.now(order).handling().pendingAmend()).isEmpty();
        assertThat(world.account.amends).hasSize(1);
        assertThat(world.account.sent).hasSize(1);
    }

    @Test
    void cancelsTheNewHalfOfAnUnclearAmendToo() {
        world.account.amendMood = FakeAccount.AmendMood.LOSES_ANSWERS_REPLACING;
        Order order = world.placed(World.limit("a", Side.BUY, "1", "49000"));
        amend(order, "1", "48000");

        world.trading.cancel(world.user, order.id());
        world.pass(Duration.ofSeconds(10));

        assertThat(world.now(order).status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(open()).isEqualByComparingTo("0");
    }

    @Test
    void countsWhatTheExchangesOwnOrderIsForAfterASecondReplacement() {
        world.account.amendMood = FakeAccount.AmendMood.REPLACES;
        Order order = world.placed(World.limit("a", Side.BUY, "1", "49000"));
        world.account.fill(order.clientOrderId(), "0.4", "49000");
        world.settle();
        Order once = ((AmendOutcome.Amended) amend(order, "1", "48500")).order();
        world.account.fill(once.clientOrderId(), "0.1", "48500");
        world.settle();

        Order twice = ((AmendOutcome.Amended) amend(order, "1.5", "48000")).order();
        OrderChange last = world.account.amends.getLast();
        world.account.fill(twice.clientOrderId(), "1.0", "48000");
        world.settle();

        assertThat(last.wanted().quantity()).isEqualByComparingTo("1.1");
        assertThat(world.now(order).status()).isEqualTo(OrderStatus.FILLED);
        assertThat(world.now(order).filledQuantity()).isEqualByComparingTo("1.5");
        assertThat(world.now(order).resolution()).isEqualTo(Optional.<Resolution>empty());
    }

    private AmendOutcome amend(Order order, String quantity, String price) {
        return world.trading.amend(
                world.user,
                order.id(),
                new OrderAmend(
                        Optional.of(new BigDecimal(quantity)),
                        Optional.of(new BigDecimal(price)),
                        Optional.empty()));
    }

    private static OrderAmend price(String price) {
        return new OrderAmend(
                Optional.empty(), Optional.of(new BigDecimal(price)), Optional.empty());
    }

    private static RefusalCode code(AmendOutcome outcome) {
        return ((AmendOutcome.Refused) outcome).refusal().code();
    }

    /** What rests at the exchange. */
    private BigDecimal open() {
        BigDecimal sum = BigDecimal.ZERO;
        for (ClientOrderId name : world.account.known()) {
            var report = world.account.report(name);
            if (!report.status().isFinal()) {
                sum = sum.add(report.quantity().subtract(report.filledQuantity()));
            }
        }
        return sum;
    }

    /** What the gate counts as open, in dollars. */
    private BigDecimal exposure() {
        return ((TradingRoom) world.trading).reserved(world.user);
    }
}
