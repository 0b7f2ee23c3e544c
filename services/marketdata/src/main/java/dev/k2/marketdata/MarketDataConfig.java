package dev.k2.marketdata;

import java.time.Duration;

/**
 * Limits and intervals of market data.
 *
 * @param staleAfter a price or book without a message for this long is stale
 * @param roundEvery how often changes are handed to listeners
 * @param reloadEvery how often instruments are asked for again
 * @param healthEvery how often feeds are checked
 * @param watchAllUpTo an exchange with at most so many instruments is watched whole; of a larger one
 *     only what is asked for
 * @param watchedMax instruments watched at one exchange
 * @param bookDepthMax levels kept of each side
 * @param tradesKept newest trades kept per instrument
 * @param candlesCached closed candles kept from the exchanges' history
 * @param events what differs for event contracts
 */
public record MarketDataConfig(
        Duration staleAfter,
        Duration roundEvery,
        Duration reloadEvery,
        Duration healthEvery,
        int watchAllUpTo,
        int watchedMax,
        int bookDepthMax,
        int tradesKept,
        int candlesCached,
        Events events) {
    /**
     * What differs for event contracts, of which there are thousands and most are quiet.
     *
     * @param reloadEvery how often events are asked for again
     * @param staleAfter a price or book without a message for this long is stale; a cut, a gap or a
     *     crossed top makes it stale at once as always
     */
    public record Events(Duration reloadEvery, Duration staleAfter) {}

    /** What suits one node. */
    public static MarketDataConfig defaults() {
        return new MarketDataConfig(
                Duration.ofSeconds(10),
                Duration.ofMillis(20),
                Duration.ofMinutes(5),
                Duration.ofSeconds(60),
                50,
                200,
                1000,
                500,
                200_000,
                new Events(Duration.ofSeconds(60), Duration.ofMinutes(10)));
    }
}
