package dev.k2.sim.binance;

import java.time.Duration;

/** The numbers that Binance may change without asking, kept in one place. */
final class Settings {
    private volatile long weightPerMinute = 6000;

    /** Ten in a second by one page of the documents, a hundred in ten seconds by another; the latter is recorded. */
    private volatile long ordersPerTenSeconds = 100;

    private volatile long ordersPerDay = 200_000;
    private volatile long requestsPerFiveMinutes = 300_000;
    private volatile long connectionsPerFiveMinutes = 300;
    private volatile long messagesPerSecond = 5;
    private volatile long replayPercent = 100;
    private volatile Duration pingEvery = Duration.ofSeconds(20);
    private volatile Duration pongWithin = Duration.ofSeconds(60);
    private volatile Duration connectionLife = Duration.ofHours(24);

    static final int STREAMS_MAX = 1024;

    long weightPerMinute() {
        return weightPerMinute;
    }

    long ordersPerTenSeconds() {
        return ordersPerTenSeconds;
    }

    long ordersPerDay() {
        return ordersPerDay;
    }

    long requestsPerFiveMinutes() {
        return requestsPerFiveMinutes;
    }

    long connectionsPerFiveMinutes() {
        return connectionsPerFiveMinutes;
    }

    long messagesPerSecond() {
        return messagesPerSecond;
    }

    /** How fast recordings are played: 100 is as they were recorded. */
    long replayPercent() {
        return replayPercent;
    }

    Duration pingEvery() {
        return pingEvery;
    }

    Duration pongWithin() {
        return pongWithin;
    }

    Duration connectionLife() {
        return connectionLife;
    }

    /** Changes one number by its name. */
    void set(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive");
        }
        switch (name) {
            case "weight_per_minute" -> weightPerMinute = value;
            case "orders_per_ten_seconds" -> ordersPerTenSeconds = value;
            case "orders_per_day" -> ordersPerDay = value;
            case "requests_per_five_minutes" -> requestsPerFiveMinutes = value;
            case "connections_per_five_minutes" -> connectionsPerFiveMinutes = value;
            case "messages_per_second" -> messagesPerSecond = value;
            case "replay_percent" -> replayPercent = value;
            case "ping_every_ms" -> pingEvery = Duration.ofMillis(value);
            case "pong_within_ms" -> pongWithin = Duration.ofMillis(value);
            case "connection_life_ms" -> connectionLife = Duration.ofMillis(value);
            default -> throw new IllegalArgumentException("there is no setting called " + name);
        }
    }
}
