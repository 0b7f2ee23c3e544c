package dev.k2.sim;

import java.time.Duration;

/** Runs work later, on the one thread that an exchange lives on. */
public interface Scheduler {
    Task every(Duration period, Runnable work);

    Task after(Duration delay, Runnable work);

    /** Something that will run, until it is cancelled. */
    interface Task {
        void cancel();
    }
}
