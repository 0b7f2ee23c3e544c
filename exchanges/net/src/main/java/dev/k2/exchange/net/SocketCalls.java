package dev.k2.exchange.net;

import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.net.SocketOutcome.Answered;
import dev.k2.exchange.net.SocketOutcome.NotSent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Questions and answers over one WebSocket connection that comes back by itself. Every call blocks
 * its thread, which should be a virtual one, and ends within its time limit. Nothing here throws
 * for what the network does.
 *
 * <p>Messages leave no faster than the link's settings say. While a connection is replaced, answers
 * still come over the old one.
 */
public final class SocketCalls implements AutoCloseable {
    private static final int TRIES_MAX = 3;
    private static final Duration LINGER = Duration.ofSeconds(10);
    private static final Backoff BETWEEN_TRIES =
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

    private final Loop loop;
    private final CallProtocol protocol;
    private final int underwayMax;
    private final Semaphore room;
    private final AtomicLong lastNumber = new AtomicLong();
    private volatile @Nullable SocketLink link;

    // Only on the loop.
    private final Map<Long, PendingCall> underway = new HashMap<>();

    private SocketCalls(Loop loop, CallProtocol protocol, int underwayMax) {
        this.loop = loop;
        this.protocol = protocol;
        this.underwayMax = underwayMax;
        this.room = new Semaphore(underwayMax);
    }

    static SocketCalls open(
            Net net, Loop loop, SocketSettings settings, int underwayMax, CallProtocol protocol) {
        if (underwayMax < 1 || underwayMax >= settings.waitingMax()) {
            throw new IllegalArgumentException(
                    "expected fewer calls underway than messages may wait ("
                            + settings.waitingMax()
                            + "), and at least one: "
                            + underwayMax);
        }
        var calls = new SocketCalls(loop, protocol, underwayMax);
        calls.link = net.link(loop, settings, calls.new Ears());
        return calls;
    }

    /** Asks, up to three times, with a random pause in between, while there is no answer. */
    public SocketOutcome ask(SocketQuery query) {
        SocketOutcome outcome = once(query.message(), query.timeout());
        for (int tries = 1; tries < TRIES_MAX && !(outcome instanceof Answered); tries++) {
            if (!BETWEEN_TRIES.pause(tries) || !query.mayTryAgain().getAsBoolean()) {
                return outcome;
            }
            outcome = once(query.message(), query.timeout());
        }
        return outcome;
    }

    /**
     * Sends once. Where there is no connection, or it is cut while the call waits for its turn, the
     * outcome is {@link NotSent}; nothing is tried again here.
     */
    public SocketOutcome send(NonIdempotentSocketCall call) {
        return once(call.message(), call.timeout());
    }

    public ConnectionState state() {
        SocketLink present = link;
        return present == null ? ConnectionState.CONNECTING : present.state();
    }

    /** How the connection fares. */
    public List<LinkStatus> status() {
        SocketLink present = link;
        return present == null ? List.of() : present.status();
    }

    /** How many calls wait for their answers, on their way out included. */
    public int underway() {
        return underwayMax - room.availablePermits();
    }

    /** Makes a new connection and ends the present one once the new one is logged in. */
    public void renew(String why) {
        SocketLink present = link;
        if (present != null) {
            present.renew(why);
        }
    }

    /** Ends the connection because something is wrong with it, and makes another. */
    public void cut(String why) {
        SocketLink present = link;
        if (present != null) {
            present.cut(why);
        }
    }

    /** Ends the connection; calls that are underway end at once, without an answer. */
    @Override
    public void close() {
        SocketLink present = link;
        if (present != null) {
            present.close();
        }
        loop.executeAndWait(() -> failAll("the connection was closed"));
    }

    private SocketOutcome once(LongFunction<String> message, Duration timeout) {
        if (loop.isHere()) {
            throw new IllegalStateException(
                    "expected a thread that may wait, found the loop that brings the answers");
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        if (!room.tryAcquire()) {
            return new NotSent("too many calls are underway");
        }
        try {
            var call = new PendingCall(lastNumber.incrementAndGet());
            String text = message.apply(call.number());
            loop.execute(() -> start(call, text));
            SocketOutcome outcome = call.await(deadline);
            loop.execute(() -> forget(call));
            return outcome;
        } finally {
            room.release();
        }
    }

    private void start(PendingCall call, String text) {
        SocketLink present = link;
        Line line = present == null ? null : present.live();
        if (line == null) {
            call.fails("there is no connection");
            return;
        }
        call.goesOver(line);
        underway.put(call.number(), call);
        line.send(text, call);
    }

    private void forget(PendingCall call) {
        underway.remove(call.number());
        Line line = call.line();
        if (line != null) {
            line.withdraw(call);
        }
    }

    private void failAll(String why) {
        underway.values().forEach(call -> call.fails(why));
        underway.clear();
    }

    /** Hears the link. */
    private final class Ears implements SocketListener {
        @Override
        public void onOpen(Outlet outlet) {
            protocol.onOpen(outlet);
        }

        @Override
        public void onMessage(Outlet outlet, byte[] message, int length, long receivedMillis) {
            PendingCall call = underway.remove(protocol.answers(message, length));
            if (call == null) {
                protocol.onOther(outlet, message, length, receivedMillis);
            } else {
                call.answered(new String(message, 0, length, StandardCharsets.UTF_8));
            }
        }

        @Override
        public void onState(ConnectionState state) {
            protocol.onState(state);
        }

        @Override
        public void onCut(String why) {
            protocol.onCut(why);
        }

        /** Told after the link knows it, so that whoever tries again waits for the next one. */
        @Override
        public void onGone(Outlet gone) {
            List<PendingCall> lost =
                    underway.values().stream().filter(call -> call.line() == gone).toList();
            underway.values().removeAll(lost);
            loop.execute(() -> lost.forEach(call -> call.fails("the connection was cut")));
        }

        @Override
        public void onRefused(int status, Optional<String> retryAfter) {
            protocol.onRefused(status, retryAfter);
        }

        @Override
        public Optional<Instant> notBefore() {
            return protocol.notBefore();
        }

        @Override
        public Duration linger() {
            return LINGER;
        }
    }
}
