package dev.k2.exchange.net;

import dev.k2.model.Book;
import dev.k2.model.Instrument;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * A live book that is kept right: it begins with a snapshot, and each change has to follow what is
 * in it. A change that is ahead of the book is kept for a moment where another connection may still
 * bring what is missing. Which change follows is the exchange's rule, told by those that extend
 * this. Used on the feed's loop.
 */
public abstract class FeedBook {
    private static final int HELD_MAX = 100;

    private final Book book;
    private final Deque<byte[]> held = new ArrayDeque<>();
    private boolean shared;
    private long heldSinceMillis;
    private boolean synced;
    private long starts;
    private long applied;
    private long contained;
    private long gaps;

    /** Makes an empty book. */
    protected FeedBook(Instrument instrument) {
        this.book = new Book(instrument);
    }

    public final Book book() {
        return book;
    }

    /** Whether the book has begun, and nothing is missing in it. */
    public final boolean isSynced() {
        return synced;
    }

    /** How often the book has begun. */
    public final long starts() {
        return starts;
    }

    /** Changes that were applied. */
    public final long applied() {
        return applied;
    }

    /** Changes that were in the snapshot or the book already. */
    public final long contained() {
        return contained;
    }

    /** How often something was missing or wrong. */
    public final long gaps() {
        return gaps;
    }

    /**
     * A change was put into the book whole.
     *
     * @param last the number that the book has now
     * @return whether the book is right; a crossed one is not
     */
    public final boolean applied(long last, long atMillis) {
        applied++;
        book.complete(last, atMillis);
        return book.isValid();
    }

    /**
     * Keeps a change that is ahead of the book.
     *
     * @return whether it is the only one, so that {@link FeedLink#held} has to be told
     */
    public final boolean hold(byte[] bytes, int start, int end, long atMillis) {
        boolean only = held.isEmpty();
        if (only) {
            heldSinceMillis = atMillis;
        }
        held.add(Arrays.copyOfRange(bytes, start, end));
        return only;
    }

    /** Whether changes are kept that were ahead of the book. */
    public final boolean isHolding() {
        return synced && !held.isEmpty();
    }

    /** The changes that were kept, to be tried once more in their order. */
    public final List<byte[]> takeHeld() {
        List<byte[]> taken = List.copyOf(held);
        held.clear();
        return taken;
    }

    /** Whether changes come over several connections now, so that one may be ahead of the other. */
    public final void share(boolean byMany) {
        shared = byMany;
    }

    /**
     * The book cannot be trusted any more. It is shown as invalid until there is another snapshot.
     *
     * @param counts whether this is the exchange's or our fault, and no mere cut of the line
     */
    public final void lose(boolean counts) {
        if (counts) {
            gaps++;
        }
        synced = false;
        held.clear();
        forget();
        book.invalidate();
    }

    /** Since when the first change is kept. */
    final long heldSinceMillis() {
        return heldSinceMillis;
    }

    /** The book is lost: whatever else was kept for it is of no use. */
    protected void forget() {}

    /** The levels of a snapshot are in the book. */
    protected final void begun(long last, long atMillis) {
        book.complete(last, atMillis);
        synced = true;
        starts++;
    }

    /** Counts a change that was in the book already. */
    protected final void contain() {
        contained++;
    }

    protected final boolean isShared() {
        return shared;
    }

    /** Whether a change that is ahead may wait for those before it. */
    protected final boolean mayHold() {
        return shared && held.size() < HELD_MAX;
    }
}
