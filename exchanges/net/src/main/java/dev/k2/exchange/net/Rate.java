package dev.k2.exchange.net;

import java.time.Duration;

/**
 * So many in any stretch of so long.
 *
 * @param count how many, at least 1
 * @param window the stretch, at least 1 ms
 */
public record Rate(int count, Duration window) {
    public Rate {
        if (count < 1 || window.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "a rate is at least 1 in 1 ms: " + count + " in " + window);
        }
    }
}
