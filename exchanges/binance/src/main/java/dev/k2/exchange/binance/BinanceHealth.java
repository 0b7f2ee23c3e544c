package dev.k2.exchange.binance;

import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.HealthStatus;

/** How an adapter's ways to Binance stand. */
final class BinanceHealth {
    private BinanceHealth() {}

    static HealthStatus of(ConnectionState state) {
        return switch (state) {
            case LIVE -> HealthStatus.HEALTHY;
            case CONNECTING -> HealthStatus.UNKNOWN;
            case BACKING_OFF -> HealthStatus.DEGRADED;
            case BREAKER_OPEN, CLOSED -> HealthStatus.UNHEALTHY;
        };
    }
}
