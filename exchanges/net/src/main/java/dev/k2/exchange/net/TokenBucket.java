package dev.k2.exchange.net;

import dev.k2.exchange.Budget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an exchange lets us use in each window of time, such as 6,000 of weight a minute. It counts
 * what we send, and believes the exchange's own count where one comes back. A fifth is kept for
 * what is urgent: cancels and questions about orders.
 */
public final class TokenBucket {
    private static final int RESERVED_PERCENT = 20;

    private final InstantSource clock;
    private final long windowMillis;
    private long capacity;
    private long window;
    private long used;
    private long underway;

    public TokenBucket(InstantSource clock, long capacity, Duration window) {
        this.clock = clock;
        this.capacity = capacity;
        this.windowMillis = window.toMillis();
    }

    /**
     * Takes tokens before a request is sent. Each success is followed by one {@link
     * #settle} or {@link #giveBack}.
     *
     * @param urgent whether the kept fifth may be used
     * @return empty when taken, else when to try again
     */
    public synchronized Optional<Instant> take(long cost, boolean urgent) {
        roll();
        long kept = urgent ? 0 : capacity * RESERVED_PERCENT / 100;
        if (used + underway + cost > capacity - kept) {
            return Optional.of(Instant.ofEpochMilli((window + 1) * windowMillis));
        }
        underway += cost;
        return Optional.empty();
    }

    /**
     * Ends what {@link #take} began.
     *
     * @param counted how much the exchange says is used in this window; empty where it said nothing
     */
    public synchronized void settle(long cost, OptionalLong counted) {
        roll();
        underway = Math.max(0, underway - cost);
        used = counted.isPresent() ? counted.getAsLong() : used + cost;
    }

    /** Undoes {@link #take} for a request that was not sent after all. */
    public synchronized void giveBack(long cost) {
        underway = Math.max(0, underway - cost);
    }

    /** The exchange's own figure for a whole window. */
    public synchronized void resize(long newCapacity) {
        capacity = newCapacity;
    }

    /** What can still be sent in this window, the kept part included. */
    public synchronized long left() {
        roll();
        return Math.max(0, capacity - used - underway);
    }

    /** What is left of the present window, for whoever watches. */
    public synchronized Budget budget(String name) {
        roll();
        return new Budget(
                name,
                used + underway,
                capacity,
                Duration.ofMillis(windowMillis),
                Instant.ofEpochMilli((window + 1) * windowMillis));
    }

    public synchronized long capacity() {
        return capacity;
    }

    /** Whether it is as full as a new one. */
    synchronized boolean isUntouched() {
        roll();
        return used == 0 && underway == 0;
    }

    private void roll() {
        long now = Math.floorDiv(clock.millis(), windowMillis);
        if (now != window) {
            window = now;
            used = 0;
        }
    }
}
