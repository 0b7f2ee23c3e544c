package dev.k2.exchange.cryptocom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.UserStreamListener;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.SocketNotice;
import dev.k2.exchange.net.SocketSettings;
import dev.k2.exchange.net.UserLink;
import dev.k2.exchange.net.UserProtocol;
import dev.k2.exchange.net.UserStep;
import dev.k2.model.Balance;
import dev.k2.model.Instrument;
import dev.k2.model.Position;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An account's own stream: logs in, subscribes, and tells orders, fills, balances and positions.
 * Its channels count nothing, so that after each connect balances and positions are asked for, and
 * whoever listens asks for the rest.
 */
final class CryptocomUserStream implements UserProtocol {
    private static final Logger LOG = LoggerFactory.getLogger(CryptocomUserStream.class);
    private static final String NAME = "cryptocom user stream";
    private static final String OPERATION = "open the user stream";
    private static final String AUTH = "public/auth";
    private static final String SUBSCRIBE = "subscribe";
    private static final long LOGIN = 1;

    /** Where orders that wait are told; its name differs between documents [U]. */
    private static final String WAITING = "user.advance.order";

    /**
     * The last two always answer, with what there is, and requests are answered in their order; the
     * others may say nothing until there is something to tell.
     */
    private static final List<String> CHANNELS =
            List.of(WAITING, "user.trade", "user.positions", "user.order", "user.balance");

    private static final Set<String> AWAITED = Set.of("user.order", "user.balance");

    private final CryptocomConfig config;
    private final CryptocomHttp http;
    private final CryptocomAccountRest rest;
    private final CryptocomMarket market;
    private final UserStreamListener listener;
    private final CryptocomUserEvents events;

    private CryptocomUserStream(
            CryptocomConfig config,
            CryptocomHttp http,
            CryptocomAccountRest rest,
            CryptocomMarket market,
            UserStreamListener listener) {
        this.config = config;
        this.http = http;
        this.rest = rest;
        this.market = market;
        this.listener = listener;
        this.events = new CryptocomUserEvents(market, listener);
    }

    static UserLink open(
            CryptocomConfig config,
            Net net,
            CryptocomHttp http,
            CryptocomAccountRest rest,
            CryptocomMarket market,
            UserStreamListener listener) {
        return UserLink.open(
                NAME,
                CryptocomErrors.ALL,
                net,
                listener,
                news -> new CryptocomUserStream(config, http, rest, market, news));
    }

    @Override
    public Answer<SocketSettings> socket() {
        return new Answer.Ok<>(config.userSettings(NAME));
    }

    @Override
    public SocketNotice opened() {
        Optional<ExchangeError> cannotSign = http.rest().readyToSign(OPERATION);
        if (cannotSign.isPresent()) {
            return new SocketNotice.Cut(cannotSign.get().message());
        }
        return market.known() instanceof Answer.Failed<List<Instrument>>(ExchangeError error)
                ? new SocketNotice.Cut("no instruments: " + error.message())
                : new SocketNotice.Nothing();
    }

    @Override
    public List<UserStep> steps() {
        List<UserStep> steps = new ArrayList<>();
        long nonce = http.rest().exchangeMillis();
        steps.add(new UserStep(CryptocomCall.login(rest.signer(), LOGIN, nonce), Set.of(AUTH)));
        for (int i = 0; i < CHANNELS.size(); i++) {
            String channel = CHANNELS.get(i);
            Map<String, Object> request = new LinkedHashMap<>();
            request.put("id", LOGIN + 1 + i);
            request.put("method", SUBSCRIBE);
            request.put("params", Map.of("channels", List.of(channel)));
            request.put("nonce", nonce);
            steps.add(
                    new UserStep(
                            CryptocomCall.written(request),
                            AWAITED.contains(channel) ? Set.of(channel) : Set.of()));
        }
        return steps;
    }

    @Override
    public SocketNotice read(byte[] message) throws IOException {
        JsonNode node = Json.lenient().readTree(message);
        return switch (node.path("method").asText()) {
            case AUTH -> loggedIn(node, http);
            case SUBSCRIBE -> subscribed(node);
            // An answer to what nobody could read.
            case "ERROR" ->
                    new SocketNotice.Cut("a request was refused: " + node.path("message").asText());
            default -> new SocketNotice.Nothing();
        };
    }

    /** What follows from an answer to a login. */
    static SocketNotice loggedIn(JsonNode node, CryptocomHttp http) {
        int code = node.path("code").asInt();
        if (code == 0) {
            return new SocketNotice.Acknowledged(AUTH);
        }
        if (code == CryptocomCodes.CLOCK) {
            http.rest().forgetClock();
        }
        return new SocketNotice.Refused(
                CryptocomErrors.answered("log in", 200, code, node.path("message").asText()));
    }

    private SocketNotice subscribed(JsonNode node) throws JsonProcessingException {
        int code = node.path("code").asInt();
        JsonNode result = node.path("result");
        String channel = channel(node);
        if (code != 0) {
            String words = code + " " + node.path("message").asText();
            if (channel.equals(WAITING)) {
                LOG.warn("cryptocom user stream: no news of orders that wait: {}", words);
                return new SocketNotice.Nothing();
            }
            return new SocketNotice.Cut("the channel " + channel + " was refused: " + words);
        }
        if (result.has("data")) {
            try {
                events.tell(channel, result.path("data"));
            } catch (UnknownWord unknown) {
                return new SocketNotice.Cut("a message is not as expected: " + unknown.told());
            }
        }
        return new SocketNotice.Acknowledged(channel);
    }

    /** An answer names its channel, or only the request. */
    private static String channel(JsonNode node) {
        JsonNode result = node.path("result");
        String told =
                result.has("channel")
                        ? result.path("channel").asText()
                        : node.path("channel").asText();
        for (String channel : CHANNELS) {
            if (told.equals(channel) || told.startsWith(channel + ".")) {
                return channel;
            }
        }
        int place = (int) (node.path("id").asLong() - LOGIN - 1);
        return told.isEmpty() && place >= 0 && place < CHANNELS.size() ? CHANNELS.get(place) : told;
    }

    @Override
    public SocketNotice merge() {
        if (CryptocomUserEvents.balances(rest)
                instanceof Answer.Ok<List<Balance>>(List<Balance> balances)) {
            listener.onBalances(balances);
        }
        if (CryptocomUserEvents.positions(rest, market)
                instanceof Answer.Ok<List<Position>>(List<Position> positions)) {
            listener.onPositions(positions);
        }
        return new SocketNotice.Nothing();
    }

    @Override
    public Optional<Instant> notBefore() {
        return http.rest().silentUntil();
    }
}
