package dev.k2.sim.okx;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Paging as OKX does it everywhere: newest first, after an id means older than it, before means newer. Pure. */
final class Pages {
    private Pages() {}

    /** A page of rows that come newest first. An id that is none of theirs is compared as a number. */
    static <T> List<T> of(List<T> newestFirst, Function<T, String> id, Args args, int most) {
        List<T> rows = newestFirst;
        String after = args.text("after");
        String before = args.text("before");
        if (after != null) {
            rows = rows.subList(firstOlder(rows, id, after), rows.size());
        }
        if (before != null) {
            rows = rows.subList(0, firstNotNewer(rows, id, before));
            int limit = args.limit(most, most);
            return rows.subList(Math.max(0, rows.size() - limit), rows.size());
        }
        return rows.subList(0, Math.min(rows.size(), args.limit(most, most)));
    }

    private static <T> int firstOlder(List<T> rows, Function<T, String> id, String after) {
        int at = place(rows, id, after);
        if (at >= 0) {
            return at + 1;
        }
        long bound = number(after);
        int first = 0;
        while (first < rows.size() && number(id.apply(rows.get(first))) >= bound) {
            first++;
        }
        return first;
    }

    private static <T> int firstNotNewer(List<T> rows, Function<T, String> id, String before) {
        int at = place(rows, id, before);
        if (at >= 0) {
            return at;
        }
        long bound = number(before);
        int first = 0;
        while (first < rows.size() && number(id.apply(rows.get(first))) > bound) {
            first++;
        }
        return first;
    }

    private static <T> int place(List<T> rows, Function<T, String> id, String wanted) {
        for (int at = 0; at < rows.size(); at++) {
            if (id.apply(rows.get(at)).equals(wanted)) {
                return at;
            }
        }
        return -1;
    }

    private static long number(@Nullable String text) {
        if (text == null || !text.matches("[0-9]{1,18}")) {
            throw OkxRefusal.wrong("after/before");
        }
        return Long.parseLong(text);
    }
}
