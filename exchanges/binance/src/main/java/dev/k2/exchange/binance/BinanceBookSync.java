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
 */
final class BinanceBookSync {
    private static final int WAITING_MAX = 2_000;

    /** What is to be done with a change. */
    enum Step {
        APPLY,
        /** It is in the book already. */
        IGNORE,
        /** There is no snapshot yet. */
        PUT_ASIDE,
        /** Something between the book and this change is missing. */
        GAP
    }

    private final Book book;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private boolean synced;
    private boolean asking;
    private long firstWaiting = -1;
    private long applied;
    private long contained;
    private long gaps;
    private long checkedAtMillis;

    BinanceBookSync(Instrument instrument) {
        this.book = new Book(instrument);
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

    /**
     * What to do with a change.
     *
     * @param first its first update number
     * @param last its last update number
     */
    Step step(long first, long last) {
        if (!synced) {
            return Step.PUT_ASIDE;
        }
        if (last <= book.sequence()) {
            contained++;
            return Step.IGNORE;
        }
        return first > book.sequence() + 1 ? Step.GAP : Step.APPLY;
    }

    /** Puts a change aside. When too many wait, the earliest snapshot that helps is a later one. */
    void putAside(byte[] bytes, int from, int to, long first) {
        if (waiting.size() == WAITING_MAX) {
            waiting.clear();
        }
        if (waiting.isEmpty()) {
            firstWaiting = first;
        }
        waiting.add(Arrays.copyOfRange(bytes, from, to));
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

    /** Whether the book is right as far as we know, and nothing was heard or asked since then. */
    boolean isQuietSince(long millis) {
        return synced && book.changedAtMillis() < millis && checkedAtMillis < millis;
    }

    void checkedAt(long millis) {
        checkedAtMillis = millis;
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
