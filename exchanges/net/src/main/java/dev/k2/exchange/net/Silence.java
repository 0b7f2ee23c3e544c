package dev.k2.exchange.net;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Until when an exchange wants to hear nothing, after it said that we asked too much. Got from
 * {@link Limits} with a folder, it holds after a restart too.
 */
public final class Silence {
    private static final Logger LOG = LoggerFactory.getLogger(Silence.class);
    private static final Duration UNNAMED = Duration.ofSeconds(60);
    private static final int DOUBLINGS_MAX = 10;

    /** The longest ban that an exchange is known to give is three days. */
    private static final Duration LENGTH_MAX = Duration.ofDays(7);

    private final InstantSource clock;
    private @Nullable SilenceFile file;
    private Optional<String> problem = Optional.empty();
    private Instant until = Instant.MIN;
    private int unnamedInARow;

    public Silence(InstantSource clock) {
        this.clock = clock;
    }

    /** The end of the silence, or empty when there is none now. */
    public synchronized Optional<Instant> until() {
        return clock.instant().isBefore(until) ? Optional.of(until) : Optional.empty();
    }

    /** Keeps silent until then, unless it is silent longer already. A week at most. */
    public synchronized void keepUntil(Instant end) {
        Instant latest = clock.instant().plus(LENGTH_MAX);
        Instant bounded = end.isAfter(latest) ? latest : end;
        if (bounded.isAfter(until)) {
            until = bounded;
            write();
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

    /** Why it may not hold after a restart, or what was kept could not be read. */
    public synchronized Optional<String> problem() {
        return problem;
    }

    /** Takes over what a file kept, and keeps what follows in it. The first file stays. */
    synchronized void keepIn(SilenceFile kept) {
        if (file != null) {
            return;
        }
        SilenceFile.Kept found = kept.read();
        file = kept;
        switch (found) {
            case SilenceFile.Kept.Nothing nothing -> {}
            case SilenceFile.Kept.Until(Instant end) -> takeOver(end);
            case SilenceFile.Kept.Unreadable(String why) -> distrust(why);
        }
        if (until().isPresent()) {
            write();
        }
    }

    private void takeOver(Instant end) {
        if (end.isAfter(clock.instant().plus(LENGTH_MAX))) {
            distrust("expected a time within " + LENGTH_MAX.toDays() + " days, found " + end);
        } else if (end.isAfter(until)) {
            until = end;
        }
    }

    /** Something was kept, so there was a silence: whether it is over cannot be known. */
    private void distrust(String why) {
        problem = Optional.of(why);
        LOG.warn("the silence that was kept is not readable, so a minute is kept: {}", why);
        keepUntil(clock.instant().plus(UNNAMED));
    }

    private void write() {
        if (file == null) {
            return;
        }
        try {
            file.write(until);
        } catch (IOException failed) {
            problem = Optional.of("could not write " + file + ": " + failed);
            LOG.warn("a silence until {} will not hold after a restart: {}", until, problem.get());
        }
    }

    private Duration unnamed() {
        Duration length = UNNAMED.multipliedBy(1L << Math.min(unnamedInARow, DOUBLINGS_MAX));
        unnamedInARow++;
        return length;
    }
}
