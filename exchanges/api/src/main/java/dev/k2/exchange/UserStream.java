package dev.k2.exchange;

/** The private stream of one account. It reconnects by itself until it is closed or refused. */
public interface UserStream extends AutoCloseable {
    /** Whether it is live now. */
    ConnectionState state();

    /** Ends the stream within 10 s; nothing is heard afterwards. */
    @Override
    void close();
}
