package dev.k2.exchange.net;

import dev.k2.exchange.ConnectionState;
import java.util.List;

/** A way to an exchange that mends itself: one connection, or two that carry the same. */
public sealed interface Link extends AutoCloseable permits SocketLink, TwinLink {
    ConnectionState state();

    /** How often a connection was made anew after a cut. */
    long reconnects();

    /** How each connection fares. */
    List<LinkStatus> status();

    /** Ends what there is because something is wrong with it, and connects anew. */
    void cut(String why);

    /** Makes new connections, and ends the present ones once the new ones are ready. */
    void renew(String why);

    /** Ends everything. Nothing is heard afterwards. */
    @Override
    void close();
}
