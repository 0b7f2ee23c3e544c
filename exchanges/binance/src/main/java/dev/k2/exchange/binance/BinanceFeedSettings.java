package dev.k2.exchange.binance;

import dev.k2.exchange.net.Backoff;
import dev.k2.exchange.net.Heartbeat;
import dev.k2.exchange.net.SocketSettings;
import java.net.URI;
import java.time.Duration;

/**
 * How a product's live public data is kept.
 *
 * @param streams base address of the market streams, without a path
 * @param silenceMax without any frame for so long, a connection counts as dead; without a message
 *     of a stream that should have talked for so long, it is asked whether there was anything
 * @param pingEvery how often a connection is asked for a sign of life
 * @param connectionAgeMax when a connection is renewed; Binance ends it after 24 hours
 * @param bookDepth levels of a side that a live book starts with
 * @param twoConnections whether everything comes over two connections, so that losing one loses
 *     nothing
 */
record BinanceFeedSettings(
        BinanceProduct product,
        URI streams,
        Duration silenceMax,
        Duration pingEvery,
        Duration connectionAgeMax,
        int bookDepth,
        boolean twoConnections) {
    private static final Duration READY_MAX = Duration.ofSeconds(30);
    private static final int WAITING_MAX = 1_000;
    private static final Backoff WAITS =
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(20));
    private static final Duration STABLE_AFTER = Duration.ofSeconds(10);

    BinanceFeedSettings withTwoConnections(boolean changed) {
        return new BinanceFeedSettings(
                product, streams, silenceMax, pingEvery, connectionAgeMax, bookDepth, changed);
    }

    /** How one connection is kept. */
    SocketSettings socket(BinanceProduct.Socket socket) {
        return new SocketSettings(
                product.exchange().text() + " " + socket.text(),
                streams.resolve(socket.path()),
                new Heartbeat.PingFrames(pingEvery),
                silenceMax,
                READY_MAX,
                connectionAgeMax,
                product.messagesPerSecond(),
                WAITING_MAX,
                WAITS,
                STABLE_AFTER);
    }
}
