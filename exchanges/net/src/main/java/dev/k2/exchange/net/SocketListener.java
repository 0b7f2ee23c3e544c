package dev.k2.exchange.net;

import dev.k2.exchange.ConnectionState;
import java.time.Instant;
import java.util.Optional;

/**
 * Hears one {@link SocketLink}. All calls come on the link's own thread, one at a time, and must
 * not wait. While a connection is replaced, messages of the old one and the new one both come.
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

    /** Before when no connection is to be tried, where the exchange asked for silence. */
    default Optional<Instant> notBefore() {
        return Optional.empty();
    }

    /** A connection that was to replace the present one failed, and the present one goes on. */
    default void onDropped(Outlet gone, Outlet staying) {}
}
