package dev.k2.marketdata;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of open times.
 *
 * @param from inclusive
 * @param to exclusive, later than the beginning
 */
record CandleSpan(Instant from, Instant to) {
    CandleSpan {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a span ends after it begins: " + from + ", " + to);
        }
    }

    /**
     * What of a range lies in none of the spans.
     *
     * @param told sorted by their beginning; they may touch and overlap
     */
    static List<CandleSpan> missing(List<CandleSpan> told, Instant from, Instant to) {
        List<CandleSpan> holes = new ArrayList<>();
        Instant at = from;
        for (CandleSpan span : told) {
            if (at.isBefore(span.from()) && at.isBefore(to)) {
                holes.add(new CandleSpan(at, span.from().isBefore(to) ? span.from() : to));
            }
            at = span.to().isAfter(at) ? span.to() : at;
        }
        if (at.isBefore(to)) {
            holes.add(new CandleSpan(at, to));
        }
        return holes;
    }
}
