package dev.k2.exchange.net;

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
import dev.k2.exchange.net.Reply.Certainty;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One account's calls over a socket: the same calls as over REST, with the same outcomes, within
 * REST's limits, silences and clock, and never an order twice. It connects when the first call is
 * made. Every call blocks its thread, which should be a virtual one.
 *
 * @param <C> the exchange's own kind of call
 */
public final class OrderSocket<C extends RestCall> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OrderSocket.class);
    private static final String LOG_IN = "log in";
    private static final int UNDERWAY_MAX = 500;
    private static final int DIGITS_MAX = 18;

    /** An order that waits longer for a connection is not what was wanted any more. */
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    private final Net net;
    private final SocketSettings settings;
    private final RestCalls<C> rest;
    private final OrderSocketProtocol<C> protocol;
    private final Duration timeout;
    private final Loop loop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Below guarded by the lock.
    private @Nullable SocketCalls calls;
    private @Nullable ExchangeError refusal;
    private boolean closed;

    /**
     * A way for one account's calls.
     *
     * @param rest whose limits, silences and clock hold here too
     * @param timeout how long one call may take, and how long a question may wait for its limits
     */
    public OrderSocket(
            Net net,
            SocketSettings settings,
            RestCalls<C> rest,
            OrderSocketProtocol<C> protocol,
            Duration timeout) {
        this.net = net;
        this.settings = settings;
        this.rest = rest;
        this.protocol = protocol;
        this.timeout = timeout;
        this.loop = net.loop();
    }

    /** As {@link RestCalls#ask}: questions, and cancels by id. */
    public <T> Reply<T> ask(C call, TypeReference<T> type) {
        Verdict<T> verdict = once(call, type, true);
        return verdict.lesson() instanceof Lesson.WrongClock
                ? once(call, type, true).reply()
                : verdict.reply();
    }

    /** As {@link RestCalls#send}: what takes effect each time that it arrives. */
    public <T> Reply<T> send(C call, TypeReference<T> type) {
        return once(call, type, false).reply();
    }

    /** How it stands. */
    public Health health() {
        SocketCalls present = present();
        ConnectionState state = present == null ? ConnectionState.CLOSED : present.state();
        boolean refused = refusal() != null;
        boolean unused = present == null && !refused;
        HealthStatus status =
                unused || state == ConnectionState.LIVE
                        ? HealthStatus.HEALTHY
                        : refused ? HealthStatus.UNHEALTHY : HealthStatus.DEGRADED;
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

    private <T> Verdict<T> once(C call, TypeReference<T> type, boolean again) {
        Optional<ExchangeError> hindrance = rest.hindrance(call, again ? timeout : Duration.ZERO);
        if (hindrance.isPresent()) {
            return failed(Certainty.NOT_SENT, hindrance.get());
        }
        return switch (overSocket(call, again)) {
            case SocketOutcome.NotSent(String why) -> {
                rest.giveBack(call);
                yield failed(Certainty.NOT_SENT, notSent(call, why));
            }
            case SocketOutcome.Unclear(String why, boolean timedOut) -> {
                protocol.settle(call, Optional.empty());
                yield failed(
                        Certainty.UNCLEAR, rest.errors().network(call.operation(), why, timedOut));
            }
            case SocketOutcome.Answered(String text) -> read(call, text, type);
        };
    }

    /** What was not handed to a socket is sent once more, as soon as there is a connection. */
    private SocketOutcome overSocket(C call, boolean again) {
        Optional<SocketCalls> way = awaitWay();
        if (way.isEmpty()) {
            return new SocketOutcome.NotSent("there is no connection");
        }
        if (again) {
            return way.get()
                    .ask(
                            new SocketQuery(
                                    timeout,
                                    number -> protocol.message(call, number),
                                    this::mayTryAgain));
        }
        SocketOutcome first = sendOnce(way.get(), call);
        return first instanceof SocketOutcome.NotSent && mayTryAgain()
                ? sendOnce(way.get(), call)
                : first;
    }

    private SocketOutcome sendOnce(SocketCalls way, C call) {
        return way.send(
                new NonIdempotentSocketCall(timeout, number -> protocol.message(call, number)));
    }

    private boolean mayTryAgain() {
        return awaitWay().isPresent() && rest.silentUntil().isEmpty();
    }

    private ExchangeError notSent(C call, String why) {
        ExchangeError refused = refusal();
        return refused != null ? refused : rest.errors().network(call.operation(), why, false);
    }

    /** The connection, once it is logged in; empty where none comes in time or the key is bad. */
    private Optional<SocketCalls> awaitWay() {
        long left = CONNECT_MAX.toNanos();
        lock.lock();
        try {
            while (!closed && refusal == null) {
                SocketCalls present = calls;
                if (present == null) {
                    present = net.calls(loop, settings, UNDERWAY_MAX, new Ears());
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

    private <T> Verdict<T> read(C call, String text, TypeReference<T> type) {
        JsonNode answer;
        try {
            answer = Json.lenient().readTree(text);
        } catch (JsonProcessingException unreadable) {
            protocol.settle(call, Optional.empty());
            return unreadable(call, unreadable);
        }
        protocol.settle(call, Optional.of(answer));
        try {
            Verdict<T> verdict = protocol.read(call, answer, type);
            return new Verdict<>(rest.learn(verdict), verdict.lesson());
        } catch (JsonProcessingException unreadable) {
            return unreadable(call, unreadable);
        }
    }

    private <T> Verdict<T> unreadable(C call, JsonProcessingException why) {
        return failed(Certainty.UNCLEAR, rest.errors().unreadable(call.operation(), why));
    }

    private static <T> Verdict<T> failed(Certainty certainty, ExchangeError error) {
        return Verdict.failed(certainty, error, new Lesson.None());
    }

    /** A key that is refused is not tried again. */
    private void refuse(ExchangeError error) {
        lock.lock();
        try {
            refusal = error;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        Thread.startVirtualThread(this::closeCalls);
    }

    private void closeCalls() {
        SocketCalls present = present();
        if (present != null) {
            present.close();
        }
    }

    private void cut(String why) {
        LOG.warn("{}: cut: {}", settings.name(), why);
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

    private @Nullable ExchangeError refusal() {
        lock.lock();
        try {
            return refusal;
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

    private void logIn(Outlet outlet) {
        Optional<ExchangeError> cannotSign = rest.readyToSign(LOG_IN);
        if (cannotSign.isPresent()) {
            cut(cannotSign.get().message());
            return;
        }
        outlet.send(protocol.login());
    }

    private void ready(Outlet outlet) {
        outlet.ready();
        signalAll();
    }

    private void heed(Outlet outlet, SocketNotice notice) {
        switch (notice) {
            case SocketNotice.Nothing _ -> {}
            case SocketNotice.Acknowledged _ -> ready(outlet);
            case SocketNotice.Refused(ExchangeError error) -> {
                if (error.category() == ErrorCategory.AUTHENTICATION
                        || error.category() == ErrorCategory.PERMISSION) {
                    refuse(error);
                } else {
                    cut(error.message());
                }
            }
            case SocketNotice.Renew(String why) -> renew(why);
            case SocketNotice.Cut(String why) -> cut(why);
            case SocketNotice.AddressOver(String why) -> cut(why);
        }
    }

    /** Hears the calls' connection, on its loop. */
    private final class Ears implements CallProtocol {
        /** A login needs the exchange's time, which may have to be asked for first. */
        @Override
        public void onOpen(Outlet outlet) {
            if (protocol.logsIn()) {
                Thread.startVirtualThread(() -> logIn(outlet));
            } else {
                ready(outlet);
            }
        }

        @Override
        public long answers(byte[] message, int length) {
            try (JsonParser parser = Json.lenient().createParser(message, 0, length)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    return NO_CALL;
                }
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean isId = parser.currentName().equals(protocol.idField());
                    JsonToken value = parser.nextToken();
                    if (isId) {
                        return number(parser, value);
                    }
                    parser.skipChildren();
                }
                return NO_CALL;
            } catch (IOException unreadable) {
                LOG.warn("{}: a message cannot be read: {}", settings.name(), words(unreadable));
                return NO_CALL;
            }
        }

        @Override
        public void onOther(Outlet outlet, byte[] message, int length, long receivedMillis) {
            try {
                heed(outlet, protocol.notice(Json.lenient().readTree(message, 0, length)));
            } catch (IOException unreadable) {
                LOG.warn("{}: a message cannot be read: {}", settings.name(), words(unreadable));
            }
        }

        @Override
        public void onState(ConnectionState state) {
            signalAll();
        }

        @Override
        public void onRefused(int status, Optional<String> retryAfter) {
            protocol.onRefused(status, retryAfter);
        }

        @Override
        public Optional<Instant> notBefore() {
            return rest.silentUntil();
        }

        private long number(JsonParser parser, JsonToken value) throws IOException {
            if (value == JsonToken.VALUE_NUMBER_INT) {
                return parser.getLongValue();
            }
            String text = value == JsonToken.VALUE_STRING ? parser.getText() : "";
            boolean digits =
                    !text.isEmpty()
                            && text.length() <= DIGITS_MAX
                            && text.chars().allMatch(c -> c >= '0' && c <= '9');
            return digits ? Long.parseLong(text) : NO_CALL;
        }

        private static String words(IOException unreadable) {
            return unreadable instanceof JsonProcessingException json
                    ? json.getOriginalMessage()
                    : String.valueOf(unreadable.getMessage());
        }
    }
}
