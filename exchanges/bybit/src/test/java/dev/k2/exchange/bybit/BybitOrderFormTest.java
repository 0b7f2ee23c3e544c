package dev.k2.exchange.bybit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderTerms;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Instrument;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BybitOrderFormTest {
    private static final ClientOrderId ID = new ClientOrderId("k2order");

    @Test
    void buysOnSpotByTheQuantityOfTheInstrument() {
        var form =
                BybitOrderForm.of(
                        NewOrder.market(TestBybit.SPOT, ID, Side.BUY, new BigDecimal("0.5")));

        assertThat(form)
                .containsEntry("category", "spot")
                .containsEntry("qty", "0.5")
                .containsEntry("marketUnit", "baseCoin")
                .doesNotContainKey("timeInForce");
    }

    @ParameterizedTest
    @CsvSource({"STOP, BUY, 1", "STOP, SELL, 2", "TAKE_PROFIT, BUY, 2", "TAKE_PROFIT, SELL, 1"})
    void saysWhichWayThePriceHasToGo(OrderType type, Side side, int direction) {
        var form = BybitOrderForm.of(waiting(TestBybit.LINEAR, type, side));

        assertThat(form)
                .containsEntry("triggerDirection", direction)
                .containsEntry("triggerBy", "LastPrice")
                .containsEntry("triggerPrice", "60000");
    }

    @Test
    void namesTheKindOfASpotOrderThatWaits() {
        assertThat(BybitOrderForm.of(waiting(TestBybit.SPOT, OrderType.STOP, Side.SELL)))
                .containsEntry("orderFilter", "StopOrder")
                .doesNotContainKey("triggerDirection");
    }

    @Test
    void refusesWhatBybitHasNoFormFor() {
        NewOrder order =
                NewOrder.limit(TestBybit.SPOT, ID, Side.BUY, BigDecimal.ONE, BigDecimal.TEN);

        assertThat(BybitOrderForm.breach(order)).isEmpty();
        assertThat(BybitOrderForm.breach(order.withTerms(OrderTerms.PLAIN.reducing()))).isPresent();
        assertThat(BybitOrderForm.breach(order.inForce(TimeInForce.GTD))).isPresent();
    }

    private static NewOrder waiting(Instrument instrument, OrderType type, Side side) {
        return new NewOrder(
                instrument,
                ID,
                side,
                type,
                TimeInForce.GTC,
                BigDecimal.ONE,
                Optional.empty(),
                Optional.of(new BigDecimal("60000")),
                OrderTerms.PLAIN);
    }
}
