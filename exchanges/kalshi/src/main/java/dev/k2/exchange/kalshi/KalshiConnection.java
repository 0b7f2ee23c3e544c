package dev.k2.exchange.kalshi;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one connection: the subscription on it, and the number of its last message.
 * Numbers count by subscription, over all its markets, and answers take one too. Lives on the feed's
 * loop.
 */
final class KalshiConnection {
    /** So many messages in a row may be older than the last; more is Kalshi counting anew. */
    private static final int LATE_MAX = 16;

    private static final int SIDS_MAX = 64;
    private static final long NONE = -1;

    /** Books that began on this connection. */
    private final List<KalshiStream> books = new ArrayList<>();

    private final long[] sids = new long[SIDS_MAX];
    private final long[] lasts = new long[SIDS_MAX];
    private int known;
    private int late;
    private long subscription = NONE;
    private boolean all;
    private @Nullable BookLost bookLost;

    /** Hears that something is missing or wrong in a book. */
    interface BookLost {
        /** As {@link dev.k2.exchange.net.FeedLink#lose}. */
        void lost(KalshiStream stream, boolean counts);
    }

    /** What a message's number says. */
    enum Step {
        NEXT,
        /** It came already. */
        OLD,
        /** Something before it is missing. */
        GAP
    }

    /** Takes in the number of a message. */
    Step step(long sid, long seq) {
        int place = place(sid);
        if (place < 0) {
            return Step.NEXT;
        }
        long last = lasts[place];
        if (last == NONE || seq == last + 1) {
            late = 0;
            lasts[place] = seq;
            return Step.NEXT;
        }
        if (seq > last) {
            late = 0;
            // A number that is far ahead may be the wrong one, so the next message begins anew.
            lasts[place] = NONE;
            return Step.GAP;
        }
        late++;
        if (late <= LATE_MAX) {
            return Step.OLD;
        }
        late = 0;
        lasts[place] = seq;
        return Step.GAP;
    }

    /** The subscription's number; below 0 where there is none yet. */
    long subscription() {
        return subscription;
    }

    void subscribed(long sid) {
        subscription = sid;
    }

    /** Whether everything of a channel without a filter was asked for before; now it is. */
    boolean asksForAllAgain() {
        boolean before = all;
        all = true;
        return before;
    }

    /**
     * A book begins here, whatever it was before.
     *
     * @param hearer hears of its end
     */
    void begins(KalshiStream stream, BookLost hearer) {
        bookLost = hearer;
        if (stream.origin() != this) {
            stream.beginsOn(this);
            books.add(stream);
        }
    }

    /** Nothing more comes; a book that only this connection kept is of no use any more. */
    void end() {
        lose(false);
    }

    /**
     * Loses every book that still goes by this connection.
     *
     * @param counts whether this is the exchange's or our fault, and no mere cut of the line
     */
    void lose(boolean counts) {
        BookLost hearer = bookLost;
        if (hearer != null) {
            takeBooks().forEach(stream -> hearer.lost(stream, counts));
        }
    }

    /** The books that still go by this connection; none do afterwards. */
    private List<KalshiStream> takeBooks() {
        List<KalshiStream> taken = new ArrayList<>();
        for (KalshiStream stream : books) {
            if (stream.origin() == this) {
                stream.beginsOn(null);
                taken.add(stream);
            }
        }
        books.clear();
        return taken;
    }

    private int place(long sid) {
        for (int i = 0; i < known; i++) {
            if (sids[i] == sid) {
                return i;
            }
        }
        if (known == SIDS_MAX) {
            return -1;
        }
        sids[known] = sid;
        lasts[known] = NONE;
        known++;
        return known - 1;
    }
}
