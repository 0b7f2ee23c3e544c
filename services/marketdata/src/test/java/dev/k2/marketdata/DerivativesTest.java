package dev.k2.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Channel;
import dev.k2.model.Instrument;
import dev.k2.model.Liquidation;
import dev.k2.model.MarkPrice;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Mark prices and liquidations of perpetuals. */
final class DerivativesTest {
    private final Desk desk = new Desk();
    private final Instrument perpetual = desk.exchange.listPerpetual("BTC");

    DerivativesTest() {
        desk.started();
    }

    @Test
    void showsTheNewestMarkPriceOfARoundAndTellsItOnce() {
        mark("64950.10");
        mark("64951.20");
        desk.round();
        desk.round();

        assertThat(desk.heard.marks)
                .singleElement()
                .satisfies(
                        told -> {
                            assertThat(told.price().mark()).isEqualByComparingTo("64951.20");
                            assertThat(told.state()).isEqualTo(Freshness.LIVE);
                        });
        assertThat(desk.market.markPrice(perpetual).orElseThrow().price())
                .isEqualTo(desk.heard.marks.getFirst().price());
    }

    @Test
    void knowsNoMarkPriceBeforeTheFirst() {
        desk.round();

        assertThat(desk.market.markPrice(perpetual)).isEmpty();
        assertThat(desk.heard.marks).isEmpty();
    }

    @Test
    void aMarkPriceThatRestsForTenSecondsIsLiveAndForThirtyStale() {
        mark("64950.10");
        desk.seconds(12);
        assertThat(state()).isEqualTo(Freshness.LIVE);
        desk.heard.marks.clear();

        desk.seconds(20);

        assertThat(state()).isEqualTo(Freshness.STALE);
        assertThat(desk.heard.marks)
                .singleElement()
                .extracting(MarkPriceView::state)
                .isEqualTo(Freshness.STALE);
    }

    @Test
    void aCutMakesAMarkPriceStaleUntilTheNextOne() {
        mark("64950.10");
        desk.exchange.cut();
        assertThat(state()).isEqualTo(Freshness.STALE);

        desk.exchange.connect();
        assertThat(state()).isEqualTo(Freshness.STALE);

        mark("64950.10");
        assertThat(state()).isEqualTo(Freshness.LIVE);
    }

    @Test
    void aMarkPriceOfNothingIsNeverShown() {
        mark("64950.10");
        mark("0");

        assertThat(state()).isEqualTo(Freshness.STALE);
        assertThat(desk.market.markPrice(perpetual).orElseThrow().price().mark())
                .isEqualByComparingTo("64950.10");
    }

    @Test
    void tellsLiquidationsOneByOneAndOnlyThoseOfSomething() {
        liquidation("64900.00", "0.5");
        liquidation("64890.00", "0");
        liquidation("64880.00", "1.5");
        desk.round();
        desk.round();

        assertThat(desk.heard.liquidations)
                .extracting(Liquidation::quantity)
                .containsExactly(new BigDecimal("0.5"), new BigDecimal("1.5"));
    }

    @Test
    void aStormOfLiquidationsLeavesTheNewest() {
        for (int number = 1; number <= 1_000; number++) {
            liquidation("64900.00", Integer.toString(number));
        }
        desk.round();

        assertThat(desk.heard.liquidations).hasSizeLessThan(1_000);
        assertThat(desk.heard.liquidations.getLast().quantity()).isEqualByComparingTo("1000");
    }

    @Test
    void hearsBothOfPerpetualsOnlyAndOnlyWhereTheExchangeTellsThem() {
        assertThat(desk.market.hears(perpetual, Channel.MARK_PRICE)).isTrue();
        assertThat(desk.market.hears(perpetual, Channel.LIQUIDATIONS)).isTrue();
        assertThat(desk.market.hears(desk.btc, Channel.MARK_PRICE)).isFalse();

        desk.exchange.channels = java.util.Set.of(Channel.QUOTES);
        assertThat(desk.market.hears(perpetual, Channel.MARK_PRICE)).isFalse();
        assertThat(desk.market.hears(perpetual, Channel.QUOTES)).isTrue();
    }

    private Freshness state() {
        return desk.market.markPrice(perpetual).orElseThrow().state();
    }

    private void mark(String price) {
        desk.exchange
                .heard()
                .onMarkPrice(
                        perpetual,
                        new MarkPrice(
                                perpetual.id(),
                                new BigDecimal(price),
                                Optional.of(new BigDecimal("64949.90")),
                                Optional.of(new BigDecimal("0.0001")),
                                Optional.empty(),
                                desk.time.instant()));
    }

    private void liquidation(String price, String quantity) {
        desk.exchange
                .heard()
                .onLiquidation(
                        perpetual,
                        new Liquidation(
                                perpetual.id(),
                                Side.SELL,
                                new BigDecimal(price),
                                new BigDecimal(quantity),
                                desk.time.instant()));
    }
}
