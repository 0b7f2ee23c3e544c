package dev.k2.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Answer;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.platform.Database;
import dev.k2.platform.TestPostgres;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CandleArchiveTest {
    private final Database database = TestPostgres.database();
    private final Desk desk = desk();

    @AfterEach
    void end() {
        database.close();
    }

    @Test
    void readsWhatWasToldBeforeARestartWithoutAskingAgain() {
        everyMinute(desk, 40);
        List<Candle> told = settled(desk, CandleInterval.M1);
        Desk restarted = desk();
        restarted.time.advance(Duration.between(restarted.time.instant(), desk.time.instant()));
        restarted.exchange.trades.addAll(desk.exchange.trades);
        restarted.exchange.calls.clear();

        List<Candle> kept = settled(restarted, CandleInterval.M1);

        assertThat(kept).hasSizeGreaterThan(30).isEqualTo(told);
        assertThat(restarted.exchange.calls).isEmpty();
    }

    @Test
    void readsALongRangeInPagesWithoutHoleOrDouble() {
        everyMinute(desk, 2_200);

        List<Candle> candles = settled(desk, CandleInterval.M1);

        assertThat(candles).hasSizeGreaterThan(2_190);
        for (int n = 1; n < candles.size(); n++) {
            assertThat(candles.get(n).openTime())
                    .isEqualTo(candles.get(n - 1).openTime().plusSeconds(60));
        }
        assertThat(desk.exchange.calls.stream().filter("candles 1m"::equals).count())
                .isGreaterThanOrEqualTo(3);
    }

    @Test
    void repairsAnOutageOfWhatIsWatchedBeforeAnybodyAsks() {
        everyMinute(desk, 20);
        settled(desk, CandleInterval.M1);
        desk.exchange.cut();
        desk.exchange.deaf = true;
        everyMinute(desk, 30);
        desk.exchange.deaf = false;
        desk.exchange.connect();
        desk.seconds(601);

        List<Candle> kept = new ArrayList<>();
        archive().each(desk.btc, CandleInterval.M1, Instant.EPOCH, desk.time.instant(), kept::add);

        assertThat(kept).hasSizeGreaterThanOrEqualTo(50);
        assertThat(kept.stream().map(Candle::openTime)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void tellsAFailureAndAsksAgainForWhatIsMissing() {
        everyMinute(desk, 30);
        desk.exchange.failing = true;
        Answer<List<Candle>> failed =
                desk.market.candles(
                        desk.btc,
                        CandleInterval.M5,
                        desk.time.instant().minusSeconds(1800),
                        desk.time.instant());
        desk.exchange.failing = false;

        List<Candle> candles = settled(desk, CandleInterval.M5);

        assertThat(failed).isInstanceOf(Answer.Failed.class);
        assertThat(candles).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void believesAnExchangeThatIsLateOnlyAfterAWhile() {
        everyMinute(desk, 3);
        var silent = new ArrayList<>(desk.exchange.trades);
        desk.exchange.trades.clear();
        var archive = archive();
        Instant from = CandleTimes.open(CandleInterval.M1, desk.time.instant().minusSeconds(180));
        Instant to = CandleTimes.open(CandleInterval.M1, desk.time.instant());
        List<Candle> early = archive.candles(desk.exchange, desk.btc, CandleInterval.M1, from, to);
        desk.exchange.trades.addAll(silent);

        List<Candle> later = archive.candles(desk.exchange, desk.btc, CandleInterval.M1, from, to);

        assertThat(early).isEmpty();
        assertThat(later).isNotEmpty();
    }

    @Test
    void theCandleOfTheExchangeReplacesOursAndNeverTheOtherWay() {
        var store = new CandleStore(database);
        int series = store.seriesOf(desk.btc, CandleInterval.S1);
        var range = new CandleSpan(Instant.EPOCH, desk.time.instant().plusSeconds(60));

        store.put(series, CandleShelf.SECONDS, List.of(second("1")), false);
        store.put(series, CandleShelf.SECONDS, List.of(second("2")), false);
        List<Candle> ours = store.list(series, desk.btc, CandleInterval.S1, range);
        store.put(series, CandleShelf.SECONDS, List.of(second("3")), true);
        store.put(series, CandleShelf.SECONDS, List.of(second("4")), false);
        List<Candle> theirs = store.list(series, desk.btc, CandleInterval.S1, range);

        assertThat(ours).containsExactly(second("2"));
        assertThat(theirs).containsExactly(second("3"));
    }

    @ParameterizedTest
    @EnumSource(CandleShelf.class)
    void dropsWholePartitionsThatAreTooOld(CandleShelf shelf) {
        var store = new CandleStore(database);
        CandleInterval interval =
                switch (shelf) {
                    case SECONDS -> CandleInterval.S1;
                    case MINUTES -> CandleInterval.M1;
                    case HOURS -> CandleInterval.H1;
                };
        int series = store.seriesOf(desk.btc, interval);
        Instant now = desk.time.instant();
        Instant begin = CandleRetention.defaults().since(shelf, now);
        Candle old = at(interval, begin.minusSeconds(3_600));
        Candle kept = at(interval, begin);
        store.put(series, shelf, List.of(old, kept), true);
        store.told(series, new CandleSpan(old.openTime(), now));

        archive().sweep();

        assertThat(store.partitions(shelf)).containsExactly(shelf.partition(begin));
        assertThat(store.list(series, desk.btc, interval, new CandleSpan(Instant.EPOCH, now)))
                .containsExactly(kept);
        assertThat(store.spans(series, Instant.EPOCH, now))
                .containsExactly(new CandleSpan(begin, now));
    }

    @Test
    void asksTheExchangeForWhatIsOlderThanIsKept() {
        Instant longAgo = desk.time.instant().minus(Duration.ofDays(500));
        desk.exchange.calls.clear();

        archive()
                .candles(
                        desk.exchange,
                        desk.btc,
                        CandleInterval.M1,
                        longAgo,
                        longAgo.plusSeconds(600));

        assertThat(desk.exchange.calls).containsExactly("candles 1m");
        assertThat(new CandleStore(database).partitions(CandleShelf.MINUTES)).isEmpty();
    }

    @Test
    void keepsSecondsOfAnExchangeThatHasNoneOnceSomebodyAsked() {
        desk.exchange.intervals = EnumSet.of(CandleInterval.M1, CandleInterval.D1);
        desk.exchange.trade(desk.btc, 9_000, 10);
        desk.seconds(2);
        Instant from = CandleTimes.open(CandleInterval.S1, desk.time.instant());
        settled(desk, CandleInterval.S1);
        for (int n = 0; n < 40; n++) {
            desk.exchange.trade(desk.btc, 9_000 + n, 10);
            desk.seconds(1);
        }
        desk.seconds(240);
        desk.exchange.cut();

        List<Candle> seconds =
                desk.market
                        .candles(desk.btc, CandleInterval.S1, from, from.plusSeconds(40))
                        .orThrow();

        assertThat(seconds).hasSize(40);
        assertThat(seconds.getLast().close()).isEqualByComparingTo("90.39");
        assertThat(desk.exchange.calls).doesNotContain("candles 1s");
    }

    @ParameterizedTest
    @EnumSource(CandleInterval.class)
    void makesEveryWidthOfMinutesHoursAndDays(CandleInterval interval) {
        Desk few = new Desk(Desk.slow()).started();
        few.exchange.intervals =
                EnumSet.of(CandleInterval.M1, CandleInterval.H1, CandleInterval.D1);
        Random random = new Random(7);
        for (int n = 0; n < 200; n++) {
            few.exchange.trade(few.btc, 9_000 + random.nextInt(500), 1 + random.nextInt(9));
            few.time.advance(Duration.ofMinutes(random.nextInt(180)));
        }
        few.seconds(1);
        Instant now = few.time.instant();
        Instant from = CandleTimes.open(interval, now.minus(interval.width().multipliedBy(500)));

        List<Candle> made =
                few.market.candles(few.btc, interval, from, now).orThrow().stream()
                        .filter(candle -> candle.volume().signum() > 0)
                        .toList();

        if (interval != CandleInterval.S1) {
            List<Candle> expected = few.exchange.candles(few.btc, interval, from, now).orThrow();
            assertThat(made).usingElementComparator(CandlesTest::compare).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void keptAndToldAgreeAfterCutsFailuresAndQuestionsInAnyOrder(long seed) {
        Random random = new Random(seed);
        Instant start = desk.time.instant();
        for (int n = 0; n < 200; n++) {
            switch (random.nextInt(14)) {
                case 0 -> {
                    desk.exchange.cut();
                    desk.exchange.deaf = true;
                }
                case 1, 2 -> {
                    desk.exchange.connect();
                    desk.exchange.deaf = false;
                }
                case 3 -> desk.exchange.failing = true;
                case 4 -> desk.exchange.failing = false;
                case 5 -> desk.seconds(random.nextInt(900));
                case 6, 7 -> {
                    Instant from = start.plusSeconds(random.nextInt(9_000));
                    var _ =
                            desk.market.candles(
                                    desk.btc,
                                    CandleInterval.M1,
                                    from,
                                    from.plusSeconds(1 + random.nextInt(6_000)));
                }
                default ->
                        desk.exchange.trade(
                                desk.btc, 9_000 + random.nextInt(900), 1 + random.nextInt(5));
            }
            desk.time.advance(Duration.ofMillis(random.nextInt(40_000)));
        }
        desk.exchange.failing = false;
        desk.seconds(700);

        List<Candle> kept =
                archive()
                        .candles(
                                desk.exchange,
                                desk.btc,
                                CandleInterval.M1,
                                start.minusSeconds(60),
                                desk.time.instant());

        assertThat(kept)
                .usingElementComparator(CandlesTest::compare)
                .isEqualTo(
                        desk.exchange
                                .candles(
                                        desk.btc,
                                        CandleInterval.M1,
                                        start.minusSeconds(60),
                                        desk.time.instant())
                                .orThrow());
    }

    private Desk desk() {
        return new Desk(database, CandleRetention.defaults()).started();
    }

    private CandleArchive archive() {
        return CandleArchive.open(database, CandleRetention.defaults(), desk.time);
    }

    private static void everyMinute(Desk desk, int minutes) {
        for (int n = 0; n < minutes; n++) {
            desk.exchange.trade(desk.btc, 9_000 + n, 1);
            desk.time.advance(Duration.ofMinutes(1));
        }
    }

    /** All that was over some minutes ago. */
    private static List<Candle> settled(Desk desk, CandleInterval interval) {
        Instant to = CandleTimes.open(interval, desk.time.instant().minusSeconds(180));
        Instant from = to.minus(interval.width().multipliedBy(3_000));
        return desk.market.candles(desk.btc, interval, from, to).orThrow();
    }

    private Candle second(String price) {
        BigDecimal p = new BigDecimal(price);
        Instant open = CandleTimes.open(CandleInterval.S1, desk.time.instant());
        return new Candle(desk.btc.id(), CandleInterval.S1, open, p, p, p, p, BigDecimal.ONE, true);
    }

    private Candle at(CandleInterval interval, Instant open) {
        BigDecimal p = new BigDecimal("1.5");
        return new Candle(desk.btc.id(), interval, open, p, p, p, p, BigDecimal.ONE, true);
    }
}
