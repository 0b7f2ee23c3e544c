package dev.k2.exchange;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves when it is told to, and a way to wait that moves it. */
final class TestClock implements InstantSource, Pause {
    private Instant now;
    private Duration waited = Duration.ZERO;

    TestClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public boolean take(Duration length) {
        now = now.plus(length);
        waited = waited.plus(length);
        return true;
    }

    Duration waited() {
        return waited;
    }
}
