package dev.k2.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.k2.exchange.Channel;
import dev.k2.exchange.ConnectionState;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentStatus;
import dev.k2.platform.Eventually;
import dev.k2.platform.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FeedManagerTest {
    @Test
    void watchesASmallExchangeWhole() {
        Desk desk = new Desk().started();

        assertThat(desk.exchange.subscribed)
                .containsExactlyInAnyOrder(
                        "BTC-USDT QUOTES", "BTC-USDT TRADES", "BTC-USDT BOOK", "BTC-USDT TICKER");
    }

    @Test
    void watchesOfALargeExchangeOnlyWhatIsWanted() {
        Desk desk = demandOnly().started();
        assertThat(desk.exchange.subscribed).isEmpty();

        desk.market.watch(desk.btc);
        desk.market.watch(desk.btc);
        assertThat(desk.exchange.subscribed).hasSize(4);

        desk.market.unwatch(desk.btc);
        assertThat(desk.exchange.subscribed).hasSize(4);

        desk.market.unwatch(desk.btc);
        assertThat(desk.exchange.subscribed).isEmpty();
    }

    @Test
    void watchesForAMinuteWhatSomebodyLookedAt() {
        Desk desk = demandOnly().started();

        assertThat(desk.market.price(desk.btc)).isEmpty();
        desk.exchange.quote(desk.btc, 100, 101);
        assertThat(desk.market.price(desk.btc)).isPresent();

        desk.seconds(90);
        assertThat(desk.exchange.subscribed).isEmpty();
    }

    @Test
    void watchesOnWhileSomebodyLooksAgainAndAgain() {
        Desk desk = demandOnly().started();

        assertThat(desk.market.price(desk.btc)).isEmpty();
        desk.exchange.quote(desk.btc, 100, 101);
        for (int i = 0; i < 12; i++) {
            desk.seconds(15);
            assertThat(desk.market.price(desk.btc)).isPresent();
        }

        desk.seconds(90);
        assertThat(desk.exchange.subscribed).isEmpty();
    }

    /** So long that only the first prices end it. */
    @Test
    void waitsForTheFirstPriceAndBookOfWhatNobodyWatched() throws InterruptedException {
        Desk desk = demandOnly().started();
        Thread asking =
                Thread.ofVirtual().start(() -> desk.market.expect(desk.btc, Duration.ofHours(1)));
        Eventually.until("it is asked for", () -> !desk.exchange.subscribed.isEmpty());
        desk.exchange.quote(desk.btc, 100, 101);

        desk.bookOf(100, 101);
        desk.round();

        assertThat(asking.join(Duration.ofSeconds(60))).isTrue();
        assertThat(desk.market.quote(desk.btc).orElseThrow().state()).isEqualTo(Freshness.LIVE);
        assertThat(desk.market.book(desk.btc, 1).orElseThrow().state()).isEqualTo(Freshness.LIVE);
    }

    /** Its prices are not new to come: nobody knows when they will. */
    @Test
    void doesNotWaitForWhatIsWatchedForLongerAndSilent() {
        Desk desk = demandOnly().started();
        desk.market.watch(desk.btc);
        desk.seconds(3601);

        assertTimeoutPreemptively(
                Duration.ofSeconds(60), () -> desk.market.expect(desk.btc, Duration.ofHours(1)));
    }

    @Test
    void waitsNoLongerThanItMay() {
        Desk desk = demandOnly().started();

        assertTimeoutPreemptively(
                Duration.ofSeconds(60), () -> desk.market.expect(desk.btc, Duration.ofMillis(20)));

        assertThat(desk.exchange.subscribed).isNotEmpty();
        assertThat(desk.market.quote(desk.btc)).isEmpty();
    }

    @Test
    void refusesMoreThanMayBeWatched() {
        MarketDataConfig d = MarketDataConfig.defaults();
        Desk desk =
                new Desk(
                        new MarketDataConfig(
                                d.staleAfter(),
                                d.roundEvery(),
                                d.reloadEvery(),
                                d.healthEvery(),
                                0,
                                1,
                                d.bookDepthMax(),
                                d.tradesKept(),
                                d.candlesCached(),
                                d.events()));
        Instrument eth = desk.exchange.list("ETH");
        desk.started();

        assertThat(desk.market.watch(desk.btc)).isTrue();
        assertThat(desk.market.watch(eth)).isFalse();
    }

    @Test
    void noticesWhatAppearsHaltsAndDisappears() {
        Desk desk = new Desk().started();
        Instrument eth = desk.exchange.list("ETH");
        Instrument halted =
                FakeExchange.instrument(ExchangeId.BINANCE, "BTC", InstrumentStatus.HALTED);
        desk.exchange.listed.set(0, halted);

        desk.market.reloadInstruments();
        desk.round();
        assertThat(desk.heard.catalogs.getLast().appeared()).containsExactly(eth);
        assertThat(desk.heard.catalogs.getLast().changed()).containsExactly(halted);
        assertThat(desk.market.instruments().find(desk.btc.id()).orElseThrow().status())
                .isEqualTo(InstrumentStatus.HALTED);

        desk.exchange.listed.remove(0);
        desk.seconds(301);
        assertThat(desk.heard.catalogs.getLast().disappeared()).containsExactly(halted);
        assertThat(desk.market.instruments().find(desk.btc.id())).isEmpty();
        assertThat(desk.exchange.subscribed).noneMatch(s -> s.startsWith("BTC"));
    }

    @Test
    void asksAgainSoonForInstrumentsThatCouldNotBeLoaded() {
        Desk desk = new Desk();
        desk.exchange.failing = true;
        desk.started();
        assertThat(desk.market.instruments().all()).isEmpty();

        desk.exchange.failing = false;
        desk.seconds(5);

        assertThat(desk.market.instruments().all()).containsExactly(desk.btc);
    }

    @Test
    void keepsTheInstrumentsWhenAReloadFails() {
        Desk desk = new Desk().started();
        desk.exchange.failing = true;

        desk.seconds(700);

        assertThat(desk.market.instruments().all()).containsExactly(desk.btc);
    }

    @Test
    void findsTheFirstExchangeThatHasAnInstrument() {
        ManualClock time = new ManualClock(java.time.Instant.parse("2026-01-05T00:00:30Z"));
        FakeExchange first = new FakeExchange(ExchangeId.OKX, time);
        FakeExchange second = new FakeExchange(ExchangeId.BINANCE, time);
        Instrument eth = second.list("ETH");
        Instrument btc = second.list("BTC");
        Instrument okxBtc = first.list("BTC");
        try (var market = new MarketData(MarketDataConfig.defaults(), time, time)) {
            market.start(List.of(first, second));
            time.advance(Duration.ofSeconds(1));
            InstrumentCatalog catalog = market.instruments();

            assertThat(catalog.find(btc.id())).contains(okxBtc);
            assertThat(catalog.find(eth.id())).contains(eth);
            assertThat(catalog.find(ExchangeId.BINANCE, btc.id())).contains(btc);
            assertThat(catalog.search(text("et"))).containsExactly(eth);
            assertThat(catalog.all()).containsExactly(okxBtc, btc, eth);
        }
    }

    @Test
    void countsFailuresInARowAndForgetsThemWhenLive() {
        Desk desk = new Desk().started();
        for (int n = 0; n < 3; n++) {
            desk.exchange.cut();
        }
        assertThat(desk.market.feeds().getFirst().failuresInRow()).isEqualTo(3);
        assertThat(desk.market.feeds().getFirst().isHealthy()).isFalse();
        assertThat(desk.market.feeds().getFirst().reconnects()).isEqualTo(3);

        desk.exchange.connect();
        assertThat(desk.market.feeds().getFirst().isHealthy()).isTrue();
        desk.round();
        assertThat(desk.heard.feeds.getLast().state()).isEqualTo(ConnectionState.LIVE);
    }

    @Test
    void aFeedThatSaysNothingForAMinuteIsUnhealthy() {
        Desk desk = new Desk().started();

        desk.seconds(125);

        assertThat(desk.market.feeds().getFirst().failuresInRow()).isPositive();
        assertThat(desk.market.feeds().getFirst().stale()).isEqualTo(1);
    }

    @Test
    void asksForAStreamAgainThatIsSilentWhileOthersSpeak() {
        Desk desk = new Desk().started();
        desk.exchange.calls.clear();
        for (int second = 0; second < 125; second++) {
            desk.exchange.quote(desk.btc, 100, 101);
            desk.seconds(1);
        }

        assertThat(desk.exchange.calls).contains("unsubscribe BTC-USDT BOOK");
        assertThat(desk.exchange.calls).doesNotContain("unsubscribe BTC-USDT QUOTES");
        assertThat(desk.exchange.subscribed).contains("BTC-USDT " + Channel.BOOK);
    }

    @Test
    void opensAFeedAnewThatClosedByItself() {
        Desk desk = new Desk().started();
        desk.exchange.state = ConnectionState.CLOSED;
        desk.exchange.subscribed.clear();

        desk.seconds(61);

        assertThat(desk.exchange.opened).isEqualTo(2);
        assertThat(desk.exchange.subscribed).hasSize(4);
    }

    @Test
    void dropsATradeThatIsToldTwice() {
        Desk desk = new Desk().started();
        desk.exchange.trade(desk.btc, 100, 1);
        desk.exchange
                .heard()
                .onTrade(
                        desk.btc,
                        1,
                        100,
                        1,
                        dev.k2.model.Side.BUY,
                        desk.time.millis(),
                        desk.time.millis());
        desk.round();

        assertThat(desk.heard.trades).hasSize(1);
        assertThat(desk.market.trades(desk.btc, 10)).hasSize(1);
    }

    @Test
    void measuresHowLateMessagesAre() {
        Desk desk = new Desk().started();
        long now = desk.time.millis();
        desk.exchange.heard().onQuote(desk.btc, 100, 1, 101, 1, now - 40, now);

        assertThat(desk.market.feeds().getFirst().latency()).contains(Duration.ofMillis(40));
        assertThat(desk.market.feeds().getFirst().lastMessageAge()).contains(Duration.ZERO);
    }

    @Test
    void closesItsFeedsAndStopsItsTimers() {
        Desk desk = new Desk().started();
        desk.market.close();
        desk.heard.prices.clear();

        desk.exchange.quote(desk.btc, 100, 101);
        desk.seconds(100);

        assertThat(desk.exchange.closed).isTrue();
        assertThat(desk.heard.prices).isEmpty();
    }

    private static InstrumentQuery text(String text) {
        return new InstrumentQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(text));
    }

    private static Desk demandOnly() {
        MarketDataConfig d = MarketDataConfig.defaults();
        return new Desk(
                new MarketDataConfig(
                        d.staleAfter(),
                        d.roundEvery(),
                        d.reloadEvery(),
                        d.healthEvery(),
                        0,
                        d.watchedMax(),
                        d.bookDepthMax(),
                        d.tradesKept(),
                        d.candlesCached(),
                        d.events()));
    }
}
