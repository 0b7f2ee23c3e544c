package dev.k2.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class ContractPropertyTest {
    /** One thing that a customer does, or that the market does to all of them. */
    record Deed(int who, int what, Side side, long price, long quantity, boolean flag) {}

    @Property(tries = 250)
    void losesNoMoneyAndOwesEveryPositionToSomebody(
            @ForAll("deeds") @Size(min = 1, max = 60) List<Deed> deeds) {
        ContractFloor floor = new ContractFloor();
        BigDecimal worth = floor.worth();

        for (int i = 0; i < deeds.size(); i++) {
            perform(floor, deeds.get(i), i);

            assertThat(floor.worth()).isEqualByComparingTo(worth);
            long held = 0;
            for (Account account : floor.everybody()) {
                for (Position position : account.margin().open()) {
                    held += position.quantity();
                }
                Position one = floor.position(account);
                assertThat(one.cost().signum()).isEqualTo(Long.signum(one.quantity()));
            }
            assertThat(held).isZero();
        }
    }

    @Property(tries = 120)
    void comesToTheSameAfterARestart(@ForAll("deeds") @Size(min = 1, max = 60) List<Deed> deeds) {
        ContractFloor floor = new ContractFloor();
        for (int i = 0; i < deeds.size(); i++) {
            perform(floor, deeds.get(i), i);
        }

        MatchingEngine again = floor.again();

        Market market = again.market("BTCUSDT");
        assertThat(market).isNotNull();
        for (Account account : floor.engine.accounts()) {
            Account restored = again.account(account.name());
            assertThat(restored).isNotNull();
            Position was = floor.position(account);
            Position is = restored.margin().position(market, PositionSide.BOTH);
            assertThat(restored.balance("USDT").total())
                    .isEqualByComparingTo(account.balance("USDT").total());
            assertThat(is.quantity()).isEqualTo(was.quantity());
            assertThat(is.cost()).isEqualByComparingTo(was.cost());
            assertThat(is.isolatedWallet()).isEqualByComparingTo(was.isolatedWallet());
            assertThat(restored.margin().leverage(market))
                    .isEqualTo(account.margin().leverage(floor.market));
            assertThat(again.algos().of(restored).stream().map(AlgoOrder::status))
                    .isEqualTo(
                            floor.engine.algos().of(account).stream()
                                    .map(AlgoOrder::status)
                                    .toList());
        }
        for (Side side : Side.values()) {
            assertThat(market.book().levels(side, 1000))
                    .isEqualTo(floor.market.book().levels(side, 1000));
        }
    }

    private static void perform(ContractFloor floor, Deed deed, int number) {
        Account account = List.of(floor.ann, floor.ben, floor.cat).get(deed.who());
        OrderRequest limit =
                OrderRequest.limit(
                        "o" + number, deed.side(), deed.price(), deed.quantity(), TimeInForce.GTC);
        switch (deed.what()) {
            case 0, 1, 2, 3 -> floor.place(account, limit);
            case 4 ->
                    floor.place(
                            account,
                            OrderRequest.market("o" + number, deed.side(), deed.quantity()));
            case 5 ->
                    floor.place(
                            account,
                            limit.withPosition(new PositionTerms(PositionSide.BOTH, true)));
            case 6 ->
                    floor.engine
                            .archive()
                            .open(account)
                            .forEach(
                                    order ->
                                            floor.engine.modify(
                                                    order, deed.price(), deed.quantity()));
            case 7 ->
                    floor.engine.archive().open(account).forEach(o -> floor.engine.cancel(o, null));
            case 8 -> floor.mark(deed.price() / 100.0);
            case 9 ->
                    floor.engine
                            .margin()
                            .configure(
                                    account,
                                    floor.market,
                                    MarginSetting.LEVERAGE,
                                    (int) (1 + deed.quantity() % 50));
            case 10 -> {
                if (!floor.position(account).isOpen()) {
                    floor.engine
                            .margin()
                            .configure(
                                    account,
                                    floor.market,
                                    MarginSetting.ISOLATED,
                                    deed.flag() ? 1 : 0);
                }
            }
            default -> floor.engine.algos().place(account, floor.market, stop(deed, number));
        }
    }

    private static AlgoRequest stop(Deed deed, int number) {
        return new AlgoRequest(
                "a" + number,
                deed.flag() ? AlgoRequest.Kind.STOP : AlgoRequest.Kind.TAKE_PROFIT,
                deed.side(),
                true,
                TimeInForce.GTC,
                false,
                0,
                deed.quantity(),
                deed.price(),
                0,
                0,
                deed.flag(),
                SelfTrade.NONE,
                PositionTerms.NONE,
                Map.of());
    }

    @Provide
    Arbitrary<List<Deed>> deeds() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 11),
                        Arbitraries.of(Side.class),
                        Arbitraries.longs().between(80_00, 120_00),
                        Arbitraries.longs().between(1, 1_500_000),
                        Arbitraries.of(true, false))
                .as(Deed::new)
                .list();
    }
}
