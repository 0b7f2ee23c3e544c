package dev.k2.sim.bybit;

import dev.k2.sim.Manners;
import java.time.Duration;

/** The numbers that Bybit may change without asking, kept in one place. */
final class BybitSettings implements Manners {
    static final int SPOT_ARGS_MAX = 10;
    static final int ARGS_CHARS_MAX = 21_000;

    private volatile long requestsPerFiveSeconds = 600;
    private volatile long connectionsPerFiveMinutes = 500;
    private volatile long ordersPerSecond = 10;
    private volatile long spotOrdersPerSecond = 20;
    private volatile long readsPerSecond = 50;
    private volatile long banSeconds = 600;
    private volatile long idleMillis = 600_000;

    long requestsPerFiveSeconds() {
        return requestsPerFiveSeconds;
    }

    long connectionsPerFiveMinutes() {
        return connectionsPerFiveMinutes;
    }

    /** How often in a second an account may place, amend or cancel, each counted for itself. */
    long ordersPerSecond(Category category) {
        return category == Category.SPOT ? spotOrdersPerSecond : ordersPerSecond;
    }

    long readsPerSecond() {
        return readsPerSecond;
    }

    /** How long nobody is let in from an address that asked too often. */
    long banSeconds() {
        return banSeconds;
    }

    /** The client pings here. */
    @Override
    public Duration pingEvery() {
        return Duration.ZERO;
    }

    @Override
    public Duration pongWithin() {
        return Duration.ZERO;
    }

    @Override
    public Duration connectionLife() {
        return Duration.ZERO;
    }

    @Override
    public Duration idleMax() {
        return Duration.ofMillis(idleMillis);
    }

    @Override
    public long messagesPerSecond() {
        return Long.MAX_VALUE;
    }

    /** Changes one number by its name. */
    void set(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive");
        }
        switch (name) {
            case "requests_per_five_seconds" -> requestsPerFiveSeconds = value;
            case "connections_per_five_minutes" -> connectionsPerFiveMinutes = value;
            case "orders_per_second" -> ordersPerSecond = value;
            case "spot_orders_per_second" -> spotOrdersPerSecond = value;
            case "reads_per_second" -> readsPerSecond = value;
            case "ban_s" -> banSeconds = value;
            case "idle_ms" -> idleMillis = value;
            default -> throw new IllegalArgumentException("there is no setting called " + name);
        }
    }

    /** What a connection asks for itself: {@code max_active_time} is how long it may be silent. */
    record Patient(BybitSettings usual, Duration idleMax) implements Manners {
        @Override
        public Duration pingEvery() {
            return usual.pingEvery();
        }

        @Override
        public Duration pongWithin() {
            return usual.pongWithin();
        }

        @Override
        public Duration connectionLife() {
            return usual.connectionLife();
        }

        @Override
        public long messagesPerSecond() {
            return usual.messagesPerSecond();
        }
    }
}
