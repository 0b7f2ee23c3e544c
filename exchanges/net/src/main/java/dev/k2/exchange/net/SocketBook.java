package dev.k2.exchange.net;

import dev.k2.model.Instrument;

/**
 * A book whose snapshots come over the socket, before its changes: each change names the one before
 * it, or its numbers have no holes. Where something is missing, its stream is subscribed to anew.
 *
 * <p>Levels are told absolutely, so a change fits wherever the one before it is in the book, even
 * where some of its own is too: two connections may cut the same changes differently. A number may
 * fall, as after an exchange's maintenance, as long as the change names the one before it.
 */
public final class SocketBook extends FeedBook {
    /** So many in a row come from a connection that is behind the other, and no more. */
    private static final int BEHIND_MAX = 500;

    /** A connection that is alone has nothing to be behind but one that it has just replaced. */
    private static final int BEHIND_ALONE_MAX = 16;

    private static final long NONE = Long.MIN_VALUE;

    private int behind;
    private long fellFrom = NONE;
    private long fellTo = NONE;

    /** What is to be done with a message. */
    public enum Step {
        /** Put its levels into the book, then call {@link #began} or {@link #applied}. */
        APPLY,
        /** It is in the book already, or the book waits for its snapshot. */
        IGNORE,
        /** Something before it is missing here, and may still come over the other connection. */
        HOLD,
        /** Something between the book and this change is missing. */
        GAP
    }

    public SocketBook(Instrument instrument) {
        super(instrument);
    }

    /**
     * A snapshot came. Where it is to be applied, the book is empty now: {@link #began} follows its
     * levels.
     *
     * @param last its number
     * @param anew whether the exchange counts anew from here, whatever the book has
     */
    public Step snapshot(long last, boolean anew) {
        if (!anew && isSynced() && isShared() && last <= book().sequence() && isBehind()) {
            return Step.IGNORE;
        }
        behind = 0;
        fellFrom = NONE;
        fellTo = NONE;
        book().reset();
        return Step.APPLY;
    }

    /**
     * The levels of a snapshot are in the book.
     *
     * @return whether the book is right; a crossed one is not
     */
    public boolean began(long last, long atMillis) {
        begun(last, atMillis);
        return book().isValid();
    }

    /**
     * A change came. One that follows itself only says that the book is still right, and is applied
     * without levels.
     *
     * @param before the number that it follows: the one before its own where numbers have no holes
     * @param last its own number
     */
    public Step change(long before, long last) {
        if (!isSynced()) {
            return Step.IGNORE;
        }
        long sequence = book().sequence();
        if (before == sequence) {
            behind = 0;
            if (last < before) {
                fellFrom = before;
                fellTo = last;
            }
            return Step.APPLY;
        }
        if (last <= sequence || (before == fellFrom && last == fellTo)) {
            return isBehind() ? Step.IGNORE : Step.GAP;
        }
        if (before < sequence) {
            behind = 0;
            return Step.APPLY;
        }
        return mayHold() ? Step.HOLD : Step.GAP;
    }

    @Override
    protected void forget() {
        behind = 0;
        fellFrom = NONE;
        fellTo = NONE;
    }

    /** A book that nothing follows any more only looks right. */
    private boolean isBehind() {
        behind++;
        contain();
        return behind <= (isShared() ? BEHIND_MAX : BEHIND_ALONE_MAX);
    }
}
