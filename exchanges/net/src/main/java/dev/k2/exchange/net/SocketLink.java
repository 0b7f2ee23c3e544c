package dev.k2.exchange.net;

import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.WireTap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket connection that comes back: after a cut it waits and connects again, before its time
 * is over it makes a new connection and only then breaks the old one, and a connection that falls
 * silent is cut. After many failures in a row its breaker opens: one try now and then.
 */
public final class SocketLink implements Link {
    private static final Logger LOG = LoggerFactory.getLogger(SocketLink.class);
    private static final Duration RENEW_AGAIN_AFTER = Duration.ofSeconds(30);
    private static final int FAILURES_TO_WARN = 3;

    private final Net net;
    private final SocketSettings settings;
    private final SocketListener listener;
    private final Loop loop;
    private final Breaker breaker;
    private final Pace attempts;
    private final AtomicLong reconnects = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile ConnectionState state = ConnectionState.CONNECTING;
    private volatile Optional<String> lastReason = Optional.empty();

    // Below only on the loop.
    private final List<Line> retiring = new ArrayList<>();
    private @Nullable Line current;
    private @Nullable Line next;
    private Duration age;
    private boolean closed;
    private boolean wasLive;
    private long stableTimer = -1;
    private long ageTimer = -1;

    private SocketLink(
            Net net,
            Loop loop,
            SocketSettings settings,
            SocketListener listener,
            Duration firstAge) {
        this.net = net;
        this.settings = settings;
        this.listener = listener;
        this.loop = loop;
        this.breaker = new Breaker(net.clock(), settings.failuresToOpen(), settings.openWaits());
        this.attempts = net.attempts(settings);
        this.age = firstAge;
    }

    /** Opens one whose first connection is replaced after another age than the later ones. */
    static SocketLink open(
            Net net,
            Loop loop,
            SocketSettings settings,
            SocketListener listener,
            Duration firstAge) {
        var link = new SocketLink(net, loop, settings, listener, firstAge);
        link.loop.execute(link::connect);
        return link;
    }

    @Override
    public ConnectionState state() {
        return state;
    }

    @Override
    public long reconnects() {
        return reconnects.get();
    }

    @Override
    public List<LinkStatus> status() {
        return List.of(
                new LinkStatus(
                        settings.name(),
                        state,
                        reconnects.get(),
                        failures.get(),
                        breaker.failuresInARow(),
                        lastReason));
    }

    @Override
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

    @Override
    public void renew(String why) {
        loop.executeNow(
                () -> {
                    if (isOver() || next != null || state != ConnectionState.LIVE) {
                        return;
                    }
                    if (attempts.take(System.nanoTime()) > 0) {
                        LOG.warn("{}: no attempt left to renew: {}", settings.name(), why);
                        loop.after(RENEW_AGAIN_AFTER, () -> renew(why));
                        return;
                    }
                    LOG.info("{}: renewing the connection: {}", settings.name(), why);
                    Line fresh = new Line(net, this, settings, loop);
                    next = fresh;
                    fresh.connect();
                });
    }

    @Override
    public void close() {
        loop.executeAndWait(this::closeHere);
    }

    /** The connection that is logged in and subscribed, if there is one. Only on the loop. */
    @Nullable Line live() {
        return state == ConnectionState.LIVE ? current : null;
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
                retiring.add(old);
                loop.after(listener.linger(), () -> retire(old));
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

    Map<String, String> handshake() {
        return listener.handshake();
    }

    void refused(Upgrade.Answer.Refused refusal) {
        listener.onRefused(refusal.status(), refusal.retryAfter());
    }

    void received(Line line, byte[] message, int length, long receivedMillis) {
        if (line.isOver()) {
            return;
        }
        try {
            WireTap tap = net.tap();
            if (tap != null) {
                tap.onFrame(message, length, receivedMillis);
            }
            listener.onMessage(line, message, length, receivedMillis);
        } catch (RuntimeException failed) {
            startOver(line, failed);
        }
    }

    void lost(Line line, String why) {
        if (isOver()) {
            return;
        }
        Line staying = current;
        if (retiring.remove(line)) {
            listener.onGone(line);
        } else if (line == next && staying != null) {
            next = null;
            LOG.warn("{}: the new connection failed: {}", settings.name(), why);
            goneIfOpened(line);
            listener.onDropped(line, staying);
            loop.after(RENEW_AGAIN_AFTER, () -> renew("the last try failed"));
        } else if (line == current) {
            lostCurrent(line, why);
        }
    }

    private void lostCurrent(Line line, String why) {
        stopTimers();
        failures.incrementAndGet();
        breaker.failed();
        lastReason = Optional.of(why);
        current = null;
        Line replacement = next;
        next = null;
        if (replacement != null) {
            replacement.end();
            goneIfOpened(replacement);
        }
        goneIfOpened(line);
        waitAfterFailure(why);
        listener.onCut(why);
    }

    private void waitAfterFailure(String why) {
        int inARow = breaker.failuresInARow();
        Optional<Duration> open = breaker.openFor();
        Duration delay = open.orElseGet(() -> settings.backoff().delay(inARow));
        var event = inARow < FAILURES_TO_WARN ? LOG.atInfo() : LOG.atWarn();
        event.log(
                "{}: {}; {} failures in a row, next try in {} ms",
                settings.name(),
                why,
                inARow,
                delay.toMillis());
        loop.after(delay, this::connect);
        to(open.isPresent() ? ConnectionState.BREAKER_OPEN : ConnectionState.BACKING_OFF);
    }

    private void goneIfOpened(Line line) {
        if (line.wasOpened()) {
            listener.onGone(line);
        }
    }

    private void retire(Line line) {
        if (retiring.remove(line)) {
            line.end();
            listener.onGone(line);
        }
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
            connectAfter(Duration.between(net.clock().instant(), notBefore.get()));
            return;
        }
        long waitNanos = attempts.take(System.nanoTime());
        if (waitNanos > 0) {
            lastReason = Optional.of("as many attempts to connect as the exchange takes were made");
            LOG.warn("{}: {}", settings.name(), lastReason.get());
            connectAfter(Duration.ofNanos(waitNanos).plusMillis(1));
            return;
        }
        to(ConnectionState.CONNECTING);
        Line line = new Line(net, this, settings, loop);
        current = line;
        line.connect();
    }

    private void connectAfter(Duration wait) {
        to(ConnectionState.BACKING_OFF);
        loop.after(wait.isPositive() ? wait : Duration.ofMillis(1), this::connect);
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
        stableTimer = loop.after(settings.stableAfter(), breaker::answered);
        ageTimer = loop.after(age, () -> renew("its time is nearly over"));
        age = settings.ageMax();
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
        if (current != null) {
            current.end();
        }
        if (next != null) {
            next.end();
        }
        retiring.forEach(Line::end);
        retiring.clear();
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
