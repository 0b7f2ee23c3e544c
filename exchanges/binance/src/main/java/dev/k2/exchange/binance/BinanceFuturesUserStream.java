package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Health;
import dev.k2.exchange.UserStream;
import dev.k2.exchange.UserStreamListener;
import dev.k2.exchange.net.Backoff;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Loop;
import dev.k2.exchange.net.Mailbox;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.Outlet;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.SocketLink;
import dev.k2.exchange.net.SocketListener;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An account's own stream. Binance gives a key for it, which lives for an hour and is extended in
 * time; all programs with one API key share it, so it is never deleted here, and a new one is asked
 * for when somebody else did. Events are read and told on one virtual thread, so a listener may
 * wait.
 */
final class BinanceFuturesUserStream implements UserStream {
    private static final Logger LOG = LoggerFactory.getLogger(BinanceFuturesUserStream.class);
    private static final String OPERATION = "open the user stream";
    private static final int WAITING_MAX = 10_000;
    private static final int NO_SUCH_KEY = -1125;

    /** An hour after the last extension a key is over; nothing is lost by giving up before. */
    private static final Duration KEY_LIVES = Duration.ofMinutes(55);

    private static final Duration KEY_CHECKED_AFTER = Duration.ofSeconds(2);
    private static final Backoff BETWEEN_KEYS =
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(20));

    private final BinanceFuturesConfig config;
    private final Net net;
    private final BinanceHttp http;
    private final BinanceFuturesRest rest;
    private final BinanceMarket market;
    private final UserStreamListener listener;
    private final BinanceFuturesGaps gaps;
    private final BinanceFuturesEvents events;
    private final InstantSource clock;
    private final Loop loop;
    private final Mailbox mailbox;
    private volatile @Nullable Connection connection;
    private volatile boolean refused;
    private volatile boolean closed;

    // Only in the mailbox.
    private String key = "";
    private Instant keyExtendedAt = Instant.MIN;
    private boolean live;
    private int failures;

    private BinanceFuturesUserStream(
            BinanceFuturesConfig config,
            Net net,
            BinanceHttp http,
            BinanceFuturesRest rest,
            BinanceMarket market,
            BinanceAlgoOrders algos,
            UserStreamListener listener) {
        this.config = config;
        this.net = net;
        this.http = http;
        this.rest = rest;
        this.market = market;
        this.listener = listener;
        this.clock = net.clock();
        this.gaps = new BinanceFuturesGaps(rest, market, algos, listener, clock);
        this.events = new BinanceFuturesEvents(market, algos, listener, gaps);
        this.loop = net.loop();
        this.mailbox = new Mailbox("binance-futures-user-stream", WAITING_MAX);
    }

    static BinanceFuturesUserStream open(
            BinanceFuturesConfig config,
            Net net,
            BinanceHttp http,
            BinanceFuturesRest rest,
            BinanceMarket market,
            BinanceAlgoOrders algos,
            UserStreamListener listener) {
        var stream = new BinanceFuturesUserStream(config, net, http, rest, market, algos, listener);
        stream.handOver(stream::askForKey);
        stream.tick();
        return stream;
    }

    @Override
    public ConnectionState state() {
        Connection present = connection;
        if (refused || closed) {
            return ConnectionState.CLOSED;
        }
        return present == null ? ConnectionState.CONNECTING : present.state();
    }

    boolean isClosed() {
        return closed;
    }

    /** How it stands; a person sees why it was cut. */
    Health health() {
        Connection present = connection;
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("state", state().name());
        facts.put("unknown_events", Long.toString(events.unknown()));
        if (present != null) {
            present.tell(facts);
        }
        return new Health(
                "binance-futures user stream", BinanceHealth.of(state()), facts, List.of());
    }

    @Override
    public void close() {
        closed = true;
        Connection present = connection;
        if (present != null) {
            present.close();
        }
        mailbox.close();
        loop.close();
    }

    /** Looks from time to time whether the key is to be extended and what is to be asked for. */
    private void tick() {
        loop.executeAfter(
                config.pingEvery().dividedBy(3),
                () -> {
                    if (!closed && !refused) {
                        mailbox.offer(this::look);
                        tick();
                    }
                });
    }

    private void look() {
        if (refused || closed) {
            return;
        }
        if (live) {
            gaps.fill();
        }
        Instant now = clock.instant();
        if (!key.isEmpty() && !now.isBefore(keyExtendedAt.plus(config.keyKeptAliveEvery()))) {
            extendKey();
        }
    }

    /** Has a key that lives, new or old, and a connection by it. */
    private void askForKey() {
        if (refused || closed) {
            return;
        }
        Instant asked = clock.instant();
        switch (rest.listenKey()) {
            case Reply.Ok<BinanceFuturesWire.ListenKey>(BinanceFuturesWire.ListenKey told) -> {
                String given = told.listenKey();
                if (given == null || given.isEmpty()) {
                    askLater("Binance gave no key for the stream");
                    return;
                }
                failures = 0;
                keyExtendedAt = asked;
                if (!given.equals(key) || connection == null) {
                    key = given;
                    connect(given);
                }
            }
            case Reply.Failed<BinanceFuturesWire.ListenKey> failed -> onFailure(failed.error());
        }
    }

    private void onFailure(ExchangeError error) {
        if (error.category() == ErrorCategory.AUTHENTICATION
                || error.category() == ErrorCategory.PERMISSION) {
            refuse(error);
        } else {
            askLater(error.message());
        }
    }

    private void askLater(String why) {
        failures++;
        LOG.warn("binance futures user stream: no key: {}", why);
        Duration wait = BETWEEN_KEYS.delay(failures);
        Duration silence =
                http.limits()
                        .silentUntil()
                        .map(until -> Duration.between(clock.instant(), until))
                        .orElse(Duration.ZERO);
        loop.executeAfter(
                silence.compareTo(wait) > 0 ? silence : wait, () -> mailbox.offer(this::askForKey));
    }

    private void extendKey() {
        Instant asked = clock.instant();
        switch (rest.extendListenKey()) {
            case Reply.Ok<BinanceFuturesWire.ListenKey> _ -> keyExtendedAt = asked;
            case Reply.Failed<BinanceFuturesWire.ListenKey> failed -> notExtended(failed.error());
        }
    }

    private void notExtended(ExchangeError error) {
        boolean gone = BinanceErrors.isCode(error, NO_SUCH_KEY);
        boolean over = !clock.instant().isBefore(keyExtendedAt.plus(KEY_LIVES));
        if (error.category() == ErrorCategory.AUTHENTICATION) {
            refuse(error);
        } else if (gone || over) {
            startOver("the stream's key is over: " + error.message());
        } else {
            LOG.warn("binance futures user stream: key not extended: {}", error.message());
        }
    }

    /** The key is worth nothing any more, so whatever it brings is not to be relied on. */
    private void startOver(String why) {
        Connection present = connection;
        connection = null;
        key = "";
        if (present != null) {
            present.close();
        }
        tellCut(why);
        askForKey();
    }

    private void tellCut(String why) {
        live = false;
        listener.onCut(BinanceErrors.network(ExchangeId.BINANCE_FUTURES, OPERATION, why, false));
    }

    private void connect(String given) {
        Connection former = connection;
        if (former != null) {
            former.close();
        }
        var fresh = new Connection();
        connection = fresh;
        fresh.open(
                URI.create(
                        config.streams()
                                + "/private/ws?listenKey="
                                + URLEncoder.encode(given, StandardCharsets.UTF_8)));
    }

    private void opened(Connection by, Outlet outlet) {
        if (by != connection || refused) {
            return;
        }
        if (market.known() instanceof Answer.Failed<List<Instrument>>(ExchangeError error)) {
            by.cut("no instruments: " + error.message());
            return;
        }
        // A connection by a key that is gone is silent for ever, so the key is looked at first.
        if (clock.instant().isAfter(keyExtendedAt.plus(KEY_CHECKED_AFTER))) {
            extendKey();
            if (by != connection || refused) {
                return;
            }
        }
        outlet.ready();
        live = true;
        listener.onLive();
    }

    private void cut(Connection by, String why) {
        if (by != connection || refused) {
            return;
        }
        tellCut(why);
        if (clock.instant().isAfter(keyExtendedAt.plus(KEY_CHECKED_AFTER))) {
            extendKey();
        }
    }

    private void read(Connection by, byte[] message) {
        if (by != connection || refused) {
            return;
        }
        try {
            JsonNode node = Json.lenient().readTree(message);
            JsonNode event = node.path("data").isObject() ? node.path("data") : node;
            if (event.path("e").asText().equals("listenKeyExpired")) {
                startOver("the stream's key expired");
            } else {
                events.read(event);
            }
        } catch (IOException | BinanceParse.UnknownWord unreadable) {
            // It may have told an order. Starting over makes whoever listens ask for everything.
            LOG.error("binance futures user stream: {}", reason(unreadable));
            by.cut(reason(unreadable));
        }
    }

    private void refuse(ExchangeError error) {
        refused = true;
        Connection present = connection;
        if (present != null) {
            present.close();
        }
        listener.onRefused(error);
    }

    private void handOver(Runnable letter) {
        if (!mailbox.offer(letter)) {
            Connection present = connection;
            if (present != null) {
                present.cut("more than " + WAITING_MAX + " messages wait to be handled");
            }
        }
    }

    private static String reason(Exception unreadable) {
        return unreadable instanceof JsonProcessingException json
                ? "a message is not as expected: " + json.getOriginalMessage()
                : "a message is not as expected: " + unreadable.getMessage();
    }

    /** One link by one key. It comes back by itself until it is closed. */
    private final class Connection implements SocketListener {
        private volatile @Nullable SocketLink link;

        void open(URI address) {
            link = net.link(loop, config.userStream(address), this);
        }

        ConnectionState state() {
            SocketLink present = link;
            return present == null ? ConnectionState.CONNECTING : present.state();
        }

        void tell(Map<String, String> facts) {
            SocketLink present = link;
            if (present != null) {
                facts.put("reconnects", Long.toString(present.reconnects()));
                present.status().stream()
                        .flatMap(line -> line.lastReason().stream())
                        .findFirst()
                        .ifPresent(why -> facts.put("last_failure", why));
            }
        }

        void cut(String why) {
            SocketLink present = link;
            if (present != null) {
                present.cut(why);
            }
        }

        void close() {
            SocketLink present = link;
            if (present != null) {
                present.close();
            }
        }

        @Override
        public void onOpen(Outlet outlet) {
            handOver(() -> opened(this, outlet));
        }

        @Override
        public void onMessage(Outlet outlet, byte[] message, int length, long receivedMillis) {
            byte[] copy = Arrays.copyOf(message, length);
            handOver(() -> read(this, copy));
        }

        @Override
        public void onState(ConnectionState state) {
            LOG.debug("binance futures user stream: {}", state);
        }

        @Override
        public void onCut(String why) {
            handOver(() -> BinanceFuturesUserStream.this.cut(this, why));
        }

        @Override
        public Optional<Instant> notBefore() {
            return http.limits().silentUntil();
        }
    }
}
