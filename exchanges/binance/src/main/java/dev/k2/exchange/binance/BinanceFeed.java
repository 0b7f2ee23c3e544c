package dev.k2.exchange.binance;

import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.FeedTerms;
import dev.k2.exchange.net.Loop;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.StreamFeed;
import java.util.Optional;
import java.util.function.Consumer;

/** A product's market streams. */
final class BinanceFeed extends StreamFeed<BinanceStream> {
    private static final int STREAMS_PER_MESSAGE = 100;

    /** Binance names no limit; a hundred names never come near it. */
    private static final int BYTES_PER_MESSAGE = 16_384;

    private final Consumer<BinanceFeed> onClosed;

    private BinanceFeed(
            BinanceFeedSettings settings,
            Net net,
            Loop loop,
            BinanceMarketRest rest,
            FeedListener listener,
            Consumer<BinanceFeed> onClosed) {
        super(
                net,
                loop,
                terms(settings),
                new BinanceFeedProtocol(settings, rest, listener, loop, net.clock()),
                listener);
        this.onClosed = onClosed;
    }

    /**
     * Opens a feed and its first connection.
     *
     * @param onClosed hears of the feed's end
     */
    static BinanceFeed open(
            BinanceFeedSettings settings,
            Net net,
            BinanceMarketRest rest,
            FeedListener listener,
            Consumer<BinanceFeed> onClosed) {
        var feed = new BinanceFeed(settings, net, net.loop(), rest, listener, onClosed);
        feed.open();
        return feed;
    }

    @Override
    public void close() {
        super.close();
        onClosed.accept(this);
    }

    private static FeedTerms terms(BinanceFeedSettings settings) {
        return new FeedTerms(
                settings.product().exchange(),
                settings.silenceMax(),
                settings.twoConnections(),
                STREAMS_PER_MESSAGE,
                BYTES_PER_MESSAGE,
                Optional.empty(),
                FeedTerms.Answers.BY_REQUEST);
    }
}
