package dev.k2.exchange.net;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Reads lists that an exchange gives in pages, whole or not at all: by a cursor of the exchange, by
 * the id of the last row, or by windows of time with pages in each. Rows that come twice count once
 * where they are equal.
 */
public final class Pages {
    private static final int PAGES_MAX = 1_000;

    private Pages() {}

    /**
     * One page.
     *
     * @param rows in the exchange's order
     * @param next what asks for the page after it, such as a cursor or the id of the last row; empty
     *     after the last page
     */
    public record Page<T>(List<T> rows, Optional<String> next) {
        public Page {
            rows = List.copyOf(rows);
        }
    }

    /** Asks for the pages of one window of time. */
    public interface Windowed<T> {
        /** Where the pages of a window come from, both ends inclusive. */
        Function<Optional<String>, Reply<Page<T>>> between(long fromMillis, long toMillis);
    }

    /**
     * All pages, a thousand at most.
     *
     * @param source a page; empty asks for the first, else by what the page before named
     * @param tooMany the failure where there are more, by the number of rows read
     */
    public static <T> Answer<List<T>> all(
            Function<Optional<String>, Reply<Page<T>>> source, IntFunction<ExchangeError> tooMany) {
        Set<T> rows = new LinkedHashSet<>();
        Optional<ExchangeError> failure = read(source, tooMany, rows);
        return answer(rows, failure);
    }

    /**
     * All pages of all windows of a range of time, the earliest window first.
     *
     * @param to exclusive
     * @param window how long a range the exchange answers at once
     */
    public static <T> Answer<List<T>> inWindows(
            Instant from,
            Instant to,
            Duration window,
            Windowed<T> source,
            IntFunction<ExchangeError> tooMany) {
        Set<T> rows = new LinkedHashSet<>();
        long end = to.toEpochMilli();
        int windows = 0;
        for (long start = from.toEpochMilli(); start < end; start += window.toMillis()) {
            windows++;
            if (windows > PAGES_MAX) {
                return new Answer.Failed<>(tooMany.apply(rows.size()));
            }
            long last = Math.min(end, start + window.toMillis()) - 1;
            Optional<ExchangeError> failure = read(source.between(start, last), tooMany, rows);
            if (failure.isPresent()) {
                return new Answer.Failed<>(failure.get());
            }
        }
        return answer(rows, Optional.empty());
    }

    private static <T> Optional<ExchangeError> read(
            Function<Optional<String>, Reply<Page<T>>> source,
            IntFunction<ExchangeError> tooMany,
            Set<T> rows) {
        Optional<String> next = Optional.empty();
        for (int pages = 0; pages < PAGES_MAX; pages++) {
            switch (source.apply(next)) {
                case Reply.Failed<Page<T>> failed -> {
                    return Optional.of(failed.error());
                }
                case Reply.Ok<Page<T>>(Page<T> page) -> {
                    rows.addAll(page.rows());
                    if (page.next().isEmpty()) {
                        return Optional.empty();
                    }
                    next = page.next();
                }
            }
        }
        return Optional.of(tooMany.apply(rows.size()));
    }

    private static <T> Answer<List<T>> answer(Set<T> rows, Optional<ExchangeError> failure) {
        return failure.<Answer<List<T>>>map(Answer.Failed::new)
                .orElseGet(() -> new Answer.Ok<>(List.copyOf(rows)));
    }
}
