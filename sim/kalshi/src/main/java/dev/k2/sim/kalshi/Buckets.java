package dev.k2.sim.kalshi;

import java.util.HashMap;
import java.util.Map;

/** Buckets of tokens that fill again with time. */
final class Buckets {
    private static final int CALLERS_MAX = 10_000;
    private final Map<String, Bucket> buckets = new HashMap<>();

    private static final class Bucket {
        private double tokens;
        private long atMillis;
    }

    /** Takes tokens, or nothing when there are too few. */
    boolean take(String caller, long tokens, long perSecond, long capacity, long nowMillis) {
        if (buckets.size() > CALLERS_MAX) {
            buckets.clear();
        }
        Bucket bucket = buckets.get(caller);
        if (bucket == null) {
            bucket = new Bucket();
            bucket.tokens = capacity;
            bucket.atMillis = nowMillis;
            buckets.put(caller, bucket);
        }
        double more = Math.max(0, nowMillis - bucket.atMillis) * perSecond / 1000.0;
        bucket.tokens = Math.min(capacity, bucket.tokens + more);
        bucket.atMillis = nowMillis;
        if (bucket.tokens < tokens) {
            return false;
        }
        bucket.tokens -= tokens;
        return true;
    }
}
