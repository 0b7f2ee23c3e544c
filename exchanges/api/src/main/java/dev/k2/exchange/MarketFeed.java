package dev.k2.exchange;

import dev.k2.model.Instrument;

/**
 * Live public data of one exchange over as few connections as it takes. It reconnects by itself
 * and brings its subscriptions back.
 */
public interface MarketFeed extends AutoCloseable {
    /**
     * Starts a stream; doing so twice is one subscription. It returns at once, and what the
     * exchange refuses is told by {@link FeedListener#onSkipped}.
     *
     * @param channel one of {@link Capabilities#channels}
     */
    void subscribe(Instrument instrument, Channel channel);

    /** Stops a stream. */
    void unsubscribe(Instrument instrument, Channel channel);

    /** The worst of its connections. */
    ConnectionState state();

    /** How often it connected anew after a cut. */
    long reconnects();

    /** Closes every connection within 10 s. */
    @Override
    void close();
}
