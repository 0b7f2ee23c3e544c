package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.BookSnapshot;
import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentStatus;
import dev.k2.model.Order;
import dev.k2.model.OrderStatus;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RiskGateTest {
    private final World world = new World();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void sendsAMarketOrderByAYoungPrice() {
        Order order = world.placed(world.market(Side.BUY, "0.1"));

        assertThat(order.status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void refusesAMarketOrderByAnOldPrice() {
        world.clock.advance(Duration.ofMillis(2001));

        Refusal refusal = world.refused(world.market(Side.BUY, "0.1"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.PRICE_STALE);
        assertThat(refusal.details())
                .containsEntry("limit", "price_age_ms")
                .containsEntry("limit_value", "2000")
                .containsEntry("value", "2001 ms old");
        assertThat(world.account.sent).isEmpty();
    }

    @Test
    void letsALimitOrderUseAPriceOfAFewSeconds() {
        world.clock.advance(Duration.ofSeconds(10));

        assertThat(world.placed(world.ticket()).status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void refusesWithoutAPriceOrABook() {
        world.quote = Optional.empty();
        Refusal noPrice = world.refused(world.ticket());
        world.priceNow();
        world.book = Optional.empty();
        Refusal noBook = world.refused(world.market(Side.SELL, "0.1"));
        world.priceNow();
        world.quote =
                Optional.of(
                        new Market.Quote(
                                BigDecimal.ZERO,
                                new BigDecimal("50001"),
                                world.clock.instant(),
                                true));
        Refusal zero = world.refused(world.market(Side.SELL, "0.1"));

        assertThat(List.of(noPrice, noBook, zero))
                .extracting(Refusal::code)
                .containsOnly(RefusalCode.PRICE_STALE);
        assertThat(world.account.sent).isEmpty();
    }

    @Test
    void refusesAFatFinger() {
        Refusal buy = world.refused(World.limit("a", Side.BUY, "0.01", "52600"));
        Refusal sell = world.refused(World.limit("b", Side.SELL, "0.01", "47000"));

        assertThat(List.of(buy, sell))
                .extracting(Refusal::code)
                .containsOnly(RefusalCode.PRICE_COLLAR);
        assertThat(buy.details())
                .containsEntry("limit", "collar_percent")
                .containsEntry("limit_value", "5")
                .containsEntry("value", "52600")
                .containsEntry("current", "50001");
    }

    @Test
    void letsAnOrderRestFarFromTheMarket() {
        Order buy = world.placed(World.limit("a", Side.BUY, "0.01", "20000"));
        Order sell = world.placed(World.limit("b", Side.SELL, "0.01", "90000"));

        assertThat(buy.status()).isEqualTo(OrderStatus.OPEN);
        assertThat(sell.status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void refusesAMarketOrderThatTheBookCannotFill() {
        Refusal refusal = world.refused(world.market(Side.BUY, "13"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.PRICE_COLLAR);
        assertThat(refusal.details()).containsEntry("limit_value", "12");
    }

    @Test
    void refusesAMarketOrderThatWouldWalkTheBookTooFar() {
        world.book =
                Optional.of(
                        new BookSnapshot(
                                World.BTC,
                                List.of(World.level("49999", "1")),
                                List.of(World.level("50001", "0.01"), World.level("60000", "10")),
                                1));

        Refusal refusal = world.refused(world.market(Side.BUY, "0.1"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.PRICE_COLLAR);
        assertThat(refusal.details()).containsEntry("value", "60000");
    }

    @Test
    void namesTheNotionalLimit() {
        world.limits("1000", "100000", 50);

        Refusal refusal = world.refused(World.limit("a", Side.BUY, "0.1", "49000"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.ORDER_NOTIONAL_LIMIT);
        assertThat(refusal.details())
                .containsEntry("limit", "order_notional_max")
                .containsEntry("limit_value", "1000")
                .containsEntry("value", "4900");
    }

    @Test
    void neverLetsSixtyFourAtOnceExceedALimit() throws Exception {
        world.limits("100000", "4900", 200);

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
    void limitsThePace() {
        world.limits("100000", "1000000", 3);
        for (int i = 0; i < 3; i++) {
            world.placed(world.ticket());
        }

        Refusal refusal = world.refused(world.ticket());
        world.pass(Duration.ofSeconds(1));
        Order later = world.placed(world.ticket());

        assertThat(refusal.code()).isEqualTo(RefusalCode.VELOCITY_LIMIT);
        assertThat(refusal.details())
                .containsEntry("limit", "orders_per_second")
                .containsEntry("limit_value", "3")
                .containsEntry("value", "4");
        assertThat(later.status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void asksForAConfirmationOfTheSameOrderWithinItsWindow() {
        RiskLimits usual = RiskLimits.USUAL;
        world.trading.setLimits(
                world.user,
                new RiskLimits(
                        usual.orderQuantityMax(),
                        usual.orderNotionalMax(),
                        usual.openNotionalMax(),
                        usual.collarPercent(),
                        usual.priceAgeMax(),
                        usual.ordersPerSecond(),
                        usual.ordersPerMinute(),
                        Duration.ofSeconds(1)),
                false);
        world.placed(unconfirmed("a"));

        Refusal refusal = world.refused(unconfirmed("b"));
        Order confirmed = world.placed(World.limit("c", Side.BUY, "0.01", "49000"));
        world.pass(Duration.ofSeconds(1));
        Order later = world.placed(unconfirmed("d"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.DUPLICATE_ORDER);
        assertThat(confirmed.status()).isEqualTo(OrderStatus.OPEN);
        assertThat(later.status()).isEqualTo(OrderStatus.OPEN);
    }

    /** Its limit is the least that it brings; it trades at what is bid. */
    @Test
    void countsASellAtWhatItMayBring() {
        world.limits("100000", "1000000", 50);

        Refusal refusal = world.refused(World.limit("a", Side.SELL, "2.1", "47600"));
        Order fits = world.placed(World.limit("b", Side.SELL, "1.9", "47600"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.ORDER_NOTIONAL_LIMIT);
        assertThat(refusal.details()).containsEntry("value", "104997.9");
        assertThat(fits.status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void reckonsInDollarsWhereOnlyTheDollarIsTraded() {
        world.quotes.put(
                InstrumentId.spot("USDT", "TRY"),
                new Market.Quote(
                        new BigDecimal("40"), new BigDecimal("41"), world.clock.instant(), true));

        Optional<BigDecimal> lira =
                new Dollars(world).worth(ExchangeId.BINANCE, "TRY", world.clock.instant());

        assertThat(lira.orElseThrow()).isEqualByComparingTo("0.025");
    }

    @Test
    void keepsAUserFromTradingWithThemselves() {
        Order sell = world.placed(World.limit("sell", Side.SELL, "0.01", "50500"));

        Refusal refusal = world.refused(World.limit("buy", Side.BUY, "0.01", "50600"));
        Order below = world.placed(World.limit("below", Side.BUY, "0.01", "50499"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.SELF_TRADE);
        assertThat(refusal.details()).containsEntry("value", sell.id().toString());
        assertThat(below.status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void refusesWhatIsNotTraded() {
        world.instruments.put(World.BTC, World.instrument(InstrumentStatus.HALTED));

        Refusal refusal = world.refused(world.ticket());

        assertThat(refusal.code()).isEqualTo(RefusalCode.INSTRUMENT_NOT_TRADING);
    }

    @Test
    void judgesAStopByItsOwnPrice() {
        Order stop =
                world.placed(
                        World.stopLimit("a", new BigDecimal("55000"), new BigDecimal("55100")));

        Refusal wild =
                world.refused(
                        World.stopLimit("b", new BigDecimal("55000"), new BigDecimal("60000")));

        assertThat(stop.status()).isEqualTo(OrderStatus.OPEN);
        assertThat(wild.code()).isEqualTo(RefusalCode.PRICE_COLLAR);
    }

    @Test
    void refusesLimitsThatAreNone() {
        RiskLimits usual = RiskLimits.USUAL;

        Optional<Refusal> refusal =
                world.trading.setLimits(
                        world.user,
                        new RiskLimits(
                                usual.orderQuantityMax(),
                                new BigDecimal("-1"),
                                usual.openNotionalMax(),
                                usual.collarPercent(),
                                Duration.ofSeconds(11),
                                1,
                                1,
                                Duration.ZERO),
                        true);

        assertThat(refusal.orElseThrow().field()).contains("order_notional_max");
        assertThat(world.trading.limits(world.user)).isEqualTo(usual);
    }

    @Test
    void remembersLimitsAfterARestart() {
        world.limits("1234.5", "100000", 7);

        world.crash();

        assertThat(world.trading.limits(world.user).orderNotionalMax())
                .isEqualByComparingTo("1234.5");
        assertThat(world.trading.limits(world.user).ordersPerSecond()).isEqualTo(7);
    }

    private static OrderTicket unconfirmed(String key) {
        OrderTicket ticket = World.limit(key, Side.BUY, "0.01", "49000");
        return new OrderTicket(
                ticket.key(),
                ticket.exchange(),
                ticket.instrument(),
                ticket.side(),
                ticket.type(),
                ticket.timeInForce(),
                ticket.quantity(),
                ticket.price(),
                ticket.stopPrice(),
                false,
                false,
                Map.of());
    }
}
