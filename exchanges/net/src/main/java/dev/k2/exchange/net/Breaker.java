package dev.k2.exchange.net;

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
    private final Backoff waits;
    private int failures;
    private int openings;
    private boolean probing;
    private Instant until = Instant.MIN;

    /**
     * Starts closed.
     *
     * @param waits how long it stays open, the longer the more often in a row
     */
    public Breaker(InstantSource clock, Backoff waits) {
        this.clock = clock;
        this.waits = waits;
    }

    /** Empty where a question may be asked now, else when the next may. */
    public synchronized Optional<Instant> mayAsk() {
        if (failures < FAILURES_TO_OPEN) {
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
        if (failures >= FAILURES_TO_OPEN) {
            openings++;
            until = clock.instant().plus(waits.bound(openings));
        }
    }
}
