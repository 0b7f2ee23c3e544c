package dev.k2.exchange.okx;

import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.FeedTerms;
import dev.k2.exchange.net.Loop;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.OpenPart;
import dev.k2.exchange.net.Rate;
import dev.k2.exchange.net.StreamFeed;
import dev.k2.model.ExchangeId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** OKX's public streams. */
final class OkxFeed extends StreamFeed<OkxStream> implements OpenPart {
    private static final int STREAMS_PER_MESSAGE = 300;

    /** OKX takes 64 KiB; a mark price is asked for with its funding. */
    private static final int BYTES_PER_MESSAGE = 24_000;

    /** OKX takes 480 in an hour from each connection, logins included. */
    private static final Rate REQUESTS = new Rate(470, Duration.ofHours(1));

    private final Consumer<OkxFeed> onClosed;

    private OkxFeed(
            OkxConfig config,
            Net net,
            Loop loop,
            OkxMarketRest rest,
            FeedListener listener,
            Consumer<OkxFeed> onClosed) {
        super(net, loop, terms(config), new OkxFeedProtocol(config, rest), listener);
        this.onClosed = onClosed;
    }

    /**
     * Opens a feed and its first connection.
     *
     * @param onClosed hears of the feed's end
     */
    static OkxFeed open(
            OkxConfig config,
            Net net,
            OkxMarketRest rest,
            FeedListener listener,
            Consumer<OkxFeed> onClosed) {
        var feed = new OkxFeed(config, net, net.loop(), rest, listener, onClosed);
        feed.open();
        return feed;
    }

    @Override
    public void close() {
        super.close();
        onClosed.accept(this);
    }

    private static FeedTerms terms(OkxConfig config) {
        return new FeedTerms(
                ExchangeId.OKX,
                config.silenceMax(),
                config.twoConnections(),
                STREAMS_PER_MESSAGE,
                BYTES_PER_MESSAGE,
                Optional.of(REQUESTS),
                FeedTerms.Answers.BY_NAME);
    }
}
