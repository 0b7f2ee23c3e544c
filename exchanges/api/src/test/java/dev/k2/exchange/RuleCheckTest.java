package dev.k2.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.RuleCheck.Breach;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Instrument;
import dev.k2.model.OrderType;
import dev.k2.model.Outcome;
import dev.k2.model.PriceRange;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleCheckTest {
    private static final Instrument BTC = TestInstrument.bitcoin();

    @Test
    void findsNothingWrongWithAnOrderThatKeepsTheRules() {
        assertThat(RuleCheck.breach(limit("0.001", "64950.12"))).isEmpty();
        assertThat(RuleCheck.breach(market("0.5"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.0000001, 64950.12, quantity, 0.00001",
        "0.000015, 64950.12, quantity, 0.00001",
        "9001, 64950.12, quantity, 9000",
        "0.001, 64950.123, price, 64950.12",
        "0.001, 64950.128, price, 64950.13",
        "0.001, 0.005, price, 0.01",
        "0.001, 1000000.01, price, 1000000"
    })
    void namesTheNearestValueThatKeepsTheRule(
            BigDecimal quantity, BigDecimal price, String field, BigDecimal nearest) {
        Breach breach =
                RuleCheck.breach(limit(quantity.toPlainString(), price.toPlainString()))
                        .orElseThrow();

        assertThat(breach.field()).isEqualTo(field);
        assertThat(breach.nearest().orElseThrow()).isEqualByComparingTo(nearest);
        assertThat(breach.message()).startsWith("expected a " + field);
    }

    @Test
    void asksForTheSmallestNotional() {
        Breach breach = RuleCheck.breach(limit("0.00001", "1.00")).orElseThrow();

        assertThat(breach.message())
                .isEqualTo("expected price times quantity of at least 5, found 0.00001");
    }

    @Test
    void asksForNoNotionalOfWhatOnlyMakesAPositionSmaller() {
        NewOrder small = limit("0.00001", "1.00");
        var reducing =
                new NewOrder(
                        small.instrument(),
                        small.clientOrderId(),
                        small.side(),
                        small.type(),
                        small.timeInForce(),
                        small.quantity(),
                        small.price(),
                        Optional.empty(),
                        OrderTerms.PLAIN.reducing());

        assertThat(RuleCheck.breach(reducing)).isEmpty();
    }

    @Test
    void refusesAnOutcomeWhereThereIsNone() {
        NewOrder no = limit("0.001", "64950.12").withTerms(OrderTerms.PLAIN.on(Outcome.NO));

        assertThat(RuleCheck.breach(no).orElseThrow().field()).isEqualTo("outcome");
    }

    @ParameterizedTest
    @CsvSource({
        "0.38, ''",
        "0.995, ''",
        "0.385, 0.39",
        "0.9955, 0.996",
        "1.2, 1",
        "0.0005, 0.001",
    })
    void readsAPriceOfNoByTheStepsOfYes(String price, String nearest) {
        Instrument contract =
                TestInstrument.event(
                        new PriceRange(
                                new BigDecimal("0.001"),
                                new BigDecimal("0.1"),
                                new BigDecimal("0.001")),
                        new PriceRange(
                                new BigDecimal("0.1"),
                                new BigDecimal("0.9"),
                                new BigDecimal("0.01")),
                        new PriceRange(
                                new BigDecimal("0.9"),
                                new BigDecimal("0.999"),
                                new BigDecimal("0.001")));
        NewOrder no =
                NewOrder.limit(
                                contract,
                                new ClientOrderId("k2a"),
                                Side.BUY,
                                BigDecimal.ONE,
                                new BigDecimal(price))
                        .withTerms(OrderTerms.PLAIN.on(Outcome.NO));

        Optional<BigDecimal> valid = RuleCheck.breach(no).flatMap(Breach::nearest);

        assertThat(valid.map(BigDecimal::toPlainString).orElse("")).isEqualTo(nearest);
    }

    @Test
    void knowsTheTypesOfTheInstrument() {
        var stop =
                new NewOrder(
                        BTC,
                        new ClientOrderId("k2a"),
                        Side.SELL,
                        OrderType.STOP,
                        TimeInForce.GTC,
                        BigDecimal.ONE,
                        Optional.empty(),
                        Optional.of(BigDecimal.ONE),
                        OrderTerms.PLAIN);

        assertThat(RuleCheck.breach(stop).orElseThrow().field()).isEqualTo("type");
    }

    @Property
    void whatItNamesKeepsTheRule(@ForAll @LongRange(min = 1, max = 200_000_000_000L) long price) {
        BigDecimal found = BigDecimal.valueOf(price, 5);

        RuleCheck.breach(limit("9000", found.toPlainString()))
                .filter(breach -> breach.field().equals("price"))
                .flatMap(Breach::nearest)
                .ifPresent(
                        nearest ->
                                assertThat(
                                                RuleCheck.breach(
                                                                limit(
                                                                        "9000",
                                                                        nearest.toPlainString()))
                                                        .map(Breach::field))
                                        .isNotEqualTo(Optional.of("price")));
    }

    private static NewOrder limit(String quantity, String price) {
        return new NewOrder(
                BTC,
                new ClientOrderId("k2a"),
                Side.BUY,
                OrderType.LIMIT,
                TimeInForce.GTC,
                new BigDecimal(quantity),
                Optional.of(new BigDecimal(price)),
                Optional.empty(),
                OrderTerms.PLAIN);
    }

    private static NewOrder market(String quantity) {
        return new NewOrder(
                BTC,
                new ClientOrderId("k2a"),
                Side.BUY,
                OrderType.MARKET,
                TimeInForce.GTC,
                new BigDecimal(quantity),
                Optional.empty(),
                Optional.empty(),
                OrderTerms.PLAIN);
    }
}
