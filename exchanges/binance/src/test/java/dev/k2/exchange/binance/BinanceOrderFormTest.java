package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.NewOrder;
import dev.k2.exchange.NewOrderList;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.OrderTerms.SelfTrade;
import dev.k2.exchange.OrderTerms.TriggerPrice;
import dev.k2.exchange.RuleCheck.Breach;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Instrument;
import dev.k2.model.OrderType;
import dev.k2.model.PositionSide;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BinanceOrderFormTest {
    private static TestBinance binance = start();
    private static Instrument btc = binance.instrument("BTC-USDT");

    private static TestBinance start() {
        try {
            return new TestBinance(1);
        } catch (IOException failed) {
            throw new IllegalStateException("no port is free", failed);
        }
    }

    @BeforeAll
    static void open() {
        assertThat(btc.rules().orderTypes()).contains(OrderType.TRAILING_STOP);
    }

    @AfterAll
    static void close() throws IOException {
        binance.close();
    }

    @Test
    void followsTheMarketFromTheStartAsAStopLossWithADistance() {
        NewOrder order =
                order(
                        OrderType.TRAILING_STOP,
                        TimeInForce.GTC,
                        "",
                        "",
                        OrderTerms.PLAIN.trailing(new BigDecimal("1.5")));

        assertThat(BinanceOrderForm.breach(order)).isEmpty();
        assertThat(BinanceOrderForm.of(order))
                .containsEntry("type", "STOP_LOSS")
                .containsEntry("trailingDelta", "150")
                .doesNotContainKeys("stopPrice", "price", "timeInForce");
    }

    @Test
    void waitsForAPriceBeforeItFollowsAsATakeProfitWithADistance() {
        NewOrder order =
                order(
                        OrderType.TRAILING_STOP,
                        TimeInForce.GTC,
                        "",
                        "70000",
                        OrderTerms.PLAIN.trailing(new BigDecimal("0.01")));

        assertThat(BinanceOrderForm.breach(order)).isEmpty();
        assertThat(BinanceOrderForm.of(order))
                .containsEntry("type", "TAKE_PROFIT")
                .containsEntry("stopPrice", "70000")
                .containsEntry("trailingDelta", "1");
    }

    @ParameterizedTest
    @CsvSource({"1.505, 1.51", "0.001, 0.01"})
    void namesTheNearestDistance(String percent, String nearest) {
        NewOrder order =
                order(
                        OrderType.TRAILING_STOP,
                        TimeInForce.GTC,
                        "",
                        "",
                        OrderTerms.PLAIN.trailing(new BigDecimal(percent)));

        Breach breach = BinanceOrderForm.breach(order).orElseThrow();

        assertThat(breach.field()).isEqualTo("trail");
        assertThat(breach.nearest().orElseThrow()).isEqualByComparingTo(nearest);
    }

    @Test
    void showsAPartOfAnOrderThatRests() {
        NewOrder order =
                order(
                        OrderType.LIMIT,
                        TimeInForce.GTC,
                        "60000",
                        "",
                        OrderTerms.PLAIN
                                .showing(new BigDecimal("0.1"))
                                .onSelfTrade(SelfTrade.EXPIRE_BOTH));

        assertThat(BinanceOrderForm.breach(order)).isEmpty();
        assertThat(BinanceOrderForm.of(order))
                .containsEntry("icebergQty", "0.1")
                .containsEntry("timeInForce", "GTC")
                .containsEntry("selfTradePreventionMode", "EXPIRE_BOTH");
    }

    @ParameterizedTest
    @CsvSource({"0.6, 0.5", "0.100001, 0.1", "0.000001, 0.00001"})
    void namesTheNearestPartToShow(String visible, String nearest) {
        NewOrder order =
                order(
                        OrderType.LIMIT,
                        TimeInForce.GTC,
                        "60000",
                        "",
                        OrderTerms.PLAIN.showing(new BigDecimal(visible)));

        Breach breach = BinanceOrderForm.breach(order).orElseThrow();

        assertThat(breach.field()).isEqualTo("visible_quantity");
        assertThat(breach.nearest().orElseThrow()).isEqualByComparingTo(nearest);
    }

    static List<NewOrder> unknown() {
        var showing = OrderTerms.PLAIN.showing(new BigDecimal("0.1"));
        return List.of(
                limit(OrderTerms.PLAIN.reducing()),
                limit(OrderTerms.PLAIN.forPosition(PositionSide.LONG)),
                limit(OrderTerms.PLAIN.until(Instant.EPOCH)),
                limit(OrderTerms.PLAIN.triggeredBy(TriggerPrice.MARK)),
                order(OrderType.LIMIT, TimeInForce.IOC, "60000", "", showing),
                order(OrderType.MARKET, TimeInForce.GTC, "", "", showing),
                order(OrderType.LIMIT, TimeInForce.GTD, "60000", "", OrderTerms.PLAIN),
                order(OrderType.MARKET, TimeInForce.FOK, "", "", OrderTerms.PLAIN),
                order(OrderType.STOP_LIMIT, TimeInForce.POST_ONLY, "60000", "1", OrderTerms.PLAIN),
                order(
                        OrderType.TRAILING_STOP,
                        TimeInForce.IOC,
                        "",
                        "",
                        OrderTerms.PLAIN.trailing(BigDecimal.ONE)));
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void refusesWhatSpotHasNoFormForAndNamesIt(NewOrder order) {
        Breach breach = BinanceOrderForm.breach(order).orElseThrow();

        assertThat(breach.field())
                .isIn(
                        "reduce_only",
                        "position_side",
                        "good_till",
                        "trigger",
                        "visible_quantity",
                        "time_in_force");
        assertThat(breach.message()).contains("Binance Spot");
    }

    @Test
    void writesTwoExits() {
        var list =
                new NewOrderList.OneCancelsOther(
                        new ClientOrderId("k2list"),
                        named("k2above", OrderType.LIMIT, TimeInForce.POST_ONLY, "70000", ""),
                        named("k2below", OrderType.STOP_LIMIT, TimeInForce.GTC, "59000", "60000"));

        assertThat(BinanceOrderForm.breach(list)).isEmpty();
        assertThat(BinanceOrderForm.of(list))
                .containsEntry("symbol", "BTCUSDT")
                .containsEntry("listClientOrderId", "k2list")
                .containsEntry("side", "SELL")
                .containsEntry("quantity", "0.5")
                .containsEntry("aboveType", "LIMIT_MAKER")
                .containsEntry("abovePrice", "70000")
                .containsEntry("aboveClientOrderId", "k2above")
                .containsEntry("belowType", "STOP_LOSS_LIMIT")
                .containsEntry("belowStopPrice", "60000")
                .containsEntry("belowPrice", "59000")
                .containsEntry("belowTimeInForce", "GTC")
                .doesNotContainKeys("aboveTimeInForce", "aboveQuantity", "type");
    }

    @Test
    void writesAnOrderThatTriggersAnother() {
        var list =
                new NewOrderList.OneTriggersOther(
                        new ClientOrderId("k2list"),
                        limit(OrderTerms.PLAIN),
                        named("k2pending", OrderType.MARKET, TimeInForce.GTC, "", ""));

        assertThat(BinanceOrderForm.breach(list)).isEmpty();
        assertThat(BinanceOrderForm.of(list))
                .containsEntry("workingType", "LIMIT")
                .containsEntry("workingSide", "SELL")
                .containsEntry("workingQuantity", "0.5")
                .containsEntry("workingTimeInForce", "GTC")
                .containsEntry("pendingType", "MARKET")
                .containsEntry("pendingSide", "SELL")
                .containsEntry("pendingQuantity", "0.5");
    }

    @Test
    void writesAnOrderThatTriggersTwoExits() {
        var list =
                new NewOrderList.OneTriggersTwo(
                        new ClientOrderId("k2list"),
                        limit(OrderTerms.PLAIN),
                        named("k2above", OrderType.TAKE_PROFIT, TimeInForce.GTC, "", "70000"),
                        named("k2below", OrderType.STOP, TimeInForce.GTC, "", "50000"));

        assertThat(BinanceOrderForm.breach(list)).isEmpty();
        assertThat(BinanceOrderForm.of(list))
                .containsEntry("workingPrice", "60000")
                .containsEntry("pendingSide", "SELL")
                .containsEntry("pendingQuantity", "0.5")
                .containsEntry("pendingAboveType", "TAKE_PROFIT")
                .containsEntry("pendingAboveStopPrice", "70000")
                .containsEntry("pendingBelowType", "STOP_LOSS")
                .containsEntry("pendingBelowStopPrice", "50000");
    }

    @Test
    void refusesListsThatSpotDoesNotHave() {
        NewOrder plain = limit(OrderTerms.PLAIN);
        NewOrder stop = named("k2stop", OrderType.STOP, TimeInForce.GTC, "", "50000");
        var id = new ClientOrderId("k2list");

        assertThat(BinanceOrderForm.breach(new NewOrderList.OneCancelsOther(id, plain, stop)))
                .map(Breach::field)
                .contains("type");
        assertThat(BinanceOrderForm.breach(new NewOrderList.OneTriggersOther(id, stop, plain)))
                .map(Breach::field)
                .contains("type");
    }

    private static NewOrder limit(OrderTerms terms) {
        return order(OrderType.LIMIT, TimeInForce.GTC, "60000", "", terms);
    }

    private static NewOrder order(
            OrderType type, TimeInForce time, String price, String stop, OrderTerms terms) {
        return order("k2abc", type, time, price, stop, terms);
    }

    private static NewOrder named(
            String id, OrderType type, TimeInForce time, String price, String stop) {
        return order(id, type, time, price, stop, OrderTerms.PLAIN);
    }

    private static NewOrder order(
            String id,
            OrderType type,
            TimeInForce time,
            String price,
            String stop,
            OrderTerms terms) {
        return new NewOrder(
                btc,
                new ClientOrderId(id),
                Side.SELL,
                type,
                time,
                new BigDecimal("0.5"),
                price.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(price)),
                stop.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(stop)),
                terms);
    }
}
