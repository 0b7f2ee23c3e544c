package dev.k2.exchange.kalshi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.net.Json;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ContractResult.Ruling;
import dev.k2.model.OrderStatus;
import dev.k2.model.Outcome;
import dev.k2.model.PositionSide;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KalshiOrderParseTest {
    private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_000L);

    @ParameterizedTest
    @CsvSource({
        "GTC, 0, 10, OPEN",
        "GTC, 4, 6, PARTIAL",
        "GTC, 10, 0, FILLED",
        "IOC, 0, 0, CANCELLED",
        "IOC, 4, 0, CANCELLED",
        "IOC, 10, 0, FILLED",
        "FOK, 10, 0, FILLED"
    })
    void derivesTheStateThatAnAnswerDoesNotTell(
            TimeInForce force, BigDecimal filled, BigDecimal left, OrderStatus status) {
        Optional<OrderReport> report =
                KalshiOrderParse.created(order().inForce(force), created(filled, left));

        assertThat(report.map(OrderReport::status)).contains(status);
    }

    @Test
    void saysNothingOfAnOrderThatNeitherRestsNorIsFilled() {
        assertThat(KalshiOrderParse.created(order(), created(BigDecimal.ZERO, BigDecimal.ZERO)))
                .isEmpty();
    }

    @Test
    void reportsAnOrderForNoInPricesOfYes() {
        NewOrder order = order().withTerms(OrderTerms.PLAIN.on(Outcome.NO));

        OrderReport report =
                KalshiOrderParse.created(order, created(BigDecimal.ZERO, BigDecimal.TEN))
                        .orElseThrow();

        assertThat(report.side()).isEqualTo(Side.SELL);
        assertThat(report.price().orElseThrow()).isEqualByComparingTo("0.62");
    }

    @ParameterizedTest
    @CsvSource({
        "resting, 0, 10, , OPEN",
        "resting, 4, 6, , PARTIAL",
        "executed, 10, 0, Trade, FILLED",
        "canceled, 4, 0, Decrease, CANCELLED",
        "canceled, 0, 0, ExpiryCancel, EXPIRED",
        "canceled, 0, 0, CloseCancel, EXPIRED",
        "canceled, 0, 0, PostOnlyCrossCancel, REJECTED",
        "canceled, 0, 0, SelfTradeCancel, CANCELLED"
    })
    void putsEveryStateInOurWords(
            String status, String filled, String left, String reason, OrderStatus expected)
            throws Exception {
        var wire =
                Json.strict()
                        .readValue(
                                """
                                {"order_id":"o","ticker":"KXA","book_side":"ask","status":"%s",
                                 "yes_price_dollars":"0.6200","fill_count_fp":"%s",
                                 "remaining_count_fp":"%s","initial_count_fp":"10.00",
                                 "last_update_reason":%s,
                                 "last_update_time":"2026-11-21T00:00:00Z"}
                                """
                                        .formatted(
                                                status,
                                                filled,
                                                left,
                                                reason == null ? "null" : "\"" + reason + "\""),
                                KalshiAccountWire.Order.class);

        OrderReport report = KalshiOrderParse.order(wire);

        assertThat(report.status()).isEqualTo(expected);
        assertThat(report.side()).isEqualTo(Side.SELL);
        assertThat(report.quantity()).isEqualByComparingTo("10");
    }

    @Test
    void readsACostOfNoAsAPriceOfYes() throws Exception {
        var wire =
                Json.strict()
                        .readValue(
                                """
                                {"order_id":"o","ticker":"KXA","book_side":"ask",
                                 "status":"executed","yes_price_dollars":"0.6200",
                                 "fill_count_fp":"10.00","remaining_count_fp":"0.00",
                                 "initial_count_fp":"10.00","taker_fill_cost_dollars":"3.7000",
                                 "maker_fill_cost_dollars":"0.0000",
                                 "last_update_time":"2026-11-21T00:00:00Z"}
                                """,
                                KalshiAccountWire.Order.class);

        assertThat(KalshiOrderParse.order(wire).averagePrice().orElseThrow())
                .isEqualByComparingTo("0.63");
    }

    @Property
    void holdsYesLongAndNoShort(
            @ForAll @IntRange(min = -100_000, max = 100_000) int hundredths,
            @ForAll @IntRange(min = 1, max = 99) int cents) {
        BigDecimal signed = BigDecimal.valueOf(hundredths, 2);
        BigDecimal each = BigDecimal.valueOf(cents, 2);

        var position =
                KalshiOrderParse.position("KXA", signed, signed.abs().multiply(each), AT);

        assertThat(position.quantity()).isEqualByComparingTo(signed.abs());
        if (hundredths != 0) {
            boolean yes = hundredths > 0;
            assertThat(position.side()).isEqualTo(yes ? PositionSide.LONG : PositionSide.SHORT);
            assertThat(position.entryPrice())
                    .isEqualByComparingTo(yes ? each : BigDecimal.ONE.subtract(each));
        }
    }

    @ParameterizedTest
    @CsvSource({"yes, 100, YES, 1", "no, 0, NO, 0", "scalar, 50, PARTLY, 0.5"})
    void readsCentsOfASettlement(String result, int cents, Ruling ruling, BigDecimal pays)
            throws Exception {
        var wire =
                Json.strict()
                        .readValue(
                                """
                                {"ticker":"KXA","exchange_index":0,"event_ticker":"KXE",
                                 "market_result":"%s","yes_count_fp":"10.00",
                                 "yes_total_cost_dollars":"4.0000","no_count_fp":"0.00",
                                 "no_total_cost_dollars":"0.0000","revenue":%d,
                                 "settled_time":"2026-11-21T00:00:00Z","fee_cost":"0.0100",
                                 "value":%d}
                                """
                                        .formatted(result, cents * 10, cents),
                                KalshiAccountWire.Settlement.class);

        var settlement = KalshiOrderParse.settlement(wire);

        assertThat(settlement.result().ruling()).isEqualTo(ruling);
        assertThat(settlement.result().value()).isEqualByComparingTo(pays);
        assertThat(settlement.revenue()).isEqualByComparingTo(pays.multiply(BigDecimal.TEN));
        assertThat(settlement.profit())
                .isEqualByComparingTo(
                        pays.multiply(BigDecimal.TEN).subtract(new BigDecimal("4.01")));
    }

    @Property
    void neverChargesLessThanTheFormula(
            @ForAll @IntRange(min = 1, max = 1_000_000) int hundredths,
            @ForAll @IntRange(min = 1, max = 999) int tenths) {
        var fees =
                KalshiFees.of("quadratic_with_maker_fees", BigDecimal.ONE).orElseThrow();
        BigDecimal count = BigDecimal.valueOf(hundredths, 2);
        BigDecimal price = BigDecimal.valueOf(tenths, 3);

        BigDecimal taker = fees.of(count, price, false);

        BigDecimal exact =
                new BigDecimal("0.07")
                        .multiply(count)
                        .multiply(price)
                        .multiply(BigDecimal.ONE.subtract(price));
        assertThat(taker).isGreaterThanOrEqualTo(exact);
        assertThat(taker.subtract(exact)).isLessThan(new BigDecimal("0.0001"));
        assertThat(fees.of(count, price, true)).isLessThanOrEqualTo(taker);
    }

    private static NewOrder order() {
        return NewOrder.limit(
                TestMarket.of("KXA"),
                new ClientOrderId("k2a"),
                Side.BUY,
                BigDecimal.TEN,
                new BigDecimal("0.38"));
    }

    private static KalshiAccountWire.Created created(BigDecimal filled, BigDecimal left) {
        return new KalshiAccountWire.Created(
                "o", "k2a", filled, left, null, null, AT.toEpochMilli(), null);
    }
}
