package dev.k2.exchange.net;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Until when an exchange wants to hear nothing, after it said that we asked too much. The time can
 * be read to be kept, and given back after a restart.
 */
public final class Silence {
    private static final Duration UNNAMED = Duration.ofSeconds(60);
    private static final int DOUBLINGS_MAX = 10;

    private final InstantSource clock;
    private Instant until = Instant.MIN;
    private int unnamedInARow;

    public Silence(InstantSource clock) {
        this.clock = clock;
    }

    /** The end of the silence, or empty when there is none now. */
    public synchronized Optional<Instant> until() {
        return clock.instant().isBefore(until) ? Optional.of(until) : Optional.empty();
    }

    /** Keeps silent until then, unless it is silent longer already. */
    public synchronized void keepUntil(Instant end) {
        if (end.isAfter(until)) {
            until = end;
        }
    }

    /**
     * The exchange asked for silence.
     *
     * @param wanted for how long; where it named no time, a minute, doubled each time in a row
     * @return the end of the silence
     */
    public synchronized Instant begin(Optional<Duration> wanted) {
        Duration length = wanted.orElseGet(this::unnamed);
        keepUntil(clock.instant().plus(length));
        return until;
    }

    /** The exchange answered as usual. */
    public synchronized void forget() {
        unnamedInARow = 0;
    }

    private Duration unnamed() {
        Duration length = UNNAMED.multipliedBy(1L << Math.min(unnamedInARow, DOUBLINGS_MAX));
        unnamedInARow++;
        return length;
    }
}
