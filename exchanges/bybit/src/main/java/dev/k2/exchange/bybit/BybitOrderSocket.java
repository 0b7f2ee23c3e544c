package dev.k2.exchange.bybit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Health;
import dev.k2.exchange.bybit.BybitRestWire.Envelope;
import dev.k2.exchange.net.CallProtocol;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.NonIdempotentSocketCall;
import dev.k2.exchange.net.Outlet;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.exchange.net.Reply.Failed;
import dev.k2.exchange.net.SocketOutcome;
import dev.k2.exchange.net.SocketQuery;
import dev.k2.exchange.net.SocketWay;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders over Bybit's WebSocket for them. A connection logs in once. Limits, clock and silence are
 * those of REST.
 */
final class BybitOrderSocket implements BybitApi, CallProtocol, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BybitOrderSocket.class);
    private static final int UNDERWAY_MAX = 100;
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final String ORDERS = "/v5/order/";

    private final BybitConfig config;
    private final BybitHttp http;
    private final BybitSigner signer;
    private final SocketWay way;

    /** Ids of requests are to be unique, so they tell of which process they are. */
    private final String run;

    BybitOrderSocket(BybitConfig config, BybitHttp http, BybitSigner signer, Net net) {
        this.config = config;
        this.http = http;
        this.signer = signer;
        this.run = Long.toString(net.clock().millis(), Character.MAX_RADIX) + "-";
        this.way = new SocketWay(net, config.tradeSettings(), UNDERWAY_MAX, CONNECT_MAX, this);
    }

    @Override
    public <T> Reply<T> ask(BybitCall call, TypeReference<T> type) {
        Reply<T> reply = once(call, type, true);
        boolean clockWasWrong =
                reply instanceof Failed<T> failed
                        && failed.error() instanceof ExchangeError.Validation broken
                        && broken.retryable();
        return clockWasWrong ? once(call, type, true) : reply;
    }

    @Override
    public <T> Reply<T> send(BybitCall call, TypeReference<T> type) {
        return once(call, type, false);
    }

    private <T> Reply<T> once(BybitCall call, TypeReference<T> type, boolean mayRepeat) {
        Duration timeout = config.timeout();
        Optional<ExchangeError> hindrance =
                http.rest().hindrance(call, mayRepeat ? timeout : Duration.ZERO);
        if (hindrance.isPresent()) {
            return new Failed<>(Certainty.NOT_SENT, hindrance.get());
        }
        SocketOutcome outcome =
                mayRepeat
                        ? way.ask(
                                new SocketQuery(
                                        timeout, number -> message(number, call), this::maySpeak))
                        : way.send(
                                new NonIdempotentSocketCall(
                                        timeout, number -> message(number, call)),
                                this::maySpeak);
        return switch (outcome) {
            case SocketOutcome.NotSent(String why) -> {
                http.rest().giveBack(call);
                yield new Failed<>(
                        Certainty.NOT_SENT,
                        way.refusal()
                                .orElseGet(
                                        () ->
                                                BybitErrors.ALL.network(
                                                        call.operation(), why, false)));
            }
            case SocketOutcome.Unclear(String why, boolean timedOut) -> {
                http.limits().settle(call, header -> Optional.empty());
                yield new Failed<>(
                        Certainty.UNCLEAR,
                        BybitErrors.ALL.network(call.operation(), why, timedOut));
            }
            case SocketOutcome.Answered(String text) -> read(call, text, type);
        };
    }

    private boolean maySpeak() {
        return http.rest().silentUntil().isEmpty();
    }

    private <T> Reply<T> read(BybitCall call, String text, TypeReference<T> type) {
        try {
            Envelope envelope = Json.lenient().readValue(text, Envelope.class);
            Map<String, String> headers = new HashMap<>();
            if (envelope.header() != null) {
                envelope.header()
                        .forEach(
                                (name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
            }
            http.limits().settle(call, name -> Optional.ofNullable(headers.get(name)));
            return http.rest().learn(http.read(call, text, type));
        } catch (JsonProcessingException unreadable) {
            http.limits().settle(call, name -> Optional.empty());
            return new Failed<>(
                    Certainty.UNCLEAR, BybitErrors.ALL.unreadable(call.operation(), unreadable));
        }
    }

    /** The order stands in it as it would be sent over REST. */
    private String message(long number, BybitCall call) {
        if (!call.path().startsWith(ORDERS)) {
            throw new IllegalStateException("no call over the WebSocket: " + call.path());
        }
        return "{\"reqId\":\"%s%d\",\"header\":{\"X-BAPI-TIMESTAMP\":\"%d\",\"X-BAPI-RECV-WINDOW\":\"%d\"},\"op\":\"order.%s\",\"args\":[%s]}"
                .formatted(
                        run,
                        number,
                        http.rest().exchangeMillis(),
                        config.recvWindow().toMillis(),
                        call.path().substring(ORDERS.length()),
                        call.payload());
    }

    /** A login needs the exchange's time, which may have to be asked for first. */
    @Override
    public void onOpen(Outlet outlet) {
        Thread.startVirtualThread(() -> logIn(outlet));
    }

    private void logIn(Outlet outlet) {
        Optional<ExchangeError> cannotSign = http.rest().readyToSign("log in");
        if (cannotSign.isPresent()) {
            LOG.warn("bybit order entry: {}", cannotSign.get().message());
            way.cut(cannotSign.get().message());
            return;
        }
        outlet.send(BybitLogin.request(signer, http.rest().exchangeMillis(), "reqId"));
    }

    @Override
    public long answers(byte[] message, int length) {
        try (JsonParser parser = Json.lenient().createParser(message, 0, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return NO_CALL;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isId = parser.currentName().equals("reqId");
                JsonToken value = parser.nextToken();
                if (isId && value == JsonToken.VALUE_STRING) {
                    return number(parser.getText());
                }
                parser.skipChildren();
            }
            return NO_CALL;
        } catch (IOException unreadable) {
            LOG.warn("bybit order entry: a message cannot be read");
            return NO_CALL;
        }
    }

    private long number(String id) {
        if (!id.startsWith(run)) {
            return NO_CALL;
        }
        try {
            return Long.parseLong(id.substring(run.length()));
        } catch (NumberFormatException notOurs) {
            return NO_CALL;
        }
    }

    /** The answer to a login or a ping, or an answer too late. */
    @Override
    public void onOther(Outlet outlet, byte[] message, int length, long receivedMillis) {
        JsonNode node;
        try {
            node = Json.lenient().readTree(message, 0, length);
        } catch (IOException unreadable) {
            LOG.warn("bybit order entry: a message cannot be read");
            return;
        }
        if (!node.path("op").asText().equals("auth")) {
            return;
        }
        Optional<ExchangeError> failure = BybitLogin.failure(node);
        if (failure.isEmpty()) {
            outlet.ready();
        } else if (failure.get().category() == ErrorCategory.AUTHENTICATION) {
            way.refuse(failure.get());
        } else {
            http.rest().forgetClock();
            way.cut("the login failed: " + failure.get().message());
        }
    }

    /** A ban of the address is a ban of sockets too. */
    @Override
    public Optional<Instant> notBefore() {
        return http.rest().silentUntil();
    }

    Health health() {
        return way.health();
    }

    @Override
    public void close() {
        way.close();
    }
}
