package dev.k2.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.exchange.Answer;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class CandlesTest {
    private final Desk desk = new Desk().started();

    @Test
    void anOpenCandleThatBeganBeforeWeWatchedIsTheExchangesWithOurTrades() {
        Desk late = new Desk();
        late.exchange.deaf = true;
        late.exchange.trade(late.btc, 9_000, 10);
        late.exchange.deaf = false;
        late.started();
        late.exchange.trade(late.btc, 10_000, 20);

        Candle open = candles(late, CandleInterval.M1).getLast();

        assertThat(open.open()).isEqualByComparingTo("90");
        assertThat(open.close()).isEqualByComparingTo("100");
        assertThat(open.volume()).isEqualByComparingTo("0.03");
        assertThat(open.closed()).isFalse();
    }

    @Test
    void aMinuteSeenWholeIsBuiltWithoutAskingTheExchange() {
        desk.exchange.trade(desk.btc, 9_000, 10);
        desk.seconds(60);
        desk.exchange.trade(desk.btc, 9_500, 5);
        desk.exchange.calls.clear();
        Instant open = CandleTimes.open(CandleInterval.M1, desk.time.instant());

        Answer<List<Candle>> answer =
                desk.market.candles(desk.btc, CandleInterval.M1, open, open.plusSeconds(60));

        assertThat(answer.orThrow())
                .singleElement()
                .extracting(Candle::close)
                .isEqualTo(new BigDecimal("95.00"));
        assertThat(desk.exchange.calls).isEmpty();
    }

    @Property(tries = 60)
    void liveAndHistoryAgreeAtTheSeam(@ForAll long seed, @ForAll CandleInterval interval) {
        Desk busy = new Desk().started();
        Random random = new Random(seed);
        for (int n = 0; n < 120; n++) {
            switch (random.nextInt(12)) {
                case 0 -> {
                    busy.exchange.cut();
                    busy.exchange.deaf = true;
                }
                case 1, 2 -> {
                    busy.exchange.connect();
                    busy.exchange.deaf = false;
                }
                case 3 -> busy.seconds(random.nextInt(200));
                default -> busy.exchange.trade(busy.btc, 9_000 + random.nextInt(2000), 7);
            }
            busy.time.advance(Duration.ofMillis(random.nextInt(5000)));
        }
        busy.seconds(1);

        List<Candle> shown = candles(busy, interval).stream().filter(this::traded).toList();
        List<Candle> told =
                busy
                        .exchange
                        .candles(
                                busy.btc,
                                interval,
                                Instant.EPOCH,
                                busy.time.instant().plusSeconds(1))
                        .orThrow()
                        .stream()
                        .filter(c -> !c.openTime().isBefore(from(busy, interval)))
                        .toList();

        assertThat(shown).usingElementComparator(CandlesTest::compare).isEqualTo(told);
    }

    @Test
    void aRangeOverManyPagesHasNoHoleAndNoDouble() {
        for (int n = 0; n < 1300; n++) {
            desk.exchange.trade(desk.btc, 9_000 + n, 1);
            desk.seconds(60);
        }

        List<Candle> candles = candles(desk, CandleInterval.M1);

        assertThat(candles).hasSize(1301);
        for (int n = 1; n < candles.size(); n++) {
            assertThat(candles.get(n).openTime())
                    .isEqualTo(candles.get(n - 1).openTime().plusSeconds(60));
        }
    }

    @Test
    void closedCandlesAreAskedForOnce() {
        desk.exchange.trade(desk.btc, 9_000, 10);
        desk.seconds(600);
        Instant from = desk.time.instant().minusSeconds(600);
        Instant to = CandleTimes.open(CandleInterval.M5, desk.time.instant().minusSeconds(60));
        desk.market.candles(desk.btc, CandleInterval.M5, from, to).orThrow();
        desk.exchange.calls.clear();

        desk.market.candles(desk.btc, CandleInterval.M5, from, to).orThrow();

        assertThat(desk.exchange.calls).isEmpty();
    }

    @Test
    void anExchangeThatFailsIsToldAsSuch() {
        desk.exchange.failing = true;

        Answer<List<Candle>> answer =
                desk.market.candles(
                        desk.btc,
                        CandleInterval.H1,
                        desk.time.instant().minusSeconds(7200),
                        desk.time.instant());

        assertThat(answer).isInstanceOf(Answer.Failed.class);
    }

    @Test
    void refusesARangeWithoutEnd() {
        assertThatThrownBy(
                        () ->
                                desk.market.candles(
                                        desk.btc,
                                        CandleInterval.S1,
                                        Instant.EPOCH,
                                        desk.time.instant()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10000");
    }

    @Test
    void tellsTheOpenCandleAsItGrowsAndItsEnd() {
        desk.exchange.trade(desk.btc, 9_000, 10);
        desk.seconds(31);
        desk.market.watchCandles(desk.btc, CandleInterval.M1);
        desk.exchange.trade(desk.btc, 9_100, 10);
        desk.round();
        desk.exchange.trade(desk.btc, 9_050, 10);
        desk.round();
        assertThat(desk.heard.candles).hasSize(2);
        assertThat(desk.heard.candles.getLast().volume()).isEqualByComparingTo("0.02");

        desk.seconds(62);

        List<Candle> closed = desk.heard.candles.stream().filter(Candle::closed).toList();
        assertThat(closed)
                .singleElement()
                .satisfies(c -> assertThat(c.close()).isEqualByComparingTo("90.50"));
    }

    @Test
    void tellsAWideCandleThatBeganBeforeItWasWatched() {
        desk.exchange.trade(desk.btc, 9_000, 10);
        desk.seconds(300);
        desk.market.watchCandles(desk.btc, CandleInterval.H1);
        desk.seconds(1);
        desk.exchange.trade(desk.btc, 9_100, 10);
        desk.round();

        Candle told = desk.heard.candles.getLast();

        assertThat(told.open()).isEqualByComparingTo("90");
        assertThat(told.close()).isEqualByComparingTo("91");
        assertThat(told.volume()).isEqualByComparingTo("0.02");
    }

    @Test
    void aMinuteWithoutTradesDoesNotOpenAWiderCandle() {
        desk.exchange.trade(desk.btc, 9_900, 10);
        desk.seconds(240);
        desk.exchange.trade(desk.btc, 9_000, 10);

        Candle open = candles(desk, CandleInterval.M3).getLast();

        assertThat(open.open()).isEqualByComparingTo("90");
        assertThat(open.high()).isEqualByComparingTo("90");
        assertThat(open.volume()).isEqualByComparingTo("0.01");
    }

    @Test
    void tellsNothingMoreOnceUnwatched() {
        desk.exchange.trade(desk.btc, 9_000, 10);
        desk.market.watchCandles(desk.btc, CandleInterval.M1);
        desk.market.unwatchCandles(desk.btc, CandleInterval.M1);

        desk.exchange.trade(desk.btc, 9_100, 10);
        desk.round();

        assertThat(desk.heard.candles).isEmpty();
    }

    private boolean traded(Candle candle) {
        return candle.volume().signum() > 0;
    }

    private static Instant from(Desk desk, CandleInterval interval) {
        Instant back = desk.time.instant().minus(interval.width().multipliedBy(2000));
        return CandleTimes.open(interval, back);
    }

    private static List<Candle> candles(Desk desk, CandleInterval interval) {
        return desk.market
                .candles(
                        desk.btc,
                        interval,
                        from(desk, interval),
                        desk.time.instant().plusSeconds(1))
                .orThrow();
    }

    static int compare(Candle left, Candle right) {
        boolean same =
                left.openTime().equals(right.openTime())
                        && left.interval() == right.interval()
                        && left.open().compareTo(right.open()) == 0
                        && left.high().compareTo(right.high()) == 0
                        && left.low().compareTo(right.low()) == 0
                        && left.close().compareTo(right.close()) == 0
                        && left.volume().compareTo(right.volume()) == 0
                        && left.closed() == right.closed();
        return same ? 0 : 1;
    }
}
