package dev.k2.sim;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts how often somebody does something in a stretch of time. The stretches follow the clock: each begins at a whole
 * number of its lengths since 1970.
 *
 * @param <K> whom or what is counted
 */
public final class RateWindow<K> {
    private static final int KEYS_MAX = 10_000;

    private final long millis;
    private final Map<K, Long> used = new HashMap<>();
    private long window;

    /**
     * @param millis how long a stretch is
     */
    public RateWindow(long millis) {
        this.millis = millis;
    }

    /** Counts one more. False when that is more than the limit. */
    public boolean take(K key, long limit, long nowMillis) {
        turn(nowMillis);
        return used.merge(key, 1L, Long::sum) <= limit;
    }

    public long used(K key, long nowMillis) {
        turn(nowMillis);
        return used.getOrDefault(key, 0L);
    }

    /** When the stretch that holds this moment ends, in milliseconds since 1970. */
    public long endsMillis(long nowMillis) {
        return (nowMillis / millis + 1) * millis;
    }

    private void turn(long nowMillis) {
        if (window != nowMillis / millis || used.size() > KEYS_MAX) {
            window = nowMillis / millis;
            used.clear();
        }
    }
}
