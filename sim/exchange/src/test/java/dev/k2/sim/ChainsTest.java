package dev.k2.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ChainsTest {
    private final TestFloor floor = new TestFloor();

    @Test
    void endsBothExitsThatCannotBePaid() {
        floor.sell(floor.ben, "all", 80_00, 10_000);

        Order working = bracket(1);

        assertThat(working.status()).isEqualTo(OrderStatus.FILLED);
        assertThat(exits(working)).noneMatch(order -> order.status().open());
        assertThat(floor.market.reached()).isNull();
    }

    @Test
    void endsTheStopWithAnExitThatMayOnlyRestAndCannot() {
        floor.sell(floor.ann, "all", 80_00, 5);
        floor.buy(floor.ann, "high", 79_00, 1);
        Order working = bracket(5);
        assertThat(exits(working)).extracting(Order::status).containsOnly(OrderStatus.NEW);

        floor.engine.cancel(exits(working).getFirst(), "c");

        assertThat(exits(working)).noneMatch(order -> order.status().open());
        assertThat(floor.market.reached()).isNull();
    }

    /** Buys at 80, to sell at 83 or stop at 77. */
    private Order bracket(long quantity) {
        Outcome outcome =
                floor.engine.placeChain(
                        floor.ben,
                        floor.market,
                        "list",
                        OrderRequest.limit("working", Side.BUY, 80_00, quantity, TimeInForce.GTC),
                        List.of(
                                OrderRequest.limit(
                                                "above",
                                                Side.SELL,
                                                83_00,
                                                quantity,
                                                TimeInForce.GTC)
                                        .withPostOnly(),
                                OrderRequest.market("below", Side.SELL, quantity)
                                        .withTrigger(new Trigger(Trigger.Kind.STOP_LOSS, 77_00))));
        if (outcome instanceof Outcome.Done(Order order)) {
            return order;
        }
        throw new AssertionError("refused: " + outcome);
    }

    private static List<Order> exits(Order working) {
        OrderChain chain = working.chain();
        assertThat(chain).isNotNull();
        return chain.pending();
    }
}
