package dev.k2.e2e;

import dev.k2.sim.Scheduler;
import dev.k2.sim.VirtualTime;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Time for one simulated exchange, which passes when a test says so, on the exchange's own thread.
 * What an exchange does more often than once a second it does once a second here.
 */
final class SimulatedTime implements InstantSource, Scheduler {
    private static final Duration FINEST = Duration.ofSeconds(1);
    private static final long PASSED_WITHIN_SECONDS = 120;

    private final VirtualTime time;
    private volatile @Nullable Context exchange;
    private volatile Instant shown;

    SimulatedTime(Instant start) {
        this.time = new VirtualTime(start);
        this.shown = start;
    }

    @Override
    public Instant instant() {
        Context own = exchange;
        return own != null && own == Vertx.currentContext() ? time.instant() : shown;
    }

    @Override
    public Task every(Duration period, Runnable work) {
        exchange = Vertx.currentContext();
        return time.every(period.compareTo(FINEST) < 0 ? FINEST : period, work);
    }

    @Override
    public Task after(Duration delay, Runnable work) {
        return time.after(delay, work);
    }

    /** Lets time pass, and returns when everything that fell due has been done. */
    void pass(Duration by) throws Exception {
        Context own = exchange;
        if (own == null) {
            throw new IllegalStateException("no exchange lives by this time yet");
        }
        var passed = new CompletableFuture<Instant>();
        own.runOnContext(
                ignored -> {
                    time.advance(by);
                    passed.complete(time.instant());
                });
        shown = passed.get(PASSED_WITHIN_SECONDS, TimeUnit.SECONDS);
    }
}
