package dev.k2.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The order book of one instrument, in scaled numbers. It is invalid until a snapshot is loaded and
 * from the moment that something is wrong with it; an invalid book must not be shown as live. Not
 * safe for several threads.
 */
public final class Book {
    private final Instrument instrument;
    private final BookSide bids = new BookSide(true);
    private final BookSide asks = new BookSide(false);
    private boolean valid;
    private long sequence;
    private long changedAtMillis;

    public Book(Instrument instrument) {
        this.instrument = instrument;
    }

    public Instrument instrument() {
        return instrument;
    }

    public BookSide bids() {
        return bids;
    }

    public BookSide asks() {
        return asks;
    }

    /** Whether the book is what the exchange has, as far as we can know. */
    public boolean isValid() {
        return valid;
    }

    /** The exchange's number of the last update applied. */
    public long sequence() {
        return sequence;
    }

    /** When the last update arrived, in epoch milliseconds. */
    public long changedAtMillis() {
        return changedAtMillis;
    }

    /** Empties the book to take a snapshot. It stays invalid until {@link #complete}. */
    public void reset() {
        bids.clear();
        asks.clear();
        valid = false;
    }

    /** Sets what rests at a price, in scaled numbers; a quantity of zero removes the price. */
    public void set(Side side, long price, long quantity) {
        (side == Side.BUY ? bids : asks).set(price, quantity);
    }

    /**
     * Changes what rests at a price, for exchanges that tell by how much it changed.
     *
     * @return what rests there now; below 0, and nothing changed, where more is to go than was there
     */
    public long add(Side side, long price, long difference) {
        return (side == Side.BUY ? bids : asks).add(price, difference);
    }

    /** Sets what rests at several prices, in the order in which they stand; cheapest when sorted. */
    public void set(Side side, long[] prices, long[] quantities, int count) {
        (side == Side.BUY ? bids : asks).set(prices, quantities, count);
    }

    /**
     * Ends a snapshot or an update. A crossed top makes the book invalid.
     *
     * @param sequence the exchange's number of it
     * @param atMillis when it arrived
     */
    public void complete(long sequence, long atMillis) {
        this.sequence = sequence;
        this.changedAtMillis = atMillis;
        bids.startFromBest();
        asks.startFromBest();
        valid = !isCrossed();
    }

    /**
     * Whether the book can be shown as live: valid, and heard of not too long ago. Only the feed
     * knows whether a silent book is a quiet one, so the age is the caller's to choose.
     *
     * @param ageMillisMax how long ago the last update may have arrived
     */
    public boolean isLive(long nowMillis, long ageMillisMax) {
        return valid && nowMillis - changedAtMillis <= ageMillisMax;
    }

    /** Something is wrong: a gap, a cut, an age. */
    public void invalidate() {
        valid = false;
    }

    /** Whether the best bid is at or above the best ask, which no real book shows. */
    public boolean isCrossed() {
        return !bids.isEmpty() && !asks.isEmpty() && bids.price(0) >= asks.price(0);
    }

    /** The best levels of both sides as decimals. */
    public BookSnapshot top(int depth) {
        return new BookSnapshot(instrument.id(), top(bids, depth), top(asks, depth), sequence);
    }

    private List<BookLevel> top(BookSide side, int depth) {
        int count = Math.min(depth, side.size());
        List<BookLevel> levels = new ArrayList<>(count);
        for (int rank = 0; rank < count; rank++) {
            levels.add(
                    new BookLevel(
                            instrument.price(side.price(rank)),
                            instrument.quantity(side.quantity(rank))));
        }
        return levels;
    }
}
