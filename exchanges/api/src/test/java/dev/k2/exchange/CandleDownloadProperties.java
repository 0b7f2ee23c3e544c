package dev.k2.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.CandleGap.Place;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever is missing and whatever fails: every candle once, in order, and every hole named. */
class CandleDownloadProperties {
    private static final Instant ORIGIN = Instant.parse("2023-01-02T00:00:00Z");

    @Property(tries = 300)
    void everyCandleOfTheRangeIsHandedOverOnceAndInOrder(
            @ForAll("intervals") CandleInterval interval,
            @ForAll Random chance,
            @ForAll @IntRange(min = 0, max = 100) int holesPercent,
            @ForAll @IntRange(min = 1, max = 40) int page) {
        List<Instant> grid = grid(interval, 120);
        Set<Instant> there = new HashSet<>(grid);
        there.removeIf(open -> chance.nextInt(100) < holesPercent);
        var clock = new TestClock(new CandleGrid(interval).shift(grid.getLast(), 3));
        var archive = new CandleArchive(clock, interval, there);
        archive.willSay(failures(chance, archive));
        Instant from = somewhere(chance, interval, grid);
        Instant to = from.plusMillis(Math.abs(chance.nextLong() % (reach(interval) + 1)));

        Instant began = clock.instant();

        List<Candle> heard = new ArrayList<>();
        List<CandleGap> gaps = new ArrayList<>();
        CandleSummary last = downloadAll(archive, clock, interval, from, to, page, heard, gaps);

        List<Instant> wanted =
                grid.stream().filter(open -> !open.isBefore(from) && open.isBefore(to)).toList();
        assertThat(heard)
                .extracting(Candle::openTime)
                .isEqualTo(wanted.stream().filter(there::contains).toList());
        assertThat(last.next()).isBetween(earlier(to, began), to);
    }

    @Property(tries = 300)
    void candlesAndGapsFillTheRangeWithoutOverlap(
            @ForAll("intervals") CandleInterval interval,
            @ForAll Random chance,
            @ForAll @IntRange(min = 0, max = 100) int holesPercent,
            @ForAll @IntRange(min = 1, max = 40) int page) {
        List<Instant> grid = grid(interval, 120);
        Set<Instant> there = new HashSet<>(grid);
        there.removeIf(open -> chance.nextInt(100) < holesPercent);
        Instant end = new CandleGrid(interval).shift(grid.getLast(), 1);
        var clock = new TestClock(end);
        var archive = new CandleArchive(clock, interval, there);

        List<Candle> heard = new ArrayList<>();
        List<CandleGap> gaps = new ArrayList<>();
        downloadAll(archive, clock, interval, grid.getFirst(), end, page, heard, gaps);

        List<Instant> told = new ArrayList<>(heard.stream().map(Candle::openTime).toList());
        for (CandleGap gap : gaps) {
            for (long i = 0; i < gap.missing(); i++) {
                told.add(new CandleGrid(interval).shift(gap.from(), i));
            }
            assertThat(new CandleGrid(interval).shift(gap.from(), gap.missing()))
                    .isEqualTo(gap.to());
            assertThat(gap.place() == Place.EVERYWHERE).isEqualTo(heard.isEmpty());
        }
        assertThat(told).containsExactlyInAnyOrderElementsOf(grid);
    }

    @Property(tries = 100)
    void askingCostsNoMoreThanThePagesOfTheRange(
            @ForAll @IntRange(min = 1, max = 500) int page,
            @ForAll @IntRange(min = 0, max = 3_000) int candles) {
        List<Instant> grid = grid(CandleInterval.M1, candles);
        var clock = new TestClock(ORIGIN.plus(Duration.ofDays(30)));
        var archive = new CandleArchive(clock, CandleInterval.M1, grid);
        Instant to = ORIGIN.plus(Duration.ofMinutes(candles));

        downloadAll(
                archive,
                clock,
                CandleInterval.M1,
                ORIGIN,
                to,
                page,
                new ArrayList<>(),
                new ArrayList<>());

        assertThat(archive.asked()).hasSize((candles + page - 1) / page);
        assertThat(archive.asked()).allMatch(asked -> asked.answered() <= page);
    }

    /** Runs it, and goes on from where it stopped until the range is read. */
    private static CandleSummary downloadAll(
            CandleArchive archive,
            TestClock clock,
            CandleInterval interval,
            Instant from,
            Instant to,
            int page,
            List<Candle> heard,
            List<CandleGap> gaps) {
        Instant next = from;
        for (int run = 0; run < 200; run++) {
            CandleSummary summary =
                    CandleDownload.of(archive, CandleArchive.BTC, interval, next, to, clock)
                            .withPage(page)
                            .withPatience(2, Duration.ofMinutes(1))
                            .withPause(clock)
                            .run(heard::add);
            gaps.addAll(summary.gaps());
            if (summary.isComplete()) {
                return summary;
            }
            next = summary.next();
        }
        throw new AssertionError("200 runs and no end");
    }

    private static List<Optional<ExchangeError>> failures(Random chance, CandleArchive archive) {
        List<Optional<ExchangeError>> script = new ArrayList<>();
        for (int i = chance.nextInt(30); i > 0; i--) {
            script.add(
                    switch (chance.nextInt(5)) {
                        case 0 -> Optional.of(CandleArchive.timeout());
                        case 1 -> Optional.of(CandleArchive.refusal());
                        case 2 -> Optional.of(archive.rateLimit(Duration.ofSeconds(5)));
                        case 3 -> Optional.of(archive.rateLimit(Duration.ofHours(5)));
                        default -> Optional.empty();
                    });
        }
        return script;
    }

    @Provide
    Arbitrary<CandleInterval> intervals() {
        return Arbitraries.of(CandleInterval.values());
    }

    /** Open times as exchanges have them: months of the calendar, all others at equal distances. */
    private static List<Instant> grid(CandleInterval interval, int candles) {
        Instant first =
                interval == CandleInterval.MONTH ? Instant.parse("2015-01-01T00:00:00Z") : ORIGIN;
        List<Instant> grid = new ArrayList<>();
        for (int i = 0; i < candles; i++) {
            grid.add(
                    interval == CandleInterval.MONTH
                            ? first.atOffset(ZoneOffset.UTC).plusMonths(i).toInstant()
                            : first.plus(interval.width().multipliedBy(i)));
        }
        return grid;
    }

    private static Instant somewhere(Random chance, CandleInterval interval, List<Instant> grid) {
        long offset = chance.nextLong() % (reach(interval) / 2);
        return grid.getFirst().plusMillis(offset);
    }

    private static long reach(CandleInterval interval) {
        return interval.width().toMillis() * 150;
    }

    private static Instant earlier(Instant first, Instant second) {
        return first.isBefore(second) ? first : second;
    }
}
