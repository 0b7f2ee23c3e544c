package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.Backoff;
import dev.k2.exchange.net.Heartbeat;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Loop;
import dev.k2.exchange.net.Names;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.Outlet;
import dev.k2.exchange.net.SocketLink;
import dev.k2.exchange.net.SocketListener;
import dev.k2.exchange.net.SocketSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of the feed: subscribes to its streams on every new socket, counts the answers,
 * and hands messages to the reader. Lives on the feed's loop.
 */
final class BinanceFeedLink implements SocketListener {
    /** Binance takes 1024; the rest is room for streams that are being left. */
    private static final int STREAMS_MAX = 1_000;

    /** Binance takes five messages a second, and pongs count. */
    private static final int MESSAGES_PER_SECOND = 3;

    private static final int STREAMS_PER_MESSAGE = 100;
    private static final Duration GATHERED_FOR = Duration.ofMillis(10);
    private static final Logger LOG = LoggerFactory.getLogger(BinanceFeedLink.class);

    private final Loop loop;
    private final BinanceFeed feed;
    private final FeedListener listener;
    private final BinanceFeedReader reader;
    private final Names<BinanceStream> table = new Names<>();
    private final Map<String, BinanceStream> streams = new LinkedHashMap<>();
    private final Set<String> active = new HashSet<>();
    private final Map<Long, Ask> asked = new HashMap<>();
    private final List<String> joining = new ArrayList<>();
    private final List<String> leaving = new ArrayList<>();
    private @Nullable SocketLink link;
    private @Nullable Outlet newest;
    private long lastId;

    /** A request under way: on which connection, and for which streams. */
    private record Ask(Outlet outlet, List<String> names) {}

    private BinanceFeedLink(Loop loop, BinanceFeed feed, FeedListener listener) {
        this.loop = loop;
        this.feed = feed;
        this.listener = listener;
        this.reader = new BinanceFeedReader(table, listener, this::bookLost);
    }

    static BinanceFeedLink open(
            BinanceConfig config, Net net, Loop loop, BinanceFeed feed, FeedListener listener) {
        var feedLink = new BinanceFeedLink(loop, feed, listener);
        var settings =
                new SocketSettings(
                        "binance market streams",
                        config.streams().resolve("/stream"),
                        new Heartbeat.PingFrames(config.pingEvery()),
                        config.silenceMax(),
                        Duration.ofSeconds(30),
                        config.connectionAgeMax(),
                        MESSAGES_PER_SECOND,
                        1_000,
                        new Backoff(Duration.ofMillis(200), Duration.ofSeconds(20)),
                        Duration.ofSeconds(10));
        feedLink.link = net.link(loop, settings, feedLink);
        return feedLink;
    }

    BinanceFeedReader reader() {
        return reader;
    }

    boolean hasRoom() {
        return streams.size() < STREAMS_MAX;
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

    /** Whether Binance said yes to a stream on the present connection. */
    boolean isSubscribed(BinanceStream stream) {
        return has(stream) && active.contains(stream.name());
    }

    Collection<BinanceStream> streams() {
        return streams.values();
    }

    /** Subscribes once more to a stream that tells nothing although there is something to tell. */
    void subscribeAnew(BinanceStream stream, BinanceBookSync sync) {
        LOG.warn("{} is silent on a connection that lives", stream.name());
        active.remove(stream.name());
        reader.lose(stream, sync, true);
        request("UNSUBSCRIBE", List.of(stream.name()));
        request("SUBSCRIBE", List.of(stream.name()));
    }

    void add(BinanceStream stream) {
        streams.put(stream.name(), stream);
        table.put(stream.name().getBytes(StandardCharsets.UTF_8), stream);
        leaving.remove(stream.name());
        gather(joining, stream.name());
    }

    void remove(String name) {
        streams.remove(name);
        table.remove(name.getBytes(StandardCharsets.UTF_8));
        active.remove(name);
        joining.remove(name);
        gather(leaving, name);
    }

    @Override
    public void onOpen(Outlet outlet) {
        newest = outlet;
        joining.clear();
        leaving.clear();
        if (streams.isEmpty()) {
            outlet.ready();
        } else {
            request("SUBSCRIBE", List.copyOf(streams.keySet()));
        }
    }

    @Override
    public void onMessage(Outlet outlet, byte[] message, int length, long receivedMillis) {
        if (!reader.read(message, length, receivedMillis)) {
            other(message, length);
        }
    }

    @Override
    public void onState(ConnectionState state) {
        feed.stateChanged();
    }

    @Override
    public void onCut(String why) {
        active.clear();
        asked.clear();
        newest = null;
        for (BinanceStream stream : streams.values()) {
            stream.startOver();
            BinanceBookSync sync = stream.sync();
            if (sync != null) {
                reader.lose(stream, sync, false);
            }
        }
    }

    @Override
    public void onDropped(Outlet gone, Outlet staying) {
        asked.values().removeIf(ask -> ask.outlet() == gone);
        newest = staying;
        request("SUBSCRIBE", List.copyOf(streams.keySet()));
    }

    private void bookLost(BinanceStream stream) {
        BinanceBookSync sync = stream.sync();
        if (sync != null && isSubscribed(stream)) {
            feed.wantSnapshot(this, stream, sync);
        }
    }

    /** Names that come within a moment go into one message: messages are what is limited. */
    private void gather(List<String> names, String name) {
        if (newest == null) {
            return;
        }
        boolean first = joining.isEmpty() && leaving.isEmpty();
        names.add(name);
        if (first) {
            loop.executeAfter(GATHERED_FOR, this::sendGathered);
        }
    }

    private void sendGathered() {
        if (!leaving.isEmpty()) {
            request("UNSUBSCRIBE", List.copyOf(leaving));
            leaving.clear();
        }
        if (!joining.isEmpty()) {
            request("SUBSCRIBE", List.copyOf(joining));
            joining.clear();
        }
    }

    private void request(String method, List<String> names) {
        Outlet outlet = newest;
        if (outlet == null) {
            return;
        }
        for (int from = 0; from < names.size(); from += STREAMS_PER_MESSAGE) {
            List<String> part =
                    names.subList(from, Math.min(names.size(), from + STREAMS_PER_MESSAGE));
            lastId++;
            asked.put(lastId, new Ask(outlet, method.equals("SUBSCRIBE") ? part : List.of()));
            outlet.send(json(new BinanceFeedWire.Request(method, part, lastId)));
        }
    }

    private void other(byte[] message, int length) {
        JsonNode node;
        try {
            node = Json.lenient().readTree(message, 0, length);
        } catch (IOException unreadable) {
            listener.onSkipped("message that is no JSON, of " + length + " bytes");
            return;
        }
        JsonNode event = node.path("data").isObject() ? node.path("data") : node;
        if (event.path("e").asText().equals("serverShutdown")) {
            SocketLink present = link;
            if (present != null) {
                present.renew("Binance announced a shutdown");
            }
        } else if (node.has("id") && (node.has("result") || node.has("error"))) {
            answered(node);
        } else if (!node.has("stream")) {
            listener.onSkipped("message of an unknown kind");
        }
    }

    private void answered(JsonNode node) {
        Ask ask = asked.remove(node.path("id").asLong());
        if (ask == null) {
            return;
        }
        if (node.hasNonNull("error")) {
            String words = node.path("error").path("msg").asText();
            LOG.warn("binance refused streams: {}", words);
            listener.onSkipped("subscription refused: " + words);
        } else {
            ask.names().forEach(this::activate);
        }
        boolean allAnswered =
                asked.values().stream().noneMatch(other -> other.outlet() == ask.outlet());
        if (allAnswered) {
            ask.outlet().ready();
        }
    }

    private void activate(String name) {
        BinanceStream stream = streams.get(name);
        if (stream == null) {
            return;
        }
        active.add(name);
        bookLost(stream);
    }

    private static String json(Object value) {
        try {
            return Json.lenient().writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("our own requests can be written", impossible);
        }
    }
}
