package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeId;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.InstrumentKind;
import dev.k2.model.LinkId;
import dev.k2.model.OrderConditions;
import dev.k2.model.OrderId;
import dev.k2.model.OrderType;
import dev.k2.model.Outcome;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import dev.k2.model.UserId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class TriggerTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Property(tries = 500)
    void movesATrailingMarkOneWayOnlyAndTriggersAtItsDistance(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 900, max = 1100) Integer> prices,
            @ForAll Side side,
            @ForAll @IntRange(min = 1, max = 50) int offset) {
        BigDecimal best = BigDecimal.valueOf(prices.getFirst());
        Optional<BigDecimal> mark = Optional.empty();

        for (int whole : prices) {
            BigDecimal price = BigDecimal.valueOf(whole);
            best = side == Side.SELL ? best.max(price) : best.min(price);
            boolean far = best.subtract(price).abs().intValueExact() >= offset;
            switch (Trigger.look(trailing(side, offset, mark), price)) {
                case Trigger.Moved moved -> {
                    assertThat(moved.mark()).isEqualByComparingTo(best);
                    assertThat(price).isEqualByComparingTo(best);
                    mark = Optional.of(moved.mark());
                }
                case Trigger.Waits ignored -> assertThat(far).isFalse();
                case Trigger.Reached ignored -> {
                    assertThat(far).isTrue();
                    return;
                }
            }
            assertThat(mark.orElseThrow()).isEqualByComparingTo(best);
        }
    }

    @Test
    void believesOnlyALivePriceOfSomebody() {
        Intent sell = intent(Side.SELL, OrderType.STOP, OrderConditions.NONE, Optional.empty());
        Duration limit = Duration.ofSeconds(2);

        assertThat(Trigger.price(quote("99", "101", 2000, true), sell, NOW, limit))
                .contains(new BigDecimal("99"));
        assertThat(Trigger.price(quote("99", "101", 2001, true), sell, NOW, limit)).isEmpty();
        assertThat(Trigger.price(quote("99", "101", 0, false), sell, NOW, limit)).isEmpty();
        assertThat(Trigger.price(quote("101", "99", 0, true), sell, NOW, limit)).isEmpty();
        assertThat(Trigger.price(quote("0", "99", 0, true), sell, NOW, limit)).isEmpty();
    }

    @Test
    void readsThePriceOfAnOutcomeAndNoEmptySideOfIt() {
        Intent no =
                intent(
                        Side.SELL,
                        OrderType.STOP_LIMIT,
                        OrderConditions.NONE,
                        Optional.of(Outcome.NO));
        Duration limit = Duration.ofSeconds(2);

        assertThat(Trigger.price(quote("0.40", "0.45", 0, true), no, NOW, limit).orElseThrow())
                .isEqualByComparingTo("0.55");
        assertThat(Trigger.price(quote("0.40", "1", 0, true), no, NOW, limit)).isEmpty();
        assertThat(Trigger.price(quote("0", "0.45", 0, true), no, NOW, limit)).isEmpty();
    }

    private static Market.Quote quote(String bid, String ask, long ageMillis, boolean live) {
        return new Market.Quote(
                new BigDecimal(bid), new BigDecimal(ask), NOW.minusMillis(ageMillis), live);
    }

    private static Intent trailing(Side side, int offset, Optional<BigDecimal> mark) {
        OrderConditions conditions =
                new OrderConditions(
                        true,
                        Optional.of(BigDecimal.valueOf(offset)),
                        Optional.empty(),
                        mark,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        return intent(side, OrderType.TRAILING_STOP, conditions, Optional.empty());
    }

    private static Intent intent(
            Side side, OrderType type, OrderConditions conditions, Optional<Outcome> outcome) {
        return new Intent(
                new OrderId(new UUID(0, 1)),
                new UserId(new UUID(0, 2)),
                new LinkId(new UUID(0, 3)),
                new IdempotencyKey("k"),
                "hash",
                new ClientOrderId("k1"),
                ExchangeId.BINANCE,
                World.BTC,
                InstrumentKind.SPOT,
                outcome,
                side,
                type,
                TimeInForce.GTC,
                BigDecimal.ONE,
                Optional.empty(),
                Optional.empty(),
                false,
                BigDecimal.ONE,
                NOW,
                Map.of(),
                Optional.empty(),
                List.of(),
                conditions);
    }
}
