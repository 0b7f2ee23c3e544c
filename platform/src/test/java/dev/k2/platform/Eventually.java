package dev.k2.platform;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits in tests for what happens on other threads, with margins that a busy machine keeps. */
public final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMillis(5);

    private Eventually() {}

    /** Waits up to 30 s for the condition. */
    public static void until(String what, BooleanSupplier condition) {
        until(what, LIMIT, condition);
    }

    /** Waits up to the limit for the condition, and fails with these words when it does not come true. */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "waited " + limit.toSeconds() + " s in vain until " + what);
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }
}
