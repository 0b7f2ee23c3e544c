package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.IdempotencyKey;
import dev.k2.model.InstrumentStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ValidationTest {
    private static final Optional<BigDecimal> MARKET = Optional.of(new BigDecimal("50000"));

    @Test
    void letsAGoodTicketThrough() {
        assertThat(check(limit("0.01", "49000.01"))).isEmpty();
    }

    @Test
    void namesTheNearestQuantityOfTheStep() {
        Refusal refusal = only(limit("0.010009", "49000"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.QUANTITY_OFF_STEP);
        assertThat(refusal.field()).contains("quantity");
        assertThat(refusal.details())
                .containsEntry("step", "0.00001")
                .containsEntry("found", "0.010009")
                .containsEntry("nearest", "0.01");
    }

    @Test
    void namesTheBoundsOfTheQuantity() {
        Refusal small = only(limit("0.000001", "49000"));
        Refusal large = only(limit("9000.1", "49000"));

        assertThat(small.code()).isEqualTo(RefusalCode.QUANTITY_TOO_SMALL);
        assertThat(small.details()).containsEntry("nearest", "0.00001");
        assertThat(large.code()).isEqualTo(RefusalCode.QUANTITY_TOO_LARGE);
        assertThat(large.details()).containsEntry("nearest", "9000");
    }

    @Test
    void refusesQuantitiesThatAreNone() {
        for (String wrong : List.of("0", "-1", "1e999999999", "1e-999999999", "1e25", "1e-19")) {
            Refusal refusal = only(limit(wrong, "49000"));

            assertThat(refusal.code()).as(wrong).isEqualTo(RefusalCode.QUANTITY_INVALID);
            assertThat(refusal.message()).hasSizeLessThan(200);
        }
    }

    @Test
    void namesTheNearestPriceThatCostsNoMore() {
        Refusal buy = only(limit("0.01", "49000.007"));
        Refusal sell =
                only(
                        ticket(
                                Side.SELL,
                                OrderType.LIMIT,
                                Optional.empty(),
                                "0.01",
                                Optional.of("51000.007"),
                                Optional.empty()));

        assertThat(buy.code()).isEqualTo(RefusalCode.PRICE_OFF_TICK);
        assertThat(buy.details()).containsEntry("nearest", "49000");
        assertThat(sell.details()).containsEntry("nearest", "51000.01");
    }

    @Test
    void namesTheNearestPriceOfTheRange() {
        Refusal high = only(limit("0.01", "1000000.01"));
        Refusal low = only(limit("0.01", "0.001"));

        assertThat(high.code()).isEqualTo(RefusalCode.PRICE_OUT_OF_RANGE);
        assertThat(high.details()).containsEntry("nearest", "1000000");
        assertThat(low.details()).containsEntry("nearest", "0.01");
    }

    @Test
    void wantsAPriceExactlyWhereTheTypeHasOne() {
        Refusal missing =
                only(
                        ticket(
                                Side.BUY,
                                OrderType.LIMIT,
                                Optional.empty(),
                                "0.01",
                                Optional.empty(),
                                Optional.empty()));
        Refusal needless =
                only(
                        ticket(
                                Side.BUY,
                                OrderType.MARKET,
                                Optional.empty(),
                                "0.01",
                                Optional.of("49000"),
                                Optional.empty()));
        Refusal stop =
                only(
                        ticket(
                                Side.BUY,
                                OrderType.STOP_LIMIT,
                                Optional.empty(),
                                "0.01",
                                Optional.of("49000"),
                                Optional.empty()));

        assertThat(missing.code()).isEqualTo(RefusalCode.PRICE_REQUIRED);
        assertThat(needless.code()).isEqualTo(RefusalCode.PRICE_NOT_ALLOWED);
        assertThat(stop.code()).isEqualTo(RefusalCode.STOP_PRICE_REQUIRED);
    }

    @Test
    void saysWhichTypesAndTimesAreOffered() {
        List<Refusal> refusals =
                check(
                        ticket(
                                Side.BUY,
                                OrderType.TRAILING_STOP,
                                Optional.of(TimeInForce.GTD),
                                "0.01",
                                Optional.empty(),
                                Optional.of("49000")));

        assertThat(refusals)
                .extracting(Refusal::code)
                .containsExactly(
                        RefusalCode.ORDER_TYPE_NOT_OFFERED,
                        RefusalCode.TRAIL_REQUIRED,
                        RefusalCode.TIME_IN_FORCE_NOT_OFFERED);
        assertThat(refusals.getFirst().details())
                .containsEntry("offered", "limit, market, stop_limit");
    }

    @Test
    void namesTheSmallestQuantityThatIsWorthEnough() {
        Refusal priced = only(limit("0.0001", "49000"));
        Refusal market =
                only(
                        ticket(
                                Side.BUY,
                                OrderType.MARKET,
                                Optional.empty(),
                                "0.00009",
                                Optional.empty(),
                                Optional.empty()));

        assertThat(priced.code()).isEqualTo(RefusalCode.NOTIONAL_TOO_SMALL);
        assertThat(priced.details())
                .containsEntry("min", "5")
                .containsEntry("found", "4.9")
                .containsEntry("nearest", "0.00011");
        assertThat(market.code()).isEqualTo(RefusalCode.NOTIONAL_TOO_SMALL);
    }

    @Test
    void holdsAPriceAgainstTheBand() {
        Refusal refusal = only(limit("0.01", "9000"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.PRICE_OUTSIDE_BAND);
        assertThat(refusal.details()).containsEntry("nearest", "10000");
    }

    @Test
    void limitsMetadata() {
        OrderTicket good = limit("0.01", "49000");
        OrderTicket noted =
                new OrderTicket(
                        good.key(),
                        good.exchange(),
                        good.instrument(),
                        good.side(),
                        good.type(),
                        good.timeInForce(),
                        good.quantity(),
                        good.price(),
                        good.stopPrice(),
                        true,
                        false,
                        Map.of("note", "x".repeat(201)));

        assertThat(check(noted))
                .extracting(Refusal::code)
                .containsExactly(RefusalCode.REDUCE_ONLY_NOT_OFFERED, RefusalCode.METADATA_INVALID);
    }

    @Property(tries = 300)
    void offersOnlyQuantitiesThatItTakes(@ForAll("numbers") BigDecimal quantity) {
        List<Refusal> refusals = check(limit(quantity.toString(), "49000"));

        refusals.stream()
                .flatMap(refusal -> Optional.ofNullable(refusal.details().get("nearest")).stream())
                .forEach(nearest -> assertThat(onQuantity(limit(nearest, "49000"))).isEmpty());
    }

    @Property(tries = 300)
    void offersOnlyPricesThatItTakes(@ForAll("numbers") BigDecimal price, @ForAll Side side) {
        List<Refusal> refusals =
                check(
                        ticket(
                                side,
                                OrderType.LIMIT,
                                Optional.empty(),
                                "1",
                                Optional.of(price.toString()),
                                Optional.empty()));

        refusals.stream()
                .filter(refusal -> refusal.field().equals(Optional.of("price")))
                .flatMap(refusal -> Optional.ofNullable(refusal.details().get("nearest")).stream())
                .forEach(nearest -> assertThat(onTick(limit("1", nearest))).isEmpty());
    }

    @Provide
    Arbitrary<BigDecimal> numbers() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("0.000000001"), new BigDecimal("2000000"))
                .ofScale(9);
    }

    private static List<Refusal> onQuantity(OrderTicket ticket) {
        return check(ticket).stream()
                .filter(refusal -> refusal.code().name().startsWith("QUANTITY"))
                .toList();
    }

    private static List<Refusal> onTick(OrderTicket ticket) {
        return check(ticket).stream()
                .filter(refusal -> refusal.code().name().startsWith("PRICE_O"))
                .filter(refusal -> refusal.code() != RefusalCode.PRICE_OUTSIDE_BAND)
                .toList();
    }

    private static Refusal only(OrderTicket ticket) {
        List<Refusal> refusals = check(ticket);
        assertThat(refusals).hasSize(1);
        return refusals.getFirst();
    }

    private static List<Refusal> check(OrderTicket ticket) {
        return Validation.check(
                ticket, World.instrument(InstrumentStatus.TRADING), MARKET, Instant.EPOCH);
    }

    private static OrderTicket limit(String quantity, String price) {
        return ticket(
                Side.BUY,
                OrderType.LIMIT,
                Optional.empty(),
                quantity,
                Optional.of(price),
                Optional.empty());
    }

    private static OrderTicket ticket(
            Side side,
            OrderType type,
            Optional<TimeInForce> timeInForce,
            String quantity,
            Optional<String> price,
            Optional<String> stopPrice) {
        return new OrderTicket(
                new IdempotencyKey("k"),
                Optional.empty(),
                World.BTC,
                side,
                type,
                timeInForce,
                new BigDecimal(quantity),
                price.map(BigDecimal::new),
                stopPrice.map(BigDecimal::new),
                false,
                false,
                Map.of());
    }
}
