package dev.k2.exchange.net;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * An exchange's clock, as far as ours and its answers tell it: our time plus the median of the last
 * five differences. Where the difference is beyond a limit, our clock is not to be trusted with
 * signing.
 */
public final class ExchangeClock {
    private static final int SAMPLES = 5;

    private final InstantSource clock;
    private final Duration offsetMax;
    private final Deque<Long> samples = new ArrayDeque<>();
    private long offsetMillis;
    private Instant measuredAt = Instant.MIN;

    public ExchangeClock(InstantSource clock, Duration offsetMax) {
        this.clock = clock;
        this.offsetMax = offsetMax;
    }

    /**
     * Takes in one answer of the exchange.
     *
     * @param asked our time when the question left
     * @param told the exchange's time
     * @param answered our time when the answer came
     */
    public synchronized void sample(Instant asked, Instant told, Instant answered) {
        long middle = asked.toEpochMilli() + Duration.between(asked, answered).toMillis() / 2;
        if (samples.size() == SAMPLES) {
            samples.removeFirst();
        }
        samples.addLast(told.toEpochMilli() - middle);
        long[] sorted = samples.stream().mapToLong(Long::longValue).sorted().toArray();
        offsetMillis = sorted[sorted.length / 2];
        measuredAt = answered;
    }

    /** Forgets what was measured, because the exchange contradicted it. */
    public synchronized void forget() {
        samples.clear();
        measuredAt = Instant.MIN;
    }

    /** Whether the last measurement is older than this, or there is none. */
    public synchronized boolean isOlderThan(Duration age) {
        return measuredAt.equals(Instant.MIN)
                || Duration.between(measuredAt, clock.instant()).abs().compareTo(age) > 0;
    }

    /** Whether enough was measured to sign by. */
    public synchronized boolean isMeasured() {
        return !samples.isEmpty();
    }

    /** How far the exchange's clock is ahead of ours. */
    public synchronized Duration offset() {
        return Duration.ofMillis(offsetMillis);
    }

    /** Whether the clocks are close enough to sign. */
    public synchronized boolean isWithinLimit() {
        return Math.abs(offsetMillis) <= offsetMax.toMillis();
    }

    /** The exchange's time now, in epoch milliseconds. */
    public synchronized long millis() {
        return clock.millis() + offsetMillis;
    }

    @Override
    public synchronized String toString() {
        return "ExchangeClock" + Arrays.toString(samples.toArray());
    }
}
