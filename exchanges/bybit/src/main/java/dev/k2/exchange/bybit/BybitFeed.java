package dev.k2.exchange.bybit;

import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.FeedTerms;
import dev.k2.exchange.net.FeedTerms.Answers;
import dev.k2.exchange.net.Loop;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.OpenPart;
import dev.k2.exchange.net.StreamFeed;
import dev.k2.model.ExchangeId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Bybit's market streams, of spot over one connection and of linear contracts over another. */
final class BybitFeed extends StreamFeed<BybitStream> implements OpenPart {
    /** Spot takes ten topics in a request. */
    private static final int TOPICS_PER_REQUEST = 10;

    private static final int BYTES_PER_REQUEST = 21_000;

    private final Consumer<BybitFeed> onClosed;

    private BybitFeed(
            BybitConfig config,
            Net net,
            Loop loop,
            Supplier<Optional<Instant>> silentUntil,
            FeedListener listener,
            Consumer<BybitFeed> onClosed) {
        super(
                net,
                loop,
                new FeedTerms(
                        ExchangeId.BYBIT,
                        config.silenceMax(),
                        config.twoConnections(),
                        TOPICS_PER_REQUEST,
                        BYTES_PER_REQUEST,
                        Optional.empty(),
                        Answers.BY_REQUEST_THEN_ALONE),
                new BybitFeedProtocol(config, silentUntil),
                listener);
        this.onClosed = onClosed;
    }

    /**
     * Opens a feed and its first connection.
     *
     * @param silentUntil until when Bybit wants to hear nothing from this address
     * @param onClosed hears of the feed's end
     */
    static BybitFeed open(
            BybitConfig config,
            Net net,
            Supplier<Optional<Instant>> silentUntil,
            FeedListener listener,
            Consumer<BybitFeed> onClosed) {
        var feed = new BybitFeed(config, net, net.loop(), silentUntil, listener, onClosed);
        feed.open();
        return feed;
    }

    @Override
    public void close() {
        super.close();
        onClosed.accept(this);
    }
}
