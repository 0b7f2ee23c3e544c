package dev.k2.e2e;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something to become so, and fails with a sentence when it does not. */
final class Until {
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private Until() {}

    static void holds(Duration limit, String what, BooleanSupplier condition) {
        present(
                limit,
                () -> what,
                () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    static <T> T present(Duration limit, String what, Supplier<Optional<T>> looked) {
        return present(limit, () -> what, looked);
    }

    /**
     * The first thing that turns up.
     *
     * @param what was waited for; asked for only after the limit, so that it can tell the latest state
     */
    static <T> T present(Duration limit, Supplier<String> what, Supplier<Optional<T>> looked) {
        long start = System.nanoTime();
        while (true) {
            Optional<T> found = looked.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new AssertionError("Waited " + limit.toSeconds() + " s for: " + what.get());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
