package dev.k2.bench;

/**
 * A server of WebSockets that tells each trade to all its readers, at {@code /ws}. Whoever says
 * something is answered once, and told of everything from then on.
 */
interface FanServer extends AutoCloseable {
    /** What the kernel keeps for a reader that does not read. */
    int SEND_BYTES_KEPT = 128 * 1024;

    int port();

    void tell(Print print);

    @Override
    void close();
}
