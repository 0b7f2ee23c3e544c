package dev.k2.marketdata;

import java.time.Duration;

/** Work that is to be done later or again and again, each task on a thread of its own. */
public interface Timers {
    /** Runs the task once, not before the delay has passed. */
    Ticket after(Duration delay, Runnable task);

    /** Runs the task again and again, with this pause between runs and before the first. */
    Ticket every(Duration pause, Runnable task);

    /** A promise to run something, which can be taken back. */
    interface Ticket {
        void cancel();
    }
}
