package dev.k2.exchange.net;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Has books begin anew whose snapshots come over the socket: by subscribing anew, once at a time
 * for each book. A bad moment of a network breaks a book several times, so the first few in a row
 * come within a second each; then they grow rarer, since exchanges count them (OKX: 480 an hour).
 * Lives on the feed's loop.
 */
final class BookResync<S extends FeedStream> {
    private static final Duration LASTING = Duration.ofMinutes(1);
    private static final int SOON = 5;
    private static final Backoff WAITS = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final FeedLink<S> link;
    private final Loop loop;
    private final InstantSource clock;
    private final Duration snapshotMax;
    private final Map<S, Try> tries = new HashMap<>();

    /** The last try for one book, and how often it had begun by then. */
    private record Try(int inARow, long starts, long atMillis) {}

    /**
     * Asks nothing yet.
     *
     * @param snapshotMax how long a snapshot may be on its way after the exchange said yes
     */
    BookResync(FeedLink<S> link, Loop loop, InstantSource clock, Duration snapshotMax) {
        this.link = link;
        this.loop = loop;
        this.clock = clock;
        this.snapshotMax = snapshotMax;
    }

    /** A stream begins: its snapshot should follow. */
    void begun(S stream) {
        FeedBook book = stream.book();
        if (book != null && !book.isSynced()) {
            Try last = tries.get(stream);
            loop.executeAfter(snapshotMax, () -> askUnlessBegun(stream, book, last));
        }
    }

    /** A book was lost. Nothing happens while a snapshot that was asked for is on its way. */
    void lost(S stream) {
        FeedBook book = stream.book();
        Try last = tries.get(stream);
        boolean asked = book != null && last != null && last.starts() == book.starts();
        if (book != null && !book.isSynced() && !asked) {
            ask(stream, book, last);
        }
    }

    void forget(S stream) {
        tries.remove(stream);
    }

    /** Whoever waited for the same try of the same book on another connection may be first. */
    private void askUnlessBegun(S stream, FeedBook book, @Nullable Try since) {
        boolean waits = !book.isSynced() && Objects.equals(tries.get(stream), since);
        if (waits && link.isSubscribed(stream)) {
            ask(stream, book, since);
        }
    }

    private void ask(S stream, FeedBook book, @Nullable Try last) {
        long now = clock.millis();
        boolean again = last != null && now - last.atMillis() <= LASTING.toMillis();
        int inARow = last != null && again ? last.inARow() + 1 : 0;
        var next = new Try(inARow, book.starts(), now);
        tries.put(stream, next);
        if (next.inARow() == 0) {
            link.resync(stream);
        } else {
            loop.executeAfter(
                    WAITS.delay(Math.max(1, next.inARow() - SOON)),
                    () -> resyncUnlessBegun(stream, book, next));
        }
    }

    private void resyncUnlessBegun(S stream, FeedBook book, Try current) {
        boolean waits = !book.isSynced() && Objects.equals(tries.get(stream), current);
        if (waits && link.isSubscribed(stream)) {
            link.resync(stream);
        }
    }
}
