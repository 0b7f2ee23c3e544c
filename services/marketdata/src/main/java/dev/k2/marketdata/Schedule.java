package dev.k2.marketdata;

import java.time.Duration;

/** Runs tasks again and again: by a real timer when K2 runs, by virtual time in tests. */
public interface Schedule {
    /**
     * Runs a task after each interval, never twice at once, until the answer is closed.
     *
     * @return stops it
     */
    Task every(Duration interval, Runnable task);

    /** A task that can be stopped. */
    interface Task extends AutoCloseable {
        @Override
        void close();
    }
}
