package dev.k2.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A clock and its timers that tests move by hand. Due tasks run on the thread that moves the clock, in the order of their times, each at
 * its own time.
 */
public final class ManualClock implements InstantSource, Timers {
    private final List<Task> tasks = new ArrayList<>();
    private Instant now;
    private long sequence;

    /** Stands at 2026-01-01, midnight UTC. */
    public ManualClock() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    /** Stands at the given time. */
    public ManualClock(Instant start) {
        now = start;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** Moves on, and runs what becomes due. */
    public void advance(Duration by) {
        var target = instant().plus(by);
        for (var due = nextDue(target); due.isPresent(); due = nextDue(target)) {
            due.get().run();
        }
        synchronized (this) {
            now = target;
        }
    }

    /** How many tasks wait. */
    public synchronized int waiting() {
        return tasks.size();
    }

    @Override
    public Ticket after(Duration delay, Runnable task) {
        return add(delay, Duration.ZERO, task);
    }

    @Override
    public Ticket every(Duration pause, Runnable task) {
        return add(pause, pause, task);
    }

    private synchronized Ticket add(Duration delay, Duration pause, Runnable work) {
        var task = new Task(now.plus(delay), sequence++, pause, work);
        tasks.add(task);
        return () -> forget(task);
    }

    private synchronized void forget(Task task) {
        tasks.removeIf(other -> other.sequence == task.sequence);
    }

    private synchronized Optional<Runnable> nextDue(Instant target) {
        var first =
                tasks.stream()
                        .filter(task -> !task.at.isAfter(target))
                        .min(Comparator.comparing(Task::at).thenComparing(Task::sequence));
        first.ifPresent(
                task -> {
                    tasks.remove(task);
                    now = task.at.isAfter(now) ? task.at : now;
                    if (task.pause.isPositive()) {
                        tasks.add(
                                new Task(
                                        now.plus(task.pause),
                                        task.sequence,
                                        task.pause,
                                        task.work));
                    }
                });
        return first.map(Task::work);
    }

    private record Task(Instant at, long sequence, Duration pause, Runnable work) {}
}
