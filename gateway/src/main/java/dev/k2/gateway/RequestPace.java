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

/** How fast each of many may ask. It remembers those that asked last, up to a limit. */
final class RequestPace {
    private static final int KEYS_MAX = 20_000;

    private final String name;
    private final EdgeSettings.Pace pace;
    private final TimeMeter meter;
    private final Map<String, Bucket> buckets =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                    return size() > KEYS_MAX;
                }
            };

    /**
     * Begins with nobody.
     *
     * @param name of the policy, as the headers of answers call it
     */
    RequestPace(String name, EdgeSettings.Pace pace, InstantSource clock) {
        this.name = name;
        this.pace = pace;
        this.meter = new ClockMeter(clock);
    }

    /**
     * Whether one more request may be served.
     *
     * @param remaining how many more may follow at once
     * @param waitSeconds how long to wait where it may not, at least 1
     */
    record Verdict(boolean allowed, long remaining, long waitSeconds) {}

    Verdict ask(String key) {
        ConsumptionProbe probe = bucket(key).tryConsumeAndReturnRemaining(1);
        long wait = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
        return new Verdict(probe.isConsumed(), probe.getRemainingTokens(), wait);
    }

    /** What the answer's headers say about the limit. */
    String policy() {
        int window = Math.max(1, pace.atOnce() / pace.perSecond());
        return "\"" + name + "\";q=" + pace.atOnce() + ";w=" + window;
    }

    /** What the answer's headers say about one request's share of it. */
    String said(Verdict verdict) {
        return "\"" + name + "\";r=" + verdict.remaining() + ";t=" + verdict.waitSeconds();
    }

    String name() {
        return name;
    }

    private Bucket bucket(String key) {
        synchronized (buckets) {
            return buckets.computeIfAbsent(key, k -> fresh());
        }
    }

    private Bucket fresh() {
        return Bucket.builder()
                .addLimit(
                        limit ->
                                limit.capacity(pace.atOnce())
                                        .refillGreedy(pace.perSecond(), Duration.ofSeconds(1)))
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
