package dev.k2.e2e;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The time of day, and later when a test cannot wait for it. */
final class MovedClock implements InstantSource {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
        return InstantSource.system().instant().plus(ahead.get());
    }

    /** Is at that time from now on, or after it. */
    void reach(Instant time) {
        Duration left = Duration.between(instant(), time);
        if (left.isPositive()) {
            ahead.updateAndGet(so -> so.plus(left));
        }
    }

    MovedClock copy() {
        var copy = new MovedClock();
        copy.ahead.set(ahead.get());
        return copy;
    }
}
