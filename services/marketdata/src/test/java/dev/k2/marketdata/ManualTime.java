package dev.k2.marketdata;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A clock and timers that tests move by hand; due tasks run on the thread that moves them. */
final class ManualTime implements InstantSource, Timers {
    private record Task(long number, Instant at, Duration pause, Runnable work) {}

    private final List<Task> tasks = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-05T00:00:30Z");
    private long numbers;

    @Override
    public Instant instant() {
        return now;
    }

    void advance(Duration by) {
        Instant target = now.plus(by);
        for (Optional<Task> due = due(target); due.isPresent(); due = due(target)) {
            due.get().work().run();
        }
        now = target;
    }

    @Override
    public Ticket after(Duration delay, Runnable task) {
        return add(delay, Duration.ZERO, task);
    }

    @Override
    public Ticket every(Duration pause, Runnable task) {
        return add(pause, pause, task);
    }

    private Ticket add(Duration delay, Duration pause, Runnable work) {
        long number = numbers++;
        tasks.add(new Task(number, now.plus(delay), pause, work));
        return () -> tasks.removeIf(task -> task.number() == number);
    }

    private Optional<Task> due(Instant target) {
        Optional<Task> first =
                tasks.stream()
                        .filter(task -> !task.at().isAfter(target))
                        .min(Comparator.comparing(Task::at).thenComparing(Task::number));
        first.ifPresent(
                task -> {
                    tasks.remove(task);
                    now = task.at().isAfter(now) ? task.at() : now;
                    if (task.pause().isPositive()) {
                        tasks.add(
                                new Task(
                                        task.number(),
                                        now.plus(task.pause()),
                                        task.pause(),
                                        task.work()));
                    }
                });
        return first;
    }
}
