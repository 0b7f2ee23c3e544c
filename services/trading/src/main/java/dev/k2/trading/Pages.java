package dev.k2.trading;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Cuts lists into pages. */
final class Pages {
    private Pages() {}

    /** A page of rows of which one more than the limit was read, to see whether there is more. */
    static <T> Page<T> cut(List<T> rows, int limit, Function<T, Cursor> place) {
        if (rows.size() <= limit) {
            return new Page<>(rows, Optional.empty());
        }
        List<T> items = rows.subList(0, limit);
        return new Page<>(items, Optional.of(place.apply(items.getLast())));
    }

    static <T, R> Page<R> map(Page<T> page, Function<T, R> change) {
        return new Page<>(page.items().stream().map(change).toList(), page.next());
    }
}
