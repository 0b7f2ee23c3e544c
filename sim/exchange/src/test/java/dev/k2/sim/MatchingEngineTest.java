package dev.k2.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatchingEngineTest {
    private final TestFloor floor = new TestFloor();

    @Test
    void fillsTheBetterPriceFirstAndThenTheOlderOrder() {
        Order late = floor.sell(floor.ann, "late", 101_00, 1_000);
        Order early = floor.sell(floor.ann, "early", 100_00, 1_000);
        Order second = floor.sell(floor.ann, "second", 100_00, 1_000);

        Order taker = floor.buy(floor.ben, "taker", 101_00, 2_500);

        assertThat(taker.status()).isEqualTo(OrderStatus.FILLED);
        assertThat(taker.fills())
                .extracting(Fill::price)
                .containsExactly(100_00L, 100_00L, 101_00L);
        assertThat(early.status()).isEqualTo(OrderStatus.FILLED);
        assertThat(second.status()).isEqualTo(OrderStatus.FILLED);
        assertThat(late.remaining()).isEqualTo(500);
    }

    @Test
    void takesTheFeeFromWhatIsReceived() {
        floor.sell(floor.ann, "a", 100_00, 2_000);

        Order taker = floor.buy(floor.ben, "b", 100_00, 2_000);

        assertThat(taker.fills().getFirst().fee()).isEqualByComparingTo("0.002");
        assertThat(taker.fills().getFirst().feeAsset()).isEqualTo("BTC");
        assertThat(floor.ben.balance("BTC").free()).isEqualByComparingTo("11.998");
        assertThat(floor.ben.balance("USDT").free()).isEqualByComparingTo("9800");
        assertThat(floor.ann.balance("USDT").free()).isEqualByComparingTo("10199.8");
        assertThat(floor.engine.fees().balance("BTC").free()).isEqualByComparingTo("0.002");
    }

    @Test
    void givesBackWhatABetterPriceSaved() {
        floor.sell(floor.ann, "a", 90_00, 1_000);

        Order taker = floor.buy(floor.ben, "b", 100_00, 3_000);

        assertThat(taker.remaining()).isEqualTo(2_000);
        assertThat(floor.held(floor.ben, "USDT")).isEqualByComparingTo("200");
        assertThat(floor.ben.balance("USDT").free()).isEqualByComparingTo("9710");
    }

    @Test
    void spendsAQuoteAmountDownToTheLastStep() {
        floor.sell(floor.ann, "a", 33_33, 10_000);

        Order order =
                floor.placed(
                        floor.ben,
                        OrderRequest.marketForQuote("b", Side.BUY, new BigDecimal("100")));

        assertThat(order.status()).isEqualTo(OrderStatus.FILLED);
        assertThat(order.quantity()).isEqualTo(3_000);
        assertThat(order.filledQuote()).isEqualTo(33_33L * 3_000);
        assertThat(floor.held(floor.ben, "USDT")).isEqualByComparingTo("0");
    }

    @Test
    void expiresWhatAMarketOrderCannotGet() {
        floor.sell(floor.ann, "a", 100_00, 1_000);

        Order order = floor.placed(floor.ben, OrderRequest.market("b", Side.BUY, 5_000));

        assertThat(order.status()).isEqualTo(OrderStatus.EXPIRED);
        assertThat(order.ending()).isEqualTo(Ending.NO_LIQUIDITY);
        assertThat(order.filled()).isEqualTo(1_000);
        assertThat(floor.held(floor.ben, "USDT")).isEqualByComparingTo("0");
    }

    @Test
    void fillsAllOrNothingOfAFillOrKill() {
        floor.sell(floor.ann, "a", 100_00, 1_000);

        Order tooMuch =
                floor.placed(
                        floor.ben,
                        OrderRequest.limit("b", Side.BUY, 100_00, 1_001, TimeInForce.FOK));
        Order enough =
                floor.placed(
                        floor.ben,
                        OrderRequest.limit("c", Side.BUY, 100_00, 1_000, TimeInForce.FOK));

        assertThat(tooMuch.filled()).isZero();
        assertThat(tooMuch.ending()).isEqualTo(Ending.FOK_UNFILLED);
        assertThat(enough.status()).isEqualTo(OrderStatus.FILLED);
    }

    @Test
    void refusesAPostOnlyOrderThatWouldMatch() {
        floor.sell(floor.ann, "a", 100_00, 1_000);

        Outcome crossing =
                floor.place(
                        floor.ben,
                        OrderRequest.limit("b", Side.BUY, 100_00, 1_000, TimeInForce.GTC)
                                .withPostOnly());
        Outcome below =
                floor.place(
                        floor.ben,
                        OrderRequest.limit("c", Side.BUY, 99_99, 1_000, TimeInForce.GTC)
                                .withPostOnly());

        assertThat(crossing).isEqualTo(new Outcome.Refused(Refusal.WOULD_MATCH));
        assertThat(below).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void wakesAStopWhenTheLastPriceReachesIt() {
        floor.sell(floor.ann, "a", 100_00, 1_000);
        floor.buy(floor.ben, "b", 100_00, 1_000);
        Order stop =
                floor.placed(
                        floor.ann,
                        OrderRequest.limit("stop", Side.SELL, 94_00, 1_000, TimeInForce.GTC)
                                .withTrigger(new Trigger(Trigger.Kind.STOP_LOSS, 95_00)));
        floor.buy(floor.ben, "c", 95_00, 500);
        floor.buy(floor.ben, "d", 94_50, 5_000);
        boolean dormantBefore = stop.dormant();

        floor.sell(floor.ann, "e", 95_00, 500);

        assertThat(dormantBefore).isTrue();
        assertThat(stop.status()).isEqualTo(OrderStatus.FILLED);
        assertThat(stop.fills().getFirst().price()).isEqualTo(94_50);
    }

    @Test
    void refusesAStopThatWouldWakeAtOnce() {
        long last = floor.market.lastPrice();

        Outcome outcome =
                floor.place(
                        floor.ann,
                        OrderRequest.limit("s", Side.SELL, last, 1_000, TimeInForce.GTC)
                                .withTrigger(new Trigger(Trigger.Kind.STOP_LOSS, last)));

        assertThat(outcome).isEqualTo(new Outcome.Refused(Refusal.WOULD_TRIGGER));
    }

    @Test
    void keepsThePlaceOfAnOrderThatBecomesSmaller() {
        Order first = floor.sell(floor.ann, "first", 100_00, 2_000);
        Order second = floor.sell(floor.ann, "second", 100_00, 2_000);

        floor.engine.amend(first, 1_000, null);
        floor.buy(floor.ben, "b", 100_00, 1_500);

        assertThat(first.status()).isEqualTo(OrderStatus.FILLED);
        assertThat(second.filled()).isEqualTo(500);
        assertThat(floor.market.book().quantityAt(Side.SELL, 100_00)).isEqualTo(1_500);
        assertThat(floor.held(floor.ann, "BTC")).isEqualByComparingTo("1.5");
    }

    @Test
    void refusesAnIdThatAnOpenOrderHasAndTakesItAgainAfterwards() {
        Order first = floor.sell(floor.ann, "same", 100_00, 1_000);

        Outcome whileOpen =
                floor.place(
                        floor.ann,
                        OrderRequest.limit("same", Side.SELL, 100_00, 1, TimeInForce.GTC));
        floor.engine.cancel(first, "cancel");
        Outcome afterwards =
                floor.place(
                        floor.ann,
                        OrderRequest.limit("same", Side.SELL, 100_00, 1, TimeInForce.GTC));

        assertThat(whileOpen).isEqualTo(new Outcome.Refused(Refusal.DUPLICATE_CLIENT_ORDER_ID));
        assertThat(afterwards).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void preventsSelfTradesTheWayTheArrivingOrderWants() {
        for (SelfTrade mode : SelfTrade.values()) {
            TestFloor own = new TestFloor();
            Order maker = own.sell(own.ann, "maker", 100_00, 3_000);

            Order taker =
                    own.placed(
                            own.ann,
                            OrderRequest.limit("taker", Side.BUY, 100_00, 1_000, TimeInForce.GTC)
                                    .withSelfTrade(mode));

            List<OrderStatus> expected =
                    switch (mode) {
                        case NONE -> List.of(OrderStatus.PARTIALLY_FILLED, OrderStatus.FILLED);
                        case EXPIRE_TAKER -> List.of(OrderStatus.NEW, OrderStatus.EXPIRED_IN_MATCH);
                        case EXPIRE_MAKER -> List.of(OrderStatus.EXPIRED_IN_MATCH, OrderStatus.NEW);
                        case EXPIRE_BOTH ->
                                List.of(OrderStatus.EXPIRED_IN_MATCH, OrderStatus.EXPIRED_IN_MATCH);
                        case DECREMENT -> List.of(OrderStatus.NEW, OrderStatus.EXPIRED_IN_MATCH);
                    };
            assertThat(List.of(maker.status(), taker.status())).as(mode.name()).isEqualTo(expected);
            assertThat(own.held(own.ann, "BTC"))
                    .as(mode.name())
                    .isEqualByComparingTo(own.needs(own.ann, "BTC"));
        }
    }

    @Test
    void refusesWhatTheAccountCannotPay() {
        Outcome outcome =
                floor.place(
                        floor.ann,
                        OrderRequest.limit("x", Side.BUY, 100_00, 100_001, TimeInForce.GTC));

        assertThat(outcome).isEqualTo(new Outcome.Refused(Refusal.INSUFFICIENT_BALANCE));
        assertThat(floor.held(floor.ann, "USDT")).isEqualByComparingTo("0");
        assertThat(floor.engine.archive().all()).isEmpty();
    }

    @Test
    void takesNoOrderWhileTheMarketIsHaltedButLetsOneBeCancelled() {
        Order resting = floor.sell(floor.ann, "a", 100_00, 1_000);
        floor.engine.setStatus(floor.market, Market.Status.HALT);

        Outcome placing =
                floor.place(
                        floor.ben, OrderRequest.limit("b", Side.BUY, 100_00, 1, TimeInForce.GTC));
        Outcome cancelling = floor.engine.cancel(resting, "c");

        assertThat(placing).isEqualTo(new Outcome.Refused(Refusal.MARKET_CLOSED));
        assertThat(cancelling).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void endsTheOtherOfAPairWhenOneTrades() {
        Outcome outcome = pair();
        Order limit = ((Outcome.Done) outcome).order();
        OrderPair pair = limit.pair();
        assertThat(pair).isNotNull();
        Order stop = pair.orders().getLast();
        BigDecimal held = floor.held(floor.ann, "BTC");

        floor.buy(floor.ben, "b", 110_00, 400);

        assertThat(held).isEqualByComparingTo("1");
        assertThat(stop.ending()).isEqualTo(Ending.OTHER_LEG);
        assertThat(limit.remaining()).isEqualTo(600);
        assertThat(pair.ended()).isFalse();
        assertThat(floor.held(floor.ann, "BTC")).isEqualByComparingTo("0.6");
        floor.buy(floor.ben, "c", 110_00, 600);
        assertThat(pair.ended()).isTrue();
    }

    @Test
    void endsTheOtherOfAPairWhenOneIsTriggered() {
        Order limit = ((Outcome.Done) pair()).order();
        floor.buy(floor.ben, "b", 90_00, 100);
        floor.buy(floor.ben, "c", 89_00, 1_000);

        floor.sell(floor.ann, "d", 90_00, 100);

        OrderPair pair = limit.pair();
        assertThat(pair).isNotNull();
        assertThat(limit.ending()).isEqualTo(Ending.OTHER_LEG);
        assertThat(pair.orders().getLast().status()).isEqualTo(OrderStatus.FILLED);
        assertThat(pair.ended()).isTrue();
        assertThat(floor.held(floor.ann, "BTC")).isEqualByComparingTo("0");
    }

    @Test
    void cancelsBothOfAPair() {
        Order limit = ((Outcome.Done) pair()).order();

        floor.engine.cancel(limit, "x");

        OrderPair pair = limit.pair();
        assertThat(pair).isNotNull();
        assertThat(pair.orders()).extracting(Order::status).containsOnly(OrderStatus.CANCELED);
        assertThat(floor.held(floor.ann, "BTC")).isEqualByComparingTo("0");
    }

    private Outcome pair() {
        floor.sell(floor.ann, "first", 100_00, 100);
        floor.buy(floor.ben, "first", 100_00, 100);
        return floor.engine.placePair(
                floor.ann,
                floor.market,
                "pair",
                OrderRequest.limit("limit", Side.SELL, 110_00, 1_000, TimeInForce.GTC)
                        .withPostOnly(),
                OrderRequest.limit("stop", Side.SELL, 88_00, 1_000, TimeInForce.GTC)
                        .withTrigger(new Trigger(Trigger.Kind.STOP_LOSS, 90_00)));
    }
}
