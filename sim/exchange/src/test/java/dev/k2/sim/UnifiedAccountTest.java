package dev.k2.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One wallet for things and contracts, at an exchange that takes orders before it looks at the book. */
class UnifiedAccountTest {
    private static final Fees CONTRACT_FEES =
            new Fees(new BigDecimal("0.0002"), new BigDecimal("0.0005"));

    private final TestFloor floor = new TestFloor();
    private final Market contract = floor.engine.open(contract());

    UnifiedAccountTest() {
        floor.engine.takeFirst();
    }

    private static Listing contract() {
        Listing spot = TestFloor.listing();
        Bracket only =
                new Bracket(
                        1,
                        50,
                        BigDecimal.ZERO,
                        new BigDecimal("1000000"),
                        new BigDecimal("0.01"),
                        BigDecimal.ZERO);
        return new Listing(
                "BTCUSDT-LINEAR",
                "BTC",
                "USDT",
                2,
                3,
                1,
                1,
                spot.shape(),
                new Contract(List.of(only), CONTRACT_FEES));
    }

    private Order onContract(Account account, String id, Side side, long price, long quantity) {
        OrderRequest request = OrderRequest.limit(id, side, price, quantity, TimeInForce.GTC);
        if (floor.engine.place(account, contract, request) instanceof Outcome.Done(Order order)) {
            return order;
        }
        throw new AssertionError("refused: " + id);
    }

    @Test
    void takesAPostOnlyOrderThatWouldTradeAndEndsIt() {
        floor.sell(floor.ann, "a", 100_00, 1_000);

        Order order =
                floor.placed(
                        floor.ben,
                        OrderRequest.limit("b", Side.BUY, 101_00, 1_000, TimeInForce.GTC)
                                .withPostOnly());

        assertThat(order.ending()).isEqualTo(Ending.WOULD_TRADE);
        assertThat(order.filled()).isZero();
        assertThat(floor.held(floor.ben, "USDT")).isZero();
    }

    @Test
    void changesAnOrderOfThingsAndWhatItHolds() {
        Order order = floor.buy(floor.ben, "b", 90_00, 1_000);

        Outcome larger = floor.engine.modify(order, 95_00, 2_000);
        BigDecimal held = floor.held(floor.ben, "USDT");
        Outcome tooLarge = floor.engine.modify(order, 95_00, 2_000_000);

        assertThat(larger).isInstanceOf(Outcome.Done.class);
        assertThat(held).isEqualByComparingTo("190");
        assertThat(tooLarge).isEqualTo(new Outcome.Refused(Refusal.INSUFFICIENT_BALANCE));
        assertThat(floor.held(floor.ben, "USDT")).isEqualByComparingTo("190");
        assertThat(order.quantity()).isEqualTo(2_000);
        assertThat(order.resting()).isTrue();
    }

    @Test
    void tradesWhenTheNewPriceCrosses() {
        floor.sell(floor.ann, "a", 100_00, 1_000);
        Order order = floor.buy(floor.ben, "b", 90_00, 1_000);

        Outcome _ = floor.engine.modify(order, 100_00, 1_000);

        assertThat(order.status()).isEqualTo(OrderStatus.FILLED);
        assertThat(floor.held(floor.ben, "USDT")).isZero();
        assertThat(floor.ben.balance("USDT").free()).isEqualByComparingTo("9900");
    }

    @Test
    void chargesContractsTheirOwnFees() {
        onContract(floor.ann, "s", Side.SELL, 100_00, 1_000);

        Order taker = onContract(floor.ben, "b", Side.BUY, 100_00, 1_000);

        assertThat(taker.fills().getFirst().fee()).isEqualByComparingTo("0.05");
    }

    @Test
    void countsMoneyThatOrdersHoldAsNoMargin() {
        MarginMath math = floor.engine.margin().math();
        BigDecimal before = math.sums(floor.ben, "USDT").available();

        floor.buy(floor.ben, "b", 90_00, 10_000);

        assertThat(math.sums(floor.ben, "USDT").available())
                .isEqualByComparingTo(before.subtract(new BigDecimal("900")));
    }

    @Test
    void givesHeldMoneyBackWhenALossHasEatenTheRest() {
        Order held = floor.buy(floor.ben, "held", 50_00, 20_000);
        floor.engine.deposit(floor.ben, "USDT", new BigDecimal("-8900"));
        onContract(floor.ann, "s1", Side.SELL, 100_00, 10_000);
        onContract(floor.ben, "b1", Side.BUY, 100_00, 10_000);
        onContract(floor.ann, "b2", Side.BUY, 85_00, 10_000);
        onContract(floor.ben, "s2", Side.SELL, 85_00, 10_000);
        BigDecimal free = floor.ben.balance("USDT").free();

        Outcome _ = floor.engine.cancel(held, null);

        assertThat(free).isNegative();
        assertThat(floor.ben.balance("USDT").free())
                .isEqualByComparingTo(free.add(new BigDecimal("1000")));
        assertThat(floor.held(floor.ben, "USDT")).isZero();
    }
}
