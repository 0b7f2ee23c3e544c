package dev.k2.exchange.okx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Health;
import dev.k2.exchange.HealthStatus;
import dev.k2.exchange.net.CallProtocol;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Lesson;
import dev.k2.exchange.net.Loop;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.NonIdempotentSocketCall;
import dev.k2.exchange.net.Outlet;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.exchange.net.SocketCalls;
import dev.k2.exchange.net.SocketOutcome;
import dev.k2.exchange.net.SocketQuery;
import dev.k2.exchange.net.SocketSettings;
import dev.k2.exchange.net.Verdict;
import dev.k2.exchange.okx.OkxRestWire.Envelope;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders over the private socket, with the limits, the clock and the silences of REST. It connects
 * when the first call is made. An order that was not handed to a socket may be sent again; one that
 * was, never.
 */
final class OkxSocketApi implements OkxOrderWay, CallProtocol, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OkxSocketApi.class);
    private static final int UNDERWAY_MAX = 500;
    private static final int TOO_MANY = 50011;
    private static final int UPGRADE = 64008;
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final TypeReference<Envelope<OkxUserWire.Ack>> ACKS = new TypeReference<>() {};

    private final Net net;
    private final SocketSettings settings;
    private final OkxHttp http;
    private final OkxSigner signer;
    private final OkxMarket market;
    private final Duration timeout;
    private final Loop loop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Below guarded by the lock.
    private @Nullable SocketCalls calls;
    private @Nullable ExchangeError refusal;
    private boolean closed;

    OkxSocketApi(Net net, OkxConfig config, OkxHttp http, OkxSigner signer, OkxMarket market) {
        this.net = net;
        this.settings = OkxSockets.settings(config, "okx order entry", OkxSocket.PRIVATE);
        this.http = http;
        this.signer = signer;
        this.market = market;
        this.timeout = config.timeout();
        this.loop = net.loop();
    }

    @Override
    public Reply<List<OkxUserWire.Ack>> ask(OkxOrderCall call) {
        return once(call, true);
    }

    @Override
    public Reply<List<OkxUserWire.Ack>> send(OkxOrderCall call) {
        return once(call, false);
    }

    /** How it stands; a person sees why it was cut. */
    Health health() {
        ConnectionState state = state();
        Map<String, String> facts = Map.of("state", state.name());
        HealthStatus status =
                switch (state) {
                    case LIVE -> HealthStatus.HEALTHY;
                    case CONNECTING, BACKING_OFF -> HealthStatus.DEGRADED;
                    case BREAKER_OPEN, CLOSED -> HealthStatus.UNHEALTHY;
                };
        return new Health("okx order entry", status, facts, List.of());
    }

    @Override
    public void close() {
        SocketCalls present;
        lock.lock();
        try {
            closed = true;
            present = calls;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (present != null) {
            present.close();
        }
        loop.close();
    }

    private ConnectionState state() {
        lock.lock();
        try {
            if (closed || refusal != null) {
                return ConnectionState.CLOSED;
            }
            // Before the first call there is nothing to be live.
            return calls == null ? ConnectionState.LIVE : calls.state();
        } finally {
            lock.unlock();
        }
    }

    private Reply<List<OkxUserWire.Ack>> once(OkxOrderCall call, boolean again) {
        OptionalLong code = market.code(call.instrument());
        if (code.isEmpty()) {
            return new Reply.Failed<>(
                    Certainty.NOT_SENT,
                    OkxErrors.refused(
                            call.operation(),
                            "OKX told no number of "
                                    + call.instrument()
                                    + ", without which a socket takes no orders"));
        }
        List<Map<String, Object>> args = new ArrayList<>();
        call.forms().forEach(form -> args.add(OkxOrderForm.overSocket(form, code.getAsLong())));
        OkxCall counted = call.overRest();
        Optional<ExchangeError> hindrance =
                http.rest().hindrance(counted, again ? timeout : Duration.ZERO);
        if (hindrance.isPresent()) {
            return new Reply.Failed<>(Certainty.NOT_SENT, hindrance.get());
        }
        return switch (overSocket(call, args, again)) {
            case SocketOutcome.NotSent(String why) -> {
                http.rest().giveBack(counted);
                yield new Reply.Failed<>(Certainty.NOT_SENT, notSent(call, why));
            }
            case SocketOutcome.Unclear(String why, boolean timedOut) -> {
                settle(counted);
                yield new Reply.Failed<>(
                        Certainty.UNCLEAR, OkxErrors.OKX.network(call.operation(), why, timedOut));
            }
            case SocketOutcome.Answered(String text) -> {
                settle(counted);
                yield read(call, counted, text);
            }
        };
    }

    private void settle(OkxCall counted) {
        http.costs(counted).settle(window -> OptionalLong.empty());
    }

    /** What was not handed to a socket is sent once more, as soon as there is a connection. */
    private SocketOutcome overSocket(
            OkxOrderCall call, List<Map<String, Object>> args, boolean again) {
        Optional<SocketCalls> way = awaitWay();
        if (way.isEmpty()) {
            return new SocketOutcome.NotSent("there is no connection");
        }
        if (again) {
            return way.get()
                    .ask(
                            new SocketQuery(
                                    timeout,
                                    number -> message(number, call, args),
                                    () -> awaitWay().isPresent() && !isSilent()));
        }
        SocketOutcome first = sendOnce(way.get(), call, args);
        return first instanceof SocketOutcome.NotSent && awaitWay().isPresent() && !isSilent()
                ? sendOnce(way.get(), call, args)
                : first;
    }

    private SocketOutcome sendOnce(
            SocketCalls way, OkxOrderCall call, List<Map<String, Object>> args) {
        return way.send(
                new NonIdempotentSocketCall(timeout, number -> message(number, call, args)));
    }

    private static String message(long number, OkxOrderCall call, List<Map<String, Object>> args) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("id", Long.toString(number));
        request.put("op", call.op());
        request.put("args", args);
        return OkxHttp.written(request);
    }

    private Reply<List<OkxUserWire.Ack>> read(OkxOrderCall call, OkxCall counted, String text) {
        try {
            var outcome = Json.lenient().readValue(text, OkxRestWire.Outcome.class);
            int code = OkxErrors.number(outcome.code());
            boolean each = code == OkxErrors.ALL_FAILED || code == OkxErrors.SOME_FAILED;
            if (code == OkxErrors.DONE || each) {
                List<OkxUserWire.Ack> acks = Json.lenient().readValue(text, ACKS).rows();
                return http.rest().learn(Verdict.ok(acks));
            }
            ExchangeError error =
                    OkxErrors.answered(
                            call.operation(), 0, code, outcome.msg() == null ? "" : outcome.msg());
            Lesson lesson =
                    code == TOO_MANY
                            ? new Lesson.UsedUp(http.costs(counted).costs().getFirst().bucket())
                            : new Lesson.None();
            return http.rest()
                    .learn(
                            Verdict.failed(
                                    OkxErrors.isUnclear(0, code)
                                            ? Certainty.UNCLEAR
                                            : Certainty.REFUSED,
                                    error,
                                    lesson));
        } catch (JsonProcessingException unreadable) {
            return new Reply.Failed<>(
                    Certainty.UNCLEAR, OkxErrors.OKX.unreadable(call.operation(), unreadable));
        }
    }

    private boolean isSilent() {
        return http.rest().silentUntil().isPresent();
    }

    private ExchangeError notSent(OkxOrderCall call, String why) {
        lock.lock();
        try {
            return refusal != null ? refusal : OkxErrors.OKX.network(call.operation(), why, false);
        } finally {
            lock.unlock();
        }
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
                // A state can change between being asked and being waited for.
                left -= TimeUnit.MILLISECONDS.toNanos(100);
                changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** A login needs the exchange's time, which may have to be asked for first. */
    @Override
    public void onOpen(Outlet outlet) {
        Thread.startVirtualThread(() -> logIn(outlet));
    }

    private void logIn(Outlet outlet) {
        Optional<ExchangeError> cannotSign = http.rest().readyToSign("log in");
        if (cannotSign.isPresent()) {
            cut(cannotSign.get().message());
            return;
        }
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("op", "login");
        request.put("args", List.of(signer.login(http.rest().exchangeMillis())));
        outlet.send(OkxHttp.written(request));
    }

    @Override
    public long answers(byte[] message, int length) {
        try {
            JsonNode node = Json.lenient().readTree(message, 0, length);
            int number =
                    node.path("op").isTextual()
                            ? OkxErrors.number(node.path("id").asText())
                            : OkxErrors.NO_CODE;
            return number == OkxErrors.NO_CODE ? NO_CALL : number;
        } catch (IOException unreadable) {
            LOG.warn("{}: a message of {} bytes cannot be read", settings.name(), length);
            return NO_CALL;
        }
    }

    /** The answer to a login, an announced end, or an answer too late. */
    @Override
    public void onOther(Outlet outlet, byte[] message, int length, long receivedMillis) {
        try {
            var event = Json.lenient().readValue(message, 0, length, OkxFeedWire.Event.class);
            int code = OkxErrors.number(event.code() == null ? "" : event.code());
            String words = event.msg() == null ? "" : event.msg();
            if (event.event().equals("login") && code == OkxErrors.DONE) {
                outlet.ready();
                signalAll();
            } else if (event.event().equals("notice") && code == UPGRADE) {
                renew("OKX is about to end the connection");
            } else if (event.event().equals("login") || event.event().equals("error")) {
                failed(code, words);
            }
        } catch (IOException unreadable) {
            LOG.warn("{}: a message of {} bytes cannot be read", settings.name(), length);
        }
    }

    /** A key that is refused is not tried again. */
    private void failed(int code, String words) {
        if (!OkxErrors.isRefusal(code)) {
            if (OkxErrors.isClock(code)) {
                http.rest().forgetClock();
            }
            cut("OKX said " + code + " " + words);
            return;
        }
        lock.lock();
        try {
            refusal = OkxErrors.answered("log in", 0, code, words);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        Thread.startVirtualThread(this::closeCalls);
    }

    @Override
    public void onState(ConnectionState state) {
        signalAll();
    }

    @Override
    public Optional<Instant> notBefore() {
        return http.rest().silentUntil();
    }

    private void closeCalls() {
        SocketCalls present = present();
        if (present != null) {
            present.close();
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

    private @Nullable SocketCalls present() {
        lock.lock();
        try {
            return calls;
        } finally {
            lock.unlock();
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
}
