package dev.k2.exchange.binance;

import dev.k2.exchange.Health;
import java.util.List;

/** What an exchange opened and closes with itself: a feed or an account. */
interface BinancePart extends AutoCloseable {
    /** How it stands, a part for each connection. */
    List<Health> connections();

    @Override
    void close();
}
