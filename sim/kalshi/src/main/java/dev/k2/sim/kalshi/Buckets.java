package dev.k2.sim.kalshi;

import java.util.HashMap;
import java.util.Map;

/** Buckets of tokens that fill again with time. */
final class Buckets {
    private static final int CALLERS_MAX = 10_000;
    private static final long THOUSAND = 1000;
    private final Map<String, Bucket> buckets = new HashMap<>();

    /** In thousandths, so that a millisecond's worth counts. */
    private static final class Bucket {
        private long tokens;
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
            bucket.tokens = capacity * THOUSAND;
            bucket.atMillis = nowMillis;
            buckets.put(caller, bucket);
        }
        long more = Math.max(0, nowMillis - bucket.atMillis) * perSecond;
        bucket.tokens = Math.min(capacity * THOUSAND, bucket.tokens + more);
        bucket.atMillis = nowMillis;
        if (bucket.tokens < tokens * THOUSAND) {
            return false;
        }
        bucket.tokens -= tokens * THOUSAND;
        return true;
    }
}
