package dev.k2.sim;

import java.util.HashMap;
import java.util.Map;

/** Keeps ids from repeating over restarts: some are written down as used before they are. */
final class TradeIds {
    private static final long MILLIS_2020 = 1_577_836_800_000L;
    private static final long BLOCK = 20_000;

    private final Map<Market, Long> reserved = new HashMap<>();

    /** An id that no earlier run reached, as long as fewer than a thousand a second are used. */
    static long firstId(long nowMillis) {
        return Math.max(1, nowMillis - MILLIS_2020);
    }

    boolean exceeded(Market market) {
        return market.nextTradeId() > reserved.getOrDefault(market, 0L);
    }

    long reserve(Market market) {
        long until = market.nextTradeId() + BLOCK;
        reserved.put(market, until);
        return until;
    }
}
