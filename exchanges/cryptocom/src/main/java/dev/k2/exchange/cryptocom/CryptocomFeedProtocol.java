package dev.k2.exchange.cryptocom;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Channel;
import dev.k2.exchange.net.FeedDoubt;
import dev.k2.exchange.net.FeedLink;
import dev.k2.exchange.net.FeedNotice;
import dev.k2.exchange.net.FeedProtocol;
import dev.k2.exchange.net.FeedReader;
import dev.k2.exchange.net.FeedSocket;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.SocketBook;
import dev.k2.exchange.net.SocketSettings;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How Crypto.com's market streams are asked for, and what it says besides them. */
final class CryptocomFeedProtocol implements FeedProtocol<CryptocomStream> {
    /** Channels of one connection. */
    private static final int CHANNELS_MAX = 400;

    /** A mark price comes with its index and its funding. */
    private static final int CHANNELS_OF_A_MARK = 3;

    private static final String MARK = "mark.";
    private static final String BOOK = "book.";
    private static final int BOOK_EVERY_MILLIS = 10;
    private static final int LONGER_TIMES = 4;

    private final InstantSource clock;
    private final Supplier<Optional<Instant>> silentUntil;
    private final CryptocomRest rest;
    private final FeedSocket streams;
    private final FeedSocket marks;

    CryptocomFeedProtocol(
            CryptocomConfig config,
            InstantSource clock,
            Supplier<Optional<Instant>> silentUntil,
            CryptocomRest rest) {
        this.clock = clock;
        this.silentUntil = silentUntil;
        this.rest = rest;
        SocketSettings settings = config.marketSettings();
        this.streams = new FeedSocket("market streams", settings, CHANNELS_MAX);
        this.marks = new FeedSocket("mark streams", settings, CHANNELS_MAX / CHANNELS_OF_A_MARK);
    }

    @Override
    public CryptocomStream stream(Instrument instrument, Channel channel) {
        if (instrument.exchange() != ExchangeId.CRYPTOCOM) {
            throw new IllegalArgumentException(
                    "expected an instrument of cryptocom, found one of " + instrument.exchange());
        }
        return CryptocomStream.of(instrument, channel);
    }

    @Override
    public FeedSocket socket(CryptocomStream stream) {
        return stream.kind() == CryptocomStream.Kind.MARK ? marks : streams;
    }

    @Override
    public FeedSocket firstSocket() {
        return streams;
    }

    @Override
    public FeedReader<CryptocomStream> reader(FeedLink<CryptocomStream> link) {
        return new CryptocomFeedReader(
                link.table(),
                link.listener(),
                new CryptocomFeedReader.Streams() {
                    @Override
                    public void lost(CryptocomStream stream, SocketBook book) {
                        link.lose(stream, book, true);
                    }

                    @Override
                    public void held(CryptocomStream stream) {
                        link.held(stream);
                    }

                    @Override
                    public boolean isSubscribed(CryptocomStream stream) {
                        return link.isSubscribed(stream);
                    }
                });
    }

    /** What is said of books stands beside the channels, and means nothing to others. */
    @Override
    public String request(boolean subscribe, List<String> names, long id) {
        List<String> channels = new ArrayList<>();
        for (String name : names) {
            channels.add(name);
            if (name.startsWith(MARK)) {
                String contract = name.substring(MARK.length());
                channels.add("funding." + contract);
                channels.add("index." + contract.replace("-PERP", "-INDEX"));
            }
        }
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("channels", channels);
        if (subscribe && names.stream().anyMatch(name -> name.startsWith(BOOK))) {
            params.put("book_subscription_type", "SNAPSHOT_AND_UPDATE");
            params.put("book_update_frequency", BOOK_EVERY_MILLIS);
        }
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("id", id);
        request.put("method", subscribe ? "subscribe" : "unsubscribe");
        request.put("params", params);
        request.put("nonce", clock.millis());
        return CryptocomCall.written(request);
    }

    /** Books have an answer by name; of most others the first message says that they come. */
    @Override
    public FeedNotice notice(byte[] message, int length) {
        JsonNode node;
        try {
            node = Json.lenient().readTree(message, 0, length);
        } catch (IOException unreadable) {
            return new FeedNotice.Unknown("message that is no JSON, of " + length + " bytes");
        }
        String method = node.path("method").asText();
        if (method.equals("unsubscribe")) {
            return FeedNotice.NOTHING;
        }
        int code = node.path("code").asInt();
        String words = code + " " + node.path("message").asText();
        if (!method.equals("subscribe")) {
            return new FeedNotice.Unknown("message of method " + method + ": " + words);
        }
        String channel =
                node.path("result").has("subscription")
                        ? node.path("result").path("subscription").asText()
                        : node.path("channel").asText();
        List<String> names = channel.isEmpty() ? List.of() : List.of(channel);
        if (code != 0) {
            return new FeedNotice.Refused(names, words);
        }
        // A bare yes names nothing, and the first message of each stream says the same.
        return names.isEmpty() ? FeedNotice.NOTHING : new FeedNotice.Begun(names);
    }

    /** Books are told every five seconds though nothing changed; trades come when they come. */
    @Override
    public Optional<Duration> silenceMax(CryptocomStream stream, Duration usual) {
        return switch (stream.kind()) {
            case BOOK -> Optional.of(usual);
            case TICKER, MARK -> Optional.of(usual.multipliedBy(LONGER_TIMES));
            case TRADES, CANDLES -> Optional.empty();
        };
    }

    @Override
    public Optional<FeedDoubt> doubt(CryptocomStream stream) {
        return stream.kind() == CryptocomStream.Kind.TICKER
                ? Optional.of(() -> askForTheBest(stream))
                : Optional.empty();
    }

    private Optional<BooleanSupplier> askForTheBest(CryptocomStream stream) {
        Instrument instrument = stream.instrument();
        return CryptocomReading.first(
                                "ask for the ticker",
                                rest.ticker(instrument.symbol()),
                                node ->
                                        Optional.of(
                                                CryptocomReading.wire(
                                                        node, CryptocomRestWire.Ticker.class)))
                        instanceof
                        Answer.Ok<CryptocomRestWire.Ticker>(CryptocomRestWire.Ticker wire)
                ? Optional.of(
                        () ->
                                !stream.isBest(
                                        scaled(wire.b(), instrument), scaled(wire.k(), instrument)))
                : Optional.empty();
    }

    /** 0 on an empty side, as streams keep it. */
    private static long scaled(@Nullable BigDecimal price, Instrument instrument) {
        return price == null ? 0 : price.movePointRight(instrument.priceScale()).longValue();
    }

    @Override
    public Optional<Instant> silentUntil() {
        return silentUntil.get();
    }
}
