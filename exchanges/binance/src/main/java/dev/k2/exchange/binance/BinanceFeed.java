package dev.k2.exchange.binance;

import dev.k2.exchange.Channel;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.MarketFeed;
import dev.k2.exchange.net.Loop;
import dev.k2.exchange.net.Net;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Instrument;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Binance's market streams over as few connections as it takes, and the snapshots that their books
 * start from. Everything but the snapshots' questions happens on one loop.
 */
final class BinanceFeed implements MarketFeed {
    private static final Logger LOG = LoggerFactory.getLogger(BinanceFeed.class);
    private static final int SNAPSHOTS_AT_ONCE = 4;
    private static final int CHECKS_AT_ONCE = 4;
    private static final int CHECK_DEPTH = 5;

    /** How long a change may be on its way after a question told that there is one. */
    private static final Duration ON_THE_WAY_MAX = Duration.ofSeconds(1);

    private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(500);
    private static final Duration ASK_AGAIN_AFTER_FAILURE = Duration.ofSeconds(2);

    private final BinanceConfig config;
    private final Net net;
    private final BinanceRest rest;
    private final FeedListener listener;
    private final Consumer<BinanceFeed> onClosed;
    private final InstantSource clock;
    private final Loop loop;
    private final Semaphore snapshots = new Semaphore(SNAPSHOTS_AT_ONCE);
    private final List<BinanceFeedLink> links = new CopyOnWriteArrayList<>();
    private volatile ConnectionState told = ConnectionState.CONNECTING;
    private volatile boolean closed;

    // Only on the loop.
    private final Map<String, BinanceFeedLink> subscribed = new HashMap<>();

    private BinanceFeed(
            BinanceConfig config,
            Net net,
            BinanceRest rest,
            FeedListener listener,
            Consumer<BinanceFeed> onClosed) {
        this.onClosed = onClosed;
        this.config = config;
        this.net = net;
        this.rest = rest;
        this.listener = listener;
        this.clock = net.clock();
        this.loop = net.loop();
    }

    static BinanceFeed open(
            BinanceConfig config,
            Net net,
            BinanceRest rest,
            FeedListener listener,
            Consumer<BinanceFeed> onClosed) {
        var feed = new BinanceFeed(config, net, rest, listener, onClosed);
        feed.loop.executeAndWait(feed::addLink);
        feed.watchLater();
        return feed;
    }

    @Override
    public void subscribe(Instrument instrument, Channel channel) {
        loop.execute(
                () -> {
                    String name = BinanceStream.name(instrument, channel);
                    if (closed || subscribed.containsKey(name)) {
                        return;
                    }
                    BinanceFeedLink link = linkWithRoom();
                    subscribed.put(name, link);
                    link.add(BinanceStream.of(instrument, channel));
                });
    }

    @Override
    public void unsubscribe(Instrument instrument, Channel channel) {
        loop.execute(
                () -> {
                    String name = BinanceStream.name(instrument, channel);
                    BinanceFeedLink link = subscribed.remove(name);
                    if (link != null) {
                        link.remove(name);
                    }
                });
    }

    @Override
    public ConnectionState state() {
        return told;
    }

    @Override
    public long reconnects() {
        return links.stream().mapToLong(BinanceFeedLink::reconnects).sum();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        loop.executeAndWait(() -> links.forEach(BinanceFeedLink::close));
        loop.close();
        onClosed.accept(this);
    }

    /** Asks for a book's snapshot unless that is under way. Only on the loop. */
    void wantSnapshot(BinanceFeedLink link, BinanceStream stream, BinanceBookSync sync) {
        if (!closed && sync.startAsking()) {
            Thread.startVirtualThread(() -> fetch(link, stream, sync));
        }
    }

    /** The links' states as one. Only on the loop. */
    void stateChanged() {
        ConnectionState worst = ConnectionState.LIVE;
        for (BinanceFeedLink link : links) {
            if (link.state() != ConnectionState.LIVE) {
                worst = link.state();
            }
        }
        if (told != worst) {
            told = worst;
            listener.onState(worst);
        }
    }

    private void watchLater() {
        loop.executeAfter(config.silenceMax().dividedBy(2), this::watch);
    }

    /**
     * A stream can fall silent on a connection that lives. A quiet market looks the same, so books
     * that have not changed for a while are compared with a question.
     */
    private void watch() {
        if (closed) {
            return;
        }
        long quietBefore = clock.millis() - config.silenceMax().toMillis();
        int checks = 0;
        for (BinanceFeedLink link : links) {
            for (BinanceStream stream : link.streams()) {
                BinanceBookSync sync = stream.sync();
                if (sync != null && checks < CHECKS_AT_ONCE && sync.isQuietSince(quietBefore)) {
                    checks++;
                    sync.checkedAt(clock.millis());
                    Thread.startVirtualThread(() -> check(link, stream, sync));
                }
            }
        }
        watchLater();
    }

    private void check(BinanceFeedLink link, BinanceStream stream, BinanceBookSync sync) {
        if (rest.depth(stream.instrument().symbol(), CHECK_DEPTH)
                instanceof BinanceReply.Ok<BinanceRestWire.Depth>(BinanceRestWire.Depth wire)) {
            loop.executeAfter(
                    ON_THE_WAY_MAX,
                    () -> {
                        if (!closed
                                && link.isSubscribed(stream)
                                && sync.isSynced()
                                && sync.book().sequence() < wire.lastUpdateId()) {
                            link.subscribeAnew(stream, sync);
                        }
                    });
        }
    }

    private BinanceFeedLink linkWithRoom() {
        for (BinanceFeedLink link : links) {
            if (link.hasRoom()) {
                return link;
            }
        }
        return addLink();
    }

    private BinanceFeedLink addLink() {
        var link = BinanceFeedLink.open(config, net, loop, this, listener);
        links.add(link);
        return link;
    }

    private void fetch(BinanceFeedLink link, BinanceStream stream, BinanceBookSync sync) {
        Instrument instrument = stream.instrument();
        snapshots.acquireUninterruptibly();
        BinanceReply<BinanceRestWire.Depth> reply;
        try {
            reply = rest.depth(instrument.symbol(), config.bookDepth());
        } finally {
            snapshots.release();
        }
        switch (reply) {
            case BinanceReply.Failed<BinanceRestWire.Depth> failed -> {
                LOG.warn("{}: no snapshot: {}", stream.name(), failed.error().message());
                loop.execute(() -> askLater(link, stream, sync, ASK_AGAIN_AFTER_FAILURE));
            }
            case BinanceReply.Ok<BinanceRestWire.Depth>(BinanceRestWire.Depth wire) -> {
                BookSnapshot snapshot = BinanceParse.book(instrument.id(), wire, Integer.MAX_VALUE);
                loop.execute(() -> load(link, stream, sync, snapshot));
            }
        }
    }

    private void load(
            BinanceFeedLink link,
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
                askLater(link, stream, sync, ASK_AGAIN_AFTER);
                return;
            }
            link.reader().apply(stream, sync, new ArrayList<>(changes.get()), now);
        } catch (ArithmeticException unfit) {
            listener.onSkipped(stream.name() + ": a level of the snapshot does not fit");
            sync.lose(true);
            askLater(link, stream, sync, ASK_AGAIN_AFTER_FAILURE);
        }
    }

    private void askLater(
            BinanceFeedLink link, BinanceStream stream, BinanceBookSync sync, Duration pause) {
        sync.answered();
        loop.executeAfter(
                pause,
                () -> {
                    if (link.isSubscribed(stream)) {
                        wantSnapshot(link, stream, sync);
                    }
                });
    }
}
