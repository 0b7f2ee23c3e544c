package dev.k2.exchange.kalshi;

import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.FeedTerms;
import dev.k2.exchange.net.FeedTerms.Answers;
import dev.k2.exchange.net.Loop;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.StreamFeed;
import dev.k2.model.ExchangeId;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Kalshi's market streams, a connection for each channel. */
final class KalshiFeed extends StreamFeed<KalshiStream> {
    private static final int TICKERS_PER_REQUEST = 100;
    private static final int BYTES_PER_REQUEST = 16_000;

    private final Consumer<KalshiFeed> onClosed;

    private KalshiFeed(
            KalshiConfig config,
            Net net,
            Loop loop,
            KalshiMarketRest rest,
            @Nullable KalshiSigner reader,
            FeedListener listener,
            Consumer<KalshiFeed> onClosed) {
        super(
                net,
                loop,
                // Each connection numbers the same book differently, so two cannot carry one.
                new FeedTerms(
                        ExchangeId.KALSHI,
                        config.silenceMax(),
                        false,
                        TICKERS_PER_REQUEST,
                        BYTES_PER_REQUEST,
                        Optional.empty(),
                        Answers.BY_REQUEST_THEN_ALONE),
                new KalshiFeedProtocol(config, rest, reader, net.clock(), listener),
                listener);
        this.onClosed = onClosed;
    }

    /**
     * Opens a feed and its first connection.
     *
     * @param reader signs the handshake; null to connect to nothing
     * @param onClosed hears of the feed's end
     */
    static KalshiFeed open(
            KalshiConfig config,
            Net net,
            KalshiMarketRest rest,
            @Nullable KalshiSigner reader,
            FeedListener listener,
            Consumer<KalshiFeed> onClosed) {
        var feed = new KalshiFeed(config, net, net.loop(), rest, reader, listener, onClosed);
        feed.open();
        return feed;
    }

    @Override
    public void close() {
        super.close();
        onClosed.accept(this);
    }
}
