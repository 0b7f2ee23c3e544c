package dev.k2.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class EnginePropertyTest {
    /** One thing that one of two customers does. */
    record Deed(int who, int what, Side side, long price, long quantity, SelfTrade mode) {}

    @Property(tries = 400)
    void losesNoMoneyAndHoldsExactlyWhatOpenOrdersNeed(
            @ForAll("deeds") @Size(min = 1, max = 60) List<Deed> deeds) {
        TestFloor floor = new TestFloor();
        BigDecimal bitcoin = floor.total("BTC");
        BigDecimal dollars = floor.total("USDT");

        for (int i = 0; i < deeds.size(); i++) {
            perform(floor, deeds.get(i), i);

            assertThat(floor.total("BTC")).isEqualByComparingTo(bitcoin);
            assertThat(floor.total("USDT")).isEqualByComparingTo(dollars);
            checkBook(floor);
            checkHolds(floor);
        }
    }

    @Property(tries = 150)
    void comesToTheSameAfterARestart(@ForAll("deeds") @Size(min = 1, max = 60) List<Deed> deeds) {
        TestFloor floor = new TestFloor();
        List<String> lines = new ArrayList<>();
        floor.engine.addListener(new WrittenDown(lines));
        for (int i = 0; i < deeds.size(); i++) {
            perform(floor, deeds.get(i), i);
        }

        MatchingEngine again = WrittenDown.replay(floor, lines);

        for (Account account : floor.engine.accounts()) {
            Account restored = again.account(account.name());
            assertThat(restored).isNotNull();
            account.balances()
                    .forEach(
                            (asset, balance) -> {
                                assertThat(restored.balance(asset).free())
                                        .isEqualByComparingTo(balance.free());
                                assertThat(restored.balance(asset).held())
                                        .isEqualByComparingTo(balance.held());
                            });
        }
        Market market = again.market("BTCUSDT");
        assertThat(market).isNotNull();
        for (Side side : Side.values()) {
            assertThat(market.book().levels(side, 1000))
                    .isEqualTo(floor.market.book().levels(side, 1000));
        }
    }

    private static void perform(TestFloor floor, Deed deed, int number) {
        Account account = deed.who() == 0 ? floor.ann : floor.ben;
        String id = "o" + number;
        switch (deed.what()) {
            case 0, 1, 2 ->
                    floor.place(
                            account,
                            OrderRequest.limit(
                                            id,
                                            deed.side(),
                                            deed.price(),
                                            deed.quantity(),
                                            TimeInForce.GTC)
                                    .withSelfTrade(deed.mode()));
            case 3 ->
                    floor.place(
                            account,
                            OrderRequest.market(id, deed.side(), deed.quantity())
                                    .withSelfTrade(deed.mode()));
            case 4 ->
                    floor.place(
                            account,
                            OrderRequest.marketForQuote(
                                            id, deed.side(), BigDecimal.valueOf(deed.quantity()))
                                    .withSelfTrade(deed.mode()));
            case 5 ->
                    floor.place(
                            account,
                            OrderRequest.limit(
                                            id,
                                            deed.side(),
                                            deed.price(),
                                            deed.quantity(),
                                            TimeInForce.FOK)
                                    .withSelfTrade(deed.mode()));
            case 6 ->
                    floor.place(
                            account,
                            OrderRequest.limit(
                                            id,
                                            deed.side(),
                                            deed.price(),
                                            deed.quantity(),
                                            TimeInForce.IOC)
                                    .withSelfTrade(deed.mode()));
            case 7 ->
                    floor.place(
                            account,
                            OrderRequest.limit(
                                            id,
                                            deed.side(),
                                            deed.price(),
                                            deed.quantity(),
                                            TimeInForce.GTC)
                                    .withTrigger(
                                            new Trigger(Trigger.Kind.STOP_LOSS, deed.price())));
            case 8 ->
                    floor.place(
                            account,
                            OrderRequest.market(id, deed.side(), deed.quantity())
                                    .withTrigger(
                                            new Trigger(Trigger.Kind.TAKE_PROFIT, deed.price())));
            case 13 ->
                    floor.engine.placeChain(
                            account,
                            floor.market,
                            id,
                            OrderRequest.limit(
                                    id + "w",
                                    deed.side(),
                                    deed.price(),
                                    deed.quantity(),
                                    TimeInForce.GTC),
                            List.of(
                                    OrderRequest.limit(
                                            id + "p",
                                            deed.side().opposite(),
                                            deed.price() + 2_00,
                                            deed.quantity(),
                                            TimeInForce.GTC)));
            case 14 ->
                    floor.engine.placeChain(
                            account,
                            floor.market,
                            id,
                            OrderRequest.limit(
                                    id + "w",
                                    Side.BUY,
                                    deed.price(),
                                    deed.quantity(),
                                    TimeInForce.GTC),
                            List.of(
                                    OrderRequest.limit(
                                                    id + "p",
                                                    Side.SELL,
                                                    deed.price() + 3_00,
                                                    deed.quantity(),
                                                    TimeInForce.GTC)
                                            .withPostOnly(),
                                    OrderRequest.market(id + "s", Side.SELL, deed.quantity())
                                            .withTrigger(
                                                    new Trigger(
                                                            Trigger.Kind.STOP_LOSS,
                                                            deed.price() - 3_00))));
            case 15 ->
                    floor.place(
                            account,
                            OrderRequest.market(id, deed.side(), deed.quantity())
                                    .withTrigger(new Trigger(Trigger.Kind.STOP_LOSS, 0, 300)));
            case 9 ->
                    open(floor, account, deed)
                            .forEach(order -> floor.engine.cancel(order, "c" + number));
            case 10, 11 ->
                    floor.engine.placePair(
                            account,
                            floor.market,
                            id,
                            OrderRequest.limit(
                                            id + "l",
                                            deed.side(),
                                            deed.price(),
                                            deed.quantity(),
                                            TimeInForce.GTC)
                                    .withSelfTrade(deed.mode())
                                    .withPostOnly(),
                            OrderRequest.limit(
                                            id + "s",
                                            deed.side(),
                                            Math.max(
                                                    1,
                                                    deed.price()
                                                            + (deed.side() == Side.BUY
                                                                    ? 7_00
                                                                    : -7_00)),
                                            deed.quantity(),
                                            TimeInForce.GTC)
                                    .withTrigger(
                                            new Trigger(
                                                    Trigger.Kind.STOP_LOSS,
                                                    deed.price()
                                                            + (deed.side() == Side.BUY
                                                                    ? 5_00
                                                                    : -5_00))));
            default ->
                    open(floor, account, deed)
                            .forEach(
                                    order ->
                                            floor.engine.amend(
                                                    order,
                                                    Math.max(1, order.quantity() / 2),
                                                    null));
        }
    }

    private static List<Order> open(TestFloor floor, Account account, Deed deed) {
        List<Order> open = floor.engine.archive().open(account);
        return open.isEmpty()
                ? List.of()
                : List.of(open.get((int) (deed.quantity() % open.size())));
    }

    private static void checkBook(TestFloor floor) {
        OrderBook book = floor.market.book();
        if (book.bestBid() > 0 && book.bestAsk() > 0) {
            assertThat(book.bestBid()).isLessThan(book.bestAsk());
        }
        for (Side side : Side.values()) {
            for (PriceLevel level : book.all(side)) {
                long sum = 0;
                for (Order order : level.orders()) {
                    sum += order.remaining();
                }
                assertThat(level.quantity()).isEqualTo(sum).isPositive();
            }
        }
    }

    private static void checkHolds(TestFloor floor) {
        for (Account account : floor.engine.accounts()) {
            for (String asset : List.of("BTC", "USDT")) {
                assertThat(floor.held(account, asset))
                        .isEqualByComparingTo(floor.needs(account, asset));
                assertThat(account.balance(asset).free().signum()).isNotNegative();
            }
            for (Order order : floor.engine.archive().orders(account, floor.market)) {
                assertThat(order.filled()).isLessThanOrEqualTo(order.quantity());
                assertThat(order.remaining()).isNotNegative();
                if (!order.status().open()) {
                    assertThat(order.hold().signum()).isZero();
                }
            }
        }
    }

    @Provide
    Arbitrary<List<Deed>> deeds() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(0, 15),
                        Arbitraries.of(Side.class),
                        Arbitraries.longs().between(80_00, 120_00),
                        Arbitraries.longs().between(1, 40_000),
                        Arbitraries.of(SelfTrade.class))
                .as(Deed::new)
                .list();
    }
}
