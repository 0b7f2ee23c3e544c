package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.FeedDoubt;
import dev.k2.exchange.net.FeedLink;
import dev.k2.exchange.net.FeedNotice;
import dev.k2.exchange.net.FeedProtocol;
import dev.k2.exchange.net.FeedReader;
import dev.k2.exchange.net.FeedSocket;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Loop;
import dev.k2.model.Instrument;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How Binance's market streams are asked for, and what it says besides them. */
final class BinanceFeedProtocol implements FeedProtocol<BinanceStream> {
    private final BinanceProduct product;
    private final BinanceMarketRest rest;
    private final BinanceSnapshots snapshots;
    private final BinanceDoubts doubts;
    private final Map<BinanceProduct.Socket, FeedSocket> sockets =
            new EnumMap<>(BinanceProduct.Socket.class);

    BinanceFeedProtocol(
            BinanceFeedSettings settings,
            BinanceMarketRest rest,
            FeedListener listener,
            Loop loop,
            InstantSource clock) {
        this.product = settings.product();
        this.rest = rest;
        this.snapshots = new BinanceSnapshots(rest, settings.bookDepth(), listener, loop, clock);
        this.doubts = new BinanceDoubts(rest);
        for (BinanceProduct.Socket kind : BinanceProduct.Socket.values()) {
            sockets.put(
                    kind,
                    new FeedSocket(
                            kind.text(), settings.socket(kind), product.streamsPerConnection()));
        }
    }

    @Override
    public BinanceStream stream(Instrument instrument, Channel channel) {
        if (instrument.exchange() != product.exchange() || !product.channels().contains(channel)) {
            throw new IllegalArgumentException(
                    product.exchange()
                            + " has no stream of "
                            + channel.text()
                            + " for "
                            + instrument.id()
                            + " of "
                            + instrument.exchange());
        }
        return BinanceStream.of(instrument, channel);
    }

    @Override
    public FeedSocket socket(BinanceStream stream) {
        return socket(stream.socket());
    }

    @Override
    public FeedSocket firstSocket() {
        return socket(product.firstSocket());
    }

    @Override
    public FeedReader<BinanceStream> reader(FeedLink<BinanceStream> link) {
        return new BinanceFeedLine(link, snapshots);
    }

    @Override
    public String request(boolean subscribe, List<String> names, long id) {
        try {
            return Json.lenient()
                    .writeValueAsString(
                            new BinanceFeedWire.Request(
                                    subscribe ? "SUBSCRIBE" : "UNSUBSCRIBE", names, id));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("our own requests can be written", impossible);
        }
    }

    @Override
    public FeedNotice notice(byte[] message, int length) {
        JsonNode node;
        try {
            node = Json.lenient().readTree(message, 0, length);
        } catch (IOException unreadable) {
            return new FeedNotice.Unknown("message that is no JSON, of " + length + " bytes");
        }
        JsonNode event = node.path("data").isObject() ? node.path("data") : node;
        if (event.path("e").asText().equals("serverShutdown")) {
            return new FeedNotice.Ending("Binance announced a shutdown");
        }
        if (node.has("id") && (node.has("result") || node.has("error"))) {
            return new FeedNotice.Answered(
                    node.path("id").asLong(),
                    !node.hasNonNull("error"),
                    node.path("error").path("msg").asText());
        }
        return node.has("stream")
                ? FeedNotice.NOTHING
                : new FeedNotice.Unknown("message of an unknown kind");
    }

    @Override
    public Optional<FeedDoubt> doubt(BinanceStream stream) {
        return doubts.of(stream);
    }

    /** Who asked us to be silent hears of no connection either. */
    @Override
    public Optional<Instant> silentUntil() {
        return rest.silentUntil();
    }

    @Override
    public void close() {
        snapshots.close();
    }

    private FeedSocket socket(BinanceProduct.Socket kind) {
        FeedSocket socket = sockets.get(kind);
        if (socket == null) {
            throw new IllegalStateException("every kind of connection has its settings: " + kind);
        }
        return socket;
    }
}
