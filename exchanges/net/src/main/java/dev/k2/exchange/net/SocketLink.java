package dev.k2.exchange.net;

import dev.k2.exchange.ConnectionState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket connection that comes back: after a cut it waits and connects again, before its time
 * is over it makes a new connection and only then breaks the old one, and a connection that falls
 * silent is cut.
 */
public final class SocketLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SocketLink.class);
    private static final Duration RENEW_AGAIN_AFTER = Duration.ofSeconds(30);

    private final Net net;
    private final SocketSettings settings;
    private final SocketListener listener;
    private final Loop loop;
    private volatile ConnectionState state = ConnectionState.CONNECTING;
    private final AtomicLong reconnects = new AtomicLong();

    // Below only on the loop.
    private @Nullable Line current;
    private @Nullable Line next;
    private boolean closed;
    private int failures;
    private boolean wasLive;
    private long stableTimer = -1;
    private long ageTimer = -1;

    private SocketLink(Net net, Loop loop, SocketSettings settings, SocketListener listener) {
        this.net = net;
        this.settings = settings;
        this.listener = listener;
        this.loop = loop;
    }

    static SocketLink open(Net net, Loop loop, SocketSettings settings, SocketListener listener) {
        var link = new SocketLink(net, loop, settings, listener);
        link.loop.execute(link::connect);
        return link;
    }

    public ConnectionState state() {
        return state;
    }

    /** How often a connection was made anew after a cut. */
    public long reconnects() {
        return reconnects.get();
    }

    /** Ends the connection because something is wrong with it, and makes another. */
    public void cut(String why) {
        loop.executeNow(
                () -> {
                    Line broken = current;
                    if (broken != null && !broken.isOver()) {
                        broken.end();
                        lost(broken, why);
                    }
                });
    }

    /** Makes a new connection and ends the present one once the new one is ready. */
    public void renew(String why) {
        loop.executeNow(
                () -> {
                    if (isOver() || next != null || state != ConnectionState.LIVE) {
                        return;
                    }
                    LOG.info("{}: renewing the connection: {}", settings.name(), why);
                    Line fresh = new Line(net, this, settings, loop);
                    next = fresh;
                    fresh.connect();
                });
    }

    /** Ends everything. Nothing is heard afterwards. */
    @Override
    public void close() {
        loop.executeAndWait(this::closeHere);
    }

    void opened(Line line) {
        if (closed || (line != current && line != next)) {
            line.end();
            return;
        }
        loop.after(settings.readyMax(), () -> giveUpUnlessReady(line));
        try {
            listener.onOpen(line);
        } catch (RuntimeException failed) {
            startOver(line, failed);
        }
    }

    void ready(Line line) {
        if (line == next) {
            Line old = current;
            current = line;
            next = null;
            if (old != null) {
                old.end();
            }
            LOG.info("{}: the new connection took over", settings.name());
            startTimers();
            return;
        }
        if (line != current || state == ConnectionState.LIVE) {
            return;
        }
        if (wasLive) {
            reconnects.incrementAndGet();
        }
        wasLive = true;
        startTimers();
        to(ConnectionState.LIVE);
    }

    void received(Line line, byte[] message, int length) {
        if (line != current && line != next) {
            return;
        }
        try {
            listener.onMessage(line, message, length, net.clock().millis());
        } catch (RuntimeException failed) {
            startOver(line, failed);
        }
    }

    void lost(Line line, String why) {
        if (isOver()) {
            return;
        }
        Line staying = current;
        if (line == next && staying != null) {
            next = null;
            LOG.warn("{}: the new connection failed: {}", settings.name(), why);
            listener.onDropped(line, staying);
            loop.after(RENEW_AGAIN_AFTER, () -> renew("the last try failed"));
        } else if (line == current) {
            lostCurrent(why);
        }
    }

    private void lostCurrent(String why) {
        stopTimers();
        failures++;
        current = null;
        Line replacement = next;
        next = null;
        if (replacement != null) {
            replacement.end();
        }
        Duration delay = settings.backoff().delay(failures);
        LOG.warn("{}: {}; next try in {} ms", settings.name(), why, delay.toMillis());
        loop.after(delay, this::connect);
        to(ConnectionState.BACKING_OFF);
        listener.onCut(why);
    }

    private boolean isOver() {
        return closed || net.isClosed();
    }

    private void connect() {
        if (isOver() || current != null) {
            return;
        }
        Optional<Instant> notBefore = listener.notBefore();
        if (notBefore.isPresent()) {
            Duration wait = Duration.between(net.clock().instant(), notBefore.get());
            to(ConnectionState.BACKING_OFF);
            loop.after(wait.isPositive() ? wait : Duration.ofMillis(1), this::connect);
            return;
        }
        to(ConnectionState.CONNECTING);
        Line line = new Line(net, this, settings, loop);
        current = line;
        line.connect();
    }

    private void giveUpUnlessReady(Line line) {
        boolean notReady = line == next || (line == current && state != ConnectionState.LIVE);
        if (notReady && !line.isOver()) {
            line.end();
            lost(line, "not ready within " + settings.readyMax().toMillis() + " ms");
        }
    }

    private void startTimers() {
        stopTimers();
        stableTimer = loop.after(settings.stableAfter(), () -> failures = 0);
        ageTimer = loop.after(settings.ageMax(), () -> renew("its time is nearly over"));
    }

    private void stopTimers() {
        loop.cancel(stableTimer);
        loop.cancel(ageTimer);
    }

    private void closeHere() {
        if (closed) {
            return;
        }
        closed = true;
        stopTimers();
        Line first = current;
        if (first != null) {
            first.end();
        }
        Line second = next;
        if (second != null) {
            second.end();
        }
        to(ConnectionState.CLOSED);
    }

    private void to(ConnectionState changed) {
        if (state != changed) {
            state = changed;
            listener.onState(changed);
        }
    }

    /** A listener that fails has lost the thread of what it heard. */
    private void startOver(Line line, RuntimeException failed) {
        LOG.error("{}: a message could not be handled", settings.name(), failed);
        if (!line.isOver()) {
            line.end();
            lost(line, "a message could not be handled");
        }
    }
}
