package dev.k2.exchange.cryptocom;

import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.FeedTerms;
import dev.k2.exchange.net.FeedTerms.Answers;
import dev.k2.exchange.net.Loop;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.OpenPart;
import dev.k2.exchange.net.StreamFeed;
import dev.k2.model.ExchangeId;
import java.util.Optional;
import java.util.function.Consumer;

/** Crypto.com's market streams, pairs and contracts over one kind of connection. */
final class CryptocomFeed extends StreamFeed<CryptocomStream> implements OpenPart {
    /** A hundred channels go in one frame, and a mark price is three of them. */
    private static final int NAMES_MAX = 33;

    private static final int BYTES_MAX = 8_000;

    private final Consumer<CryptocomFeed> onClosed;

    private CryptocomFeed(
            CryptocomConfig config,
            Net net,
            Loop loop,
            CryptocomFeedProtocol protocol,
            FeedListener listener,
            Consumer<CryptocomFeed> onClosed) {
        super(
                net,
                loop,
                new FeedTerms(
                        ExchangeId.CRYPTOCOM,
                        config.silenceMax(),
                        config.twoConnections(),
                        NAMES_MAX,
                        BYTES_MAX,
                        Optional.empty(),
                        Answers.BY_NAME),
                protocol,
                listener);
        this.onClosed = onClosed;
    }

    /**
     * Opens a feed and its first connection.
     *
     * @param onClosed hears of the feed's end
     */
    static CryptocomFeed open(
            CryptocomConfig config,
            Net net,
            CryptocomHttp http,
            CryptocomRest rest,
            FeedListener listener,
            Consumer<CryptocomFeed> onClosed) {
        var protocol =
                new CryptocomFeedProtocol(config, net.clock(), http.rest()::silentUntil, rest);
        var feed = new CryptocomFeed(config, net, net.loop(), protocol, listener, onClosed);
        feed.open();
        return feed;
    }

    @Override
    public void close() {
        super.close();
        onClosed.accept(this);
    }
}
