package dev.k2.marketdata;

import dev.k2.exchange.ConnectionState;
import dev.k2.model.ExchangeId;
import java.time.Duration;
import java.util.Optional;

/**
 * How the feed of one exchange does.
 *
 * @param state of its connection
 * @param reconnects since the start
 * @param lastMessageAge since anything arrived; empty before the first message
 * @param latency from the exchange's time of a message to its arrival, smoothed; empty where the
 *     exchange tells no time. Clocks that differ show in it
 * @param watched instruments that are subscribed
 * @param stale watched instruments whose price is stale or missing
 * @param skipped messages that could not be read or carried unknown words
 * @param failuresInRow health checks that failed in a row; 3 and more are warned about
 */
public record FeedStatus(
        ExchangeId exchange,
        ConnectionState state,
        long reconnects,
        Optional<Duration> lastMessageAge,
        Optional<Duration> latency,
        int watched,
        int stale,
        long skipped,
        int failuresInRow) {
    /** Whether the connection stands and no health check has failed since it does. */
    public boolean isHealthy() {
        return state == ConnectionState.LIVE && failuresInRow == 0;
    }
}
