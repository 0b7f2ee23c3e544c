package dev.k2.exchange.net;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Keeps questions away from a host that has not answered several times in a row. After a while one
 * question goes through; its outcome decides. What is urgent does not ask here.
 */
public final class Breaker {
    private static final int FAILURES_TO_OPEN = 5;

    private final InstantSource clock;
    private final int failuresToOpen;
    private final Backoff waits;
    private int failures;
    private int openings;
    private boolean probing;
    private Instant until = Instant.MIN;

    /**
     * Starts closed, and opens after five failures in a row.
     *
     * @param waits how long it stays open, the longer the more often in a row
     */
    public Breaker(InstantSource clock, Backoff waits) {
        this(clock, FAILURES_TO_OPEN, waits);
    }

    /**
     * Starts closed.
     *
     * @param failuresToOpen after how many failures in a row it opens
     * @param waits how long it stays open, the longer the more often in a row
     */
    public Breaker(InstantSource clock, int failuresToOpen, Backoff waits) {
        this.clock = clock;
        this.failuresToOpen = failuresToOpen;
        this.waits = waits;
    }

    /** Empty where a question may be asked now, else when the next may. */
    public synchronized Optional<Instant> mayAsk() {
        if (failures < failuresToOpen) {
            return Optional.empty();
        }
        if (probing || clock.instant().isBefore(until)) {
            return Optional.of(until);
        }
        probing = true;
        return Optional.empty();
    }

    /** The host answered, whatever it said. */
    public synchronized void answered() {
        failures = 0;
        openings = 0;
        probing = false;
    }

    /** The host did not answer, or only with a failure of its own. */
    public synchronized void failed() {
        probing = false;
        failures++;
        if (failures >= failuresToOpen) {
            openings++;
            until = clock.instant().plus(waits.bound(openings));
        }
    }

    /** How long it is still open; empty where it is closed, or its next question may be asked. */
    public synchronized Optional<Duration> openFor() {
        Duration left = Duration.between(clock.instant(), until);
        return failures >= failuresToOpen && left.isPositive()
                ? Optional.of(left)
                : Optional.empty();
    }

    /** The failures since the last answer. */
    public synchronized int failuresInARow() {
        return failures;
    }
}
