package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.IdempotencyKey;
import dev.k2.model.Instrument;
import dev.k2.model.Order;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders that their exchange ends at a time. */
final class GoodTillTest {
    private final World world = new World();

    @BeforeEach
    void offersEveryTimeInForce() {
        world.instruments.put(World.BTC, everyTime());
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void tellsTheExchangeWhenTheOrderEnds() {
        Instant end = world.clock.instant().plus(Duration.ofHours(1));

        Order order = world.placed(ticket("k", TimeInForce.GTD, Optional.of(end)));

        assertThat(world.account.sent.getFirst().terms().goodTill()).contains(end);
        assertThat(order.timeInForce()).isEqualTo(TimeInForce.GTD);
        assertThat(order.conditions().goodTill()).contains(end);
    }

    @Test
    void tellsTheExchangeOfNoEndThatNobodyNamed() {
        world.placed(ticket("k", TimeInForce.GTC, Optional.empty()));

        assertThat(world.account.sent.getFirst().terms().goodTill()).isEmpty();
    }

    @Test
    void needsAnEndThatLiesAheadAndTakesItOnlyWithGtd() {
        Instant now = world.clock.instant();
        Optional<Instant> ahead = Optional.of(now.plusSeconds(60));

        assertThat(codes(TimeInForce.GTD, Optional.empty()))
                .containsExactly(RefusalCode.GOOD_TILL_REQUIRED);
        assertThat(codes(TimeInForce.GTC, ahead))
                .containsExactly(RefusalCode.GOOD_TILL_NOT_ALLOWED);
        assertThat(codes(TimeInForce.GTD, Optional.of(now)))
                .containsExactly(RefusalCode.GOOD_TILL_PAST);
        assertThat(codes(TimeInForce.GTD, ahead)).isEmpty();
    }

    @Test
    void anotherEndIsAnotherOrder() {
        Instant end = world.clock.instant().plusSeconds(60);

        String one = ticket("k", TimeInForce.GTD, Optional.of(end)).body();
        String same = ticket("k", TimeInForce.GTD, Optional.of(end)).body();
        String other = ticket("k", TimeInForce.GTD, Optional.of(end.plusSeconds(1))).body();

        assertThat(one).isEqualTo(same).isNotEqualTo(other);
    }

    private List<RefusalCode> codes(TimeInForce time, Optional<Instant> end) {
        return Validation.check(
                        ticket("k", time, end),
                        everyTime(),
                        Optional.empty(),
                        world.clock.instant())
                .stream()
                .map(Refusal::code)
                .toList();
    }

    private static OrderTicket ticket(String key, TimeInForce time, Optional<Instant> end) {
        return new OrderTicket(
                new IdempotencyKey(key),
                Optional.empty(),
                World.BTC,
                Side.BUY,
                OrderType.LIMIT,
                Optional.of(time),
                new BigDecimal("0.01"),
                Optional.of(new BigDecimal("49000")),
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                Map.of(),
                Waiting.AT_EXCHANGE.until(end));
    }

    private static Instrument everyTime() {
        return World.offering(
                World.INSTRUMENT.rules().orderTypes(), EnumSet.allOf(TimeInForce.class));
    }
}
