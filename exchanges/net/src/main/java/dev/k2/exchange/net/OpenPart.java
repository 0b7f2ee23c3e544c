package dev.k2.exchange.net;

import dev.k2.exchange.Health;
import java.util.List;

/** What an exchange opened and closes with itself: a feed or an account. */
public interface OpenPart extends AutoCloseable {
    /** How it stands, a part for each connection. It does not wait. */
    List<Health> connections();

    @Override
    void close();
}
