package dev.k2.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.ClientOrderId;
import dev.k2.model.OrderStatus;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CompletableFuture;

interface OrderTroubleCards extends AtVenue {
    @Card("O-07")
    default void aCancelThatRacesAFillEndsInTheExchangesTruth() {
        try (Trader trader = new Trader(venue())) {
            var tour = new OrderTour(venue(), trader);
            fillThenCancel(trader, tour);
            cancelThenFill(trader, tour);
            for (int round = 0; round < 20; round++) {
                ClientOrderId id = atTheTouch(trader);
                CompletableFuture<Cancellation> cancel =
                        CompletableFuture.supplyAsync(() -> trader.orders().cancel(trader.ref(id)));
                venue().trade(Side.BUY, trader.quantity(1));
                cancel.join();

                tour.agreed(id);
            }
        }
    }

    @Card("O-10")
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
                isThereOnce(trader, id);
            }
        }
        for (ProxyFault fault :
                List.of(new ProxyFault.ResetReply(), new ProxyFault.TruncateReply(20))) {
            try (var proxy = FaultProxy.to(venue().address().getPort());
                    Trader trader = new Trader(venue(), through(proxy))) {
                ClientOrderId id = Trader.id();
                NewOrder order = trader.resting(id, Side.BUY);
                proxy.next(venue().placingRequest(), fault);

                Placement placement = trader.orders().place(order);

                assertThat(proxy.hasStruck()).isTrue();
                assertThat(placement).as("%s", fault).isInstanceOf(Placement.Unknown.class);
                isThereOnce(trader, id);
                assertThat(proxy.seen(venue().placingRequest())).isEqualTo(1);
            }
        }
        cutWhileSending();
    }

    @Card("O-11")
    default void anOrderThatIsRefusedBeforeTheFirstByteIsNotThereAndCanBeSentAgain() {
        try (var proxy = FaultProxy.to(venue().address().getPort());
                Trader trader = new Trader(venue(), through(proxy))) {
            ClientOrderId id = Trader.id();
            NewOrder order = trader.resting(id, Side.BUY);
            var _ = trader.account().balances().orThrow();
            proxy.refuse();
            // A kept connection that has just died leaves the outcome open; a question clears it
            // away.
            var _ = trader.exchange().market().time();

            Placement refused = trader.orders().place(order);

            assertThat(refused).isInstanceOf(Placement.Rejected.class);
            assertThat(((Placement.Rejected) refused).reason().category())
                    .isEqualTo(ErrorCategory.NETWORK);
            assertThat(venue().accepted(id)).isEmpty();
            proxy.accept();
            Until.so(
                    "it answers again",
                    () -> trader.exchange().market().time() instanceof Answer.Ok<?>);
            trader.placed(order);
            isThereOnce(trader, id);
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
            new OrderTour(venue(), trader).cancelled(id);
        }
    }

    @Card("O-13")
    default void refusalsHaveTheRightCategory() {
        try (Trader trader = new Trader(venue())) {
            var tour = new OrderTour(venue(), trader);
            tour.refusals();
            tour.meetsItself();
            if (venue().can(Trouble.HALT)) {
                tour.halted();
            }
        }
    }

    private void isThereOnce(Trader trader, ClientOrderId id) {
        assertThat(trader.report(id).status()).isEqualTo(OrderStatus.OPEN);
        assertThat(venue().accepted(id)).hasSize(1);
        trader.quiet(id);
    }

    /** The exchange never got it, which nobody here can know. */
    private void cutWhileSending() {
        try (var proxy = FaultProxy.to(venue().address().getPort());
                Trader trader = new Trader(venue(), through(proxy))) {
            ClientOrderId id = Trader.id();
            NewOrder order = trader.resting(id, Side.BUY);
            proxy.next(venue().placingRequest(), new ProxyFault.LoseRequest());

            Placement placement = trader.orders().place(order);

            assertThat(placement).isInstanceOf(Placement.Unknown.class);
            assertThat(trader.orders().find(trader.ref(id))).isInstanceOf(Lookup.Absent.class);
            assertThat(venue().accepted(id)).isEmpty();
            assertThat(proxy.seen(venue().placingRequest())).isEqualTo(1);
        }
    }

    private void fillThenCancel(Trader trader, OrderTour tour) {
        ClientOrderId id = Trader.id();
        BigDecimal crossing = trader.away(Side.BUY, 2);
        trader.placed(trader.limit(id, Side.SELL, TimeInForce.GTC, trader.quantity(1), crossing));
        assertThat(trader.ended(id).status()).isEqualTo(OrderStatus.FILLED);
        assertThat(trader.orders().cancel(trader.ref(id))).isInstanceOf(Cancellation.Refused.class);

        tour.agreed(id);
    }

    private void cancelThenFill(Trader trader, OrderTour tour) {
        ClientOrderId id = Trader.id();
        trader.placed(trader.resting(id, Side.SELL));
        assertThat(trader.orders().cancel(trader.ref(id)))
                .isInstanceOf(Cancellation.Acknowledged.class);
        venue().trade(Side.BUY, trader.quantity(3));

        tour.agreed(id);
        assertThat(trader.report(id).filledQuantity()).isZero();
    }

    /** Rests among the best offers, so that a taker may come to it at any time. */
    private ClientOrderId atTheTouch(Trader trader) {
        ClientOrderId id = Trader.id();
        BigDecimal touch = venue().book().asks().getFirst().price();
        trader.placed(trader.limit(id, Side.SELL, TimeInForce.GTC, trader.quantity(1), touch));
        return id;
    }
}
