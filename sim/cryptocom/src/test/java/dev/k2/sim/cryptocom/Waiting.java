package dev.k2.sim.cryptocom;

import java.util.function.BooleanSupplier;

/** Waits for what will come, and gives up after a long while. */
final class Waiting {
    private static final long LONG_NANOS = 20_000_000_000L;

    private Waiting() {}

    static void until(BooleanSupplier done) {
        long began = System.nanoTime();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - began > LONG_NANOS) {
                throw new AssertionError("what was waited for did not come");
            }
            Thread.onSpinWait();
        }
    }
}
