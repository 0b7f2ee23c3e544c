package dev.k2.exchange.cryptocom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderChange;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderTerms;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CryptocomOrderFormTest {
    private static final ClientOrderId ID = new ClientOrderId("k2order");
    private static final NewOrder LIMIT =
            NewOrder.limit(
                    TestCryptocom.SPOT, ID, Side.BUY, new BigDecimal("0.0100"), BigDecimal.TEN);

    @Test
    void writesNumbersAsTextAndAlwaysNamesItsOwnId() {
        assertThat(CryptocomOrderForm.of(LIMIT))
                .containsEntry("quantity", "0.01")
                .containsEntry("price", "10")
                .containsEntry("client_oid", "k2order")
                .containsEntry("time_in_force", "GOOD_TILL_CANCEL")
                .doesNotContainKey("exec_inst");
    }

    @Test
    void buysByTheQuantityOfTheInstrument() {
        var form =
                CryptocomOrderForm.of(
                        NewOrder.market(TestCryptocom.SPOT, ID, Side.BUY, BigDecimal.ONE));

        assertThat(form)
                .containsEntry("quantity", "1")
                .doesNotContainKey("notional")
                .doesNotContainKey("time_in_force");
    }

    @Test
    void staysWhereItMakesOnly() {
        assertThat(CryptocomOrderForm.of(LIMIT.inForce(TimeInForce.POST_ONLY)))
                .containsEntry("exec_inst", List.of("POST_ONLY"))
                .containsEntry("time_in_force", "GOOD_TILL_CANCEL");
    }

    @Test
    void saysWhichPriceAWaitingOrderWatches() {
        var order =
                new NewOrder(
                        TestCryptocom.PERPETUAL,
                        ID,
                        Side.SELL,
                        OrderType.STOP,
                        TimeInForce.GTC,
                        BigDecimal.ONE,
                        Optional.empty(),
                        Optional.of(new BigDecimal("60000")),
                        OrderTerms.PLAIN.reducing().triggeredBy(OrderTerms.TriggerPrice.MARK));

        assertThat(CryptocomOrderForm.waits(order)).isTrue();
        assertThat(CryptocomOrderForm.of(order))
                .containsEntry("type", "STOP_LOSS")
                .containsEntry("ref_price", "60000")
                .containsEntry("ref_price_type", "MARK_PRICE")
                .containsEntry("exec_inst", List.of("REDUCE_ONLY"));
    }

    @Test
    void namesPriceAndQuantityInEveryChange() {
        var change =
                new OrderChange(
                        OrderRef.of(
                                TestCryptocom.SPOT,
                                new ClientOrderId("old"),
                                Optional.of(new ExchangeOrderId("7"))),
                        LIMIT);

        assertThat(CryptocomOrderForm.of(change))
                .containsEntry("order_id", "7")
                .containsEntry("new_price", "10")
                .containsEntry("new_quantity", "0.01")
                .containsEntry("client_oid", "k2order");
    }

    @Test
    void refusesWhatCryptocomHasNoFormFor() {
        assertThat(CryptocomOrderForm.breach(LIMIT)).isEmpty();
        assertThat(CryptocomOrderForm.breach(LIMIT.inForce(TimeInForce.GTD))).isPresent();
        assertThat(CryptocomOrderForm.breach(LIMIT.withTerms(OrderTerms.PLAIN.reducing())))
                .isPresent();
        assertThat(
                        CryptocomOrderForm.breach(
                                LIMIT.withTerms(OrderTerms.PLAIN.showing(BigDecimal.ONE))))
                .isPresent();
    }
}
