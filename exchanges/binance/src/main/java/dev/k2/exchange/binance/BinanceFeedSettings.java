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
 * @param reconnect the waits between tries to connect again
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
        Backoff reconnect,
        int bookDepth,
        boolean twoConnections) {
    private static final Duration READY_MAX = Duration.ofSeconds(30);
    private static final int WAITING_MAX = 1_000;

    /** As patient as a day of outages asks for. */
    static final Backoff WAITS = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(20));

    /** A connection that lived for half of the longest wait has earned a quick first try. */
    static Duration stableAfter(Backoff reconnect) {
        return reconnect.max().dividedBy(2);
    }

    BinanceFeedSettings withTwoConnections(boolean changed) {
        return new BinanceFeedSettings(
                product,
                streams,
                silenceMax,
                pingEvery,
                connectionAgeMax,
                reconnect,
                bookDepth,
                changed);
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
                reconnect,
                stableAfter(reconnect));
    }
}
