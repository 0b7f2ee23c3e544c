package dev.k2.exchange.binance;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.net.Pages;
import dev.k2.exchange.net.Pages.Page;
import dev.k2.exchange.net.Reply;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
        boolean byWindows = Duration.between(from, to).compareTo(BY_WINDOWS_MAX) <= 0;
        return Pages.all(
                next ->
                        next.isEmpty() && byWindows
                                ? firstFound(source, from, to)
                                : source.from(id(next))
                                        .map(page -> followed(page, source, from, to)),
                found -> tooMany(operation, about, found));
    }

    /** All rows from an id on. */
    static <T> Answer<List<T>> pages(
            String operation,
            Instrument about,
            LongFunction<Reply<List<T>>> source,
            ToLongFunction<T> id) {
        return Pages.all(
                next ->
                        source.apply(id(next))
                                .map(page -> new Page<>(page, after(page, id, isFull(page)))),
                found -> tooMany(operation, about, found));
    }

    /** The first window in which there is something. */
    private static <T> Reply<Page<T>> firstFound(Source<T> source, Instant from, Instant to) {
        for (Instant start = from; start.isBefore(to); start = start.plus(WINDOW)) {
            Instant end = start.plus(WINDOW);
            Instant last = (end.isBefore(to) ? end : to).minusMillis(1);
            Reply<Page<T>> found =
                    source.between(start.toEpochMilli(), last.toEpochMilli())
                            .map(
                                    page ->
                                            new Page<>(
                                                    within(page, source, from, to),
                                                    after(page, source::id, !page.isEmpty())));
            if (!(found instanceof Reply.Ok<Page<T>>(Page<T> page)) || page.next().isPresent()) {
                return found;
            }
        }
        return new Reply.Ok<>(new Page<>(List.of(), Optional.empty()));
    }

    private static <T> Page<T> followed(List<T> page, Source<T> source, Instant from, Instant to) {
        boolean goesOn = isFull(page) && source.millis(page.getLast()) < to.toEpochMilli();
        return new Page<>(within(page, source, from, to), after(page, source::id, goesOn));
    }

    private static boolean isFull(List<?> page) {
        return page.size() >= BinanceOrderCalls.PAGE_MAX;
    }

    private static long id(Optional<String> next) {
        return next.map(Long::parseLong).orElse(0L);
    }

    private static <T> Optional<String> after(List<T> page, ToLongFunction<T> id, boolean goesOn) {
        return goesOn
                ? Optional.of(Long.toString(id.applyAsLong(page.getLast()) + 1))
                : Optional.empty();
    }

    private static <T> List<T> within(List<T> page, Source<T> source, Instant from, Instant to) {
        return page.stream()
                .filter(row -> source.millis(row) >= from.toEpochMilli())
                .filter(row -> source.millis(row) < to.toEpochMilli())
                .toList();
    }

    private static ExchangeError tooMany(String operation, Instrument about, int found) {
        return BinanceErrors.about(
                BinanceErrors.local(
                        ExchangeId.BINANCE,
                        operation,
                        ErrorCategory.VALIDATION,
                        "There are more than " + found + "; ask for a shorter range"),
                about.id());
    }
}
