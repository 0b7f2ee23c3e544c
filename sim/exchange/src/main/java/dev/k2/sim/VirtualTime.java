package dev.k2.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A clock that moves when it is told to, and runs what falls due on the way. For tests and repeatable runs. Every thread
 * may read it; one thread moves it and is the one that work runs on.
 */
public final class VirtualTime implements InstantSource, Scheduler {
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::number));
    private volatile Instant now;
    private long number;

    public VirtualTime(Instant start) {
        this.now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves time forward, running due work in order with the clock standing at each one's time. */
    public void advance(Duration by) {
        Instant until = now.plus(by);
        for (Due next = queue.peek();
                next != null && !next.at.isAfter(until);
                next = queue.peek()) {
            queue.remove();
            now = next.at;
            next.run();
        }
        now = until;
    }

    @Override
    public Task every(Duration period, Runnable work) {
        return enqueue(period, work, period);
    }

    @Override
    public Task after(Duration delay, Runnable work) {
        return enqueue(delay, work, null);
    }

    private Due enqueue(Duration delay, Runnable work, @Nullable Duration period) {
        Due due = new Due(now.plus(delay), number++, work, period);
        queue.add(due);
        return due;
    }

    private final class Due implements Task {
        private Instant at;
        private final long number;
        private final Runnable work;
        private final @Nullable Duration period;
        private boolean cancelled;

        Due(Instant at, long number, Runnable work, @Nullable Duration period) {
            this.at = at;
            this.number = number;
            this.work = work;
            this.period = period;
        }

        Instant at() {
            return at;
        }

        long number() {
            return number;
        }

        void run() {
            work.run();
            if (period != null && !cancelled) {
                at = at.plus(period);
                queue.add(this);
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            queue.remove(this);
        }
    }
}
