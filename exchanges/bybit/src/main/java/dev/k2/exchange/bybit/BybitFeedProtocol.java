package dev.k2.exchange.bybit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.net.FeedLink;
import dev.k2.exchange.net.FeedNotice;
import dev.k2.exchange.net.FeedProtocol;
import dev.k2.exchange.net.FeedReader;
import dev.k2.exchange.net.FeedSocket;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.SocketBook;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** How Bybit's market streams are asked for, and what it says besides them. */
final class BybitFeedProtocol implements FeedProtocol<BybitStream> {
    /** Bybit names no limit on topics for spot and linear; lines stay short by this. */
    private static final int STREAMS_MAX = 500;

    /** So often a book may be still before anybody wonders, in units of the usual silence. */
    private static final int QUIET_TIMES = 2;

    private final int bookDepth;
    private final Supplier<Optional<Instant>> silentUntil;
    private final Map<BybitCategory, FeedSocket> sockets = new EnumMap<>(BybitCategory.class);

    BybitFeedProtocol(BybitConfig config, Supplier<Optional<Instant>> silentUntil) {
        this.bookDepth = config.bookDepth();
        this.silentUntil = silentUntil;
        for (BybitCategory category : BybitCategory.values()) {
            sockets.put(
                    category,
                    new FeedSocket(
                            category.word() + " streams",
                            config.publicStream(category),
                            STREAMS_MAX));
        }
    }

    @Override
    public BybitStream stream(Instrument instrument, Channel channel) {
        if (instrument.exchange() != ExchangeId.BYBIT) {
            throw new IllegalArgumentException(
                    "bybit has no streams for instruments of " + instrument.exchange());
        }
        return BybitStream.of(instrument, channel, bookDepth);
    }

    @Override
    public FeedSocket socket(BybitStream stream) {
        return socket(stream.category());
    }

    @Override
    public FeedSocket firstSocket() {
        return socket(BybitCategory.LINEAR);
    }

    @Override
    public FeedReader<BybitStream> reader(FeedLink<BybitStream> link) {
        return new BybitFeedReader(
                link.table(),
                link.listener(),
                stream -> {
                    SocketBook book = stream.socketBook();
                    if (book != null) {
                        link.lose(stream, book, true);
                    }
                },
                link::held);
    }

    @Override
    public String request(boolean subscribe, List<String> names, long id) {
        return json(
                new BybitFeedWire.Request(
                        Long.toString(id), subscribe ? "subscribe" : "unsubscribe", names));
    }

    @Override
    public FeedNotice notice(byte[] message, int length) {
        JsonNode node;
        try {
            node = Json.lenient().readTree(message, 0, length);
        } catch (IOException unreadable) {
            return new FeedNotice.Unknown("message that is no JSON, of " + length + " bytes");
        }
        return switch (node.path("op").asText()) {
            case "ping", "pong" -> FeedNotice.NOTHING;
            case "subscribe", "unsubscribe" ->
                    new FeedNotice.Answered(
                            node.path("req_id").asLong(),
                            node.path("success").asBoolean(),
                            node.path("ret_msg").asText());
            default ->
                    node.has("topic")
                            ? FeedNotice.NOTHING
                            : new FeedNotice.Unknown("message of an unknown kind");
        };
    }

    /** Best prices come again after three seconds; whole books are still while nothing changes. */
    @Override
    public Optional<Duration> silenceMax(BybitStream stream, Duration usual) {
        return switch (stream.kind()) {
            case BEST -> Optional.of(usual);
            case BOOK, TICKER, CANDLES -> Optional.of(usual.multipliedBy(QUIET_TIMES));
            case TRADES, LIQUIDATIONS -> Optional.empty();
        };
    }

    @Override
    public Optional<Instant> silentUntil() {
        return silentUntil.get();
    }

    private FeedSocket socket(BybitCategory category) {
        FeedSocket socket = sockets.get(category);
        if (socket == null) {
            throw new IllegalStateException("every category has its connection: " + category);
        }
        return socket;
    }

    private static String json(Object value) {
        try {
            return Json.lenient().writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("our own requests can be written", impossible);
        }
    }
}
