package dev.k2.marketdata;

import dev.k2.model.CandleInterval;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.Set;

/** When candles open and close, in UTC. */
final class CandleTimes {
    private CandleTimes() {}

    /** The open time of the candle that a moment lies in. Weeks open on Mondays. */
    static Instant open(CandleInterval interval, Instant at) {
        return switch (interval) {
            case W1 ->
                    day(at).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
            case MONTH -> day(at).withDayOfMonth(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            case S1, M1, M3, M5, M15, M30, H1, H2, H4, H6, H8, H12, D1, D3 -> {
                long width = interval.width().toMillis();
                yield Instant.ofEpochMilli(Math.floorDiv(at.toEpochMilli(), width) * width);
            }
        };
    }

    /** The open time of the candle after this one. */
    static Instant next(CandleInterval interval, Instant open) {
        return interval == CandleInterval.MONTH
                ? day(open).plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant()
                : open.plus(interval.width());
    }

    /**
     * The finer interval whose candles make up one of this; empty for those that are built from
     * trades, and for three days, which exchanges count from different days.
     */
    static Optional<CandleInterval> parts(CandleInterval interval) {
        return switch (interval) {
            case S1, M1, D3 -> Optional.empty();
            case M3, M5, M15, M30, H1 -> Optional.of(CandleInterval.M1);
            case H2, H4, H6, H8, H12, D1 -> Optional.of(CandleInterval.H1);
            case W1, MONTH -> Optional.of(CandleInterval.D1);
        };
    }

    /**
     * The candles to make one of, for an exchange that does not offer them; empty for trades alone.
     */
    static Optional<CandleInterval> partsUnoffered(
            CandleInterval interval, Set<CandleInterval> offered) {
        Optional<CandleInterval> part =
                interval == CandleInterval.D3 ? Optional.of(CandleInterval.D1) : parts(interval);
        while (part.isPresent() && !offered.contains(part.get())) {
            part = parts(part.get());
        }
        return part;
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
