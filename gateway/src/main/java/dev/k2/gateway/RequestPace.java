package dev.k2.gateway;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How fast one address may ask. It remembers the addresses that asked last, up to a limit. */
final class RequestPace {
    private static final int ADDRESSES_MAX = 20_000;

    private final int perSecond;
    private final int atOnce;
    private final TimeMeter meter;
    private final Map<String, Bucket> buckets =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                    return size() > ADDRESSES_MAX;
                }
            };

    RequestPace(int perSecond, int atOnce, InstantSource clock) {
        this.perSecond = perSecond;
        this.atOnce = atOnce;
        this.meter = new ClockMeter(clock);
    }

    /**
     * Whether one more request may be served.
     *
     * @param remaining how many more may follow at once
     * @param waitSeconds how long to wait where it may not, at least 1
     */
    record Verdict(boolean allowed, long remaining, long waitSeconds) {}

    Verdict ask(String address) {
        ConsumptionProbe probe = bucket(address).tryConsumeAndReturnRemaining(1);
        long wait = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
        return new Verdict(probe.isConsumed(), probe.getRemainingTokens(), wait);
    }

    /** What the answer's headers say about the limit. */
    String policy() {
        return "\"address\";q=" + atOnce + ";w=" + Math.max(1, atOnce / perSecond);
    }

    private Bucket bucket(String address) {
        synchronized (buckets) {
            return buckets.computeIfAbsent(address, a -> fresh());
        }
    }

    private Bucket fresh() {
        return Bucket.builder()
                .addLimit(
                        limit ->
                                limit.capacity(atOnce)
                                        .refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withCustomTimePrecision(meter)
                .build();
    }

    private record ClockMeter(InstantSource clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            Instant now = clock.instant();
            return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
