package dev.k2.exchange.binance;

import dev.k2.exchange.net.FeedBook;
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
final class BinanceBookSync extends FeedBook {
    private static final int WAITING_MAX = 2_000;

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

    private final boolean chained;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private boolean asking;
    private long firstWaiting = -1;

    /**
     * Makes an empty book.
     *
     * @param chained whether changes name the update before them; else it is the one before their
     *     first
     */
    BinanceBookSync(Instrument instrument, boolean chained) {
        super(instrument);
        this.chained = chained;
    }

    boolean isChained() {
        return chained;
    }

    /**
     * What to do with a change.
     *
     * @param before the update that it follows
     * @param last its last update number
     */
    Step step(long before, long last) {
        if (!isSynced()) {
            return Step.PUT_ASIDE;
        }
        if (last <= book().sequence()) {
            contain();
            return Step.IGNORE;
        }
        if (before <= book().sequence()) {
            return Step.APPLY;
        }
        return mayHold() ? Step.HOLD : Step.GAP;
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

    @Override
    protected void forget() {
        waiting.clear();
        firstWaiting = -1;
    }

    /** Whether a snapshot should be asked for now; true only once until {@link #answered}. */
    boolean startAsking() {
        if (isSynced() || asking) {
            return false;
        }
        asking = true;
        return true;
    }

    /** The question for a snapshot is over, whatever it brought. */
    void answered() {
        asking = false;
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
        Instrument instrument = book().instrument();
        book().reset();
        set(Side.BUY, snapshot.bids(), instrument);
        set(Side.SELL, snapshot.asks(), instrument);
        begun(snapshot.sequence(), atMillis);
        List<byte[]> changes = List.copyOf(waiting);
        waiting.clear();
        firstWaiting = -1;
        return Optional.of(changes);
    }

    private void set(Side side, List<BookLevel> levels, Instrument instrument) {
        for (BookLevel level : levels) {
            book().set(
                            side,
                            Decimals.scaled(level.price(), instrument.priceScale()),
                            Decimals.scaled(level.quantity(), instrument.quantityScale()));
        }
    }
}
