package dev.k2.exchange.kalshi;

import dev.k2.exchange.net.Loop;
import dev.k2.exchange.net.Net;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps signatures for new orders ready while an account sends orders: a signature takes longer than
 * all else on an order's way. They are made anew before they are too old, and no more once nobody
 * has sent an order for a minute.
 */
final class KalshiSpares implements AutoCloseable {
    private static final Duration EVERY =
            Duration.ofMillis(KalshiSigner.AGE_MILLIS_MAX).dividedBy(2);
    private static final long WARM_MILLIS = Duration.ofMinutes(1).toMillis();

    private final KalshiSigner signer;
    private final LongSupplier millis;
    private final Loop loop;
    private volatile long wantedMillis = Long.MIN_VALUE;
    private volatile boolean closed;
    private boolean runs;

    /**
     * Makes nothing yet.
     *
     * @param millis the exchange's time
     */
    KalshiSpares(KalshiSigner signer, Net net, LongSupplier millis) {
        this.signer = signer;
        this.millis = millis;
        this.loop = net.loop();
    }

    /** An order goes out; others are likely to follow. */
    void wanted() {
        wantedMillis = millis.getAsLong();
        loop.execute(this::begin);
    }

    @Override
    public void close() {
        closed = true;
        loop.close();
    }

    private void begin() {
        if (!runs) {
            runs = true;
            make();
        }
    }

    private void make() {
        long now = millis.getAsLong();
        if (closed || now - wantedMillis > WARM_MILLIS) {
            runs = false;
            return;
        }
        signer.makeReady(now);
        loop.executeAfter(EVERY, this::make);
    }
}
