package dev.k2.exchange.net;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Health;
import dev.k2.exchange.HealthStatus;
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
 * An {@link OrderSocket}'s connection: made when the first call wants it, logged in each time that
 * it comes back, and given up where the key is refused.
 */
final class OrderWay implements CallProtocol, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OrderWay.class);
    private static final String LOG_IN = "log in";
    private static final int UNDERWAY_MAX = 500;

    /** An order that waits longer for a connection is not what was wanted any more. */
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    private final Net net;
    private final SocketSettings settings;
    private final RestCalls<?> rest;
    private final OrderSocketProtocol<?> protocol;
    private final Loop loop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Below guarded by the lock.
    private @Nullable SocketCalls calls;
    private @Nullable ExchangeError refusal;
    private boolean closed;

    OrderWay(Net net, SocketSettings settings, RestCalls<?> rest, OrderSocketProtocol<?> protocol) {
        this.net = net;
        this.settings = settings;
        this.rest = rest;
        this.protocol = protocol;
        this.loop = net.loop();
    }

    Health health() {
        SocketCalls present = present();
        ConnectionState state = present == null ? ConnectionState.CLOSED : present.state();
        boolean refused = refusal().isPresent();
        boolean unused = present == null && !refused;
        HealthStatus status =
                unused || state == ConnectionState.LIVE
                        ? HealthStatus.HEALTHY
                        : refused ? HealthStatus.UNHEALTHY : HealthStatus.DEGRADED;
        String word = unused ? "not used yet" : state.name();
        return new Health(settings.name(), status, Map.of("state", word), List.of());
    }

    /** The connection, once it is logged in; empty where none comes in time or the key is bad. */
    Optional<SocketCalls> await() {
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

    /** Why the key is not used any more. */
    Optional<ExchangeError> refusal() {
        lock.lock();
        try {
            return Optional.ofNullable(refusal);
        } finally {
            lock.unlock();
        }
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
        try {
            return CallNumber.in(message, length, protocol.idField());
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

    private static String words(IOException unreadable) {
        return unreadable instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : String.valueOf(unreadable.getMessage());
    }
}
