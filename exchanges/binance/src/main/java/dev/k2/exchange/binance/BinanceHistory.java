package dev.k2.exchange.binance;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.net.Reply;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * Reads what Binance keeps in windows of a day and pages of a thousand, as one list without holes.
 * Windows are needed only until something is found; what follows it is read by id.
 */
final class BinanceHistory {
    private static final Duration WINDOW = Duration.ofHours(24);

    /** Farther back, reading everything by id takes fewer questions than a window for each day. */
    private static final Duration BY_WINDOWS_MAX = Duration.ofDays(30);

    private static final int PAGES_MAX = 1_000;

    private BinanceHistory() {}

    /** How one kind of thing is asked for. */
    interface Source<T> {
        /** Those of a window of a day at most, both ends inclusive, oldest first. */
        Reply<List<T>> between(long fromMillis, long toMillis);

        /** Those from an id on, oldest first. */
        Reply<List<T>> from(long id);

        long id(T row);

        long millis(T row);
    }

    /**
     * All rows of a range, oldest first.
     *
     * @param from the first time, inclusive
     * @param to the end, exclusive
     */
    static <T> Answer<List<T>> read(
            String operation, Instrument about, Source<T> source, Instant from, Instant to) {
        if (Duration.between(from, to).compareTo(BY_WINDOWS_MAX) > 0) {
            return follow(operation, about, source, from, to, new ArrayList<>(), 0);
        }
        Instant start = from;
        while (start.isBefore(to)) {
            Instant end = start.plus(WINDOW).minusMillis(1);
            Instant last = end.isBefore(to) ? end : to.minusMillis(1);
            switch (source.between(start.toEpochMilli(), last.toEpochMilli())) {
                case Reply.Failed<List<T>> failed -> {
                    return new Answer.Failed<>(failed.error());
                }
                case Reply.Ok<List<T>>(List<T> page) -> {
                    if (!page.isEmpty()) {
                        List<T> rows = new ArrayList<>();
                        keep(page, source, from, to, rows);
                        long next = source.id(page.getLast()) + 1;
                        return follow(operation, about, source, from, to, rows, next);
                    }
                }
            }
            start = end.plusMillis(1);
        }
        return new Answer.Ok<>(List.of());
    }

    /** All rows from an id on. */
    static <T> Answer<List<T>> pages(
            String operation,
            Instrument about,
            LongFunction<Reply<List<T>>> source,
            ToLongFunction<T> id) {
        List<T> rows = new ArrayList<>();
        long next = 0;
        for (int pages = 0; pages < PAGES_MAX; pages++) {
            switch (source.apply(next)) {
                case Reply.Failed<List<T>> failed -> {
                    return new Answer.Failed<>(failed.error());
                }
                case Reply.Ok<List<T>>(List<T> page) -> {
                    rows.addAll(page);
                    if (page.size() < BinanceOrderCalls.PAGE_MAX) {
                        return new Answer.Ok<>(List.copyOf(rows));
                    }
                    next = id.applyAsLong(page.getLast()) + 1;
                }
            }
        }
        return tooMany(operation, about, rows.size());
    }

    private static <T> Answer<List<T>> follow(
            String operation,
            Instrument about,
            Source<T> source,
            Instant from,
            Instant to,
            List<T> rows,
            long firstId) {
        long next = firstId;
        for (int pages = 0; pages < PAGES_MAX; pages++) {
            switch (source.from(next)) {
                case Reply.Failed<List<T>> failed -> {
                    return new Answer.Failed<>(failed.error());
                }
                case Reply.Ok<List<T>>(List<T> page) -> {
                    keep(page, source, from, to, rows);
                    boolean past =
                            !page.isEmpty() && source.millis(page.getLast()) >= to.toEpochMilli();
                    if (past || page.size() < BinanceOrderCalls.PAGE_MAX) {
                        return new Answer.Ok<>(List.copyOf(rows));
                    }
                    next = source.id(page.getLast()) + 1;
                }
            }
        }
        return tooMany(operation, about, rows.size());
    }

    private static <T> void keep(
            List<T> page, Source<T> source, Instant from, Instant to, List<T> rows) {
        for (T row : page) {
            long millis = source.millis(row);
            if (millis >= from.toEpochMilli() && millis < to.toEpochMilli()) {
                rows.add(row);
            }
        }
    }

    private static <T> Answer<List<T>> tooMany(String operation, Instrument about, int found) {
        return new Answer.Failed<>(
                BinanceErrors.about(
                        BinanceErrors.local(
                                ExchangeId.BINANCE,
                                operation,
                                ErrorCategory.VALIDATION,
                                "There are more than " + found + "; ask for a shorter range"),
                        about.id()));
    }
}
