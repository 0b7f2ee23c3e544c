package dev.k2.sim;

import java.time.Instant;
import java.time.InstantSource;

/** An exchange's own idea of the time: the caller's clock, and an offset that a fault can set. */
public final class SimClock {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final InstantSource source;
    private volatile long offsetMillis;

    public SimClock(InstantSource source) {
        this.source = source;
    }

    /** Microseconds since 1970. */
    public long micros() {
        Instant now = source.instant();
        return Math.addExact(
                Math.multiplyExact(now.getEpochSecond(), MICROS_PER_SECOND) + now.getNano() / 1000,
                offsetMillis * 1000);
    }

    /** Milliseconds since 1970. */
    public long millis() {
        return micros() / 1000;
    }

    /** Milliseconds since 1970 by the caller's clock, whatever the offset. */
    public long sourceMillis() {
        return source.millis();
    }

    /** Makes this exchange's clock run ahead, or behind when negative. */
    public void setOffsetMillis(long millis) {
        offsetMillis = millis;
    }
}
