package dev.k2.bench;

import dev.k2.exchange.FeedListener;
import dev.k2.exchange.binance.BinanceFeedBytes;
import dev.k2.model.Instrument;
import dev.k2.model.Side;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The parser behind every receiver, which counts the updates that it tells. */
final class Parser implements FeedListener {
    private static final long LOOK_EVERY_NANOS = 200_000;

    private final BinanceFeedBytes reader = new BinanceFeedBytes(List.of(Btc.instrument()), this);
    private byte[] copy = new byte[4 << 10];
    private long told;
    private volatile long updates;
    private long sum;

    /** Reads a message; comes on one thread at a time. */
    void read(byte[] message, int length) {
        if (!reader.read(message, length, 1)) {
            throw new IllegalStateException("no message of the feed");
        }
        updates = told;
    }

    /** The same for a message in a buffer. */
    void read(ByteBuffer message) {
        int length = message.remaining();
        if (length > copy.length) {
            copy = new byte[length * 2];
        }
        message.get(copy, 0, length);
        read(copy, length);
    }

    long updates() {
        return updates;
    }

    /** Of all prices, so that none is left unread. */
    long sum() {
        return sum;
    }

    /** Waits until so many updates were told. */
    void await(long expected, long nanosMax) {
        long from = System.nanoTime();
        while (updates < expected) {
            if (System.nanoTime() - from > nanosMax) {
                throw new IllegalStateException(
                        "of " + expected + " updates only " + updates + " came");
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    @Override
    public void onTrade(
            Instrument instrument,
            long tradeId,
            long price,
            long quantity,
            Side aggressor,
            long exchangeMillis,
            long receivedMillis) {
        sum += price;
        told++;
    }
}
