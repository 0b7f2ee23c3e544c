package dev.k2.exchange.binance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.UserStreamListener;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.SocketNotice;
import dev.k2.exchange.net.SocketSettings;
import dev.k2.exchange.net.UserLink;
import dev.k2.exchange.net.UserProtocol;
import dev.k2.exchange.net.UserStep;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An account's own stream. Binance gives a key for it, which lives for an hour and is extended in
 * time; all programs with one API key share it, so it is never deleted here, and a new one is asked
 * for when somebody else did.
 */
final class BinanceFuturesUserStream implements UserProtocol {
    private static final Logger LOG = LoggerFactory.getLogger(BinanceFuturesUserStream.class);
    private static final String NAME = "binance-futures user stream";
    private static final String OPERATION = "open the user stream";
    private static final int NO_SUCH_KEY = -1125;

    /** An hour after the last extension a key is over; nothing is lost by giving up before. */
    private static final Duration KEY_LIVES = Duration.ofMinutes(55);

    private static final Duration KEY_CHECKED_AFTER = Duration.ofSeconds(2);

    /** A stream by a key that somebody deleted is only silent; asking costs one of 2,400 a minute. */
    private static final Duration KEY_CHECKED_IN_SILENCE = Duration.ofMinutes(1);

    private final BinanceFuturesConfig config;
    private final BinanceHttp http;
    private final BinanceFuturesRest rest;
    private final BinanceMarket market;
    private final BinanceFuturesGaps gaps;
    private final BinanceFuturesEvents events;
    private final UserStreamListener listener;
    private final InstantSource clock;
    private boolean hasKey;
    private Instant keyExtendedAt = Instant.MIN;
    private Instant heardAt = Instant.MIN;

    private BinanceFuturesUserStream(
            BinanceFuturesConfig config,
            InstantSource clock,
            BinanceHttp http,
            BinanceFuturesRest rest,
            BinanceMarket market,
            BinanceAlgoOrders algos,
            UserStreamListener listener) {
        this.config = config;
        this.http = http;
        this.rest = rest;
        this.market = market;
        this.clock = clock;
        this.listener = listener;
        this.gaps = new BinanceFuturesGaps(rest, market, algos, listener, clock);
        this.events = new BinanceFuturesEvents(market, algos, listener, gaps);
    }

    static UserLink open(
            BinanceFuturesConfig config,
            Net net,
            BinanceHttp http,
            BinanceFuturesRest rest,
            BinanceMarket market,
            BinanceAlgoOrders algos,
            UserStreamListener listener) {
        return UserLink.open(
                NAME,
                http.rest().errors(),
                net,
                listener,
                news ->
                        new BinanceFuturesUserStream(
                                config, net.clock(), http, rest, market, algos, news));
    }

    /** Where a key that lives, new or old, is listened to. */
    @Override
    public Answer<SocketSettings> socket() {
        Instant asked = clock.instant();
        hasKey = false;
        return rest.listenKey().flatAnswer(told -> address(told, asked));
    }

    private Answer<SocketSettings> address(BinanceFuturesWire.ListenKey told, Instant asked) {
        String given = told.listenKey();
        if (given == null || given.isEmpty()) {
            return new Answer.Failed<>(
                    BinanceErrors.unreadable(
                            ExchangeId.BINANCE_FUTURES,
                            OPERATION,
                            "Binance gave no key for the stream"));
        }
        hasKey = true;
        keyExtendedAt = asked;
        return new Answer.Ok<>(
                config.userStream(
                        URI.create(
                                config.streams()
                                        + "/private/ws?listenKey="
                                        + URLEncoder.encode(given, StandardCharsets.UTF_8))));
    }

    /** A connection by a key that is gone is silent for ever, so the key is looked at first. */
    @Override
    public SocketNotice opened() {
        return market.known() instanceof Answer.Failed<List<Instrument>>(ExchangeError error)
                ? new SocketNotice.Cut("no instruments: " + error.message())
                : extendKeyAfter(KEY_CHECKED_AFTER.plusNanos(1));
    }

    /** The key's address is all that has to be said. */
    @Override
    public List<UserStep> steps() {
        return List.of();
    }

    @Override
    public SocketNotice read(byte[] message) throws IOException {
        heardAt = clock.instant();
        JsonNode node = Json.lenient().readTree(message);
        JsonNode event = node.path("data").isObject() ? node.path("data") : node;
        if (event.path("e").asText().equals("listenKeyExpired")) {
            return new SocketNotice.AddressOver("the stream's key expired");
        }
        try {
            events.read(event);
            return new SocketNotice.Nothing();
        } catch (BinanceParse.UnknownWord unknown) {
            return new SocketNotice.Cut("a message is not as expected: " + unknown.getMessage());
        }
    }

    @Override
    public SocketNotice gone() {
        return extendKeyAfter(KEY_CHECKED_AFTER.plusNanos(1));
    }

    @Override
    public Optional<Duration> lookEvery() {
        return Optional.of(config.pingEvery().dividedBy(3));
    }

    @Override
    public SocketNotice look(boolean live) {
        if (live) {
            gaps.fill();
        }
        boolean silent = !clock.instant().isBefore(heardAt.plus(KEY_CHECKED_IN_SILENCE));
        Duration every = config.keyKeptAliveEvery();
        return extendKeyAfter(
                silent && KEY_CHECKED_IN_SILENCE.compareTo(every) < 0
                        ? KEY_CHECKED_IN_SILENCE
                        : every);
    }

    @Override
    public Optional<Instant> notBefore() {
        return http.limits().silentUntil();
    }

    @Override
    public Map<String, String> facts() {
        return Map.of("unknown_events", Long.toString(events.unknown()));
    }

    private SocketNotice extendKeyAfter(Duration age) {
        Instant asked = clock.instant();
        if (!hasKey || asked.isBefore(keyExtendedAt.plus(age))) {
            return new SocketNotice.Nothing();
        }
        return switch (rest.extendListenKey()) {
            case Reply.Ok<BinanceFuturesWire.ListenKey> _ -> {
                keyExtendedAt = asked;
                listener.onKeepAlive(true);
                yield new SocketNotice.Nothing();
            }
            case Reply.Failed<BinanceFuturesWire.ListenKey> failed -> notExtended(failed.error());
        };
    }

    private SocketNotice notExtended(ExchangeError error) {
        listener.onKeepAlive(false);
        boolean gone = BinanceErrors.isCode(error, NO_SUCH_KEY);
        boolean over = !clock.instant().isBefore(keyExtendedAt.plus(KEY_LIVES));
        if (error.category() == ErrorCategory.AUTHENTICATION) {
            return new SocketNotice.Refused(error);
        }
        if (gone || over) {
            return new SocketNotice.AddressOver("the stream's key is over: " + error.message());
        }
        LOG.warn("binance-futures user stream: key not extended: {}", error.message());
        return new SocketNotice.Nothing();
    }
}
