package dev.k2.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.Balance;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Fill;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Position;
import dev.k2.model.PositionSide;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

interface AccountCards extends AtVenue {
    @Card("U-01")
    default void ordersFillsAndBalancesArriveOnTheStream() {
        HeardAccount heard = new HeardAccount();
        try (Trader trader = new Trader(venue());
                UserStream stream = trader.account().stream(heard)) {
            Until.so("the account is live", () -> heard.live.get() > 0);
            ClientOrderId id = Trader.id();

            trader.placed(trader.market(id, Side.BUY, trader.quantity(1)));

            Until.so(
                    "the order is told filled",
                    () -> heard.of(id).stream().anyMatch(o -> o.status() == OrderStatus.FILLED));
            Until.so(
                    "its fills are told",
                    () -> heard.filled(id).compareTo(trader.quantity(1)) == 0);
            Until.so("balances are told", () -> !heard.balances.isEmpty());
            if (trader.hasPositions()) {
                Until.so("positions are told", () -> !heard.positions.isEmpty());
            }
            assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
        }
    }

    @Card("U-02")
    default void eventsOutOfOrderAndDoubledEndInTheSameState() {
        needs(Trouble.DOUBLE_NEXT_EVENT);
        needs(Trouble.REORDER_NEXT_EVENTS);
        HeardAccount heard = new HeardAccount();
        try (Trader trader = new Trader(venue());
                UserStream stream = trader.account().stream(heard)) {
            Until.so("the account is live", () -> heard.live.get() > 0);
            for (Trouble trouble :
                    List.of(Trouble.DOUBLE_NEXT_EVENT, Trouble.REORDER_NEXT_EVENTS)) {
                for (int n = 0; n < 5; n++) {
                    ClientOrderId id = Trader.id();
                    venue().strike(trouble);
                    trader.placed(
                            trader.limit(
                                    id,
                                    Side.BUY,
                                    TimeInForce.GTC,
                                    trader.quantity(2),
                                    venue().book().asks().getFirst().price()));
                    OrderReport truth = trader.quiet(id);
                    venue().calm();
                    // Whatever is held back is told with the next event.
                    ClientOrderId after = Trader.id();
                    trader.placed(trader.resting(after, Side.BUY));
                    trader.quiet(after);

                    Until.so(
                            "the stream tells the same",
                            () ->
                                    heard.state(id)
                                                    .filter(o -> o.status() == truth.status())
                                                    .isPresent()
                                            && heard.filled(id).compareTo(truth.filledQuantity())
                                                    == 0);
                }
            }
            assertThat(heard.cuts).hasValue(0);
            assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
        }
    }

    @Card("U-03")
    default void aStreamThatDiesIsNoticedAndNoFillIsLost() {
        needs(Trouble.CUT_SOCKETS);
        HeardAccount heard = new HeardAccount();
        try (Trader trader = new Trader(venue());
                UserStream stream = trader.account().stream(heard)) {
            Until.so("the account is live", () -> heard.live.get() == 1);
            ClientOrderId id = Trader.id();
            venue().strike(Trouble.CUT_SOCKETS);
            Placement.Accepted placed =
                    trader.placed(trader.market(id, Side.SELL, trader.quantity(1)));

            Until.so("the cut is told", () -> heard.cuts.get() > 0);
            Until.so("the account is live again", () -> heard.live.get() > 1);
            trader.ended(id);
            List<Fill> asked = trader.orders().fillsOf(trader.instrument(), placed.id()).orThrow();
            assertThat(asked.stream().map(Fill::quantity).reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualByComparingTo(trader.quantity(1));
            assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
        }
    }

    @Card("U-04")
    default void anExpiredSessionComesBack() {
        needs(Trouble.EXPIRE_SESSION);
        HeardAccount heard = new HeardAccount();
        try (Trader trader = new Trader(venue());
                UserStream stream = trader.account().stream(heard)) {
            Until.so("the account is live", () -> heard.live.get() == 1);
            venue().strike(Trouble.EXPIRE_SESSION);

            Until.so("the account is live again", () -> heard.live.get() > 1);
            ClientOrderId id = Trader.id();
            trader.placed(trader.resting(id, Side.BUY));
            Until.so("orders are told again", () -> !heard.of(id).isEmpty());
            trader.orders().cancel(trader.ref(id));
            assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
        }
    }

    @Card("U-05")
    default void balancesAreTheExchangesOwnAfterAThousandOrders() {
        try (Trader trader = new Trader(venue())) {
            Random random = new Random(5);
            for (int n = 0; n < 1000; n++) {
                ClientOrderId id = Trader.id();
                Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
                BigDecimal quantity = trader.quantity(1 + random.nextInt(3));
                switch (random.nextInt(3)) {
                    case 0 -> trader.placed(trader.market(id, side, quantity));
                    case 1 ->
                            trader.placed(
                                    trader.limit(
                                            id,
                                            side,
                                            TimeInForce.IOC,
                                            quantity,
                                            trader.away(side.opposite(), 1)));
                    default -> {
                        trader.placed(
                                trader.limit(
                                        id, side, TimeInForce.GTC, quantity, trader.away(side, 5)));
                        if (random.nextInt(10) > 0) {
                            trader.orders().cancel(trader.ref(id));
                        }
                    }
                }
            }

            if (trader.hasPositions()) {
                // What an open position is worth moves with the market from look to look.
                goFlat(trader);
            }
            Until.so(
                    "the balances agree",
                    () ->
                            amounts(trader.account().balances().orThrow())
                                    .equals(amounts(venue().balances())));
            assertThat(amounts(venue().balances())).isNotEmpty();
            for (OrderReport open :
                    trader.orders().open(java.util.Optional.of(trader.instrument())).orThrow()) {
                open.clientOrderId().ifPresent(id -> trader.orders().cancel(trader.ref(id)));
            }
        }
    }

    @Card("U-06")
    default void whatAKeyMayDoIsReadAndTold() {
        try (Exchange exchange = venue().open()) {
            offers(
                    exchange.capabilities().has(Capabilities.Feature.KEY_PERMISSIONS),
                    "permissions of a key");

            KeyPermissions told = exchange.account(venue().credentials()).permissions().orThrow();
            Answer<KeyPermissions> stranger = exchange.account(venue().strangers()).permissions();

            assertThat(told.read()).isTrue();
            assertThat(told.trade()).isTrue();
            assertThat(told.withdraw()).isNotEqualTo(java.util.Optional.of(true));
            assertThat(stranger).isInstanceOf(Answer.Failed.class);
            assertThat(((Answer.Failed<KeyPermissions>) stranger).error().category())
                    .isEqualTo(ErrorCategory.AUTHENTICATION);
        }
    }

    @Card("U-07")
    default void credentialsThatAreRefusedStopTheStreamAndAreNotTriedAgain() {
        HeardAccount heard = new HeardAccount();
        try (Exchange exchange = venue().open()) {
            Account account = exchange.account(venue().strangers());
            Answer<List<Balance>> asked = account.balances();
            assertThat(asked).isInstanceOf(Answer.Failed.class);
            assertThat(((Answer.Failed<List<Balance>>) asked).error().category())
                    .isEqualTo(ErrorCategory.AUTHENTICATION);

            try (UserStream stream = account.stream(heard)) {
                Until.so("the refusal is told", () -> !heard.refusals.isEmpty());
                assertThat(heard.refusals).hasSize(1);
                assertThat(heard.refusals.getFirst().category())
                        .isEqualTo(ErrorCategory.AUTHENTICATION);
                assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
                assertThat(heard.live).hasValue(0);
            }
        }
    }

    @Card("U-07")
    default void credentialsThatAreRevokedStopTheStream() {
        needs(Trouble.REVOKE_KEY);
        HeardAccount heard = new HeardAccount();
        try (Trader trader = new Trader(venue());
                UserStream stream = trader.account().stream(heard)) {
            Until.so("the account is live", () -> heard.live.get() > 0);
            venue().strike(Trouble.REVOKE_KEY);

            Until.so("the refusal is told", () -> !heard.refusals.isEmpty());
            assertThat(heard.refusals.getFirst().category())
                    .isEqualTo(ErrorCategory.AUTHENTICATION);
            assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
            assertThat(trader.account().balances()).isInstanceOf(Answer.Failed.class);
        }
    }

    @Card("U-08")
    default void aSettlementIsBookedOnce() {
        try (Trader trader = new Trader(venue())) {
            offers(
                    trader.exchange().capabilities().has(Capabilities.Feature.SETTLEMENT),
                    "event contracts");
            EventCards.settlesOnce(venue(), trader);
        }
    }

    private static void goFlat(Trader trader) {
        for (OrderReport open :
                trader.orders().open(java.util.Optional.of(trader.instrument())).orThrow()) {
            open.clientOrderId().ifPresent(trader::quiet);
        }
        Until.so(
                "no position is left",
                () -> {
                    List<Position> held = trader.account().positions().orThrow();
                    held.forEach(position -> close(trader, position));
                    return held.isEmpty();
                });
    }

    private static void close(Trader trader, Position position) {
        assertThat(position.instrument()).isEqualTo(trader.instrument().id());
        NewOrder closing =
                new NewOrder(
                        trader.instrument(),
                        Trader.id(),
                        position.side() == PositionSide.SHORT ? Side.BUY : Side.SELL,
                        OrderType.MARKET,
                        TimeInForce.GTC,
                        position.quantity(),
                        java.util.Optional.empty(),
                        java.util.Optional.empty(),
                        OrderTerms.PLAIN.reducing());
        trader.placed(closing);
        trader.ended(closing.clientOrderId());
    }

    private static Map<String, String> amounts(List<Balance> balances) {
        Map<String, String> amounts = new TreeMap<>();
        for (Balance balance : balances) {
            if (balance.total().signum() != 0) {
                amounts.put(
                        balance.currency(),
                        dev.k2.model.Decimals.plain(balance.free())
                                + " and "
                                + dev.k2.model.Decimals.plain(balance.held()));
            }
        }
        return amounts;
    }
}
