package dev.k2.exchange.binance;

import dev.k2.model.Book;
import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Decimals;
import dev.k2.model.Instrument;
import dev.k2.model.Side;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a book right by Binance's rule: changes are put aside until a snapshot is there that is not
 * older than the first of them; from then on each change has to begin where the last one ended.
 *
 * <p>Every change follows an update that it names: on Spot the one before its first, on futures,
 * whose numbers jump, {@code pu}. It fits where that update is in the book, whether or not some of
 * its own are too: levels are told absolutely. That covers the first change after a snapshot, and
 * two connections that cut the same updates into different changes.
 */
final class BinanceBookSync {
    private static final int WAITING_MAX = 2_000;
    private static final int HELD_MAX = 100;

    /** What is to be done with a change. */
    enum Step {
        APPLY,
        /** It is in the book already. */
        IGNORE,
        /** There is no snapshot yet. */
        PUT_ASIDE,
        /** Something before it is missing here, and may still come over the other connection. */
        HOLD,
        /** Something between the book and this change is missing. */
        GAP
    }

    private final Book book;
    private final boolean chained;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private boolean shared;
    private long heldSinceMillis;
    private boolean synced;
    private boolean asking;
    private long firstWaiting = -1;
    private long applied;
    private long contained;
    private long gaps;

    /**
     * Makes an empty book.
     *
     * @param chained whether changes name the update before them; else it is the one before their
     *     first
     */
    BinanceBookSync(Instrument instrument, boolean chained) {
        this.book = new Book(instrument);
        this.chained = chained;
    }

    Book book() {
        return book;
    }

    /** Changes that were applied. */
    long applied() {
        return applied;
    }

    /** Changes that were in the snapshot or the book already. */
    long contained() {
        return contained;
    }

    /** How often something was missing or wrong. */
    long gaps() {
        return gaps;
    }

    boolean isChained() {
        return chained;
    }

    /** Whether changes come over several connections now, so that one may be ahead of the other. */
    void share(boolean byMany) {
        shared = byMany;
    }

    /**
     * What to do with a change.
     *
     * @param before the update that it follows
     * @param last its last update number
     */
    Step step(long before, long last) {
        if (!synced) {
            return Step.PUT_ASIDE;
        }
        if (last <= book.sequence()) {
            contained++;
            return Step.IGNORE;
        }
        if (before <= book.sequence()) {
            return Step.APPLY;
        }
        return shared && waiting.size() < HELD_MAX ? Step.HOLD : Step.GAP;
    }

    /**
     * Puts a change aside until there is a snapshot. When too many wait, the earliest snapshot that
     * helps is a later one.
     *
     * @param from the earliest number that a snapshot may have to be followed by it
     */
    void putAside(byte[] bytes, int start, int end, long from) {
        if (waiting.size() == WAITING_MAX) {
            waiting.clear();
        }
        if (waiting.isEmpty()) {
            firstWaiting = from;
        }
        waiting.add(Arrays.copyOfRange(bytes, start, end));
    }

    /**
     * Keeps a change that is ahead of the book.
     *
     * @return whether it is the only one, so that somebody has to look after it
     */
    boolean hold(byte[] bytes, int start, int end, long atMillis) {
        boolean only = waiting.isEmpty();
        if (only) {
            heldSinceMillis = atMillis;
        }
        waiting.add(Arrays.copyOfRange(bytes, start, end));
        return only;
    }

    /** Whether changes are kept that were ahead of the book. */
    boolean isHolding() {
        return synced && !waiting.isEmpty();
    }

    /** Since when the first of them is kept. */
    long heldSinceMillis() {
        return heldSinceMillis;
    }

    /** The changes that were kept, to be tried once more in their order. */
    List<byte[]> takeHeld() {
        List<byte[]> held = List.copyOf(waiting);
        waiting.clear();
        return held;
    }

    /**
     * A change was put into the book whole.
     *
     * @return whether the book is right; a crossed one is not
     */
    boolean applied(long last, long atMillis) {
        applied++;
        book.complete(last, atMillis);
        return book.isValid();
    }

    /**
     * The book cannot be trusted any more. It is shown as invalid until there is another snapshot.
     *
     * @param counts whether this is the exchange's or our fault, and no mere cut of the line
     */
    void lose(boolean counts) {
        if (counts) {
            gaps++;
        }
        synced = false;
        waiting.clear();
        firstWaiting = -1;
        book.invalidate();
    }

    /** Whether a snapshot should be asked for now; true only once until {@link #answered}. */
    boolean startAsking() {
        if (synced || asking) {
            return false;
        }
        asking = true;
        return true;
    }

    /** The question for a snapshot is over, whatever it brought. */
    void answered() {
        asking = false;
    }

    boolean isSynced() {
        return synced;
    }

    /**
     * Starts the book from a snapshot.
     *
     * @return the changes to apply now, in their order; empty where the snapshot is older than the
     *     first of them, so that another is needed
     */
    Optional<List<byte[]>> load(BookSnapshot snapshot, long atMillis) {
        if (!waiting.isEmpty() && snapshot.sequence() < firstWaiting) {
            return Optional.empty();
        }
        Instrument instrument = book.instrument();
        book.reset();
        set(Side.BUY, snapshot.bids(), instrument);
        set(Side.SELL, snapshot.asks(), instrument);
        book.complete(snapshot.sequence(), atMillis);
        synced = true;
        List<byte[]> changes = List.copyOf(waiting);
        waiting.clear();
        firstWaiting = -1;
        return Optional.of(changes);
    }

    private void set(Side side, List<BookLevel> levels, Instrument instrument) {
        for (BookLevel level : levels) {
            book.set(
                    side,
                    Decimals.scaled(level.price(), instrument.priceScale()),
                    Decimals.scaled(level.quantity(), instrument.quantityScale()));
        }
    }
}
