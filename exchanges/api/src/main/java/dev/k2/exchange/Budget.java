package dev.k2.exchange;

import java.time.Duration;
import java.time.Instant;

/**
 * What one limit of an exchange leaves.
 *
 * @param name such as {@code request weight} or {@code orders}
 * @param used in the present window, by this process as far as it knows and by the exchange's own
 *     count where it tells one
 * @param capacity what the exchange allows in a window
 * @param window how long a window is
 * @param resetsAt when the next window begins
 */
public record Budget(String name, long used, long capacity, Duration window, Instant resetsAt) {
    /** What is left to use in the present window. */
    public long left() {
        return Math.max(0, capacity - used);
    }
}
