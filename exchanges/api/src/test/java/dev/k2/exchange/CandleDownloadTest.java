package dev.k2.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.exchange.CandleGap.Place;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CandleDownloadTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final TestClock clock = new TestClock(START.plus(Duration.ofDays(30)));
    private final List<Candle> heard = new ArrayList<>();

    @Test
    void handsOverALongRangeInPages() {
        var archive = new CandleArchive(clock, CandleInterval.M1, minutes(0, 5_000));
        List<Integer> pages = new ArrayList<>();

        CandleSummary summary =
                download(archive, START, minute(5_000)).runInPages(page -> pages.add(page.size()));

        assertThat(pages).containsExactly(999, 999, 999, 999, 999, 5);
        assertThat(summary)
                .isEqualTo(
                        new CandleSummary(
                                5_000,
                                0,
                                Optional.empty(),
                                List.of(),
                                0,
                                minute(5_000),
                                Optional.empty()));
        assertThat(archive.asked()).hasSize(6);
    }

    @Test
    void namesWhatIsMissing() {
        List<Instant> opens = new ArrayList<>(minutes(10, 100));
        opens.removeAll(minutes(40, 45));
        var archive = new CandleArchive(clock, CandleInterval.M1, opens);

        CandleSummary summary = download(archive, START, minute(110)).run(heard::add);

        assertThat(summary.gaps())
                .containsExactly(
                        new CandleGap(minute(0), minute(10), 10, Place.BEFORE_FIRST),
                        new CandleGap(minute(40), minute(45), 5, Place.BETWEEN),
                        new CandleGap(minute(100), minute(110), 10, Place.AFTER_LAST));
        assertThat(summary.missing()).isEqualTo(25);
        assertThat(summary.isComplete()).isTrue();
    }

    @Test
    void aMarketWithoutTradesIsQuietAndNoGap() {
        var archive = new CandleArchive(clock, CandleInterval.M1, minutes(0, 10));
        archive.isQuietAt(minute(4));

        CandleSummary summary = download(archive, START, minute(10)).run(heard::add);

        assertThat(summary.gaps()).isEmpty();
        assertThat(summary.quiet()).isEqualTo(1);
        assertThat(heard).hasSize(10);
    }

    @Test
    void nothingAtAllIsOneGap() {
        var archive = new CandleArchive(clock, CandleInterval.M1, List.of());

        CandleSummary summary = download(archive, START, minute(10)).run(heard::add);

        assertThat(summary.gaps())
                .containsExactly(new CandleGap(START, minute(10), 10, Place.EVERYWHERE));
    }

    @Test
    void skipsTheYearsBeforeAMarketBegan() {
        var archive = new CandleArchive(clock, CandleInterval.M1, minutes(0, 100));

        CandleSummary summary = download(archive, Instant.EPOCH, minute(100)).run(heard::add);

        assertThat(heard).hasSize(100);
        assertThat(summary.gaps())
                .containsExactly(
                        new CandleGap(
                                Instant.EPOCH,
                                START,
                                Duration.between(Instant.EPOCH, START).toMinutes(),
                                Place.BEFORE_FIRST));
        assertThat(archive.asked()).hasSizeLessThan(30);
    }

    @Test
    void marksTheOpenCandleAndGoesOnFromIt() {
        Instant now = minute(10).plusSeconds(30);
        var clock = new TestClock(now);
        var archive = new CandleArchive(clock, CandleInterval.M1, minutes(0, 11));

        CandleSummary summary = download(archive, clock, START, Instant.MAX).run(heard::add);

        assertThat(heard).hasSize(11);
        assertThat(summary.open()).contains(heard.getLast());
        assertThat(summary.next()).isEqualTo(minute(10));
        assertThat(summary.gaps()).isEmpty();
    }

    @Test
    void leavesTheOpenCandleOutWhereThatIsWanted() {
        var clock = new TestClock(minute(10).plusSeconds(30));
        var archive = new CandleArchive(clock, CandleInterval.M1, minutes(0, 11));

        CandleSummary summary =
                download(archive, clock, START, minute(60)).closedOnly().run(heard::add);

        assertThat(heard).hasSize(10).allMatch(Candle::closed);
        assertThat(summary.open()).isEmpty();
        assertThat(summary.next()).isEqualTo(minute(10));
    }

    @Test
    void waitsUntilARateLimitIsOver() {
        var archive = new CandleArchive(clock, CandleInterval.M1, minutes(0, 10));
        archive.willSay(List.of(Optional.of(archive.rateLimit(Duration.ofSeconds(90)))));

        CandleSummary summary = download(archive, START, minute(10)).run(heard::add);

        assertThat(summary.isComplete()).isTrue();
        assertThat(clock.waited()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void aBanThatOutlastsThePatienceEndsItAtOnce() {
        var archive = new CandleArchive(clock, CandleInterval.M1, minutes(0, 10));
        archive.willSay(List.of(Optional.of(archive.rateLimit(Duration.ofDays(3)))));

        CandleSummary summary = download(archive, START, minute(10)).run(heard::add);

        assertThat(summary.failure().orElseThrow()).isInstanceOf(ExchangeError.RateLimit.class);
        assertThat(summary.next()).isEqualTo(START);
        assertThat(clock.waited()).isZero();
    }

    @Test
    void triesAgainALimitedNumberOfTimes() {
        var archive = new CandleArchive(clock, CandleInterval.M1, minutes(0, 10));
        archive.willSay(Collections.nCopies(5, Optional.of(CandleArchive.timeout())));

        CandleSummary failed = download(archive, START, minute(10)).run(heard::add);
        CandleSummary resumed = download(archive, failed.next(), minute(10)).run(heard::add);

        assertThat(failed.failure()).contains(CandleArchive.timeout());
        assertThat(resumed.isComplete()).isTrue();
        assertThat(heard).hasSize(10);
    }

    @Test
    void doesNotAskAgainWhereThatCannotHelp() {
        var archive = new CandleArchive(clock, CandleInterval.M1, minutes(0, 10));
        archive.willSay(List.of(Optional.of(CandleArchive.refusal())));

        CandleSummary summary = download(archive, START, minute(10)).run(heard::add);

        assertThat(summary.failure()).contains(CandleArchive.refusal());
        assertThat(archive.asked()).isEmpty();
    }

    @Test
    void stopsWhenAWaitIsEnded() {
        var archive = new CandleArchive(clock, CandleInterval.M1, minutes(0, 10));
        archive.willSay(List.of(Optional.of(CandleArchive.timeout())));

        CandleSummary summary =
                download(archive, START, minute(10)).withPause(length -> false).run(heard::add);

        assertThat(summary.failure()).contains(CandleArchive.timeout());
        assertThat(heard).isEmpty();
    }

    @Test
    void monthsAreThoseOfTheCalendar() {
        List<Instant> months =
                Stream.of("2025-11", "2025-12", "2026-01", "2026-02")
                        .map(month -> Instant.parse(month + "-01T00:00:00Z"))
                        .toList();
        var archive = new CandleArchive(clock, CandleInterval.MONTH, months);

        CandleSummary summary =
                CandleDownload.of(
                                archive,
                                CandleArchive.BTC,
                                CandleInterval.MONTH,
                                Instant.parse("2025-08-15T00:00:00Z"),
                                Instant.parse("2026-02-28T00:00:00Z"),
                                clock)
                        .run(heard::add);

        assertThat(heard).extracting(Candle::openTime).isEqualTo(months);
        assertThat(summary.gaps())
                .containsExactly(
                        new CandleGap(
                                Instant.parse("2025-09-01T00:00:00Z"),
                                months.getFirst(),
                                2,
                                Place.BEFORE_FIRST));
    }

    @Test
    void anEmptyRangeAsksNothing() {
        var archive = new CandleArchive(clock, CandleInterval.M1, minutes(0, 10));

        CandleSummary summary = download(archive, START, START).run(heard::add);

        assertThat(summary.candles()).isZero();
        assertThat(summary.next()).isEqualTo(START);
        assertThat(archive.asked()).isEmpty();
    }

    @Test
    void refusesWhatTheExchangeDoesNotHave() {
        var archive = new CandleArchive(clock, CandleInterval.M1, List.of());
        archive.offersOnly(CandleInterval.H1);

        assertThatThrownBy(() -> download(archive, START, minute(10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1h");
        assertThatThrownBy(() -> download(archive, minute(10), START))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private CandleDownload download(CandleArchive archive, Instant from, Instant to) {
        return download(archive, clock, from, to);
    }

    private static CandleDownload download(
            CandleArchive archive, TestClock clock, Instant from, Instant to) {
        return CandleDownload.of(archive, CandleArchive.BTC, CandleInterval.M1, from, to, clock)
                .withPause(clock);
    }

    private static Instant minute(long number) {
        return START.plus(Duration.ofMinutes(number));
    }

    private static List<Instant> minutes(int from, int to) {
        return Stream.iterate(from, number -> number + 1)
                .limit(to - from)
                .map(CandleDownloadTest::minute)
                .toList();
    }
}
