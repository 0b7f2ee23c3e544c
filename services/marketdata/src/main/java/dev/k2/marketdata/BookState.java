package dev.k2.marketdata;

import dev.k2.model.Book;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The book of one instrument, twice: as the feed last told it, and as readers were last told. A
 * reader's snapshot and the changes that follow it are of the second, so that they fit together.
 *
 * <p>An invalid book is never copied: what is kept is the last that was right, marked stale.
 */
final class BookState {
    private final ExchangeId exchange;
    private final InstrumentId id;
    private final long staleAfterMillis;
    private final int depthMax;

    private final Levels bids = new Levels(true);
    private final Levels asks = new Levels(false);
    private @Nullable Instrument heardAs;
    private long heardMillis;
    private boolean right;
    private boolean connected;
    private boolean changed;

    /** Counts what broke the book; levels told before the newest break are never live again. */
    private long breaks;

    private final Levels toldBids = new Levels(true);
    private final Levels toldAsks = new Levels(false);
    private @Nullable Instrument toldAs;
    private long toldMillis;
    private long toldBreaks;
    private Freshness told = Freshness.STALE;
    private long seq;

    BookState(ExchangeId exchange, InstrumentId id, Duration staleAfter, int depthMax) {
        this.exchange = exchange;
        this.id = id;
        this.staleAfterMillis = staleAfter.toMillis();
        this.depthMax = depthMax;
    }

    /** Takes what the feed told; a book that is crossed whatever its flag says is not right. */
    synchronized boolean heard(Book book) {
        if (!book.isValid() || book.isCrossed()) {
            broke();
            return false;
        }
        bids.copy(book.bids(), depthMax);
        asks.copy(book.asks(), depthMax);
        heardAs = book.instrument();
        heardMillis = book.changedAtMillis();
        right = true;
        changed = true;
        return true;
    }

    synchronized void connection(boolean live) {
        connected = live;
        broke();
    }

    /** The book as readers know it, or null before the first. */
    synchronized @Nullable BookView view(int depth, long nowMillis) {
        Instrument as = toldAs;
        if (as == null) {
            return null;
        }
        boolean current =
                right && connected && toldBreaks == breaks && young(toldMillis, nowMillis);
        return new BookView(
                exchange,
                id,
                toldBids.top(as, depth),
                toldAsks.top(as, depth),
                Instant.ofEpochMilli(toldMillis),
                Duration.ofMillis(Math.max(0, nowMillis - toldMillis)),
                current ? Freshness.LIVE : Freshness.STALE,
                seq);
    }

    /** What changed since this was last called, or null where nothing did. */
    synchronized @Nullable BookChange take(long nowMillis) {
        Instrument as = heardAs;
        if (as == null) {
            return null;
        }
        Freshness now =
                right && connected && young(heardMillis, nowMillis)
                        ? Freshness.LIVE
                        : Freshness.STALE;
        if (!changed && now == told) {
            return null;
        }
        // Levels at another scale cannot be compared number by number.
        Instrument before = toldAs;
        if (before != null
                && (before.priceScale() != as.priceScale()
                        || before.quantityScale() != as.quantityScale())) {
            return startOver(before);
        }
        BookChange change =
                new BookChange(
                        exchange,
                        id,
                        changed ? bids.since(toldBids, as) : List.of(),
                        changed ? asks.since(toldAsks, as) : List.of(),
                        Instant.ofEpochMilli(heardMillis),
                        now,
                        seq + 1);
        boolean same = now == told && change.bids().isEmpty() && change.asks().isEmpty();
        remember(as, now);
        if (same) {
            return null;
        }
        seq++;
        return change;
    }

    /** Empties the told book; the new levels are the next change. */
    private BookChange startOver(Instrument before) {
        Levels none = new Levels(true);
        Levels neither = new Levels(false);
        BookChange emptied =
                new BookChange(
                        exchange,
                        id,
                        none.since(toldBids, before),
                        neither.since(toldAsks, before),
                        Instant.ofEpochMilli(heardMillis),
                        Freshness.STALE,
                        ++seq);
        toldBids.clear();
        toldAsks.clear();
        toldAs = heardAs;
        toldBreaks = -1;
        told = Freshness.STALE;
        changed = true;
        return emptied;
    }

    private void remember(Instrument as, Freshness now) {
        toldBids.copy(bids);
        toldAsks.copy(asks);
        toldAs = as;
        toldMillis = heardMillis;
        if (right) {
            toldBreaks = breaks;
        }
        told = now;
        changed = false;
    }

    private void broke() {
        right = false;
        breaks++;
    }

    private boolean young(long receivedMillis, long nowMillis) {
        return nowMillis - receivedMillis <= staleAfterMillis;
    }
}
