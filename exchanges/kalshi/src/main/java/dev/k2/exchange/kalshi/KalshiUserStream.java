package dev.k2.exchange.kalshi;

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
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An account's own stream. The handshake is the login. None of its channels is numbered, so whatever
 * was missed in a cut is asked for by REST; balances are told by no channel and are asked for when
 * something changed them.
 */
final class KalshiUserStream implements UserProtocol {
    private static final Logger LOG = LoggerFactory.getLogger(KalshiUserStream.class);
    private static final String NAME = "kalshi user stream";
    private static final String OPERATION = "open the user stream";
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Set<String> CHANNELS =
            new LinkedHashSet<>(List.of("user_orders", "fill", "market_positions"));
    private static final String SUBSCRIBE =
            "{\"id\":1,\"cmd\":\"subscribe\",\"params\":{\"channels\":[\"user_orders\",\"fill\","
                    + "\"market_positions\"]}}";

    private final KalshiConfig config;
    private final KalshiAccountRest rest;
    private final KalshiUserEvents events;
    private volatile boolean refused;

    private KalshiUserStream(KalshiConfig config, KalshiAccountRest rest, KalshiUserEvents events) {
        this.config = config;
        this.rest = rest;
        this.events = events;
    }

    static UserLink open(
            KalshiConfig config,
            Net net,
            KalshiAccountRest rest,
            KalshiAccountState state,
            KalshiMarket market,
            KalshiOrderIds ids,
            UserStreamListener listener) {
        return UserLink.open(
                NAME,
                KalshiErrors.ALL,
                net,
                listener,
                news ->
                        new KalshiUserStream(
                                config,
                                rest,
                                new KalshiUserEvents(state, market, ids, net.clock(), news)));
    }

    /** A refused handshake says nothing but so, and a question by the same key says why. */
    @Override
    public Answer<SocketSettings> socket() {
        return switch (rest.balance()) {
            case Reply.Failed<KalshiAccountWire.Balance> failed when isRefusal(failed.error()) ->
                    new Answer.Failed<>(failed.error());
            case Reply.Failed<KalshiAccountWire.Balance> _, Reply.Ok<KalshiAccountWire.Balance> _ ->
                    new Answer.Ok<>(config.socket(NAME));
        };
    }

    @Override
    public Map<String, String> handshake() {
        return rest.signer()
                .headers(rest.http().rest().exchangeMillis(), "GET", KalshiConfig.SOCKET_PATH);
    }

    @Override
    public SocketNotice opened() {
        refused = false;
        Optional<ExchangeError> cannotSign = rest.http().rest().readyToSign(OPERATION);
        return cannotSign.isPresent()
                ? new SocketNotice.Cut(cannotSign.get().message())
                : new SocketNotice.Nothing();
    }

    @Override
    public List<UserStep> steps() {
        return List.of(new UserStep(SUBSCRIBE, CHANNELS));
    }

    @Override
    public SocketNotice read(byte[] message) throws IOException {
        JsonNode node = Json.lenient().readTree(message);
        String type = node.path("type").asText();
        switch (type) {
            case "subscribed" -> {
                return new SocketNotice.Acknowledged(node.path("msg").path("channel").asText());
            }
            case "error" -> {
                return error(node.path("msg"));
            }
            case "ok", "unsubscribed" -> {}
            default -> {
                try {
                    events.read(type, node.path("msg"));
                } catch (UnknownWord unknown) {
                    return new SocketNotice.Cut("a message is not as expected: " + unknown.told());
                }
            }
        }
        return new SocketNotice.Nothing();
    }

    private static SocketNotice error(JsonNode told) {
        int code = told.path("code").asInt();
        String words = told.path("msg").asText();
        return code == KalshiFeedWire.AUTHENTICATION_REQUIRED
                ? new SocketNotice.Refused(
                        KalshiErrors.ALL.local(OPERATION, ErrorCategory.AUTHENTICATION, words))
                : new SocketNotice.Cut("Kalshi said " + code + ": " + words);
    }

    @Override
    public SocketNotice merge() {
        return events.merge();
    }

    @Override
    public Optional<Duration> lookEvery() {
        return Optional.of(LOOK_EVERY);
    }

    @Override
    public SocketNotice look(boolean live) {
        if (refused && !live) {
            refused = false;
            if (rest.balance() instanceof Reply.Failed<KalshiAccountWire.Balance> failed
                    && isRefusal(failed.error())) {
                return new SocketNotice.Refused(failed.error());
            }
        }
        if (live) {
            events.look();
        }
        return new SocketNotice.Nothing();
    }

    @Override
    public Optional<Instant> notBefore() {
        return rest.http().rest().silentUntil();
    }

    /** A signature is good for seconds, so a refused one may be the clock's fault. */
    @Override
    public void onRefused(int status, Optional<String> retryAfter) {
        LOG.warn("{}: the handshake was answered with status {}", NAME, status);
        if (status == 401 || status == 403) {
            refused = true;
            rest.http().rest().forgetClock();
        }
    }

    private static boolean isRefusal(ExchangeError error) {
        return error.category() == ErrorCategory.AUTHENTICATION;
    }
}
