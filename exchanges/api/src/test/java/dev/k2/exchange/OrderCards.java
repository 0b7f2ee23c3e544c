package dev.k2.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.Balance;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Fill;
import dev.k2.model.InstrumentStatus;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

interface OrderCards extends AtVenue {
    @Card("O-01")
    default void eachSupportedOrderIsPlacedAndEndsAsItsTypeSays() {
        try (Trader trader = new Trader(venue())) {
            Capabilities offered = trader.exchange().capabilities();
            for (Side side : Side.values()) {
                if (offered.orderTypes().contains(OrderType.MARKET)) {
                    ClientOrderId id = Trader.id();
                    trader.placed(trader.market(id, side, trader.quantity(1)));
                    filled(trader, id, trader.quantity(1));
                }
                for (TimeInForce force :
                        Set.of(TimeInForce.GTC, TimeInForce.IOC, TimeInForce.FOK)) {
                    if (!offered.timesInForce().contains(force)) {
                        continue;
                    }
                    ClientOrderId id = Trader.id();
                    BigDecimal quantity = trader.quantity(1);
                    BigDecimal crossing = trader.away(side.opposite(), 2);
                    trader.placed(trader.limit(id, side, force, quantity, crossing));
                    filled(trader, id, quantity);
                }
                for (TimeInForce force : Set.of(TimeInForce.IOC, TimeInForce.FOK)) {
                    if (!offered.timesInForce().contains(force)) {
                        continue;
                    }
                    ClientOrderId id = Trader.id();
                    trader.placed(
                            trader.limit(
                                    id, side, force, trader.quantity(1), trader.away(side, 5)));
                    OrderReport ended = trader.ended(id);
                    assertThat(ended.status()).isIn(OrderStatus.EXPIRED, OrderStatus.CANCELLED);
                    assertThat(ended.filledQuantity()).isZero();
                }
                for (TimeInForce force : Set.of(TimeInForce.GTC, TimeInForce.POST_ONLY)) {
                    if (!offered.timesInForce().contains(force)) {
                        continue;
                    }
                    ClientOrderId id = Trader.id();
                    trader.placed(
                            trader.limit(
                                    id, side, force, trader.quantity(1), trader.away(side, 5)));
                    assertThat(trader.report(id).status()).isEqualTo(OrderStatus.OPEN);
                    cancelled(trader, id);
                }
                for (OrderType type : OrderType.values()) {
                    if (type.isTriggered()
                            && trader.instrument().rules().orderTypes().contains(type)
                            && offered.orderTypes().contains(type)) {
                        waits(trader, side, type);
                    }
                }
            }
        }
    }

    @Card(value = "O-02", part = "refused by the exchange")
    default void quantitiesAndPricesOffTheStepAreRefused() {
        try (Trader trader = new Trader(venue())) {
            BigDecimal tick = trader.instrument().rules().tick();
            BigDecimal step = trader.instrument().rules().limitQuantity().step();
            BigDecimal price = trader.away(Side.BUY, 5);
            ClientOrderId id = Trader.id();

            ExchangeError offStep =
                    trader.refused(
                            trader.limit(
                                    id,
                                    Side.BUY,
                                    TimeInForce.GTC,
                                    trader.quantity(2).add(step.movePointLeft(1)),
                                    price));
            ExchangeError offTick =
                    trader.refused(
                            trader.limit(
                                    id,
                                    Side.BUY,
                                    TimeInForce.GTC,
                                    trader.quantity(2),
                                    price.add(tick.movePointLeft(1))));

            assertThat(offStep.category()).isEqualTo(ErrorCategory.VALIDATION);
            assertThat(offTick.category()).isEqualTo(ErrorCategory.VALIDATION);
            assertThat(venue().accepted(id)).isEmpty();
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
            assertThat(trader.orders().open(Optional.of(trader.instrument())).orThrow())
                    .anyMatch(o -> o.clientOrderId().equals(Optional.of(id)));
            cancelled(trader, id);
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

    @Card(value = "O-04", part = "all but cancel all")
    default void cancellingWhatIsFilledUnknownOrCancelledIsRefusedAndHarmsNothing() {
        try (Trader trader = new Trader(venue())) {
            ClientOrderId open = Trader.id();
            trader.placed(trader.resting(open, Side.SELL));
            assertThat(trader.orders().cancel(trader.ref(open)))
                    .isInstanceOf(Cancellation.Acknowledged.class);
            assertThat(trader.ended(open).status()).isEqualTo(OrderStatus.CANCELLED);
            assertThat(trader.orders().cancel(trader.ref(open)))
                    .isInstanceOf(Cancellation.Refused.class);

            ClientOrderId filled = Trader.id();
            trader.placed(trader.market(filled, Side.BUY, trader.quantity(1)));
            filled(trader, filled, trader.quantity(1));
            assertThat(trader.orders().cancel(trader.ref(filled)))
                    .isInstanceOf(Cancellation.Refused.class);
            assertThat(trader.report(filled).status()).isEqualTo(OrderStatus.FILLED);

            Cancellation unknown = trader.orders().cancel(trader.ref(Trader.id()));
            assertThat(unknown).isInstanceOf(Cancellation.Refused.class);
            assertThat(((Cancellation.Refused) unknown).reason().category())
                    .isEqualTo(ErrorCategory.ORDER_NOT_FOUND);
        }
    }

    @Card("O-05")
    default void anAmendKeepsTheIdentity() {
        try (Exchange exchange = venue().open()) {
            offers(exchange.capabilities().has(Capabilities.Feature.AMEND), "amend");
        }
        throw new CardNotShown("amend has no call yet");
    }

    @Card("O-06")
    default void aPartialFillThatIsCancelledIsExact() {
        try (Trader trader = new Trader(venue())) {
            ClientOrderId id = Trader.id();
            BigDecimal touch = venue().book().asks().getFirst().price();
            BigDecimal there = venue().book().asks().getFirst().quantity();
            trader.placed(
                    trader.limit(
                            id, Side.BUY, TimeInForce.GTC, there.add(trader.quantity(3)), touch));
            Until.so("some is filled", () -> trader.report(id).filledQuantity().signum() > 0);
            // It may have filled whole by now, so the cancel's own answer decides nothing.
            var _ = trader.orders().cancel(trader.ref(id));

            agreed(trader, id);
        }
    }

    @Card(value = "O-07", part = "ten races")
    default void aCancelThatRacesAFillEndsInTheExchangesTruth() {
        try (Trader trader = new Trader(venue())) {
            for (int round = 0; round < 10; round++) {
                ClientOrderId id = Trader.id();
                BigDecimal touch = venue().book().bids().getFirst().price();
                trader.placed(
                        trader.limit(id, Side.SELL, TimeInForce.GTC, trader.quantity(1), touch));
                CompletableFuture<Cancellation> cancel =
                        CompletableFuture.supplyAsync(() -> trader.orders().cancel(trader.ref(id)));
                venue().trade(Side.BUY, trader.quantity(1));
                cancel.join();

                agreed(trader, id);
            }
        }
    }

    @Card("O-08")
    default void aMarketBuyBuysTheQuantityInUnitsOfTheInstrument() {
        try (Trader trader = new Trader(venue())) {
            ClientOrderId id = Trader.id();
            BigDecimal quantity = trader.quantity(2);

            trader.placed(trader.market(id, Side.BUY, quantity));

            filled(trader, id, quantity);
            assertThat(venue().accepted(id))
                    .singleElement()
                    .satisfies(a -> assertThat(a.filled()).isEqualByComparingTo(quantity));
        }
    }

    @Card("O-09")
    default void eachOrderOfABatchHasItsOwnOutcome() {
        try (Exchange exchange = venue().open()) {
            offers(exchange.capabilities().has(Capabilities.Feature.BATCH), "batch");
        }
        throw new CardNotShown("batch has no call yet");
    }

    @Card(value = "O-10", part = "reply lost and 5xx, after accept")
    default void aLostAnswerIsUnknownAndTheOrderIsThereOnce() {
        for (Trouble trouble : List.of(Trouble.LOSE_NEXT_REPLY, Trouble.ERROR_AFTER_NEXT_ORDER)) {
            needs(trouble);
            try (Trader trader = new Trader(venue())) {
                ClientOrderId id = Trader.id();
                NewOrder order = trader.resting(id, Side.BUY);
                venue().strike(trouble);

                Placement placement = trader.orders().place(order);
                venue().calm();

                assertThat(placement).as("%s", trouble).isInstanceOf(Placement.Unknown.class);
                assertThat(((Placement.Unknown) placement).cause().retryable()).isFalse();
                assertThat(trader.report(id).status()).isEqualTo(OrderStatus.OPEN);
                assertThat(venue().accepted(id)).as("%s", trouble).hasSize(1);
                cancelled(trader, id);
            }
        }
    }

    @Card("O-12")
    default void anOrderThatIsNotFoundForAWhileIsAbsentAndNeverRejected() {
        needs(Trouble.NOT_FOUND_LAG);
        try (Trader trader = new Trader(venue())) {
            ClientOrderId id = Trader.id();
            NewOrder order = trader.resting(id, Side.BUY);
            venue().strike(Trouble.NOT_FOUND_LAG);
            trader.placed(order);

            Lookup early = trader.orders().find(trader.ref(id));

            assertThat(early).isInstanceOf(Lookup.Absent.class);
            assertThat(trader.report(id).status()).isEqualTo(OrderStatus.OPEN);
            venue().calm();
            cancelled(trader, id);
        }
    }

    @Card(value = "O-13", part = "all but self-trade")
    default void refusalsHaveTheRightCategory() {
        try (Trader trader = new Trader(venue())) {
            BigDecimal price = trader.away(Side.BUY, 5);
            BigDecimal everything =
                    trader.account().balances().orThrow().stream()
                            .filter(b -> b.currency().equals(trader.instrument().quote()))
                            .map(Balance::free)
                            .findFirst()
                            .orElseThrow();
            BigDecimal tooMuch =
                    dev.k2.model.Decimals.ceilTo(
                            everything
                                    .multiply(BigDecimal.TWO)
                                    .divide(price, 12, java.math.RoundingMode.UP),
                            trader.instrument().rules().limitQuantity().step());
            ClientOrderId id = Trader.id();

            assertThat(
                            trader.refused(
                                            trader.limit(
                                                    id, Side.BUY, TimeInForce.GTC, tooMuch, price))
                                    .category())
                    .isEqualTo(ErrorCategory.INSUFFICIENT_FUNDS);
            if (trader.exchange().capabilities().timesInForce().contains(TimeInForce.POST_ONLY)) {
                assertThat(
                                trader.refused(
                                                trader.limit(
                                                        id,
                                                        Side.BUY,
                                                        TimeInForce.POST_ONLY,
                                                        trader.quantity(1),
                                                        trader.away(Side.SELL, 2)))
                                        .category())
                        .isIn(ErrorCategory.VALIDATION, ErrorCategory.MARKET_STATUS);
            }
            if (venue().can(Trouble.HALT)) {
                NewOrder order = trader.resting(id, Side.BUY);
                venue().strike(Trouble.HALT);
                Until.so(
                        "the halt stands",
                        () ->
                                Trader.instrument(venue(), trader.exchange()).status()
                                        != InstrumentStatus.TRADING);
                assertThat(trader.refused(order).category()).isEqualTo(ErrorCategory.MARKET_STATUS);
            }
            assertThat(venue().accepted(id)).isEmpty();
        }
    }

    @Card("O-14")
    default void orderEntryOverWebSocketBehavesAsOverRest() {
        try (Exchange exchange = venue().open()) {
            offers(
                    exchange.capabilities().has(Capabilities.Feature.ORDER_ENTRY_WEBSOCKET),
                    "order entry over WebSocket");
        }
        throw new CardNotShown("order entry over WebSocket has no call yet");
    }

    @Card(value = "O-15", part = "one page")
    default void openOrdersAndFillsAreCompleteAndNoneComesTwice() {
        try (Trader trader = new Trader(venue())) {
            Set<ClientOrderId> placed = new HashSet<>();
            for (int n = 0; n < 12; n++) {
                ClientOrderId id = Trader.id();
                trader.placed(trader.resting(id, Side.BUY));
                placed.add(id);
            }
            List<OrderReport> open =
                    trader.orders().open(Optional.of(trader.instrument())).orThrow();
            List<ClientOrderId> ours =
                    open.stream().flatMap(o -> o.clientOrderId().stream()).toList();
            assertThat(ours).doesNotHaveDuplicates().containsAll(placed);
            placed.forEach(id -> cancelled(trader, id));

            List<Fill> expected = new ArrayList<>();
            for (int n = 0; n < 5; n++) {
                ClientOrderId id = Trader.id();
                Placement.Accepted accepted =
                        trader.placed(trader.market(id, Side.SELL, trader.quantity(1)));
                trader.ended(id);
                expected.addAll(
                        trader.orders().fillsOf(trader.instrument(), accepted.id()).orThrow());
            }
            List<Fill> history =
                    trader.orders()
                            .fills(
                                    trader.instrument(),
                                    trader.exchange()
                                            .market()
                                            .time()
                                            .orThrow()
                                            .minus(Duration.ofHours(1)))
                            .orThrow();
            assertThat(history.stream().map(Fill::trade)).doesNotHaveDuplicates();
            assertThat(history.stream().map(Fill::trade).toList())
                    .containsAll(expected.stream().map(Fill::trade).toList());
        }
    }

    private void waits(Trader trader, Side side, OrderType type) {
        boolean takesProfit = type == OrderType.TAKE_PROFIT || type == OrderType.TAKE_PROFIT_LIMIT;
        if (type == OrderType.TRAILING_STOP) {
            return;
        }
        // A stop of a buy lies above the market and its profit below; of a sell the other way
        // round.
        boolean above = (side == Side.BUY) != takesProfit;
        BigDecimal trigger = trader.away(above ? Side.SELL : Side.BUY, 4);
        ClientOrderId id = Trader.id();
        trader.placed(
                new NewOrder(
                        trader.instrument(),
                        id,
                        side,
                        type,
                        TimeInForce.GTC,
                        trader.quantity(2),
                        type.isPriced() ? Optional.of(trigger) : Optional.empty(),
                        Optional.of(trigger),
                        OrderTerms.PLAIN));
        assertThat(trader.report(id).status()).as("%s %s", side, type).isEqualTo(OrderStatus.OPEN);
        cancelled(trader, id);
    }

    private static void filled(Trader trader, ClientOrderId id, BigDecimal quantity) {
        OrderReport ended = trader.ended(id);
        assertThat(ended.status()).isEqualTo(OrderStatus.FILLED);
        assertThat(ended.filledQuantity()).isEqualByComparingTo(quantity);
        List<Fill> fills = trader.orders().fillsOf(trader.instrument(), ended.id()).orThrow();
        assertThat(sum(fills)).isEqualByComparingTo(quantity);
        assertThat(fills).allMatch(f -> f.fee().signum() >= 0 && f.price().signum() > 0);
    }

    private static void cancelled(Trader trader, ClientOrderId id) {
        assertThat(trader.orders().cancel(trader.ref(id)))
                .isInstanceOf(Cancellation.Acknowledged.class);
        assertThat(trader.ended(id).status()).isEqualTo(OrderStatus.CANCELLED);
    }

    /** Report, fills and the exchange's own ledger say the same of an order that ended. */
    private void agreed(Trader trader, ClientOrderId id) {
        OrderReport ended = trader.ended(id);
        List<Fill> fills =
                Until.found(
                        "the fills are told",
                        () -> trader.orders().fillsOf(trader.instrument(), ended.id()).orThrow(),
                        f -> sum(f).compareTo(ended.filledQuantity()) == 0);
        assertThat(fills.stream().map(Fill::trade)).doesNotHaveDuplicates();
        assertThat(venue().accepted(id))
                .singleElement()
                .satisfies(
                        a -> {
                            assertThat(a.filled()).isEqualByComparingTo(ended.filledQuantity());
                            assertThat(a.open()).isFalse();
                        });
        assertThat(ended.status() == OrderStatus.FILLED)
                .isEqualTo(ended.filledQuantity().compareTo(ended.quantity()) == 0);
    }

    private static BigDecimal sum(List<Fill> fills) {
        return fills.stream().map(Fill::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
