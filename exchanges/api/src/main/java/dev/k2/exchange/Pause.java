package dev.k2.exchange;

import java.time.Duration;

/** A way to wait, handed in so that a test needs no time and a program can end a wait. */
@FunctionalInterface
public interface Pause {
    /**
     * Waits.
     *
     * @return false where the wait was ended early and whoever waits is to stop
     */
    boolean take(Duration length);

    /** Blocks the (virtual) thread; an interrupt ends the wait and stays set. */
    static Pause ofThread() {
        return length -> {
            try {
                Thread.sleep(length);
                return true;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return false;
            }
        };
    }
}
