package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.InstrumentId;
import dev.k2.model.OrderStatus;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScopedLimitsTest {
    private static final LimitScope BTC = new LimitScope.OfInstrument(World.BTC);

    private final World world = new World();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void refusesByTheLimitOfAnInstrumentAndSaysSo() {
        set(BTC, quantity("0.5"));
        set(new LimitScope.OfInstrument(InstrumentId.spot("ETH", "USDT")), quantity("0.001"));

        Refusal refusal = world.refused(World.limit("a", Side.BUY, "0.6", "49000"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.ORDER_SIZE_LIMIT);
        assertThat(refusal.details())
                .containsEntry("limit", "order_quantity_max")
                .containsEntry("scope", "instrument:BTC-USDT")
                .containsEntry("limit_value", "0.5")
                .containsEntry("value", "0.6");
        assertThat(world.placed(World.limit("b", Side.BUY, "0.5", "49000")).status())
                .isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void refusesByTheLimitsOfALink() {
        LimitScope link = new LimitScope.OfLink(world.link.id());
        set(link, limits(null, "1000", "600", null, 2));

        Refusal worth = world.refused(World.limit("a", Side.BUY, "0.03", "49000"));
        world.placed(World.limit("b", Side.BUY, "0.01", "49000"));
        Refusal open = world.refused(World.limit("c", Side.BUY, "0.01", "49000"));
        world.placed(World.limit("d", Side.BUY, "0.001", "49000"));
        Refusal pace = world.refused(World.limit("e", Side.BUY, "0.001", "49000"));

        assertThat(List.of(worth, open, pace))
                .extracting(Refusal::code)
                .containsExactly(
                        RefusalCode.ORDER_NOTIONAL_LIMIT,
                        RefusalCode.EXPOSURE_LIMIT,
                        RefusalCode.VELOCITY_LIMIT);
        assertThat(List.of(worth, open, pace))
                .allMatch(refusal -> link.text().equals(refusal.details().get("scope")));
        assertThat(open.details())
                .containsEntry("limit_value", "600")
                .containsEntry("value", "980");
        assertThat(pace.details()).containsEntry("limit", "orders_per_minute");
    }

    @Test
    void asksTheUsersOwnLimitFirst() {
        set(BTC, quantity("0.5"));
        world.limits("100", "100000", 50);

        Refusal refusal = world.refused(World.limit("a", Side.BUY, "0.01", "49000"));

        assertThat(refusal.details())
                .containsEntry("limit", "order_notional_max")
                .containsEntry("scope", "user");
    }

    @Test
    void neverLetsSixtyFourAtOnceExceedTheLimitOfALink() throws Exception {
        set(new LimitScope.OfLink(world.link.id()), limits(null, null, "4900", null, null));

        List<PlaceOutcome> outcomes =
                PlacingTest.together(
                        64,
                        i ->
                                world.trading.place(
                                        world.user,
                                        World.limit("k" + i, Side.BUY, "0.01", "49000")));

        assertThat(outcomes.stream().filter(PlaceOutcome.Placed.class::isInstance)).hasSize(10);
        assertThat(world.account.sent).hasSize(10);
    }

    @Test
    void raisesOnlyWithAFreshConfirmation() {
        set(BTC, quantity("0.5"));

        Optional<Refusal> higher = put(BTC, quantity("0.6"), false);
        Optional<Refusal> gone = put(BTC, ScopedLimits.NONE, false);
        Optional<Refusal> lower = put(BTC, quantity("0.4"), false);
        Optional<Refusal> confirmed = put(BTC, quantity("0.6"), true);

        assertThat(List.of(higher.orElseThrow(), gone.orElseThrow()))
                .allMatch(refusal -> refusal.code() == RefusalCode.STEP_UP_REQUIRED)
                .allMatch(refusal -> "instrument:BTC-USDT".equals(refusal.details().get("scope")));
        assertThat(lower).isEmpty();
        assertThat(confirmed).isEmpty();
    }

    @Test
    void raisesTheUsersOwnLimitsOnlyWithAFreshConfirmation() {
        RiskLimits usual = RiskLimits.USUAL;
        RiskLimits quicker = paced(usual, usual.ordersPerSecond() + 1);
        RiskLimits slower = paced(usual, usual.ordersPerSecond() - 1);

        Optional<Refusal> refused = world.trading.setLimits(world.user, quicker, false);
        Optional<Refusal> lowered = world.trading.setLimits(world.user, slower, false);
        Optional<Refusal> back = world.trading.setLimits(world.user, usual, false);

        assertThat(refused.orElseThrow().details())
                .containsEntry("limit", "orders_per_second")
                .containsEntry("limit_value", "200")
                .containsEntry("value", "201");
        assertThat(lowered).isEmpty();
        assertThat(back.orElseThrow().code()).isEqualTo(RefusalCode.STEP_UP_REQUIRED);
        assertThat(world.trading.limits(world.user)).isEqualTo(slower);
    }

    @Test
    void holdsWithinASecondWhatAnotherNodeSet() {
        assertThat(world.trading.scopedLimits(world.user)).isEmpty();
        Trading other = world.otherNode();
        other.setScopedLimits(world.user, BTC, quantity("0.001"), false);

        world.pass(Duration.ofSeconds(1));
        Refusal refusal = world.refused(world.ticket());

        assertThat(refusal.code()).isEqualTo(RefusalCode.ORDER_SIZE_LIMIT);
        other.close();
    }

    @Test
    void forgetsTheLimitsOfAScopeThatAreTakenAway() {
        set(BTC, quantity("0.001"));

        set(BTC, ScopedLimits.NONE);

        assertThat(world.trading.scopedLimits(world.user)).isEmpty();
        assertThat(world.placed(world.ticket()).status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void refusesALimitThatIsNone() {
        assertThat(put(BTC, quantity("-1"), true).orElseThrow().field())
                .contains("order_quantity_max");
    }

    private void set(LimitScope scope, ScopedLimits limits) {
        assertThat(put(scope, limits, true)).isEmpty();
    }

    private Optional<Refusal> put(LimitScope scope, ScopedLimits limits, boolean mayRaise) {
        return world.trading.setScopedLimits(world.user, scope, limits, mayRaise);
    }

    private static RiskLimits paced(RiskLimits limits, int perSecond) {
        return new RiskLimits(
                limits.orderQuantityMax(),
                limits.orderNotionalMax(),
                limits.openNotionalMax(),
                limits.collarPercent(),
                limits.priceAgeMax(),
                perSecond,
                limits.ordersPerMinute(),
                limits.duplicateWindow());
    }

    private static ScopedLimits quantity(String most) {
        return limits(most, null, null, null, null);
    }

    private static ScopedLimits limits(
            @Nullable String quantity,
            @Nullable String notional,
            @Nullable String open,
            @Nullable Integer perSecond,
            @Nullable Integer perMinute) {
        return new ScopedLimits(
                Optional.ofNullable(quantity).map(BigDecimal::new),
                Optional.ofNullable(notional).map(BigDecimal::new),
                Optional.ofNullable(open).map(BigDecimal::new),
                Optional.ofNullable(perSecond),
                Optional.ofNullable(perMinute));
    }
}
