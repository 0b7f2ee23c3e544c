package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.ExchangeId;
import dev.k2.model.Order;
import dev.k2.model.Side;
import dev.k2.model.UserId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private final World world = new World();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void keepsTheMarketAtArrivalAndWhatTheFillsWereWorse() {
        world.pass(Duration.ofSeconds(1));

        Order buy = world.placed(World.limit("a", Side.BUY, "1", "50001"));
        Order sell = world.placed(World.limit("b", Side.SELL, "1", "52000"));
        world.account.fill(buy.clientOrderId(), "1", "50051.001");
        world.account.fill(sell.clientOrderId(), "1", "50048.999");
        world.settle();

        assertThat(buy.handling().arrival().orElseThrow().best()).isEqualByComparingTo("50001");
        assertThat(buy.handling().arrival().orElseThrow().middle()).isEqualByComparingTo("50000");
        assertThat(buy.handling().slippage()).isEmpty();
        assertThat(world.now(buy).handling().slippage().orElseThrow()).isEqualByComparingTo("10");
        assertThat(world.now(sell).handling().slippage().orElseThrow()).isEqualByComparingTo("-10");
    }

    @Test
    void reckonsForEachExchange() {
        // Slippage 10 on 50,001 dollars and 0 on a tenth of them.
        Order large = world.placed(World.limit("a", Side.BUY, "1", "50001"));
        world.account.fill(large.clientOrderId(), "1", "50051.001");
        Order small = world.placed(World.limit("b", Side.BUY, "0.1", "50001"));
        world.account.fill(small.clientOrderId(), "0.1", "50001");
        Order cancelled = world.placed(World.limit("c", Side.BUY, "1", "49000"));
        world.trading.cancel(world.user, cancelled.id());
        world.placed(World.limit("d", Side.BUY, "1", "49000"));
        world.account.mood = FakeAccount.Mood.REJECTS;
        world.placed(World.limit("e", Side.BUY, "1", "49000"));
        world.settle();

        List<ExecutionStatistics> all = of(Optional.empty(), Span.ALL);

        assertThat(all).hasSize(1);
        ExecutionStatistics one = all.getFirst();
        assertThat(one.exchange()).isEqualTo(ExchangeId.BINANCE);
        assertThat(one.orders()).isEqualTo(5);
        assertThat(one.filled()).isEqualTo(2);
        assertThat(one.filledAtAll()).isEqualTo(2);
        assertThat(one.cancelled()).isEqualTo(1);
        assertThat(one.rejected()).isEqualTo(1);
        assertThat(one.fillRate().orElseThrow()).isEqualByComparingTo("0.5");
        assertThat(one.rejectionRate().orElseThrow()).isEqualByComparingTo("0.2");
        assertThat(one.latencyMedian()).isPresent();
        assertThat(one.latencyP95().orElseThrow())
                .isGreaterThanOrEqualTo(one.latencyMedian().orElseThrow());
        assertThat(one.slippageMedian().orElseThrow()).isEqualByComparingTo("0");
        assertThat(one.slippageMean().orElseThrow()).isEqualByComparingTo(new BigDecimal("9.0909"));
    }

    @Test
    void countsOnlyWhatIsAskedFor() {
        Instant start = world.clock.instant();
        world.placed(World.limit("a", Side.BUY, "1", "49000"));
        world.pass(Duration.ofSeconds(1));
        world.placed(World.limit("b", Side.BUY, "1", "49000"));

        Instant second = start.plusSeconds(1);
        List<ExecutionStatistics> later =
                of(Optional.empty(), new Span(Optional.of(second), Optional.empty()));
        List<ExecutionStatistics> earlier =
                of(Optional.empty(), new Span(Optional.empty(), Optional.of(second)));
        List<ExecutionStatistics> elsewhere = of(Optional.of(ExchangeId.OKX), Span.ALL);
        List<ExecutionStatistics> foreign =
                world.trading.statistics(new UserId(UUID.randomUUID()), Optional.empty(), Span.ALL);

        assertThat(later.getFirst().orders()).isEqualTo(1);
        assertThat(earlier.getFirst().orders()).isEqualTo(1);
        assertThat(elsewhere).isEmpty();
        assertThat(foreign).isEmpty();
    }

    private List<ExecutionStatistics> of(Optional<ExchangeId> exchange, Span span) {
        return world.trading.statistics(world.user, exchange, span);
    }
}
