package dev.k2.exchange.kalshi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.OrderTerms.SelfTrade;
import dev.k2.exchange.RuleCheck.Breach;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Instrument;
import dev.k2.model.Outcome;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KalshiOrderFormTest {
    private static final Instrument MARKET = TestMarket.of("KXHIGHNY-26NOV21-B53.5");
    private static final ClientOrderId ID = new ClientOrderId("k2order1");

    @Test
    void writesAnOrderForYesAsItIs() {
        assertThat(KalshiOrderForm.of(order(Side.BUY, "10", "0.38")))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "ticker",
                                "KXHIGHNY-26NOV21-B53.5",
                                "side",
                                "bid",
                                "count",
                                "10.00",
                                "price",
                                "0.38",
                                "client_order_id",
                                "k2order1",
                                "time_in_force",
                                "good_till_canceled",
                                "self_trade_prevention_type",
                                "taker_at_cross"));
    }

    @Test
    void asksForYesWhereSomebodyBuysNo() {
        var terms = OrderTerms.PLAIN.on(Outcome.NO);

        Map<String, Object> bought =
                KalshiOrderForm.of(order(Side.BUY, "2.5", "0.38").withTerms(terms));
        Map<String, Object> sold = KalshiOrderForm.of(order(Side.SELL, "1", "0.9").withTerms(terms));

        assertThat(bought)
                .containsEntry("side", "ask")
                .containsEntry("price", "0.62")
                .containsEntry("count", "2.50");
        assertThat(sold).containsEntry("side", "bid").containsEntry("price", "0.10");
    }

    @Test
    void saysWhenAndHowAnOrderEnds() {
        Instant end = Instant.ofEpochSecond(1_800_000_000L);
        NewOrder order = order(Side.BUY, "1", "0.5");

        assertThat(KalshiOrderForm.of(order.inForce(TimeInForce.IOC)))
                .containsEntry("time_in_force", "immediate_or_cancel");
        assertThat(KalshiOrderForm.of(order.inForce(TimeInForce.FOK)))
                .containsEntry("time_in_force", "fill_or_kill");
        assertThat(KalshiOrderForm.of(order.inForce(TimeInForce.POST_ONLY)))
                .containsEntry("time_in_force", "good_till_canceled")
                .containsEntry("post_only", true);
        assertThat(
                        KalshiOrderForm.of(
                                order.inForce(TimeInForce.GTD)
                                        .withTerms(OrderTerms.PLAIN.until(end))))
                .containsEntry("expiration_time", 1_800_000_000L);
        assertThat(
                        KalshiOrderForm.of(
                                order.withTerms(
                                        OrderTerms.PLAIN
                                                .reducing()
                                                .onSelfTrade(SelfTrade.EXPIRE_MAKER))))
                .containsEntry("reduce_only", true)
                .containsEntry("self_trade_prevention_type", "maker");
    }

    @Test
    void sendsNoMarketOrder() {
        var breach = KalshiOrderForm.breach(NewOrder.market(MARKET, ID, Side.BUY, BigDecimal.ONE));

        assertThat(breach.map(Breach::field)).contains("type");
        assertThat(breach.map(Breach::message).orElseThrow()).contains("worst price");
    }

    @Test
    void refusesWhatCannotBePriced() {
        assertThat(KalshiOrderForm.breach(order(Side.BUY, "1", "0.385")).map(Breach::field))
                .contains("price");
        assertThat(KalshiOrderForm.breach(order(Side.BUY, "1", "1")).map(Breach::field))
                .contains("price");
        assertThat(KalshiOrderForm.breach(order(Side.BUY, "0.005", "0.5")).map(Breach::field))
                .contains("quantity");
        assertThat(
                        KalshiOrderForm.breach(
                                        order(Side.BUY, "1", "0.5")
                                                .withTerms(
                                                        OrderTerms.PLAIN.onSelfTrade(
                                                                SelfTrade.EXPIRE_BOTH)))
                                .map(Breach::field))
                .contains("self_trade");
    }

    private static NewOrder order(Side side, String quantity, String price) {
        return NewOrder.limit(
                MARKET, ID, side, new BigDecimal(quantity), new BigDecimal(price));
    }
}
