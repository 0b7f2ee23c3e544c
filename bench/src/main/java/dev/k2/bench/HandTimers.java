package dev.k2.bench;

import dev.k2.platform.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Time that the benchmark moves, and the tasks that come often; the rare ones never run. */
final class HandTimers implements Timers, InstantSource {
    private static final Duration OFTEN = Duration.ofSeconds(1);

    private final List<Runnable> often = new ArrayList<>();
    private Instant now;

    HandTimers(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves on, and runs each task that comes often once. */
    void moveTo(Instant later) {
        now = later;
        often.forEach(Runnable::run);
    }

    @Override
    public Ticket after(Duration delay, Runnable task) {
        if (delay.isZero()) {
            task.run();
        }
        return () -> {};
    }

    @Override
    public Ticket every(Duration pause, Runnable task) {
        if (pause.compareTo(OFTEN) < 0) {
            often.add(task);
        }
        return () -> often.remove(task);
    }
}
