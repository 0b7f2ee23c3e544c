package dev.k2.exchange.net;

import dev.k2.exchange.Budget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an exchange lets us use in each window of time, such as 6,000 of weight a minute. It counts
 * what we send, and believes the exchange's own count where one comes back. A fifth can be kept for
 * what is urgent: cancels and questions about orders.
 *
 * <p>Windows begin at fixed times, or roll: then any stretch of that length counts, in slices of a
 * tenth of it.
 */
public final class TokenBucket {
    private static final int KEPT_PERCENT = 20;
    private static final int SLICES = 10;

    private final InstantSource clock;
    private final String name;
    private final Duration window;
    private final long sliceMillis;
    private final int keptPercent;

    /** What was used in each slice that still counts; one slice where windows do not roll. */
    private final long[] usedIn;

    private long capacity;
    private long slice;
    private long used;
    private long underway;

    /** Nothing is to be had before, whatever is counted: the exchange said so. */
    private Instant shutUntil = Instant.MIN;

    /** A window that begins at fixed times, counted from 1970, and keeps a fifth. */
    public TokenBucket(InstantSource clock, long capacity, Duration window) {
        this(clock, "", capacity, window, window.toMillis(), 1, KEPT_PERCENT);
    }

    private TokenBucket(
            InstantSource clock,
            String name,
            long capacity,
            Duration window,
            long sliceMillis,
            int slices,
            int keptPercent) {
        this.clock = clock;
        this.name = name;
        this.window = window;
        this.sliceMillis = sliceMillis;
        this.keptPercent = keptPercent;
        this.usedIn = new long[slices];
        this.capacity = capacity;
    }

    static TokenBucket fixed(InstantSource clock, String name, long capacity, Duration window) {
        return new TokenBucket(clock, name, capacity, window, window.toMillis(), 1, KEPT_PERCENT);
    }

    /** One slice more than the window has, because the oldest is always over in part. */
    static TokenBucket rolling(InstantSource clock, String name, Rate rate, boolean keepsAFifth) {
        long sliceMillis = Math.ceilDiv(rate.window().toMillis(), SLICES);
        return new TokenBucket(
                clock,
                name,
                rate.count(),
                rate.window(),
                sliceMillis,
                SLICES + 1,
                keepsAFifth ? KEPT_PERCENT : 0);
    }

    /** What it counts, for a person; empty where nobody named it. */
    public String name() {
        return name;
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
        if (clock.instant().isBefore(shutUntil)) {
            return Optional.of(shutUntil);
        }
        long most = capacity - (urgent ? 0 : capacity * keptPercent / 100);
        if (used + underway + cost > most) {
            return Optional.of(roomAt(used + underway + cost - most));
        }
        underway += cost;
        return Optional.empty();
    }

    /**
     * Ends what {@link #take} began.
     *
     * @param counted how much the exchange says is used in this window; empty where it said
     *     nothing. Of a window that rolls, only more than we counted is believed.
     */
    public synchronized void settle(long cost, OptionalLong counted) {
        roll();
        underway = Math.max(0, underway - cost);
        long known = counted.orElse(used + cost);
        use(usedIn.length == 1 ? known : Math.max(known, used + cost));
    }

    /** Undoes {@link #take} for a request that was not sent after all. */
    public synchronized void giveBack(long cost) {
        underway = Math.max(0, underway - cost);
    }

    /**
     * The exchange said that nothing is left.
     *
     * @param named for how long at least by the exchange's own word; zero where it said nothing
     * @return when to try again
     */
    public synchronized Instant useUp(Duration named) {
        roll();
        use(Math.max(used, capacity));
        Instant end = startOf(slice + usedIn.length);
        Instant told = clock.instant().plus(named);
        // What was counted earlier leaves a window that rolls before its end, and was too little.
        shutUntil = told.isAfter(end) ? told : end;
        return shutUntil;
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
    public synchronized Budget budget(String shown) {
        roll();
        return new Budget(shown, used + underway, capacity, window, startOf(slice + usedIn.length));
    }

    public synchronized long capacity() {
        return capacity;
    }

    /** Whether it is as full as a new one. */
    synchronized boolean isUntouched() {
        roll();
        return used == 0 && underway == 0 && !clock.instant().isBefore(shutUntil);
    }

    /** When so much of what is used counts no more, or all of it where that is not enough. */
    private Instant roomAt(long wanted) {
        long freed = 0;
        for (long old = slice - usedIn.length + 1; old < slice; old++) {
            freed += usedIn[slot(old)];
            if (freed >= wanted) {
                return startOf(old + usedIn.length);
            }
        }
        return startOf(slice + usedIn.length);
    }

    private void use(long whole) {
        usedIn[slot(slice)] += whole - used;
        used = whole;
    }

    private void roll() {
        long now = Math.floorDiv(clock.millis(), sliceMillis);
        if (now < slice || now - slice >= usedIn.length) {
            Arrays.fill(usedIn, 0);
            used = 0;
        }
        for (long next = slice + 1; next <= now && next - slice < usedIn.length; next++) {
            used -= usedIn[slot(next)];
            usedIn[slot(next)] = 0;
        }
        slice = now;
    }

    private int slot(long ofSlice) {
        return Math.floorMod(ofSlice, usedIn.length);
    }

    private Instant startOf(long ofSlice) {
        return Instant.ofEpochMilli(ofSlice * sliceMillis);
    }
}
