package dev.k2.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContractTest {
    private final ContractFloor floor = new ContractFloor();

    @Test
    void makesProfitCertainWhenAPositionCloses() {
        floor.trade(floor.ann, floor.ben, 100_00, 2_000);
        floor.trade(floor.cat, floor.ann, 110_00, 2_000);

        Fill last = lastFill(floor.ann);

        assertThat(last.realised()).isEqualByComparingTo("20");
        assertThat(floor.position(floor.ann).isOpen()).isFalse();
        assertThat(floor.wallet(floor.ann)).isEqualByComparingTo("10019.58");
        assertThat(floor.position(floor.ben).unrealised(new BigDecimal("110")))
                .isEqualByComparingTo("-20");
    }

    @Test
    void turnsAPositionRoundAtTheNewPrice() {
        floor.trade(floor.ann, floor.ben, 100_00, 1_000);
        floor.trade(floor.cat, floor.ann, 90_00, 3_000);

        Position position = floor.position(floor.ann);

        assertThat(position.quantity()).isEqualTo(-2_000);
        assertThat(position.entryPrice()).isEqualByComparingTo("90");
        assertThat(lastFill(floor.ann).realised()).isEqualByComparingTo("-10");
    }

    @Test
    void keepsLongAndShortApartWhenAskedTo() {
        floor.engine.margin().configure(floor.ann, null, MarginSetting.HEDGED, 1);
        floor.limit(floor.ben, "b1", Side.SELL, 100_00, 1_000);
        floor.limit(floor.ben, "b2", Side.BUY, 99_00, 1_000);
        floor.place(floor.ann, market("a1", Side.BUY, PositionSide.LONG));
        floor.place(floor.ann, market("a2", Side.SELL, PositionSide.SHORT));

        MarginAccount margin = floor.ann.margin();

        assertThat(margin.position(floor.market, PositionSide.LONG).quantity()).isEqualTo(1_000);
        assertThat(margin.position(floor.market, PositionSide.SHORT).quantity()).isEqualTo(-1_000);
        assertThat(margin.position(floor.market, PositionSide.BOTH).isOpen()).isFalse();
    }

    @Test
    void neverTurnsAPositionRoundForAnOrderThatOnlyReduces() {
        floor.trade(floor.ann, floor.ben, 100_00, 1_000);
        floor.limit(floor.ben, "rest", Side.BUY, 99_00, 5_000);

        Order order =
                ContractFloor.done(
                        floor.place(
                                floor.ann,
                                OrderRequest.market("close", Side.SELL, 3_000)
                                        .withPosition(new PositionTerms(PositionSide.BOTH, true))));

        assertThat(order.filled()).isEqualTo(1_000);
        assertThat(order.ending()).isEqualTo(Ending.NOTHING_TO_REDUCE);
        assertThat(floor.position(floor.ann).isOpen()).isFalse();
    }

    @Test
    void endsReducingOrdersWhenThePositionIsGone() {
        floor.trade(floor.ann, floor.ben, 100_00, 1_000);
        Order waiting =
                ContractFloor.done(
                        floor.place(
                                floor.ann,
                                OrderRequest.limit("tp", Side.SELL, 120_00, 1_000, TimeInForce.GTC)
                                        .withPosition(new PositionTerms(PositionSide.BOTH, true))));

        floor.trade(floor.cat, floor.ann, 101_00, 1_000);

        assertThat(waiting.status()).isEqualTo(OrderStatus.EXPIRED);
    }

    @Test
    void refusesAnOrderThatReducesNothing() {
        Outcome outcome =
                floor.place(
                        floor.ann,
                        OrderRequest.market("x", Side.SELL, 1_000)
                                .withPosition(new PositionTerms(PositionSide.BOTH, true)));

        assertThat(outcome).isEqualTo(new Outcome.Refused(Refusal.NOTHING_TO_REDUCE));
    }

    @Test
    void takesNoMoreThanTheMarginCarries() {
        floor.engine.margin().configure(floor.ann, floor.market, MarginSetting.LEVERAGE, 10);

        Outcome fits =
                floor.place(
                        floor.ann,
                        OrderRequest.limit("1", Side.BUY, 100_00, 900_000, TimeInForce.GTC));
        Outcome tooMuch =
                floor.place(
                        floor.ann,
                        OrderRequest.limit("2", Side.BUY, 100_00, 200_000, TimeInForce.GTC));

        assertThat(fits).isInstanceOf(Outcome.Done.class);
        assertThat(tooMuch).isEqualTo(new Outcome.Refused(Refusal.INSUFFICIENT_MARGIN));
    }

    @Test
    void paysFundingFromLongToShortEveryEightHours() {
        floor.trade(floor.ann, floor.ben, 100_00, 10_000);
        BigDecimal before = floor.wallet(floor.ann);
        long due = MarginDesk.nextFunding(floor.time.instant().toEpochMilli());

        floor.time.advance(Duration.ofHours(8));
        floor.engine.margin().step(floor.time.instant().toEpochMilli(), m -> 100);

        BigDecimal rate = MarginDesk.fundingRate(floor.market, due);
        BigDecimal paid =
                rate.multiply(floor.engine.margin().marks().mark(floor.market))
                        .multiply(BigDecimal.TEN)
                        .setScale(8, java.math.RoundingMode.HALF_EVEN);
        assertThat(floor.wallet(floor.ann)).isEqualByComparingTo(before.subtract(paid));
        List<EngineEvent.Paid> payments = payments();
        assertThat(payments).hasSize(2);
        assertThat(payments.get(0).amount())
                .isEqualByComparingTo(payments.get(1).amount().negate());
    }

    @Test
    void liquidatesBelowTheMaintenanceMarginAndInsuresTheRest() {
        floor.engine.margin().configure(floor.ann, floor.market, MarginSetting.LEVERAGE, 50);
        floor.trade(floor.ann, floor.ben, 100_00, 900_000);
        floor.limit(floor.cat, "bid", Side.BUY, 80_00, 1_000_000);

        floor.mark(86);

        assertThat(floor.position(floor.ann).isOpen()).isFalse();
        assertThat(floor.wallet(floor.ann)).isEqualByComparingTo(BigDecimal.ZERO);
        assertThat(floor.events.stream().anyMatch(e -> e instanceof EngineEvent.MarginCalled))
                .isTrue();
        Order forced = floor.engine.archive().orders(floor.ann, floor.market).getLast();
        assertThat(forced.clientOrderId()).startsWith(MarginDesk.LIQUIDATION_PREFIX);
    }

    @Test
    void liquidatesAnIsolatedPositionOnItsOwnMarginOnly() {
        floor.engine.margin().configure(floor.ann, floor.market, MarginSetting.ISOLATED, 1);
        floor.engine.margin().configure(floor.ann, floor.market, MarginSetting.LEVERAGE, 10);
        floor.trade(floor.ann, floor.ben, 100_00, 10_000);
        floor.limit(floor.cat, "bid", Side.BUY, 89_00, 1_000_000);
        BigDecimal isolated = floor.position(floor.ann).isolatedWallet();

        floor.mark(88);

        assertThat(isolated).isEqualByComparingTo("100");
        assertThat(floor.position(floor.ann).isOpen()).isFalse();
        assertThat(floor.wallet(floor.ann))
                .isBetween(new BigDecimal("9880"), new BigDecimal("9900"));
    }

    @Test
    void namesThePriceAtWhichItWouldLiquidate() {
        floor.engine.margin().configure(floor.ann, floor.market, MarginSetting.ISOLATED, 1);
        floor.engine.margin().configure(floor.ann, floor.market, MarginSetting.LEVERAGE, 10);
        floor.trade(floor.ann, floor.ben, 100_00, 10_000);

        BigDecimal price =
                floor.engine.margin().math().liquidationPrice(floor.ann, floor.position(floor.ann));

        assertThat(price).isBetween(new BigDecimal("90.9"), new BigDecimal("90.91"));
    }

    @Test
    void changesPriceAndSizeOfAnOrderAndLetsItTrade() {
        Order order = floor.limit(floor.ann, "a", Side.BUY, 95_00, 1_000);
        floor.limit(floor.ben, "b", Side.SELL, 100_00, 1_500);

        Outcome changed = floor.engine.modify(order, 100_00, 2_000);

        assertThat(changed).isEqualTo(new Outcome.Done(order));
        assertThat(order.filled()).isEqualTo(1_500);
        assertThat(order.resting()).isTrue();
        assertThat(order.modifications()).hasSize(1);
    }

    @Test
    void setsOffAConditionalOrderByTheMarkPrice() {
        floor.limit(floor.ben, "bid", Side.BUY, 90_00, 5_000);
        floor.trade(floor.ann, floor.ben, 100_00, 1_000);
        AlgoRequest stop =
                new AlgoRequest(
                        "stop",
                        AlgoRequest.Kind.STOP,
                        Side.SELL,
                        true,
                        TimeInForce.GTC,
                        false,
                        0,
                        0,
                        97_00,
                        0,
                        0,
                        true,
                        SelfTrade.NONE,
                        PositionTerms.NONE,
                        Map.of());

        AlgoDesk.Placed placed = floor.engine.algos().place(floor.ann, floor.market, stop);
        floor.mark(96);

        assertThat(placed).isInstanceOf(AlgoDesk.Placed.Waiting.class);
        assertThat(floor.engine.algos().of(floor.ann).getFirst().status())
                .isEqualTo(AlgoStatus.FINISHED);
        assertThat(floor.position(floor.ann).isOpen()).isFalse();
    }

    private static OrderRequest market(String id, Side side, PositionSide position) {
        return OrderRequest.market(id, side, 1_000)
                .withPosition(new PositionTerms(position, false));
    }

    private List<EngineEvent.Paid> payments() {
        return floor.events.stream()
                .filter(EngineEvent.Paid.class::isInstance)
                .map(EngineEvent.Paid.class::cast)
                .toList();
    }

    private Fill lastFill(Account account) {
        return floor.engine.archive().trades(account, floor.market).getLast().fill();
    }
}
