package dev.k2.exchange;

/** The private stream of one account. It reconnects by itself until it is closed or refused. */
public interface UserStream extends AutoCloseable {
    ConnectionState state();

    @Override
    void close();
}
