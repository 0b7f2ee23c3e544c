package dev.k2.exchange;

import dev.k2.exchange.CandleGap.Place;
import dev.k2.model.CandleInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what is missing in a row of open times, each later than the one before. */
final class CandleGaps {
    static final int TOLD_MAX = 10_000;

    private final CandleGrid grid;
    private final Instant from;
    private final List<CandleGap> gaps = new ArrayList<>();
    private long untold;
    private @Nullable Instant last;

    CandleGaps(CandleInterval interval, Instant from) {
        this.grid = new CandleGrid(interval);
        this.from = from;
    }

    void candleAt(Instant open) {
        if (last == null) {
            long before = grid.widths(from, open);
            if (before > 0) {
                add(new CandleGap(grid.shift(open, -before), open, before, Place.BEFORE_FIRST));
            }
        } else if (grid.apart(last, open)) {
            Instant first = grid.shift(last, 1);
            add(new CandleGap(first, open, Math.max(1, grid.widths(first, open)), Place.BETWEEN));
        }
        last = open;
    }

    /**
     * Looks at the end of the row. Only candles that are over by now can be missing: the newest may
     * not have been told yet.
     *
     * @param to the end of the row, exclusive
     */
    void endAt(Instant to, Instant now) {
        Instant first = last == null ? from : grid.shift(last, 1);
        long after = fitting(first, to, now);
        if (after > 0) {
            add(
                    new CandleGap(
                            first,
                            grid.shift(first, after),
                            after,
                            last == null ? Place.EVERYWHERE : Place.AFTER_LAST));
        }
    }

    /** What was found, oldest first, and no more than can be read. */
    List<CandleGap> told() {
        return List.copyOf(gaps);
    }

    /** How many more there are. */
    long untold() {
        return untold;
    }

    /** How many candles from an open time on begin before the end and are over by now. */
    private long fitting(Instant first, Instant to, Instant now) {
        if (!first.isBefore(to)) {
            return 0;
        }
        // Without any candle the open times are unknown, and only whole widths are sure to hold
        // one.
        long beginning = grid.widths(first, to);
        if (last != null && grid.shift(first, beginning).isBefore(to)) {
            beginning++;
        }
        return Math.max(0, Math.min(beginning, grid.widths(first, now)));
    }

    private void add(CandleGap gap) {
        if (gaps.size() < TOLD_MAX) {
            gaps.add(gap);
        } else {
            untold++;
        }
    }
}
