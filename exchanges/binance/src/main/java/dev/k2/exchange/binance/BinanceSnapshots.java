package dev.k2.exchange.binance;

import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.Loop;
import dev.k2.exchange.net.Reply;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Instrument;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the snapshots that books start from, one at a time for each book and few at a time for
 * all. Everything but the questions happens on the feed's loop.
 */
final class BinanceSnapshots {
    private static final Logger LOG = LoggerFactory.getLogger(BinanceSnapshots.class);
    private static final int AT_ONCE = 4;
    private static final Duration AGAIN_AFTER = Duration.ofMillis(500);
    private static final Duration AGAIN_AFTER_FAILURE = Duration.ofSeconds(2);

    private final BinanceMarketRest rest;
    private final int depth;
    private final FeedListener listener;
    private final Loop loop;
    private final InstantSource clock;
    private final Semaphore questions = new Semaphore(AT_ONCE);
    private volatile boolean closed;

    /**
     * Asks nothing yet.
     *
     * @param depth levels of a side
     */
    BinanceSnapshots(
            BinanceMarketRest rest,
            int depth,
            FeedListener listener,
            Loop loop,
            InstantSource clock) {
        this.rest = rest;
        this.depth = depth;
        this.listener = listener;
        this.loop = loop;
        this.clock = clock;
    }

    /** Asks for a book's snapshot unless that is under way. Only on the loop. */
    void want(BinanceFeedLine link, BinanceStream stream, BinanceBookSync sync) {
        if (!closed && sync.startAsking()) {
            Thread.startVirtualThread(() -> fetch(link, stream, sync));
        }
    }

    void close() {
        closed = true;
    }

    private void fetch(BinanceFeedLine link, BinanceStream stream, BinanceBookSync sync) {
        Instrument instrument = stream.instrument();
        questions.acquireUninterruptibly();
        Reply<BinanceRestWire.Depth> reply;
        try {
            reply = rest.depth(instrument.symbol(), depth);
        } finally {
            questions.release();
        }
        switch (reply) {
            case Reply.Failed<BinanceRestWire.Depth> failed -> {
                LOG.warn("{}: no snapshot: {}", stream.name(), failed.error().message());
                loop.execute(() -> askLater(link, stream, sync, AGAIN_AFTER_FAILURE));
            }
            case Reply.Ok<BinanceRestWire.Depth>(BinanceRestWire.Depth wire) -> {
                BookSnapshot snapshot = BinanceParse.book(instrument.id(), wire, Integer.MAX_VALUE);
                loop.execute(() -> load(link, stream, sync, snapshot));
            }
        }
    }

    private void load(
            BinanceFeedLine link,
            BinanceStream stream,
            BinanceBookSync sync,
            BookSnapshot snapshot) {
        if (closed || !link.has(stream)) {
            return;
        }
        sync.answered();
        if (!link.isSubscribed(stream)) {
            // Cut meanwhile: the next connection asks for itself.
            return;
        }
        long now = clock.millis();
        try {
            var changes = sync.load(snapshot, now);
            if (changes.isEmpty()) {
                askLater(link, stream, sync, AGAIN_AFTER);
                return;
            }
            link.apply(stream, sync, changes.get(), now);
        } catch (ArithmeticException unfit) {
            listener.onSkipped(stream.name() + ": a level of the snapshot does not fit");
            sync.lose(true);
            askLater(link, stream, sync, AGAIN_AFTER_FAILURE);
        }
    }

    private void askLater(
            BinanceFeedLine link, BinanceStream stream, BinanceBookSync sync, Duration pause) {
        sync.answered();
        loop.executeAfter(
                pause,
                () -> {
                    if (link.isSubscribed(stream)) {
                        want(link, stream, sync);
                    }
                });
    }
}
