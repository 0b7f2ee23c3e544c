package dev.k2.exchange.kalshi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.kalshi.KalshiStream.Kind;
import dev.k2.exchange.net.FeedDoubt;
import dev.k2.exchange.net.FeedLink;
import dev.k2.exchange.net.FeedNotice;
import dev.k2.exchange.net.FeedProtocol;
import dev.k2.exchange.net.FeedReader;
import dev.k2.exchange.net.FeedSocket;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Outlet;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.SocketBook;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Decimals;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How Kalshi's streams are asked for, and what it says besides them. Each channel has a connection of
 * its own, so that a request is about one. The handshake is signed even for public data: without a
 * key nothing is connected, and whoever subscribes hears why.
 */
final class KalshiFeedProtocol implements FeedProtocol<KalshiStream> {
    /** Kalshi has a limit for each subscription and does not document it. */
    private static final int STREAMS_MAX = 500;

    private static final String UNNAMED =
            "Kalshi tells streams to nobody without a key, public data included:"
                    + " give the exchange one for data";

    private static final Duration ASKED_FOR_A_KEY_AGAIN = Duration.ofSeconds(30);
    private static final int TOP = 3;

    private final KalshiMarketRest rest;
    private final @Nullable KalshiSigner reader;
    private final InstantSource clock;
    private final FeedListener listener;
    private final Map<Kind, FeedSocket> sockets = new EnumMap<>(Kind.class);
    private final Map<Outlet, KalshiConnection> connections = new HashMap<>();
    private final AtomicBoolean saidWhy = new AtomicBoolean();
    private KalshiConnection present = new KalshiConnection();

    KalshiFeedProtocol(
            KalshiConfig config,
            KalshiMarketRest rest,
            @Nullable KalshiSigner reader,
            InstantSource clock,
            FeedListener listener) {
        this.rest = rest;
        this.reader = reader;
        this.clock = clock;
        this.listener = listener;
        for (Kind kind : Kind.values()) {
            sockets.put(
                    kind,
                    new FeedSocket(
                            kind.word(), config.socket("kalshi " + kind.word()), STREAMS_MAX));
        }
    }

    @Override
    public KalshiStream stream(Instrument instrument, Channel channel) {
        if (instrument.exchange() != ExchangeId.KALSHI) {
            throw new IllegalArgumentException(
                    "Kalshi has no streams for instruments of " + instrument.exchange());
        }
        if (reader == null && !saidWhy.getAndSet(true)) {
            listener.onSkipped(UNNAMED);
        }
        return KalshiStream.of(instrument, channel);
    }

    @Override
    public FeedSocket socket(KalshiStream stream) {
        return socket(stream.kind());
    }

    @Override
    public FeedSocket firstSocket() {
        return socket(Kind.BOOK);
    }

    @Override
    public FeedReader<KalshiStream> reader(FeedLink<KalshiStream> link) {
        return new KalshiFeedReader(
                link.table(),
                link.listener(),
                () -> present,
                (stream, counts) -> lose(link, stream, counts));
    }

    @Override
    public void over(Outlet connection) {
        present = connections.computeIfAbsent(connection, made -> new KalshiConnection());
    }

    /** Books that only this connection kept are of no use any more. */
    @Override
    public void gone(Outlet connection) {
        KalshiConnection over = connections.remove(connection);
        if (over != null) {
            over.end();
        }
    }

    private static void lose(FeedLink<KalshiStream> link, KalshiStream stream, boolean counts) {
        SocketBook book = stream.socketBook();
        if (book != null) {
            link.lose(stream, book, counts);
        }
    }

    @Override
    public Map<String, String> handshake() {
        return reader == null
                ? Map.of()
                : reader.headers(
                        rest.http().rest().exchangeMillis(), "GET", KalshiConfig.SOCKET_PATH);
    }

    /** All names are of one kind, because each has connections of its own. */
    @Override
    public String request(boolean subscribe, List<String> names, long id) {
        Kind kind = kind(names.getFirst());
        List<String> tickers = names.stream().map(kind::ticker).toList();
        if (kind == Kind.LIFE) {
            // There is one subscription for all markets, which stays once it is there.
            return subscribe && !present.asksForAllAgain()
                    ? json(id, "subscribe", new KalshiFeedWire.SubscribeAll(List.of(kind.word())))
                    : json(id, "list_subscriptions", new KalshiFeedWire.Nothing());
        }
        if (subscribe) {
            return json(
                    id,
                    "subscribe",
                    new KalshiFeedWire.Subscribe(
                            List.of(kind.word()), tickers, false, kind == Kind.QUOTE));
        }
        return present.subscription() < 0
                ? json(id, "list_subscriptions", new KalshiFeedWire.Nothing())
                : json(
                        id,
                        "update_subscription",
                        new KalshiFeedWire.Update(
                                present.subscription(), "delete_markets", tickers));
    }

    @Override
    public FeedNotice notice(byte[] message, int length) {
        JsonNode node;
        try {
            node = Json.lenient().readTree(message, 0, length);
        } catch (IOException unreadable) {
            return new FeedNotice.Unknown("message that is no JSON, of " + length + " bytes");
        }
        JsonNode told = node.path("msg");
        long id = node.path("id").asLong();
        return switch (node.path("type").asText()) {
            case "subscribed" -> {
                present.subscribed(told.path("sid").asLong());
                yield new FeedNotice.Answered(id, true, "");
            }
            case "ok", "unsubscribed" -> new FeedNotice.Answered(id, true, "");
            case "error" -> error(id, told);
            default -> new FeedNotice.Unknown("message of an unknown kind");
        };
    }

    private static FeedNotice error(long id, JsonNode told) {
        int code = told.path("code").asInt();
        String words = code + ": " + told.path("msg").asText();
        if (KalshiFeedWire.isTerminal(code)) {
            return new FeedNotice.Ending("Kalshi said " + words);
        }
        return id > 0
                ? new FeedNotice.Answered(id, false, words)
                : new FeedNotice.Unknown("Kalshi said " + words);
    }

    /** Nothing happens for hours in many markets, so only books are looked after, and rarely. */
    @Override
    public Optional<Duration> silenceMax(KalshiStream stream, Duration usual) {
        return stream.kind() == Kind.BOOK ? Optional.of(usual) : Optional.empty();
    }

    @Override
    public Optional<FeedDoubt> doubt(KalshiStream stream) {
        return stream.kind() == Kind.BOOK
                ? Optional.of(() -> askForTheTop(stream))
                : Optional.empty();
    }

    private Optional<BooleanSupplier> askForTheTop(KalshiStream stream) {
        Instrument instrument = stream.instrument();
        return rest.book(instrument.symbol(), TOP)
                        instanceof Reply.Ok<KalshiRestWire.Levels>(var wire)
                ? top(instrument, wire).map(told -> () -> isBehind(stream, told))
                : Optional.empty();
    }

    private static Optional<BookSnapshot> top(Instrument instrument, KalshiRestWire.Levels wire) {
        try {
            return Optional.of(KalshiParse.book(instrument.id(), wire, TOP));
        } catch (UnknownWord unknown) {
            return Optional.empty();
        }
    }

    private static boolean isBehind(KalshiStream stream, BookSnapshot told) {
        SocketBook book = stream.socketBook();
        if (book == null || !book.isSynced()) {
            return false;
        }
        BookSnapshot ours = book.book().top(TOP);
        return !text(ours).equals(text(told));
    }

    private static String text(BookSnapshot book) {
        var text = new StringBuilder();
        book.bids().forEach(level -> add(text, level.price(), level.quantity()));
        text.append('|');
        book.asks().forEach(level -> add(text, level.price(), level.quantity()));
        return text.toString();
    }

    private static void add(StringBuilder text, BigDecimal price, BigDecimal quantity) {
        text.append(Decimals.plain(price)).append(' ').append(Decimals.plain(quantity)).append(',');
    }

    @Override
    public Optional<Instant> silentUntil() {
        return reader == null
                ? Optional.of(clock.instant().plus(ASKED_FOR_A_KEY_AGAIN))
                : rest.http().rest().silentUntil();
    }

    /** A signature is good for seconds, so a refused one may be the clock's fault. */
    @Override
    public void onRefused(int status, Optional<String> retryAfter) {
        if (status == 401) {
            rest.http().rest().forgetClock();
            Thread.startVirtualThread(
                    () -> rest.http().rest().readyToSign("open the market streams"));
        }
    }

    private FeedSocket socket(Kind kind) {
        FeedSocket socket = sockets.get(kind);
        if (socket == null) {
            throw new IllegalStateException("every kind has its connection: " + kind);
        }
        return socket;
    }

    private static Kind kind(String name) {
        for (Kind kind : Kind.values()) {
            if (kind.isOf(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("expected the name of a stream, found " + name);
    }

    private static String json(long id, String command, Object params) {
        try {
            return Json.lenient()
                    .writeValueAsString(new KalshiFeedWire.Command(id, command, params));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("our own requests can be written", impossible);
        }
    }
}
