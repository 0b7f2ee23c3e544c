package dev.k2.exchange.net;

/** One connection, as whoever speaks over it sees it. */
public interface Outlet {
    /**
     * Sends a message in its turn, no faster than the exchange takes them. A connection whose queue
     * is full is cut; one that is gone sends nothing.
     */
    void send(String message);

    /** Says that this connection is logged in and subscribed: from now on it counts as live. */
    void ready();
}
