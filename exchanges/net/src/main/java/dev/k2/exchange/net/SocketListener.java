package dev.k2.exchange.net;

import dev.k2.exchange.ConnectionState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Hears one {@link Link}. All calls come on the link's own thread, one at a time, and must not
 * wait. While a connection is replaced, messages of the old one and the new one both come; from a
 * {@link TwinLink} they always do. Let through what {@link Sequence} calls new.
 */
public interface SocketListener {
    /** A connection stands. Log in, subscribe to everything, then call {@link Outlet#ready}. */
    void onOpen(Outlet outlet);

    /**
     * A message arrived.
     *
     * @param message the first {@code length} bytes hold it; the array is used again afterwards
     */
    void onMessage(Outlet outlet, byte[] message, int length, long receivedMillis);

    /** The link came or went. */
    void onState(ConnectionState state);

    /** The link has no connection now, and is trying to get one. */
    void onCut(String why);

    /**
     * Headers of the request to speak WebSocket, where the exchange wants to know who asks. Made
     * anew for each try; they can hold a key and are never shown.
     */
    default Map<String, String> handshake() {
        return Map.of();
    }

    /** Before when no connection is to be tried, where the exchange asked for silence. */
    default Optional<Instant> notBefore() {
        return Optional.empty();
    }

    /**
     * One of two connections failed, and the other goes on: the one that was to replace the
     * present one, or one of a {@link TwinLink}.
     */
    default void onDropped(Outlet gone, Outlet staying) {}

    /**
     * A connection that was opened is over, for whatever reason, and brings nothing more. Comes
     * before {@link #onCut} and {@link #onDropped}, and not when the link is closed.
     */
    default void onGone(Outlet gone) {}

    /**
     * The host answered a try to connect with an HTTP status instead. Comes before {@link #onCut}
     * or {@link #onDropped}; whoever reads a wish for silence in it keeps it by {@link #notBefore}.
     *
     * @param status such as 429 or 503
     * @param retryAfter the header of that name, as it came
     */
    default void onRefused(int status, Optional<String> retryAfter) {}

    /**
     * For how long an old connection is still heard after a new one took over. What was sent over
     * the old one may arrive after what came over the new one.
     */
    default Duration linger() {
        return Duration.ofSeconds(1);
    }
}
