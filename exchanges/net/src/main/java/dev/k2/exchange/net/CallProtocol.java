package dev.k2.exchange.net;

import dev.k2.exchange.ConnectionState;
import java.time.Instant;
import java.util.Optional;

/**
 * What {@link SocketCalls} has to know of an exchange's API over WebSocket. All calls come on the
 * link's own thread, one at a time, and must not wait.
 */
public interface CallProtocol {
    /** What {@link #answers} says of a message that answers no call. */
    long NO_CALL = -1;

    /** A connection stands. Log in where that is needed, then call {@link Outlet#ready}. */
    void onOpen(Outlet outlet);

    /**
     * Which call a message answers.
     *
     * @return the number that the call was built with, or {@link #NO_CALL}
     */
    long answers(byte[] message, int length);

    /**
     * A message that answers no call that is underway: the answer to a login, an event, or an
     * answer that came too late.
     */
    void onOther(Outlet outlet, byte[] message, int length, long receivedMillis);

    /** The connection came or went. */
    default void onState(ConnectionState state) {}

    /** There is no connection now, and one is being tried for. */
    default void onCut(String why) {}

    /** Before when no connection is to be tried, where the exchange asked for silence. */
    default Optional<Instant> notBefore() {
        return Optional.empty();
    }
}
