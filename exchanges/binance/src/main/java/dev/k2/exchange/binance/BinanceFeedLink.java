package dev.k2.exchange.binance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Link;
import dev.k2.exchange.net.Loop;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.Outlet;
import dev.k2.exchange.net.SocketListener;
import dev.k2.exchange.net.SocketSettings;
import dev.k2.exchange.net.StreamWatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One way to a product's streams, over one connection or two that carry the same: subscribes on
 * every connection that opens, and hands messages to the reader. Lives on the feed's loop.
 */
final class BinanceFeedLink implements SocketListener {
    private static final Duration GATHERED_FOR = Duration.ofMillis(10);

    /** How long a change of a book may wait for the one before it to come over the other line. */
    private static final Duration HELD_MAX = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(BinanceFeedLink.class);

    private final Loop loop;
    private final BinanceFeed feed;
    private final FeedListener listener;
    private final BinanceFeedSettings settings;
    private final BinanceProduct.Socket socket;
    private final InstantSource clock;
    private final BinanceFeedReader reader;
    private final Names<BinanceStream> table = new Names<>();
    private final Map<String, BinanceStream> streams = new LinkedHashMap<>();
    private final Map<Outlet, BinanceSubscriptions> lines = new LinkedHashMap<>();
    private final Set<String> joining = new LinkedHashSet<>();
    private final Set<String> leaving = new LinkedHashSet<>();
    private final StreamWatch<BinanceStream> watch = new StreamWatch<>();
    private @Nullable Link link;
    private boolean gathering;
    private long heardMillis;
    private long unknown;

    private BinanceFeedLink(
            Loop loop,
            BinanceFeed feed,
            FeedListener listener,
            BinanceFeedSettings settings,
            BinanceProduct.Socket socket,
            InstantSource clock) {
        this.loop = loop;
        this.feed = feed;
        this.listener = listener;
        this.settings = settings;
        this.socket = socket;
        this.clock = clock;
        this.reader = new BinanceFeedReader(table, listener, this::bookLost, this::bookHeld);
    }

    static BinanceFeedLink open(
            BinanceFeedSettings settings,
            BinanceProduct.Socket socket,
            Net net,
            Loop loop,
            BinanceFeed feed,
            FeedListener listener) {
        var feedLink = new BinanceFeedLink(loop, feed, listener, settings, socket, net.clock());
        SocketSettings one = settings.socket(socket);
        feedLink.link =
                settings.twoConnections()
                        ? net.twin(loop, one, one.as(one.name() + " twin", one.address()), feedLink)
                        : net.link(loop, one, feedLink);
        return feedLink;
    }

    @Override
    public Optional<Instant> notBefore() {
        return feed.silentUntil();
    }

    BinanceFeedReader reader() {
        return reader;
    }

    BinanceProduct.Socket socket() {
        return socket;
    }

    boolean hasRoom() {
        return streams.size() < settings.product().streamsPerConnection();
    }

    ConnectionState state() {
        return link == null ? ConnectionState.CONNECTING : link.state();
    }

    long reconnects() {
        return link == null ? 0 : link.reconnects();
    }

    void close() {
        if (link != null) {
            link.close();
        }
    }

    boolean has(BinanceStream stream) {
        return streams.get(stream.name()) == stream;
    }

    /** Whether Binance said yes to a stream on a connection that there is. */
    boolean isSubscribed(BinanceStream stream) {
        return has(stream) && connectionsOf(stream.name()) > 0;
    }

    Collection<BinanceStream> streams() {
        return streams.values();
    }

    /** The streams that were silent for longer than they usually are. */
    List<StreamWatch.Silent<BinanceStream>> silent() {
        return watch.silent(clock.millis());
    }

    /** How it stands, for health. */
    BinanceFeedHealth.Way standing() {
        long invalid =
                streams.values().stream()
                        .map(BinanceStream::sync)
                        .filter(sync -> sync != null && !sync.book().isValid())
                        .count();
        return new BinanceFeedHealth.Way(
                socket,
                state(),
                link == null ? List.of() : link.status(),
                streams.size(),
                invalid,
                reader.skipped() + unknown,
                heardMillis);
    }

    /** Subscribes once more to a stream that tells nothing although there is something to tell. */
    void subscribeAnew(BinanceStream stream) {
        LOG.warn("{} is silent on a connection that lives", stream.name());
        lines.values().forEach(line -> line.doubt(stream.name()));
        BinanceBookSync sync = stream.sync();
        if (sync != null) {
            reader.lose(stream, sync, true);
        }
        leaving.add(stream.name());
        joining.add(stream.name());
        gather();
    }

    void add(BinanceStream stream) {
        streams.put(stream.name(), stream);
        table.put(stream.name().getBytes(StandardCharsets.UTF_8), stream);
        joining.add(stream.name());
        gather();
    }

    void remove(String name) {
        BinanceStream stream = streams.remove(name);
        if (stream != null) {
            watch.forget(stream);
        }
        table.remove(name.getBytes(StandardCharsets.UTF_8));
        joining.remove(name);
        leaving.add(name);
        gather();
    }

    @Override
    public void onOpen(Outlet outlet) {
        var line = new BinanceSubscriptions(outlet);
        lines.put(outlet, line);
        line.subscribe(streams.keySet());
        readyWhenSettled(line);
    }

    @Override
    public void onMessage(Outlet outlet, byte[] message, int length, long receivedMillis) {
        heardMillis = receivedMillis;
        if (!reader.read(message, length, receivedMillis)) {
            other(outlet, message, length);
        }
    }

    @Override
    public void onState(ConnectionState state) {
        feed.stateChanged();
    }

    @Override
    public void onGone(Outlet gone) {
        lines.remove(gone);
        streams.values().forEach(this::share);
    }

    @Override
    public void onCut(String why) {
        for (BinanceStream stream : streams.values()) {
            stream.startOver();
            BinanceBookSync sync = stream.sync();
            if (sync != null) {
                reader.lose(stream, sync, false);
            }
            if (!isSubscribed(stream)) {
                watch.forget(stream);
            }
        }
    }

    private void bookLost(BinanceStream stream) {
        BinanceBookSync sync = stream.sync();
        if (sync != null && isSubscribed(stream)) {
            feed.wantSnapshot(this, stream, sync);
        }
    }

    private void bookHeld(BinanceStream stream) {
        loop.executeAfter(HELD_MAX, () -> endHolding(stream));
    }

    /** What was missing did not come over the other connection either. */
    private void endHolding(BinanceStream stream) {
        BinanceBookSync sync = stream.sync();
        if (!has(stream) || sync == null || !sync.isHolding()) {
            return;
        }
        long leftMillis = sync.heldSinceMillis() + HELD_MAX.toMillis() - clock.millis();
        if (leftMillis > 0) {
            loop.executeAfter(Duration.ofMillis(leftMillis), () -> endHolding(stream));
        } else {
            reader.lose(stream, sync, true);
        }
    }

    /** Names that come within a moment go into one message: messages are what is limited. */
    private void gather() {
        if (!gathering) {
            gathering = true;
            loop.executeAfter(GATHERED_FOR, this::sendGathered);
        }
    }

    private void sendGathered() {
        gathering = false;
        for (BinanceSubscriptions line : lines.values()) {
            line.unsubscribe(leaving);
            line.subscribe(joining);
        }
        leaving.clear();
        joining.clear();
    }

    private void other(Outlet outlet, byte[] message, int length) {
        JsonNode node;
        try {
            node = Json.lenient().readTree(message, 0, length);
        } catch (IOException unreadable) {
            unknown++;
            listener.onSkipped("message that is no JSON, of " + length + " bytes");
            return;
        }
        JsonNode event = node.path("data").isObject() ? node.path("data") : node;
        if (event.path("e").asText().equals("serverShutdown")) {
            if (link != null) {
                link.renew("Binance announced a shutdown");
            }
        } else if (node.has("id") && (node.has("result") || node.has("error"))) {
            answered(outlet, node);
        } else if (!node.has("stream")) {
            unknown++;
            listener.onSkipped("message of an unknown kind");
        }
    }

    private void answered(Outlet outlet, JsonNode node) {
        BinanceSubscriptions line = lines.get(outlet);
        if (line == null) {
            return;
        }
        boolean refused = node.hasNonNull("error");
        Optional<List<String>> begun = line.answered(node.path("id").asLong(), !refused);
        if (begun.isEmpty()) {
            return;
        }
        if (refused) {
            String words = node.path("error").path("msg").asText();
            LOG.warn("binance refused streams: {}", words);
            listener.onSkipped("subscription refused: " + words);
        }
        begun.get().forEach(this::activate);
        readyWhenSettled(line);
    }

    private void readyWhenSettled(BinanceSubscriptions line) {
        if (line.isSettled()) {
            line.outlet().ready();
        }
    }

    private void activate(String name) {
        BinanceStream stream = streams.get(name);
        if (stream == null) {
            return;
        }
        BinanceSilence.limit(stream.channel(), settings.silenceMax())
                .ifPresent(limit -> stream.watchedBy(watch.watch(stream, limit, clock.millis())));
        share(stream);
        bookLost(stream);
    }

    private void share(BinanceStream stream) {
        BinanceBookSync sync = stream.sync();
        if (sync != null) {
            sync.share(connectionsOf(stream.name()) > 1);
        }
    }

    private int connectionsOf(String name) {
        int connections = 0;
        for (BinanceSubscriptions line : lines.values()) {
            connections += line.isActive(name) ? 1 : 0;
        }
        return connections;
    }
}
