package dev.k2.signals;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How fast one token may be used: ten at once, and ten a second in the long run. Tokens that do not
 * exist are counted alike, so that the pace tells nobody which do. It remembers the tokens that were
 * used last, up to a limit.
 */
final class SignalPace {
    static final int PER_SECOND = 10;

    private static final int TOKENS_MAX = 10_000;
    private static final Duration EACH = Duration.ofSeconds(1).dividedBy(PER_SECOND);

    private final InstantSource clock;

    /** When each token will have all of its ten again. */
    private final Map<ByteBuffer, Instant> full =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Instant> eldest) {
                    return size() > TOKENS_MAX;
                }
            };

    SignalPace(InstantSource clock) {
        this.clock = clock;
    }

    synchronized boolean allows(byte[] tokenHash) {
        ByteBuffer token = ByteBuffer.wrap(tokenHash);
        Instant now = clock.instant();
        Instant known = full.getOrDefault(token, now);
        Instant next = (known.isBefore(now) ? now : known).plus(EACH);
        if (Duration.between(now, next).compareTo(EACH.multipliedBy(PER_SECOND)) > 0) {
            return false;
        }
        full.put(token, next);
        return true;
    }
}
