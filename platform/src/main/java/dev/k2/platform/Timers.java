package dev.k2.platform;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Work that is to be done later or again and again. Tests hand in a hand-driven one and move time themselves.
 *
 * <p>A task that throws is logged and counted; a repeated one goes on.
 */
public interface Timers {
    /** Runs the task once, not before the delay has passed. */
    Ticket after(Duration delay, Runnable task);

    /** Runs the task again and again; the pause lies between the end of one run and the start of the next, and before the first. */
    Ticket every(Duration pause, Runnable task);

    /**
     * Does several things side by side, each on a thread of its own, and returns when all of them have ended. None may throw.
     *
     * @param most how many at a time
     */
    default void together(int most, List<Runnable> work) {
        var room = new Semaphore(most);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var piece : work) {
                threads.execute(
                        () -> {
                            room.acquireUninterruptibly();
                            try {
                                piece.run();
                            } finally {
                                room.release();
                            }
                        });
            }
        }
    }

    /** A promise to run something, which can be taken back. */
    interface Ticket {
        /** No run begins after this returns; one that runs now is left to end. */
        void cancel();
    }
}
