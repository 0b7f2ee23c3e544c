package dev.k2.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class OrderArchiveTest {
    @Test
    void letsTheOldestEndedOrdersGoAndKeepsTheOpenOnes() {
        TestFloor floor = new TestFloor();
        floor.events.clear();
        Order open = floor.buy(floor.ann, "open", 50_00, 1);
        Order first = floor.buy(floor.ann, "first", 50_00, 1);
        floor.engine.cancel(first, null);

        for (int i = 0; i < 221_000; i++) {
            Order order = floor.buy(floor.ann, "o" + i, 50_00, 1);
            floor.engine.cancel(order, null);
            floor.events.clear();
        }

        OrderArchive archive = floor.engine.archive();
        assertThat(archive.byId(floor.ann, floor.market, open.id())).isSameAs(open);
        assertThat(archive.byId(floor.ann, floor.market, first.id())).isNull();
        assertThat(archive.byClientId(floor.ann, floor.market, "first")).isNull();
        assertThat(archive.open(floor.ann)).containsExactly(open);
        assertThat(archive.orders(floor.ann, floor.market)).hasSizeBetween(200_000, 220_001);
        assertThat(floor.held(floor.ann, "USDT")).isEqualByComparingTo(new BigDecimal("0.05"));
    }
}
