package dev.k2.exchange.kalshi;

/** Numbers for trades, whose ids are UUIDs. Pure. */
final class KalshiTrades {
    private static final long HASH_START = 0xcbf29ce484222325L;
    private static final long HASH_STEP = 0x100000001b3L;

    private KalshiTrades() {}

    /** 63 bits that hardly any other id has; the id stands between two places. */
    static long number(byte[] bytes, int from, int to) {
        long hash = HASH_START;
        for (int i = from; i < to; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * HASH_STEP;
        }
        return (hash ^ (hash >>> 32)) & Long.MAX_VALUE;
    }
}
