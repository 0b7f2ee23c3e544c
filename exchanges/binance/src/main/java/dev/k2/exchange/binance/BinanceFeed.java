package dev.k2.exchange.binance;

import dev.k2.exchange.Channel;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.Health;
import dev.k2.exchange.HealthStatus;
import dev.k2.exchange.MarketFeed;
import dev.k2.exchange.net.Loop;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.OpenPart;
import dev.k2.model.Instrument;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A product's market streams over as few connections as it takes. Everything but the questions of
 * {@link BinanceSnapshots} and {@link BinanceSilence} happens on one loop.
 */
final class BinanceFeed implements MarketFeed, OpenPart {
    private static final int LOOKS_IN_A_SILENCE = 4;

    private final BinanceFeedSettings settings;
    private final Net net;
    private final BinanceMarketRest rest;
    private final FeedListener listener;
    private final Consumer<BinanceFeed> onClosed;
    private final InstantSource clock;
    private final Loop loop;
    private final BinanceSnapshots snapshots;
    private final BinanceSilence silence;
    private final List<BinanceFeedLink> links = new CopyOnWriteArrayList<>();
    private volatile ConnectionState told = ConnectionState.CONNECTING;
    private volatile boolean closed;

    // Only on the loop.
    private final Map<String, BinanceFeedLink> subscribed = new HashMap<>();

    private BinanceFeed(
            BinanceFeedSettings settings,
            Net net,
            BinanceMarketRest rest,
            FeedListener listener,
            Consumer<BinanceFeed> onClosed) {
        this.onClosed = onClosed;
        this.settings = settings;
        this.net = net;
        this.rest = rest;
        this.listener = listener;
        this.clock = net.clock();
        this.loop = net.loop();
        this.snapshots =
                new BinanceSnapshots(rest, settings.bookDepth(), listener, loop, net.clock());
        this.silence = new BinanceSilence(rest, loop);
    }

    /**
     * Opens a feed and its first connection.
     *
     * @param onClosed hears of the feed's end
     */
    static BinanceFeed open(
            BinanceFeedSettings settings,
            Net net,
            BinanceMarketRest rest,
            FeedListener listener,
            Consumer<BinanceFeed> onClosed) {
        var feed = new BinanceFeed(settings, net, rest, listener, onClosed);
        feed.loop.executeAndWait(() -> feed.addLink(settings.product().firstSocket()));
        feed.lookLater();
        return feed;
    }

    /** Who asked us to be silent hears of no connection either. */
    Optional<Instant> silentUntil() {
        return rest.silentUntil();
    }

    @Override
    public void subscribe(Instrument instrument, Channel channel) {
        BinanceStream stream = stream(instrument, channel);
        loop.execute(
                () -> {
                    if (closed || subscribed.containsKey(stream.name())) {
                        return;
                    }
                    BinanceFeedLink link = linkWithRoom(stream.socket());
                    subscribed.put(stream.name(), link);
                    link.add(stream);
                });
    }

    @Override
    public void unsubscribe(Instrument instrument, Channel channel) {
        String name = stream(instrument, channel).name();
        loop.execute(
                () -> {
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
    public List<Health> connections() {
        return List.of(health());
    }

    /** How it stands; unknown where its loop is too busy to say so within some seconds. */
    Health health() {
        var standing = new AtomicReference<Optional<Health>>(Optional.empty());
        loop.executeAndWait(
                () ->
                        standing.set(
                                Optional.of(
                                        BinanceFeedHealth.of(
                                                settings.product(),
                                                links.stream()
                                                        .map(BinanceFeedLink::standing)
                                                        .toList(),
                                                silence.renewed(),
                                                clock.millis()))));
        return standing.get()
                .orElseGet(
                        () ->
                                new Health(
                                        settings.product().exchange().text() + " market data",
                                        HealthStatus.UNKNOWN,
                                        Map.of(),
                                        List.of()));
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        snapshots.close();
        loop.executeAndWait(() -> links.forEach(BinanceFeedLink::close));
        loop.close();
        onClosed.accept(this);
    }

    /** Asks for a book's snapshot unless that is under way. Only on the loop. */
    void wantSnapshot(BinanceFeedLink link, BinanceStream stream, BinanceBookSync sync) {
        snapshots.want(link, stream, sync);
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

    private BinanceStream stream(Instrument instrument, Channel channel) {
        if (instrument.exchange() != settings.product().exchange()
                || !settings.product().channels().contains(channel)) {
            throw new IllegalArgumentException(
                    settings.product().exchange()
                            + " has no stream of "
                            + channel.text()
                            + " for "
                            + instrument.id()
                            + " of "
                            + instrument.exchange());
        }
        return BinanceStream.of(instrument, channel);
    }

    private void lookLater() {
        loop.executeAfter(settings.silenceMax().dividedBy(LOOKS_IN_A_SILENCE), this::look);
    }

    private void look() {
        if (!closed) {
            links.forEach(silence::look);
            lookLater();
        }
    }

    private BinanceFeedLink linkWithRoom(BinanceProduct.Socket socket) {
        for (BinanceFeedLink link : links) {
            if (link.socket() == socket && link.hasRoom()) {
                return link;
            }
        }
        return addLink(socket);
    }

    private BinanceFeedLink addLink(BinanceProduct.Socket socket) {
        var link = BinanceFeedLink.open(settings, socket, net, loop, this, listener);
        links.add(link);
        return link;
    }
}
