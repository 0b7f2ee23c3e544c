package dev.k2.sim.kalshi;

import dev.k2.sim.Manners;
import java.time.Duration;

/** The exchange's own numbers, which its administration can change. */
final class Settings implements Manners {
    private long readPerSecond = 200;
    private long writePerSecond = 100;
    private long writeSeconds = 1;
    private long skewMillis = 10_000;
    private long pingMillis = 10_000;
    private long marketsPerSubscription = 5_000;
    private long commandsPerSecond = 100;
    private boolean exchangeActive = true;
    private boolean tradingActive = true;

    void set(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative");
        }
        switch (name) {
            case "read_per_second" -> readPerSecond = value;
            case "write_per_second" -> writePerSecond = value;
            case "write_seconds" -> writeSeconds = value;
            case "skew_ms" -> skewMillis = value;
            case "ping_ms" -> pingMillis = value;
            case "markets_per_subscription" -> marketsPerSubscription = value;
            case "commands_per_second" -> commandsPerSecond = value;
            case "exchange_active" -> exchangeActive = value != 0;
            case "trading_active" -> tradingActive = value != 0;
            default -> throw new IllegalArgumentException("there is no setting " + name);
        }
    }

    /** Tokens that flow back in a second. */
    long readPerSecond() {
        return readPerSecond;
    }

    long writePerSecond() {
        return writePerSecond;
    }

    /** How many seconds' worth the bucket of writes holds. */
    long writeSeconds() {
        return writeSeconds;
    }

    /** The level that has these limits. */
    String tier() {
        return writePerSecond <= 100
                ? "basic"
                : writePerSecond <= 300 ? "advanced" : writePerSecond <= 1000 ? "premier" : "prime";
    }

    long skewMillis() {
        return skewMillis;
    }

    long marketsPerSubscription() {
        return marketsPerSubscription;
    }

    long commandsPerSecond() {
        return commandsPerSecond;
    }

    boolean exchangeActive() {
        return exchangeActive;
    }

    boolean tradingActive() {
        return exchangeActive && tradingActive;
    }

    @Override
    public Duration pingEvery() {
        return Duration.ofMillis(pingMillis);
    }

    @Override
    public String pingBody(long nowMillis) {
        return "heartbeat";
    }

    @Override
    public Duration pongWithin() {
        return Duration.ofMillis(pingMillis * 3);
    }

    @Override
    public Duration connectionLife() {
        return Duration.ZERO;
    }

    @Override
    public Duration idleMax() {
        return Duration.ZERO;
    }

    @Override
    public long messagesPerSecond() {
        return Long.MAX_VALUE;
    }
}
