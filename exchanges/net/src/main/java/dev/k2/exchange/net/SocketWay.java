package dev.k2.exchange.net;

import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Health;
import dev.k2.exchange.HealthStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A way for calls over a WebSocket that is opened with the first call, waited for while it logs in
 * or comes back, and given up for good once the exchange refuses the key.
 */
public final class SocketWay implements AutoCloseable {
    private final Net net;
    private final SocketSettings settings;
    private final int underwayMax;
    private final Duration connectMax;
    private final CallProtocol protocol;
    private final Loop loop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by the lock.
    private @Nullable SocketCalls calls;
    private @Nullable ExchangeError refusal;
    private boolean closed;

    /**
     * Opens nothing yet.
     *
     * @param underwayMax how many calls may wait for their answers
     * @param connectMax how long a call waits for a connection that is logged in
     */
    public SocketWay(
            Net net,
            SocketSettings settings,
            int underwayMax,
            Duration connectMax,
            CallProtocol protocol) {
        this.net = net;
        this.settings = settings;
        this.underwayMax = underwayMax;
        this.connectMax = connectMax;
        this.protocol = protocol;
        this.loop = net.loop();
    }

    /** Asks something that may be asked twice. */
    public SocketOutcome ask(SocketQuery query) {
        Optional<SocketCalls> way = awaitWay();
        return way.isEmpty()
                ? new SocketOutcome.NotSent("there is no connection")
                : way.get()
                        .ask(
                                new SocketQuery(
                                        query.timeout(),
                                        query.message(),
                                        () ->
                                                awaitWay().isPresent()
                                                        && query.mayTryAgain().getAsBoolean()));
    }

    /**
     * Sends once. What was not handed to a socket is handed to another, as soon as there is one.
     *
     * @param mayTryAgain asked before that
     */
    public SocketOutcome send(NonIdempotentSocketCall call, BooleanSupplier mayTryAgain) {
        Optional<SocketCalls> way = awaitWay();
        if (way.isEmpty()) {
            return new SocketOutcome.NotSent("there is no connection");
        }
        SocketOutcome first = way.get().send(call);
        if (!(first instanceof SocketOutcome.NotSent)) {
            return first;
        }
        Optional<SocketCalls> again = mayTryAgain.getAsBoolean() ? awaitWay() : Optional.empty();
        return again.isPresent() ? again.get().send(call) : first;
    }

    /** The exchange refuses the key: no connection is tried any more. */
    public void refuse(ExchangeError why) {
        lock.lock();
        try {
            refusal = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        Thread.startVirtualThread(this::closeCalls);
    }

    /** Why the exchange refused the key, where it did. */
    public Optional<ExchangeError> refusal() {
        lock.lock();
        try {
            return Optional.ofNullable(refusal);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the present connection because something is wrong with it, and makes another. */
    public void cut(String why) {
        SocketCalls present = present();
        if (present != null) {
            present.cut(why);
        }
    }

    /** Makes a new connection and ends the present one once the new one is logged in. */
    public void renew(String why) {
        SocketCalls present = present();
        if (present != null) {
            present.renew(why);
        }
    }

    /** How it stands. One that nobody used yet is as good as one that lives. */
    public Health health() {
        SocketCalls present = present();
        boolean refused = refusal().isPresent();
        boolean unused = present == null && !refused;
        ConnectionState state = present == null ? ConnectionState.CLOSED : present.state();
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

    private void closeCalls() {
        SocketCalls present = present();
        if (present != null) {
            present.close();
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

    /** The connection, once it is logged in; empty where none comes in time or the key is bad. */
    private Optional<SocketCalls> awaitWay() {
        long left = connectMax.toNanos();
        lock.lock();
        try {
            while (!closed && refusal == null) {
                SocketCalls present = calls;
                if (present == null) {
                    present = net.calls(loop, settings, underwayMax, new Ears());
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

    private void signalAll() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Tells those who wait when something happens to the connection. */
    private final class Ears implements CallProtocol {
        @Override
        public void onOpen(Outlet outlet) {
            protocol.onOpen(outlet);
            signalAll();
        }

        @Override
        public long answers(byte[] message, int length) {
            return protocol.answers(message, length);
        }

        @Override
        public void onOther(Outlet outlet, byte[] message, int length, long receivedMillis) {
            protocol.onOther(outlet, message, length, receivedMillis);
            signalAll();
        }

        @Override
        public void onState(ConnectionState state) {
            protocol.onState(state);
            signalAll();
        }

        @Override
        public void onCut(String why) {
            protocol.onCut(why);
        }

        @Override
        public void onRefused(int status, Optional<String> retryAfter) {
            protocol.onRefused(status, retryAfter);
        }

        @Override
        public Optional<Instant> notBefore() {
            return protocol.notBefore();
        }
    }
}
