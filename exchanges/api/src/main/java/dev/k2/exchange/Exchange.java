package dev.k2.exchange;

import dev.k2.model.ExchangeId;
import java.util.List;

/**
 * The door of one exchange: public data by question and by stream, and accounts.
 *
 * <pre>{@code
 * try (Exchange binance = ...) {
 *     List<Instrument> instruments = binance.market().instruments().orThrow();
 * }
 * }</pre>
 */
public interface Exchange extends AutoCloseable {
    ExchangeId id();

    Capabilities capabilities();

    MarketQueries market();

    /** Opens live public data. Nothing is received until something is subscribed. */
    MarketFeed feed(FeedListener listener);

    /** Opens an account. No request is sent until something is asked. */
    Account account(Credentials credentials);

    /**
     * How it stands: a part for each connection that is open, and one that asks the exchange. Every
     * check has a time limit.
     */
    Health health();

    /** What the exchange's limits leave to use, each window of time by itself. */
    List<Budget> budgets();

    /** Closes every connection, feed and account within 10 s. */
    @Override
    void close();
}
