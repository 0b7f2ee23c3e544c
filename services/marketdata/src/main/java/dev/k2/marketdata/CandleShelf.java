package dev.k2.marketdata;

import dev.k2.model.CandleInterval;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Where candles of like widths are kept: one table each, in partitions of calendar time, UTC. */
enum CandleShelf {
    SECONDS("yyyyMMdd", Duration.ofHours(1)),
    MINUTES("yyyyMM", Duration.ofDays(7)),
    HOURS("yyyy", Duration.ofDays(400));

    private final String table = "candles_of_" + name().toLowerCase(Locale.ROOT);
    private final DateTimeFormatter suffix;
    private final Duration repairedBack;

    CandleShelf(String suffix, Duration repairedBack) {
        this.suffix = DateTimeFormatter.ofPattern(suffix, Locale.ROOT);
        this.repairedBack = repairedBack;
    }

    static CandleShelf of(CandleInterval interval) {
        return switch (interval) {
            case S1 -> SECONDS;
            case M1, M3, M5, M15, M30 -> MINUTES;
            case H1, H2, H4, H6, H8, H12, D1, D3, W1, MONTH -> HOURS;
        };
    }

    String table() {
        return table;
    }

    /** The name of the partition that begins at a time. */
    String partition(Instant begin) {
        return table + "_" + suffix.format(day(begin));
    }

    /** When the partition begins that a time lies in. */
    Instant begin(Instant at) {
        LocalDate day = day(at);
        return start(
                switch (this) {
                    case SECONDS -> day;
                    case MINUTES -> day.withDayOfMonth(1);
                    case HOURS -> day.withDayOfYear(1);
                });
    }

    /** When the partition after the one of a beginning begins. */
    Instant next(Instant begin) {
        LocalDate day = day(begin);
        return start(
                switch (this) {
                    case SECONDS -> day.plusDays(1);
                    case MINUTES -> day.plusMonths(1);
                    case HOURS -> day.plusYears(1);
                });
    }

    /** How old a hole may be that is filled without being asked for. */
    Duration repairedBack() {
        return repairedBack;
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
