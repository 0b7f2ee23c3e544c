package dev.k2.accounts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts failures by key within a window, and makes those wait who have too many: 30 s after the last allowed one, twice as long after
 * each further one, never longer than the window. Nobody is locked out for good.
 *
 * <p>Remembers a limited number of keys; the one that failed longest ago is forgotten first.
 */
final class Throttle {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 20;

    private final InstantSource clock;
    private final int allowed;
    private final Duration window;
    private final Map<String, Failures> byKey;

    Throttle(InstantSource clock, int allowed, Duration window, int mostKeys) {
        this.clock = clock;
        this.allowed = allowed;
        this.window = window;
        this.byKey =
                new LinkedHashMap<>() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
                        return size() > mostKeys;
                    }
                };
    }

    private record Failures(int count, Instant last) {}

    /** How long this key has to wait; empty when it may try. */
    synchronized Optional<Duration> wait(String key) {
        var failures = byKey.get(key);
        if (failures == null || failures.count < allowed) {
            return Optional.empty();
        }
        var now = clock.instant();
        var until = failures.last.plus(pause(failures.count));
        return now.isBefore(until) ? Optional.of(Duration.between(now, until)) : Optional.empty();
    }

    /** Notes a failure. */
    synchronized void failed(String key) {
        var now = clock.instant();
        var before = byKey.remove(key);
        int earlier = before == null || before.last.plus(window).isBefore(now) ? 0 : before.count;
        byKey.put(key, new Failures(earlier + 1, now));
    }

    /** Forgets the key's failures. */
    synchronized void succeeded(String key) {
        byKey.remove(key);
    }

    private Duration pause(int count) {
        var pause = FIRST_WAIT.multipliedBy(1L << Math.min(count - allowed, MOST_DOUBLINGS));
        return pause.compareTo(window) < 0 ? pause : window;
    }
}
