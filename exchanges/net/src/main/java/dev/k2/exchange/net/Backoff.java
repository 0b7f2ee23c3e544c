package dev.k2.exchange.net;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait after the n-th failure in a row: anything up to a bound that doubles each time.
 * The whole of it is random, so that many clients cut at once do not come back at once.
 *
 * @param first the bound after the first failure
 * @param max the bound that is never passed
 */
public record Backoff(Duration first, Duration max) {
    private static final int DOUBLINGS_MAX = 20;

    public Backoff {
        if (first.toMillis() < 1 || max.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "a backoff starts at 1 ms or more and does not shrink: " + first + ", " + max);
        }
    }

    /** The longest wait after so many failures. */
    public Duration bound(int failures) {
        int doublings = Math.clamp(failures - 1, 0, DOUBLINGS_MAX);
        Duration grown = first.multipliedBy(1L << doublings);
        return grown.compareTo(max) < 0 ? grown : max;
    }

    /** A random wait of at least 1 ms and at most {@link #bound}. */
    public Duration delay(int failures) {
        long boundMillis = bound(failures).toMillis();
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(boundMillis) + 1);
    }

    /** Waits for a {@link #delay}; false where the thread was interrupted meanwhile. */
    boolean pause(int failures) {
        try {
            Thread.sleep(delay(failures));
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
