package dev.k2.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Capabilities.Feature;
import dev.k2.model.BookLevel;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Decimals;
import dev.k2.model.Fill;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

interface OrderCards extends AtVenue {
    @Card("O-01")
    default void eachSupportedOrderIsPlacedAndEndsAsItsTypeSays() {
        try (Trader trader = new Trader(venue())) {
            var tour = new OrderTour(venue(), trader);
            tour.eachOrder();
            tour.hides();
            if (trader.exchange().capabilities().has(Feature.ORDER_LISTS)) {
                tour.lists();
            }
        }
    }

    @Card("O-02")
    default void quantitiesAndPricesOffTheStepAreRefusedBeforeTheyAreSent() {
        try (var proxy = FaultProxy.to(venue().address().getPort());
                Trader trader = new Trader(venue(), through(proxy))) {
            BigDecimal tick = trader.instrument().rules().tick();
            BigDecimal step = trader.instrument().rules().limitQuantity().step();
            BigDecimal price = trader.away(Side.BUY, 5);
            BigDecimal quantity = trader.quantity(2);
            ClientOrderId id = Trader.id();

            ExchangeError offStep =
                    trader.refused(
                            trader.limit(
                                    id,
                                    Side.BUY,
                                    TimeInForce.GTC,
                                    quantity.add(step.movePointLeft(1)),
                                    price));
            ExchangeError offTick =
                    trader.refused(
                            trader.limit(
                                    id,
                                    Side.BUY,
                                    TimeInForce.GTC,
                                    quantity,
                                    price.add(tick.movePointLeft(1))));

            for (ExchangeError refused : List.of(offStep, offTick)) {
                assertThat(refused.category()).isEqualTo(ErrorCategory.VALIDATION);
                assertThat(refused.instrument()).contains(trader.instrument().id());
            }
            assertThat(nearest(offStep)).isEqualByComparingTo(quantity);
            assertThat(nearest(offTick)).isEqualByComparingTo(price);
            assertThat(venue().accepted(id)).isEmpty();
            assertThat(proxy.seen(venue().placingRequest())).isZero();
        }
    }

    @Card("O-03")
    default void ourIdComesBackInEveryEventAndFindsTheOrder() {
        HeardAccount heard = new HeardAccount();
        try (Trader trader = new Trader(venue());
                UserStream stream = trader.account().stream(heard)) {
            Until.so("the account is live", () -> heard.live.get() > 0);
            ClientOrderId id = Trader.id();
            Placement.Accepted accepted = trader.placed(trader.resting(id, Side.BUY));

            assertThat(trader.report(id).id()).isEqualTo(accepted.id());
            assertThat(trader.orders().find(OrderRef.of(trader.instrument(), accepted.id())))
                    .isInstanceOf(Lookup.Found.class);
            assertThat(trader.orders().open(Optional.of(trader.instrument())).orThrow())
                    .anyMatch(o -> o.clientOrderId().equals(Optional.of(id)));
            new OrderTour(venue(), trader).cancelled(id);
            Until.so(
                    "both events tell our id",
                    () ->
                            heard.of(id).stream()
                                    .map(OrderReport::status)
                                    .toList()
                                    .containsAll(List.of(OrderStatus.OPEN, OrderStatus.CANCELLED)));
            assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
        }
    }

    @Card("O-04")
    default void cancellingWhatIsFilledUnknownOrCancelledIsRefusedAndHarmsNothing() {
        try (Trader trader = new Trader(venue())) {
            var tour = new OrderTour(venue(), trader);
            tour.cancels();
            tour.cancelsSeveral();
        }
    }

    @Card("O-05")
    default void anAmendKeepsTheIdentityAndAHalfFailedOneIsToldTruly() {
        try (Trader trader = new Trader(venue())) {
            offers(trader.exchange().capabilities().has(Feature.AMEND), "amend");
            var tour = new OrderTour(venue(), trader);
            tour.amends();
            tour.amendsInVain();
        }
    }

    @Card("O-06")
    default void aPartialFillThatIsCancelledIsExact() {
        try (Trader trader = new Trader(venue())) {
            var tries = new ArrayList<Resting>();
            Until.so(
                    "some is filled",
                    () -> {
                        if (tries.isEmpty()) {
                            tries.add(moreThanTheTouch(trader));
                        } else if (isLeftBehind(tries.getLast())) {
                            trader.quiet(tries.getLast().id());
                            tries.add(moreThanTheTouch(trader));
                        }
                        venue().trade(Side.SELL, trader.quantity(1));
                        return trader.report(tries.getLast().id()).filledQuantity().signum() > 0;
                    });
            ClientOrderId id = tries.getLast().id();
            // It may have filled whole by now, so the cancel's own answer decides nothing.
            var _ = trader.orders().cancel(trader.ref(id));

            new OrderTour(venue(), trader).agreed(id);
        }
    }

    /** A buy of more than the best offer has. */
    private Resting moreThanTheTouch(Trader trader) {
        ClientOrderId id = Trader.id();
        BookLevel touch = venue().book().asks().getFirst();
        trader.placed(
                trader.limit(
                        id,
                        Side.BUY,
                        TimeInForce.GTC,
                        touch.quantity().add(trader.quantity(3)),
                        touch.price()));
        return new Resting(id, touch.price());
    }

    /** Whether the market moved on, so that whoever sells meets others first. */
    private boolean isLeftBehind(Resting order) {
        return venue().book().bids().getFirst().price().compareTo(order.price()) > 0;
    }

    /** An order in the book. */
    record Resting(ClientOrderId id, BigDecimal price) {}

    @Card("O-08")
    default void aMarketBuyBuysTheQuantityInUnitsOfTheInstrument() {
        try (Trader trader = new Trader(venue())) {
            ClientOrderId id = Trader.id();
            BigDecimal quantity = trader.quantity(2);

            trader.placed(trader.market(id, Side.BUY, quantity));

            new OrderTour(venue(), trader).filled(id, quantity);
            assertThat(venue().accepted(id))
                    .singleElement()
                    .satisfies(a -> assertThat(a.filled()).isEqualByComparingTo(quantity));
            if (!trader.exchange().capabilities().orderTypes().contains(OrderType.MARKET)) {
                ClientOrderId unbounded = Trader.id();
                assertThat(
                                trader.refused(trader.unpriced(unbounded, Side.BUY, quantity))
                                        .category())
                        .isEqualTo(ErrorCategory.VALIDATION);
                assertThat(venue().accepted(unbounded)).isEmpty();
            }
        }
    }

    /** Where an exchange takes no batches, the orders go one after the other. */
    @Card("O-09")
    default void eachOrderOfABatchHasItsOwnOutcome() {
        try (Trader trader = new Trader(venue())) {
            new OrderTour(venue(), trader).batch();
        }
    }

    @Card("O-14")
    default void orderEntryOverWebSocketBehavesAsOverRest() {
        ExchangeConfig config =
                ExchangeConfig.sim(venue().address(), InstantSource.system())
                        .withOrderEntry(ExchangeConfig.OrderTransport.WEBSOCKET);
        try (Exchange exchange = Exchanges.open(name(), config)) {
            offers(
                    exchange.capabilities().has(Feature.ORDER_ENTRY_WEBSOCKET),
                    "order entry over WebSocket");
        }
        try (Trader trader = new Trader(venue(), Exchanges.open(name(), config))) {
            Capabilities offered = trader.exchange().capabilities();
            var tour = new OrderTour(venue(), trader);
            tour.eachOrder();
            tour.cancels();
            tour.cancelsSeveral();
            tour.batch();
            tour.refusals();
            if (offered.has(Feature.AMEND)) {
                tour.amends();
                tour.amendsInVain();
            }
            if (offered.has(Feature.ORDER_LISTS)) {
                tour.lists();
            }
        }
        lostOverWebSocket(config);
    }

    @Card("O-15")
    default void openOrdersHistoryAndFillsAreCompleteAndNoneComesTwice() {
        try (Trader trader = new Trader(venue())) {
            Set<ClientOrderId> resting = new HashSet<>();
            for (int n = 0; n < 12; n++) {
                ClientOrderId id = Trader.id();
                trader.placed(trader.resting(id, Side.BUY));
                resting.add(id);
            }
            List<OrderReport> open =
                    trader.orders().open(Optional.of(trader.instrument())).orThrow();
            assertThat(open.stream().flatMap(o -> o.clientOrderId().stream()))
                    .doesNotHaveDuplicates()
                    .containsAll(resting);
            resting.forEach(id -> trader.quiet(id));

            // Fills tell milliseconds, and not every exchange tells its time as it tells theirs.
            Instant began =
                    trader.exchange()
                            .market()
                            .time()
                            .orThrow()
                            .truncatedTo(ChronoUnit.MILLIS)
                            .minusSeconds(1);
            // More than any exchange tells in one page.
            List<ClientOrderId> taken = new ArrayList<>();
            for (int n = 0; n < 1_050; n++) {
                ClientOrderId id = Trader.id();
                trader.placed(
                        trader.market(id, n % 2 == 0 ? Side.BUY : Side.SELL, trader.quantity(1)));
                taken.add(id);
            }
            trader.ended(taken.getLast());
            Instant ended = trader.exchange().market().time().orThrow().plusMillis(1);

            fillsAreComplete(trader, began, taken);
            if (trader.exchange().capabilities().has(Feature.ORDER_HISTORY)) {
                historyIsComplete(trader, began, ended, taken);
            }
        }
    }

    private void fillsAreComplete(Trader trader, Instant began, List<ClientOrderId> taken) {
        List<Fill> fills =
                Until.found(
                        "all fills are told",
                        () -> trader.orders().fills(trader.instrument(), began).orThrow(),
                        found ->
                                found.stream().map(Fill::order).distinct().count() >= taken.size());
        assertThat(fills.stream().map(Fill::trade)).doesNotHaveDuplicates();
        assertThat(fills).allMatch(fill -> !fill.executedAt().isBefore(began));
        BigDecimal expected = trader.quantity(1).multiply(BigDecimal.valueOf(taken.size()));
        assertThat(OrderTour.sum(fills).subtract(expected).abs())
                .isLessThan(expected.multiply(new BigDecimal("0.2")));
    }

    private static void historyIsComplete(
            Trader trader, Instant began, Instant ended, List<ClientOrderId> taken) {
        List<OrderReport> history =
                trader.orders().history(trader.instrument(), began, ended).orThrow();
        assertThat(history.stream().map(OrderReport::id)).doesNotHaveDuplicates();
        assertThat(history.stream().flatMap(o -> o.clientOrderId().stream()).toList())
                .containsAll(taken);
        assertThat(history)
                .filteredOn(o -> taken.contains(o.clientOrderId().orElse(taken.getFirst())))
                .allMatch(o -> o.status() == OrderStatus.FILLED);
        assertThat(
                        trader.orders()
                                .history(
                                        trader.instrument(),
                                        began.minus(Duration.ofHours(30)),
                                        began.minus(Duration.ofHours(6)))
                                .orThrow())
                .isEmpty();
    }

    /** The exchange takes the order, and the connection goes before it says so. */
    private void lostOverWebSocket(ExchangeConfig config) {
        needs(Trouble.LOSE_NEXT_REPLY);
        try (Trader trader = new Trader(venue(), Exchanges.open(name(), config))) {
            ClientOrderId id = Trader.id();
            NewOrder order = trader.resting(id, Side.BUY);
            var _ = trader.orders().open(Optional.of(trader.instrument())).orThrow();
            venue().strike(Trouble.LOSE_NEXT_REPLY);

            Placement placement = trader.orders().place(order);
            venue().calm();

            assertThat(placement).isInstanceOf(Placement.Unknown.class);
            assertThat(trader.report(id).status()).isEqualTo(OrderStatus.OPEN);
            assertThat(venue().accepted(id)).hasSize(1);
            trader.quiet(id);
        }
    }

    private static BigDecimal nearest(ExchangeError refused) {
        assertThat(refused.details()).containsKey("nearest");
        return Decimals.of(refused.details().getOrDefault("nearest", ""));
    }
}
