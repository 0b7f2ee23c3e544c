package dev.k2.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Channel;
import dev.k2.model.Ticker;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PricesTest {
    private final Desk desk = new Desk().started();

    @Test
    void showsBidAskLastAndTheDay() {
        desk.exchange.quote(desk.btc, 6_495_000, 6_495_010);
        desk.exchange.trade(desk.btc, 6_495_005, 250);
        desk.exchange
                .heard()
                .onTicker(
                        new Ticker(
                                desk.btc.id(),
                                new BigDecimal("64949.00"),
                                new BigDecimal("2.5"),
                                new BigDecimal("65000.00"),
                                new BigDecimal("63000.00"),
                                new BigDecimal("1234.567"),
                                new BigDecimal("1"),
                                desk.time.instant()));

        PriceView price = desk.price();

        assertThat(price.bid()).contains(new BigDecimal("64950.00"));
        assertThat(price.ask()).contains(new BigDecimal("64950.10"));
        assertThat(price.last()).contains(new BigDecimal("64950.05"));
        assertThat(price.changePercent24h()).contains(new BigDecimal("2.5"));
        assertThat(price.volume24h()).contains(new BigDecimal("1234.567"));
        assertThat(price.state()).isEqualTo(Freshness.LIVE);
        assertThat(price.age()).isZero();
    }

    @Test
    void knowsNoPriceBeforeTheFirstMessage() {
        assertThat(desk.market.price(desk.btc)).isEmpty();
        assertThat(desk.market.quote(desk.btc)).isEmpty();
        assertThat(desk.market.book(desk.btc, 10)).isEmpty();
    }

    @Test
    void leavesASideWithNothingInItEmpty() {
        desk.exchange.heard().onQuote(desk.btc, 0, 0, 6_495_010, 5, 0, desk.time.millis());

        assertThat(desk.price().bid()).isEmpty();
        assertThat(desk.price().ask()).isPresent();
    }

    @Test
    void turnsStaleAfterTenSilentSecondsAndTellsSoOnce() {
        desk.exchange.quote(desk.btc, 100, 101);
        desk.round();
        desk.heard.prices.clear();

        desk.seconds(9);
        assertThat(desk.price().state()).isEqualTo(Freshness.LIVE);
        assertThat(desk.heard.prices).isEmpty();

        desk.seconds(2);
        assertThat(desk.price().state()).isEqualTo(Freshness.STALE);
        assertThat(desk.heard.prices)
                .singleElement()
                .extracting(PriceView::state)
                .isEqualTo(Freshness.STALE);
    }

    @Test
    void tradesKeepNoSilentQuoteLive() {
        desk.exchange.quote(desk.btc, 100, 101);
        for (int second = 0; second < 11; second++) {
            desk.seconds(1);
            desk.exchange.trade(desk.btc, 100, 1);
        }

        assertThat(desk.price().state()).isEqualTo(Freshness.STALE);
    }

    @Test
    void turnsStaleAtOnceWhenTheFeedIsCutAndStaysSoUntilAQuoteArrives() {
        desk.exchange.quote(desk.btc, 100, 101);
        desk.exchange.cut();
        assertThat(desk.price().state()).isEqualTo(Freshness.STALE);

        desk.exchange.connect();
        assertThat(desk.price().state()).isEqualTo(Freshness.STALE);

        desk.exchange.quote(desk.btc, 102, 103);
        assertThat(desk.price().state()).isEqualTo(Freshness.LIVE);
    }

    @Test
    void turnsStaleAtOnceWhenTheBookIsInvalid() {
        desk.bookOf(100, 102);
        assertThat(desk.price().state()).isEqualTo(Freshness.LIVE);

        desk.gap();

        assertThat(desk.price().state()).isEqualTo(Freshness.STALE);
    }

    @Test
    void refusesACrossedQuote() {
        desk.exchange.quote(desk.btc, 100, 102);
        desk.exchange.quote(desk.btc, 103, 103);

        assertThat(desk.price().state()).isEqualTo(Freshness.STALE);
        assertThat(desk.price().bid()).contains(new BigDecimal("1.00"));
    }

    @Test
    void aBookConfirmsTheQuoteThatItAgreesWith() {
        desk.exchange.quote(desk.btc, 100, 102);
        desk.seconds(3);
        desk.bookOf(100, 102);

        assertThat(desk.price().age()).isZero();
    }

    @Test
    void aBookBehindAFreshQuoteChangesNothingAndReplacesASilentOne() {
        desk.exchange.quote(desk.btc, 200, 202);
        desk.time.advance(Duration.ofMillis(100));
        desk.bookOf(100, 102);
        assertThat(desk.price().bid()).contains(new BigDecimal("2.00"));

        desk.seconds(1);
        desk.bookOf(100, 102);
        assertThat(desk.price().bid()).contains(new BigDecimal("1.00"));
    }

    @Test
    void aQuoteForJudgingOrdersNeedsAValidBook() {
        desk.exchange.quote(desk.btc, 100, 102);
        assertThat(desk.market.quote(desk.btc).orElseThrow().state()).isEqualTo(Freshness.STALE);

        desk.bookOf(100, 102);
        assertThat(desk.market.quote(desk.btc).orElseThrow().state()).isEqualTo(Freshness.LIVE);

        desk.seconds(3);
        assertThat(desk.market.quote(desk.btc).orElseThrow().age())
                .isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void anExchangeWithoutQuotesAndBooksIsJudgedByItsTrades() {
        Desk plain = new Desk();
        plain.exchange.channels = Set.of(Channel.TRADES);
        plain.started();

        plain.exchange.trade(plain.btc, 100, 1);

        assertThat(plain.price().state()).isEqualTo(Freshness.LIVE);
        assertThat(plain.price().last()).contains(new BigDecimal("1.00"));
    }

    @Test
    void tellsABurstOnceInItsNewestState() {
        desk.heard.prices.clear();
        for (int n = 0; n < 50; n++) {
            desk.exchange.quote(desk.btc, 100 + n, 200 + n);
        }
        desk.round();

        assertThat(desk.heard.prices)
                .singleElement()
                .satisfies(p -> assertThat(p.bid()).contains(new BigDecimal("1.49")));
    }

    @Test
    void aListenerThatFailsKeepsNothingFromTheOthers() {
        Desk busy = new Desk();
        busy.market.removeListener(busy.heard);
        busy.market.addListener(
                new MarketListener() {
                    @Override
                    public void onPrice(PriceView price) {
                        throw new IllegalStateException("on purpose");
                    }
                });
        busy.market.addListener(busy.heard);
        busy.started();

        busy.exchange.quote(busy.btc, 100, 101);
        busy.round();

        assertThat(busy.heard.prices).isNotEmpty();
    }
}
