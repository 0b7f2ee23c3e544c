package dev.k2.exchange;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits until something is so, with a margin that is wide for any machine. */
public final class Until {
    private static final Duration MARGIN = Duration.ofSeconds(60);

    private Until() {}

    public static void so(String what, BooleanSupplier condition) {
        within(MARGIN, what, condition);
    }

    public static void within(Duration limit, String what, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + limit.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** Waits for a value that is accepted, and gives it. */
    public static <T> T found(
            String what, Supplier<T> source, java.util.function.Predicate<T> wanted) {
        long end = System.nanoTime() + MARGIN.toNanos();
        while (true) {
            T value = source.get();
            if (wanted.test(value)) {
                return value;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "not within " + MARGIN.toSeconds() + " s: " + what + ", found " + value);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
