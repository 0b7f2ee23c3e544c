package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.UserStreamListener;
import dev.k2.model.Balance;
import dev.k2.model.Fill;
import dev.k2.model.InstrumentId;
import dev.k2.model.Order;
import dev.k2.model.OrderStatus;
import dev.k2.model.Resolution;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UserStreamsTest {
    @Test
    void keepsAnAccountShutUntilItIsReconciled() {
        try (World world = World.shut()) {
            world.account.failure = Optional.of(FakeAccount.error(ErrorCategory.EXCHANGE_ERROR));
            world.connect();

            Refusal shut = world.refused(world.ticket());
            world.account.failure = Optional.empty();
            world.pass(Duration.ofSeconds(1));
            Order order = world.placed(world.ticket());

            assertThat(shut.code()).isEqualTo(RefusalCode.EXCHANGE_RECONCILING);
            assertThat(shut.code().kind()).isEqualTo(RefusalCode.Kind.UNAVAILABLE);
            assertThat(order.status()).isEqualTo(OrderStatus.OPEN);
            assertThat(world.trading.awaitReconciled(Duration.ZERO)).isTrue();
        }
    }

    @Test
    void writesOneChangeWhereTheStreamSaysWhatTheAnswerSays() {
        try (World world = new World()) {
            world.account.beforePlaceAnswer =
                    name -> {
                        world.account.push(name);
                        world.account.push(name);
                        world.settle();
                    };

            Order order = world.placed(world.ticket());
            world.settle();

            assertThat(order.status()).isEqualTo(OrderStatus.OPEN);
            assertThat(world.count("SELECT count(*) FROM trading.order_events")).isOne();
        }
    }

    @Test
    void takesFillsThatCameBeforeTheAnswer() {
        try (World world = new World()) {
            world.account.beforePlaceAnswer = name -> world.account.fill(name, "0.004", "48000");

            Order order = world.placed(world.ticket());
            world.settle();

            assertThat(world.now(order).status()).isEqualTo(OrderStatus.PARTIAL);
            assertThat(world.now(order).filledQuantity()).isEqualByComparingTo("0.004");
            assertThat(world.count("SELECT count(*) FROM trading.order_executions")).isOne();
        }
    }

    @Test
    void writesDownWhichFillsCameBeforeTheAnswerThatTellsWhoseTheyAre() {
        try (World world = new World()) {
            world.account.pushes = false;
            world.account.reportsOnAccept = false;
            world.account.beforePlaceAnswer =
                    name -> {
                        Fill fill = world.account.fill(name, "0.01", "48000");
                        world.account
                                .listener
                                .orElseThrow()
                                .onFill(fill.of(fill.order(), Optional.empty()));
                        world.settle();
                    };

            Order order = world.placed(world.ticket());

            assertThat(order.status()).isEqualTo(OrderStatus.FILLED);
            assertThat(
                            world.count(
                                    "SELECT count(*) FROM trading.order_events WHERE what ="
                                            + " 'filled' AND evidence ->> 'source' = 'accepted' AND"
                                            + " evidence ->> 'trades' <> '' AND evidence ->>"
                                            + " 'exchange_order_id' <> ''"))
                    .isOne();
        }
    }

    @Test
    void doesNotWaitLongForAnAnswerWhereTheStreamTellsOfTheOrder() {
        try (World world = new World()) {
            List<Long> before = new ArrayList<>();
            String ofStatus = "SELECT count(*) FROM trading.orders WHERE status = ";
            world.account.beforePlaceAnswer =
                    name -> {
                        world.account.push(name);
                        world.pass(Duration.ofSeconds(1));
                        before.add(world.count(ofStatus + "'open'"));
                        world.account.fill(name, "0.004", "48000");
                        world.settle();
                        before.add(world.count(ofStatus + "'partial'"));
                    };

            Order order = world.placed(world.ticket());

            assertThat(before).containsExactly(1L, 1L);
            assertThat(order.status()).isEqualTo(OrderStatus.PARTIAL);
        }
    }

    @Test
    void opensAnAccountWhoseStreamDoesNotComeUp() {
        try (World world = World.shut()) {
            world.pass(TradingConfig.USUAL.streamPatience());

            Order order = world.placed(world.ticket());

            assertThat(order.status()).isEqualTo(OrderStatus.OPEN);
            assertThat(world.trading.links(world.user).getFirst().streamLive()).isFalse();
        }
    }

    @Test
    void cancelsWhileAnAccountIsShut() {
        try (World world = new World()) {
            Order order = world.placed(world.ticket());
            world.account.failure = Optional.of(FakeAccount.error(ErrorCategory.EXCHANGE_ERROR));
            world.crash();

            CancelOutcome outcome = world.trading.cancel(world.user, order.id());

            assertThat(outcome).isInstanceOf(CancelOutcome.Taken.class);
        }
    }

    @Test
    void showsOrdersAsStaleWhileTheStreamIsCut() {
        try (World world = new World()) {
            Order order = world.placed(world.ticket());
            world.account.cut();
            world.settle();
            Order cut = world.now(order);

            world.connect();

            assertThat(order.stale()).isFalse();
            assertThat(cut.stale()).isTrue();
            assertThat(cut.status()).isEqualTo(OrderStatus.OPEN);
            assertThat(world.now(order).stale()).isFalse();
        }
    }

    @Test
    void catchesUpOnWhatHappenedWhileTheStreamWasCut() {
        try (World world = new World()) {
            Order filled = world.placed(world.ticket());
            Order cancelled = world.placed(world.ticket());
            world.account.pushes = false;
            world.account.cut();
            world.account.fill(filled.clientOrderId(), "0.01", "48000");
            world.account.fill(cancelled.clientOrderId(), "0.003", "48000");
            world.account.end(cancelled.clientOrderId(), OrderStatus.CANCELLED);

            world.connect();

            assertThat(world.now(filled).status()).isEqualTo(OrderStatus.FILLED);
            assertThat(world.now(filled).filledQuantity()).isEqualByComparingTo("0.01");
            assertThat(world.now(cancelled).status()).isEqualTo(OrderStatus.CANCELLED);
            assertThat(world.now(cancelled).filledQuantity()).isEqualByComparingTo("0.003");
        }
    }

    @Test
    void looksAtOpenOrdersEvenWhenTheStreamSaysNothing() {
        try (World world = new World()) {
            Order order = world.placed(world.ticket());
            world.account.pushes = false;
            world.account.fill(order.clientOrderId(), "0.01", "48000");

            world.pass(Duration.ofSeconds(36));

            assertThat(world.now(order).status()).isEqualTo(OrderStatus.FILLED);
        }
    }

    @Test
    void asksNothingWhileNothingIsOpen() {
        try (World world = new World()) {
            world.account.calls.clear();

            world.pass(Duration.ofMinutes(3));

            assertThat(world.account.calls).isEmpty();
        }
    }

    @Test
    void callsAPersonWhenAnOpenOrderIsGoneWithoutAWord() {
        try (World world = new World()) {
            Order order = world.placed(world.ticket());
            world.account.forget(order.clientOrderId());

            world.pass(Duration.ofMinutes(3));

            assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
            assertThat(world.now(order).resolution()).contains(Resolution.ATTENTION);
        }
    }

    @Test
    void givesUpOnRefusedCredentials() {
        try (World world = new World()) {
            Order order = world.placed(world.ticket());
            world.account
                    .listener
                    .orElseThrow()
                    .onRefused(FakeAccount.error(ErrorCategory.AUTHENTICATION));
            world.settle();
            world.account.calls.clear();

            Refusal refusal = world.refused(world.ticket());
            world.pass(Duration.ofMinutes(2));

            assertThat(refusal.code()).isEqualTo(RefusalCode.LINK_NOT_USABLE);
            assertThat(world.refusedLinks).containsExactly(world.link.id());
            assertThat(world.account.calls).isEmpty();
            assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
            assertThat(world.now(order).stale()).isTrue();
        }
    }

    @Test
    void takesOtherCredentialsAndDoesNotBlameThemForTheOnesBefore() {
        try (World world = new World()) {
            UserStreamListener before = world.account.listener.orElseThrow();
            world.giveOtherCredentials(true);

            world.trading.linkChanged(world.linkChange(true));
            before.onRefused(FakeAccount.error(ErrorCategory.AUTHENTICATION));
            world.settle();
            world.connect();

            assertThat(world.account.listener.orElseThrow()).isNotSameAs(before);
            assertThat(world.account.streams).hasValue(2);
            assertThat(world.refusedLinks).isEmpty();
            assertThat(world.placed(world.ticket()).status()).isEqualTo(OrderStatus.OPEN);
        }
    }

    @Test
    void takesAnAccountUpAgainOfWhichOnlyAnotherNodeHeardThatItWasMended() {
        try (World world = new World()) {
            world.account
                    .listener
                    .orElseThrow()
                    .onRefused(FakeAccount.error(ErrorCategory.AUTHENTICATION));
            world.settle();
            Refusal refused = world.refused(world.ticket());

            world.pass(TradingConfig.USUAL.linkSyncPause().plusSeconds(1));
            world.connect();

            assertThat(refused.code()).isEqualTo(RefusalCode.LINK_NOT_USABLE);
            assertThat(world.placed(world.ticket()).status()).isEqualTo(OrderStatus.OPEN);
        }
    }

    @Test
    void doesNotBlameCredentialsThatItWasNotToldOfForTheOnesBefore() {
        try (World world = new World()) {
            UserStreamListener before = world.account.listener.orElseThrow();
            world.giveOtherCredentials(true);

            before.onRefused(FakeAccount.error(ErrorCategory.AUTHENTICATION));
            world.settle();
            world.connect();

            assertThat(world.refusedLinks).isEmpty();
            assertThat(world.account.streams).hasValue(2);
            assertThat(world.placed(world.ticket()).status()).isEqualTo(OrderStatus.OPEN);
        }
    }

    @Test
    void takesCredentialsThatItWasNotToldOfByTheRegularLook() {
        try (World world = new World()) {
            world.giveOtherCredentials(false);

            world.pass(TradingConfig.USUAL.linkSyncPause().plusSeconds(1));
            world.connect();

            assertThat(world.account.streams).hasValue(2);
            assertThat(world.refused(world.ticket()).code()).isEqualTo(RefusalCode.LINK_NOT_USABLE);
        }
    }

    @Test
    void givesUpOnCredentialsThatQuestionsAreRefusedWith() {
        try (World world = new World()) {
            world.placed(world.ticket());
            world.account.failure = Optional.of(FakeAccount.error(ErrorCategory.AUTHENTICATION));

            world.pass(Duration.ofMinutes(1));

            assertThat(world.refusedLinks).containsExactly(world.link.id());
        }
    }

    @Test
    void givesUpOnCredentialsThatAnOrderIsRefusedWith() {
        try (World world = new World()) {
            world.account.mood = FakeAccount.Mood.UNKNOWN_KEY;
            world.account.failure = Optional.of(FakeAccount.error(ErrorCategory.AUTHENTICATION));

            Order order = world.placed(world.ticket());
            world.pass(Duration.ofSeconds(10));

            assertThat(order.status()).isEqualTo(OrderStatus.REJECTED);
            assertThat(world.refusedLinks).containsExactly(world.link.id());
        }
    }

    @Test
    void refusesOrdersDuringMaintenanceAndTakesThemAfterwards() {
        try (World world = new World()) {
            world.placed(world.ticket());
            world.account.failure =
                    Optional.of(FakeAccount.error(ErrorCategory.EXCHANGE_MAINTENANCE));
            world.pass(Duration.ofSeconds(36));

            Refusal refusal = world.refused(world.ticket());
            world.account.failure = Optional.empty();
            world.pass(Duration.ofSeconds(15));
            Order order = world.placed(world.ticket());

            assertThat(refusal.code()).isEqualTo(RefusalCode.EXCHANGE_MAINTENANCE);
            assertThat(order.status()).isEqualTo(OrderStatus.OPEN);
        }
    }

    @Test
    void closesAnAccountThatIsUnlinkedAndOpensItAgain() {
        try (World world = new World()) {
            world.trading.linkChanged(world.linkChange(false));
            world.settle();
            Refusal unlinked = world.refused(world.ticket());
            boolean closed = world.account.closed;

            world.trading.linkChanged(world.linkChange(true));
            world.connect();

            assertThat(closed).isTrue();
            assertThat(unlinked.code()).isEqualTo(RefusalCode.EXCHANGE_NOT_LINKED);
            assertThat(world.placed(world.ticket()).status()).isEqualTo(OrderStatus.OPEN);
        }
    }

    @Test
    void noticesAMissedChangeOfALinkWithinFiveMinutes() {
        try (World world = new World()) {
            world.activeLinks = List.of();

            world.pass(Duration.ofMinutes(5));

            assertThat(world.trading.links(world.user)).isEmpty();
        }
    }

    @Test
    void tellsBalancesAndTheirChanges() {
        try (World world = new World()) {
            Balance changed = new Balance("BTC", new BigDecimal("7"), BigDecimal.ONE);
            world.account.listener.orElseThrow().onBalances(List.of(changed));
            world.settle();

            AccountBalances balances = world.trading.balances(world.user).getFirst();

            assertThat(balances.balances().orThrow()).contains(changed);
            assertThat(world.balanceNews.getLast().changed()).containsExactly(changed);
        }
    }

    @Test
    void takesFillsBeforeTheAnswerThatNamesTheirOrder() {
        try (World world = new World()) {
            world.account.reportsOnAccept = false;
            world.account.pushes = false;
            Order order = world.placed(world.ticket());
            var fill = world.account.fill(order.clientOrderId(), "0.01", "49000");

            world.account.listener.orElseThrow().onFill(fill);
            world.account.listener.orElseThrow().onFill(fill);
            world.settle();

            assertThat(world.now(order).status()).isEqualTo(OrderStatus.FILLED);
        }
    }

    @Test
    void noticesAStreamWhoseCutItWasNotTold() {
        try (World world = new World()) {
            Order order = world.placed(world.ticket());
            world.account.streamState = ConnectionState.BACKING_OFF;
            world.account.failure = Optional.of(FakeAccount.error(ErrorCategory.NETWORK));

            world.pass(TradingConfig.USUAL.healthPause());

            assertThat(world.trading.links(world.user).getFirst().streamLive()).isFalse();
            assertThat(world.now(order).stale()).isTrue();
            assertThat(world.metrics.scrape())
                    .contains(
                            "userdata_reconnects_total{exchange=\"binance\",reason=\"unnoticed\"}");
        }
    }

    @Test
    void noticesAStreamWhoseReturnItWasNotTold() {
        try (World world = new World()) {
            world.account.cut();
            world.account.streamState = ConnectionState.LIVE;

            world.pass(TradingConfig.USUAL.healthPause());

            assertThat(world.trading.links(world.user).getFirst().streamLive()).isTrue();
        }
    }

    @Test
    void opensAnEndedStreamAgain() {
        try (World world = new World()) {
            world.account.streamClosed = true;

            world.pass(TradingConfig.USUAL.healthPause());
            boolean meanwhile = world.trading.links(world.user).getFirst().streamLive();
            world.connect();

            assertThat(world.account.streams).hasValue(2);
            assertThat(meanwhile).isFalse();
            assertThat(world.trading.links(world.user).getFirst().streamLive()).isTrue();
        }
    }

    @Test
    void takesAStreamForDeadWhoseKeyIsNotKeptAlive() {
        try (World world = new World()) {
            Order order = world.placed(world.ticket());
            UserStreamListener stream = world.account.listener.orElseThrow();
            stream.onKeepAlive(false);
            world.settle();
            Order doubted = world.now(order);
            world.pass(Duration.ofSeconds(30));
            Order still = world.now(order);

            stream.onKeepAlive(true);
            world.settle();

            assertThat(doubted.stale()).isTrue();
            assertThat(still.stale()).isTrue();
            assertThat(world.now(order).stale()).isFalse();
            assertThat(world.metrics.scrape())
                    .contains(
                            "userdata_listenkey_renewals_total{exchange=\"binance\",status=\"failure\"}"
                                + " 1.0",
                            "userdata_listenkey_renewals_total{exchange=\"binance\",status=\"success\"}"
                                + " 1.0");
        }
    }

    @Test
    void looksForFillsOfOrdersThatEndedBeforeTheStreamWasCut() {
        try (World world = new World()) {
            Order order = world.placed(world.ticket());
            world.trading.cancel(world.user, order.id());
            world.settle();
            Order cancelled = world.now(order);
            world.account.pushes = false;
            world.account.cut();
            world.account.fill(order.clientOrderId(), "0.003", "49000");

            world.connect();

            assertThat(cancelled.status()).isEqualTo(OrderStatus.CANCELLED);
            assertThat(cancelled.filledQuantity()).isEqualByComparingTo("0");
            assertThat(world.now(order).filledQuantity()).isEqualByComparingTo("0.003");
        }
    }

    @Test
    void opensAnAccountWhoseTradedInstrumentIsNotListedAnyMore() {
        try (World world = new World()) {
            Order order = world.placed(world.ticket());
            world.account.fill(order.clientOrderId(), "0.01", "49000");
            world.settle();
            world.instruments.clear();
            world.crash();

            world.connect();

            assertThat(world.trading.links(world.user).getFirst().phase())
                    .isEqualTo(LinkState.Phase.READY);
        }
    }

    /** An order that rests for months must not have every comparison read the fills of months. */
    @Test
    void asksForFillsFromTheLastComparisonOnUnlessThingsMayHaveHappenedUnseen() {
        try (World world = new World()) {
            Order order = world.placed(world.ticket());
            world.pass(Duration.ofMinutes(40));
            Instant quiet = world.account.fillsAsked.getLast();

            world.account.cut();
            world.connect();
            Instant thorough = world.account.fillsAsked.getLast();

            Duration overlap = TradingConfig.USUAL.overlap();
            assertThat(quiet).isAfter(order.createdAt().plus(Duration.ofMinutes(20)));
            assertThat(thorough).isEqualTo(order.createdAt().minus(overlap));
        }
    }

    /** Nobody can ask for its order; that calls for a person, and shuts nothing. */
    @Test
    void opensAnAccountWithAnOpenOrderOfWhatIsNotListedAnyMore() {
        try (World world = new World()) {
            Order order = world.placed(world.ticket());
            world.account.cancelSilently(order.clientOrderId());
            world.instruments.clear();
            world.crash();

            world.connect();
            LinkState.Phase phase = world.trading.links(world.user).getFirst().phase();
            world.pass(Duration.ofMinutes(5));

            assertThat(phase).isEqualTo(LinkState.Phase.READY);
            assertThat(world.now(order).resolution()).contains(Resolution.ATTENTION);
        }
    }

    @Test
    void staysShutWhileNobodyKnowsWhatItsExchangeTrades() {
        try (World world = new World()) {
            world.placed(world.ticket());
            world.instruments.clear();
            world.loaded = false;
            world.crash();
            world.connect();
            LinkState.Phase before = world.trading.links(world.user).getFirst().phase();

            world.instruments.put(World.BTC, World.INSTRUMENT);
            world.loaded = true;
            world.pass(Duration.ofSeconds(30));

            assertThat(before).isEqualTo(LinkState.Phase.RECONCILING);
            assertThat(world.trading.links(world.user).getFirst().phase())
                    .isEqualTo(LinkState.Phase.READY);
        }
    }

    /** The database fell after the end was told and before it was on the disk. */
    @Test
    void writesDownAgainWhatADatabaseForgot() {
        try (World world = new World()) {
            Order order = world.placed(world.ticket());
            world.execute("CREATE TABLE trading.kept_order AS SELECT * FROM trading.orders");
            world.execute("CREATE TABLE trading.kept_sums AS SELECT * FROM trading.reservations");
            world.account.cancelSilently(order.clientOrderId());
            world.account.push(order.clientOrderId());
            world.settle();
            OrderStatus told = world.now(order).status();
            world.execute(
                    """
                    UPDATE trading.orders o
                       SET status = k.status, told_status = k.told_status, told_at = k.told_at,
                           sequence = k.sequence, reserved_left = k.reserved_left,
                           updated_at = k.updated_at
                      FROM trading.kept_order k WHERE k.id = o.id\
                    """);
            world.execute(
                    """
                    UPDATE trading.reservations r SET reserved = k.reserved
                      FROM trading.kept_sums k WHERE k.user_id = r.user_id AND k.scope = r.scope\
                    """);
            world.execute("DROP TABLE trading.kept_order, trading.kept_sums");
            OrderStatus forgotten = world.now(order).status();

            world.pass(Duration.ofMinutes(2));

            assertThat(told).isEqualTo(OrderStatus.CANCELLED);
            assertThat(forgotten).isEqualTo(OrderStatus.OPEN);
            assertThat(world.now(order).status()).isEqualTo(OrderStatus.CANCELLED);
            assertThat(Sums.wrong(world.database)).isEmpty();
        }
    }

    /** Binance numbers the orders of each symbol anew. */
    @Test
    void takesNoOrderOfAnotherInstrumentForItsOwn() {
        try (World world = new World()) {
            Order order = world.placed(world.ticket());
            OrderReport own = world.account.report(order.clientOrderId());
            InstrumentId other = InstrumentId.spot("ETH", "USDT");

            world.account
                    .listener
                    .orElseThrow()
                    .onOrder(
                            new OrderReport(
                                    other,
                                    own.id(),
                                    Optional.empty(),
                                    own.side(),
                                    own.type(),
                                    own.price(),
                                    own.quantity(),
                                    own.filledQuantity(),
                                    own.averagePrice(),
                                    OrderStatus.CANCELLED,
                                    Optional.empty(),
                                    own.updatedAt().plusSeconds(1)));
            world.account
                    .listener
                    .orElseThrow()
                    .onFill(World.strangersFill(other, own.id(), "theirs", world.clock.instant()));
            world.settle();

            assertThat(world.now(order).status()).isEqualTo(OrderStatus.OPEN);
            assertThat(world.now(order).filledQuantity()).isZero();
        }
    }

    @Test
    void showsEveryOrderAsFreshThoughOneCouldNotBeMarkedAtFirst() {
        try (World world = new World()) {
            Order one = world.placed(world.ticket());
            Order other = world.placed(world.ticket());
            world.account.cut();
            world.settle();
            boolean stale = world.now(one).stale() && world.now(other).stale();
            world.loseOnce(CrashPoint.CHANGE_COMMITTED);

            world.connect();
            world.pass(Duration.ofMinutes(1));

            assertThat(stale).isTrue();
            assertThat(world.now(one).stale()).isFalse();
            assertThat(world.now(other).stale()).isFalse();
        }
    }

    @Test
    void comparesAThousandOpenOrdersWithAHandfulOfQuestions() {
        try (World world = new World()) {
            Order first = world.placed(world.ticket());
            world.copies(first, 999);
            world.account.calls.clear();

            world.crash();
            world.connect();

            assertThat(world.count("SELECT count(*) FROM trading.orders WHERE status = 'open'"))
                    .isEqualTo(1000);
            assertThat(world.trading.links(world.user).getFirst().phase())
                    .isEqualTo(LinkState.Phase.READY);
            assertThat(world.account.calls)
                    .containsOnly("open", "fills", "balances")
                    .hasSizeLessThan(10);
        }
    }

    @Test
    void countsLiveStreamsAndChangesOfLinksByExchange() {
        try (World world = new World()) {
            String live = world.metrics.scrape();
            world.trading.linkChanged(world.linkChange(false));
            world.settle();
            world.trading.linkChanged(world.linkChange(true));

            assertThat(live)
                    .contains(
                            "userdata_connections{exchange=\"binance\"} 1.0",
                            "userdata_connections{exchange=\"okx\"} 0.0",
                            "userdata_reconciliations_total{status=\"success\"}");
            assertThat(world.metrics.scrape())
                    .contains(
                            "userdata_connections{exchange=\"binance\"} 0.0",
                            "userdata_hotreload_operations_total{exchange=\"binance\",operation=\"closed\"}"
                                + " 1.0",
                            "userdata_hotreload_operations_total{exchange=\"binance\",operation=\"opened\"}"
                                + " 1.0");
        }
    }
}
