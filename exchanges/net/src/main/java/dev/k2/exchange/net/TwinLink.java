package dev.k2.exchange.net;

import dev.k2.exchange.ConnectionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two connections that carry the same: whatever comes first counts, and either can be cut without a
 * loss. They are opened one after the other and renewed half an age apart.
 *
 * <p>Its listener subscribes on every connection that opens, sends later subscriptions to each one
 * that is not gone, and lets through what a {@link Sequence} calls new. It hears {@link
 * SocketListener#onDropped} when one of the two is cut, and {@link SocketListener#onCut} only when
 * none is left.
 */
public final class TwinLink implements Link {
    /** One fault of a network, such as a load balancer that restarts, seldom meets both then. */
    private static final Duration SECOND_AFTER = Duration.ofSeconds(2);

    private final SocketListener listener;
    private final Half first = new Half();
    private final Half second = new Half();
    private volatile ConnectionState told = ConnectionState.CONNECTING;
    private volatile boolean closed;

    private TwinLink(SocketListener listener) {
        this.listener = listener;
    }

    static TwinLink open(
            Net net,
            Loop loop,
            SocketSettings settings,
            SocketSettings other,
            SocketListener listener) {
        var twin = new TwinLink(listener);
        Duration half = settings.ageMax().dividedBy(2);
        loop.executeAndWait(
                () -> twin.first.link = SocketLink.open(net, loop, settings, twin.first, half));
        loop.executeAfter(SECOND_AFTER, () -> twin.openSecond(net, loop, other));
        return twin;
    }

    /** Live while one of the two is. */
    @Override
    public ConnectionState state() {
        return told;
    }

    @Override
    public long reconnects() {
        return links().mapToLong(SocketLink::reconnects).sum();
    }

    @Override
    public List<LinkStatus> status() {
        return links().flatMap(link -> link.status().stream()).toList();
    }

    @Override
    public void cut(String why) {
        links().forEach(link -> link.cut(why));
    }

    @Override
    public void renew(String why) {
        links().forEach(link -> link.renew(why));
    }

    @Override
    public void close() {
        closed = true;
        links().forEach(SocketLink::close);
    }

    private void openSecond(Net net, Loop loop, SocketSettings settings) {
        if (!closed) {
            second.link = SocketLink.open(net, loop, settings, second, settings.ageMax());
        }
    }

    private Stream<SocketLink> links() {
        return Stream.of(first, second).map(half -> half.link).flatMap(Stream::ofNullable);
    }

    private Half other(Half half) {
        return half == first ? second : first;
    }

    private void stateChanged() {
        ConnectionState best =
                links().map(SocketLink::state)
                        .reduce((one, two) -> rank(one) <= rank(two) ? one : two)
                        .orElse(ConnectionState.CONNECTING);
        if (told != best && (closed || best != ConnectionState.CLOSED)) {
            told = best;
            listener.onState(best);
        }
    }

    private static int rank(ConnectionState state) {
        return switch (state) {
            case LIVE -> 0;
            case CONNECTING -> 1;
            case BACKING_OFF -> 2;
            case BREAKER_OPEN -> 3;
            case CLOSED -> 4;
        };
    }

    /** Hears one of the two. */
    private final class Half implements SocketListener {
        private volatile @Nullable SocketLink link;
        private @Nullable Outlet lastGone;

        @Override
        public void onOpen(Outlet outlet) {
            listener.onOpen(outlet);
        }

        @Override
        public void onMessage(Outlet outlet, byte[] message, int length, long receivedMillis) {
            listener.onMessage(outlet, message, length, receivedMillis);
        }

        @Override
        public void onState(ConnectionState state) {
            stateChanged();
        }

        @Override
        public void onGone(Outlet gone) {
            lastGone = gone;
            listener.onGone(gone);
        }

        @Override
        public void onDropped(Outlet gone, Outlet staying) {
            listener.onDropped(gone, staying);
        }

        @Override
        public void onCut(String why) {
            Outlet gone = lastGone;
            lastGone = null;
            SocketLink living = other(this).link;
            Outlet staying = living == null ? null : living.live();
            if (staying == null) {
                listener.onCut(why);
            } else if (gone != null) {
                listener.onDropped(gone, staying);
            }
        }

        @Override
        public void onRefused(int status, Optional<String> retryAfter) {
            listener.onRefused(status, retryAfter);
        }

        @Override
        public Map<String, String> handshake() {
            return listener.handshake();
        }

        @Override
        public Optional<Instant> notBefore() {
            return listener.notBefore();
        }

        @Override
        public Duration linger() {
            return listener.linger();
        }
    }
}
