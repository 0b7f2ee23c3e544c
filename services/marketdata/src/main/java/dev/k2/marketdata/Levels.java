package dev.k2.marketdata;

import dev.k2.model.BookLevel;
import dev.k2.model.BookSide;
import dev.k2.model.Instrument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The best levels of one side, best first, copied into arrays that are used again. */
final class Levels {
    private static final int CAPACITY_FIRST = 64;

    private final boolean bids;
    private long[] prices = new long[CAPACITY_FIRST];
    private long[] quantities = new long[CAPACITY_FIRST];
    private int size;

    Levels(boolean bids) {
        this.bids = bids;
    }

    void copy(BookSide side, int depthMax) {
        int count = Math.min(side.size(), depthMax);
        room(count);
        for (int rank = 0; rank < count; rank++) {
            prices[rank] = side.price(rank);
            quantities[rank] = side.quantity(rank);
        }
        size = count;
    }

    void copy(Levels other) {
        room(other.size);
        System.arraycopy(other.prices, 0, prices, 0, other.size);
        System.arraycopy(other.quantities, 0, quantities, 0, other.size);
        size = other.size;
    }

    void clear() {
        size = 0;
    }

    List<BookLevel> top(Instrument instrument, int depth) {
        int count = Math.min(depth, size);
        List<BookLevel> levels = new ArrayList<>(count);
        for (int rank = 0; rank < count; rank++) {
            levels.add(level(instrument, prices[rank], quantities[rank]));
        }
        return levels;
    }

    /** The levels that turn an older state into this one. */
    List<BookLevel> since(Levels older, Instrument instrument) {
        List<BookLevel> changes = new ArrayList<>();
        int mine = 0;
        int theirs = 0;
        while (mine < size || theirs < older.size) {
            int order = order(older, mine, theirs);
            if (order < 0) {
                changes.add(level(instrument, prices[mine], quantities[mine]));
                mine++;
            } else if (order > 0) {
                changes.add(level(instrument, older.prices[theirs], 0));
                theirs++;
            } else {
                if (quantities[mine] != older.quantities[theirs]) {
                    changes.add(level(instrument, prices[mine], quantities[mine]));
                }
                mine++;
                theirs++;
            }
        }
        return changes;
    }

    /** Below 0 where the next level stands here only, above 0 where it stands there only. */
    private int order(Levels older, int mine, int theirs) {
        if (mine == size) {
            return 1;
        }
        if (theirs == older.size) {
            return -1;
        }
        int ascending = Long.compare(prices[mine], older.prices[theirs]);
        return bids ? -ascending : ascending;
    }

    private void room(int count) {
        if (count > prices.length) {
            int capacity = Math.max(count, prices.length * 2);
            prices = Arrays.copyOf(prices, capacity);
            quantities = Arrays.copyOf(quantities, capacity);
        }
    }

    private static BookLevel level(Instrument instrument, long price, long quantity) {
        return new BookLevel(instrument.price(price), instrument.quantity(quantity));
    }
}
