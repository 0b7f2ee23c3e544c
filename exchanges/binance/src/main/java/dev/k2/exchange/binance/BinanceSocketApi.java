package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Health;
import dev.k2.exchange.HealthStatus;
import dev.k2.exchange.net.CallProtocol;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Loop;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.NonIdempotentSocketCall;
import dev.k2.exchange.net.Outlet;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.exchange.net.Reply.Failed;
import dev.k2.exchange.net.SocketCalls;
import dev.k2.exchange.net.SocketOutcome;
import dev.k2.exchange.net.SocketQuery;
import dev.k2.exchange.net.SocketSettings;
import dev.k2.exchange.net.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One account's calls over Binance's WebSocket API: the same calls as over REST, with the same
 * outcomes. Keys that may log in (Ed25519) do so once for each connection and sign nothing more;
 * others sign each call. Limits, silences and the clock are those of REST.
 */
final class BinanceSocketApi implements BinanceApi, CallProtocol, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BinanceSocketApi.class);
    private static final String LOGON = "session.logon";
    private static final int UNDERWAY_MAX = 500;

    /** An order that waits longer for a connection is not what was wanted any more. */
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    private final Net net;
    private final SocketSettings settings;
    private final BinanceHttp http;
    private final BinanceSigner signer;
    private final Map<String, String> methods;
    private final Duration timeout;
    private final Loop loop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Below guarded by the lock.
    private @Nullable SocketCalls calls;
    private @Nullable ExchangeError refusal;
    private boolean closed;

    /**
     * A way for one account's calls. It connects when the first of them is made.
     *
     * @param methods the name of each call here, by its method and path over REST
     */
    BinanceSocketApi(
            Net net,
            SocketSettings settings,
            BinanceHttp http,
            BinanceSigner signer,
            Map<String, String> methods,
            Duration timeout) {
        this.net = net;
        this.settings = settings;
        this.http = http;
        this.signer = signer;
        this.methods = Map.copyOf(methods);
        this.timeout = timeout;
        this.loop = net.loop();
    }

    @Override
    public <T> Reply<T> ask(BinanceCall call, TypeReference<T> type) {
        Reply<T> reply = once(call, type, true);
        boolean clockWasWrong =
                reply instanceof Failed<T> failed
                        && BinanceErrors.isCode(failed.error(), BinanceErrors.CLOCK);
        return clockWasWrong ? once(call, type, true) : reply;
    }

    @Override
    public <T> Reply<T> send(BinanceCall call, TypeReference<T> type) {
        return once(call, type, false);
    }

    private <T> Reply<T> once(BinanceCall call, TypeReference<T> type, boolean again) {
        String method = methods.get(call.method() + " " + call.path());
        if (method == null) {
            throw new IllegalStateException("no call over the WebSocket API: " + call.path());
        }
        Optional<ExchangeError> hindrance =
                http.rest().hindrance(call, again ? timeout : Duration.ZERO);
        if (hindrance.isPresent()) {
            return new Failed<>(Certainty.NOT_SENT, hindrance.get());
        }
        SocketOutcome outcome = overSocket(call, method, again);
        return switch (outcome) {
            case SocketOutcome.NotSent(String why) -> {
                http.rest().giveBack(call);
                yield new Failed<>(Certainty.NOT_SENT, notSent(call, why));
            }
            case SocketOutcome.Unclear(String why, boolean timedOut) -> {
                http.settle(call, OptionalLong.empty(), header -> OptionalLong.empty());
                yield new Failed<>(
                        Certainty.UNCLEAR,
                        BinanceErrors.network(http.exchange(), call.operation(), why, timedOut));
            }
            case SocketOutcome.Answered(String text) -> read(call, text, type);
        };
    }

    /** What was not handed to a socket is sent once more, as soon as there is a connection. */
    private SocketOutcome overSocket(BinanceCall call, String method, boolean again) {
        Optional<SocketCalls> way = awaitWay();
        if (way.isEmpty()) {
            return new SocketOutcome.NotSent("there is no connection");
        }
        if (again) {
            return way.get()
                    .ask(
                            new SocketQuery(
                                    timeout,
                                    number -> message(number, call, method),
                                    () -> awaitWay().isPresent() && !isSilent()));
        }
        SocketOutcome first = sendOnce(way.get(), call, method);
        return first instanceof SocketOutcome.NotSent && awaitWay().isPresent() && !isSilent()
                ? sendOnce(way.get(), call, method)
                : first;
    }

    private SocketOutcome sendOnce(SocketCalls way, BinanceCall call, String method) {
        return way.send(
                new NonIdempotentSocketCall(timeout, number -> message(number, call, method)));
    }

    private boolean isSilent() {
        return http.limits().silentUntil().isPresent();
    }

    private ExchangeError notSent(BinanceCall call, String why) {
        ExchangeError refused;
        lock.lock();
        try {
            refused = refusal;
        } finally {
            lock.unlock();
        }
        return refused != null
                ? refused
                : BinanceErrors.network(http.exchange(), call.operation(), why, false);
    }

    /** The connection, once it is logged in; empty where none comes in time or the key is bad. */
    private Optional<SocketCalls> awaitWay() {
        long left = CONNECT_MAX.toNanos();
        lock.lock();
        try {
            while (!closed && refusal == null) {
                SocketCalls present = calls;
                if (present == null) {
                    present = net.calls(loop, settings, UNDERWAY_MAX, this);
                    calls = present;
                }
                if (present.state() == ConnectionState.LIVE) {
                    return Optional.of(present);
                }
                if (left <= 0) {
                    return Optional.empty();
                }
                left = changed.awaitNanos(left);
            }
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private String message(long number, BinanceCall call, String method) {
        Map<String, Object> params =
                signer.logsIn()
                        ? signer.timedParameters(
                                call.parameters(),
                                http.rest().exchangeMillis(),
                                http.recvWindowMillis())
                        : signer.signedParameters(
                                call.parameters(),
                                http.rest().exchangeMillis(),
                                http.recvWindowMillis());
        return json(new BinanceSocketWire.Request(number, method, params));
    }

    private <T> Reply<T> read(BinanceCall call, String text, TypeReference<T> type) {
        try {
            var answer = Json.lenient().readValue(text, BinanceSocketWire.Answer.class);
            List<BinanceRestWire.RateLimit> told =
                    answer.rateLimits() == null ? List.of() : answer.rateLimits();
            http.settle(call, usedWeight(told), header -> usedOrders(told, header));
            JsonNode result = answer.result();
            if (answer.status() == 200 && result != null) {
                T value = Json.lenient().readerFor(type).readValue(result);
                return http.rest().learn(Verdict.ok(value));
            }
            BinanceRestWire.Failure error =
                    answer.error() == null
                            ? new BinanceRestWire.Failure(0, "no result and no error", null)
                            : answer.error();
            JsonNode data = error.data();
            long until = data == null ? 0 : data.path("retryAfter").asLong();
            return http.rest().learn(http.failure(call, answer.status(), error, untilThen(until)));
        } catch (IOException unreadable) {
            return new Failed<>(
                    Certainty.UNCLEAR,
                    BinanceErrors.unreadable(
                            http.exchange(),
                            call.operation(),
                            "Binance's answer is not as expected: " + words(unreadable)));
        }
    }

    private static String words(IOException unreadable) {
        return unreadable instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : String.valueOf(unreadable.getMessage());
    }

    /**
     * How long it is until a time that Binance named.
     *
     * @param epochMillis 0 where it named none
     */
    private Optional<Duration> untilThen(long epochMillis) {
        return epochMillis <= 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.max(0, epochMillis - net.clock().millis())));
    }

    private static OptionalLong usedWeight(List<BinanceRestWire.RateLimit> told) {
        for (BinanceRestWire.RateLimit limit : told) {
            if (limit.rateLimitType().equals("REQUEST_WEIGHT") && limit.count() != null) {
                return OptionalLong.of(limit.count());
            }
        }
        return OptionalLong.empty();
    }

    private static OptionalLong usedOrders(List<BinanceRestWire.RateLimit> told, String header) {
        for (BinanceRestWire.RateLimit limit : told) {
            var window = new BinanceOrderCount.Window(limit.interval(), limit.intervalNum());
            if (limit.rateLimitType().equals("ORDERS")
                    && limit.count() != null
                    && window.header().equals(header)) {
                return OptionalLong.of(limit.count());
            }
        }
        return OptionalLong.empty();
    }

    /** A login needs the exchange's time, which may have to be asked for first. */
    @Override
    public void onOpen(Outlet outlet) {
        if (!signer.logsIn()) {
            outlet.ready();
            signalAll();
            return;
        }
        Thread.startVirtualThread(() -> logIn(outlet));
    }

    private void logIn(Outlet outlet) {
        Optional<ExchangeError> cannotSign = http.rest().readyToSign("log in");
        if (cannotSign.isPresent()) {
            LOG.warn("{}: {}", settings.name(), cannotSign.get().message());
            cut(cannotSign.get().message());
            return;
        }
        outlet.send(
                json(
                        new BinanceSocketWire.Request(
                                LOGON,
                                LOGON,
                                signer.signedParameters(
                                        Map.of(),
                                        http.rest().exchangeMillis(),
                                        http.recvWindowMillis()))));
    }

    @Override
    public long answers(byte[] message, int length) {
        try (JsonParser parser = Json.lenient().createParser(message, 0, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return NO_CALL;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isId = parser.currentName().equals("id");
                JsonToken value = parser.nextToken();
                if (isId) {
                    return value == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : NO_CALL;
                }
                parser.skipChildren();
            }
            return NO_CALL;
        } catch (IOException unreadable) {
            LOG.warn("{}: a message cannot be read: {}", settings.name(), words(unreadable));
            return NO_CALL;
        }
    }

    /** The answer to a login, the end of a key, an announced end, or an answer too late. */
    @Override
    public void onOther(Outlet outlet, byte[] message, int length, long receivedMillis) {
        try {
            JsonNode node = Json.lenient().readTree(message, 0, length);
            JsonNode event = node.path("event").isObject() ? node.path("event") : node;
            if (event.path("e").asText().equals("serverShutdown")) {
                renew("Binance announced a shutdown");
            } else if (node.path("id").asText().equals(LOGON)) {
                loggedIn(outlet, node);
            } else if (node.path("id").isNull() && node.path("status").asInt() >= 400) {
                refuseIfKey(node);
            }
        } catch (IOException unreadable) {
            LOG.warn("{}: a message cannot be read: {}", settings.name(), words(unreadable));
        }
    }

    private void loggedIn(Outlet outlet, JsonNode answer) {
        if (answer.path("status").asInt() == 200) {
            outlet.ready();
            signalAll();
        } else if (!refuseIfKey(answer)) {
            if (answer.path("error").path("code").asInt() == BinanceErrors.CLOCK) {
                http.rest().forgetClock();
            }
            cut("the login failed: " + answer.path("error").path("msg").asText());
        }
    }

    /** A key that is refused is not tried again. */
    private boolean refuseIfKey(JsonNode answer) {
        ExchangeError error =
                BinanceErrors.answered(
                        http.exchange(),
                        "log in",
                        answer.path("status").asInt(),
                        answer.path("error").path("code").asInt(),
                        answer.path("error").path("msg").asText(),
                        Optional.empty());
        if (error.category() != ErrorCategory.AUTHENTICATION) {
            return false;
        }
        lock.lock();
        try {
            refusal = error;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        Thread.startVirtualThread(this::closeCalls);
        return true;
    }

    @Override
    public void onState(ConnectionState state) {
        signalAll();
    }

    /** The WebSocket API shares its weight, and so its silences, with REST. */
    @Override
    public Optional<Instant> notBefore() {
        return http.limits().silentUntil();
    }

    Health health() {
        SocketCalls present = present();
        ConnectionState state = present == null ? ConnectionState.CLOSED : present.state();
        boolean unused = present == null && !isRefused();
        HealthStatus status =
                unused || state == ConnectionState.LIVE
                        ? HealthStatus.HEALTHY
                        : isRefused() ? HealthStatus.UNHEALTHY : HealthStatus.DEGRADED;
        String word = unused ? "not used yet" : state.name();
        return new Health(settings.name(), status, Map.of("state", word), List.of());
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        closeCalls();
        loop.close();
    }

    private void closeCalls() {
        SocketCalls present = present();
        if (present != null) {
            present.close();
        }
    }

    private boolean isRefused() {
        lock.lock();
        try {
            return refusal != null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable SocketCalls present() {
        lock.lock();
        try {
            return calls;
        } finally {
            lock.unlock();
        }
    }

    private void cut(String why) {
        SocketCalls present = present();
        if (present != null) {
            present.cut(why);
        }
    }

    private void renew(String why) {
        SocketCalls present = present();
        if (present != null) {
            present.renew(why);
        }
    }

    private void signalAll() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static String json(Object value) {
        try {
            return Json.lenient().writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("our own requests can be written", impossible);
        }
    }
}
