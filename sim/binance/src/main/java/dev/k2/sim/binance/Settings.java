package dev.k2.sim.binance;

import dev.k2.sim.Manners;
import java.time.Duration;

/** The numbers that Binance may change without asking, kept in one place. */
final class Settings implements Manners {
    private final OrderWindow longWindow;
    private final boolean rawRequests;
    private volatile long weightPerMinute;
    private volatile long ordersPerTenSeconds;
    private volatile long ordersPerLongWindow;
    private volatile long requestsPerFiveMinutes = 300_000;
    private volatile long connectionsPerFiveMinutes = 300;
    private volatile long messagesPerSecond;
    private volatile long replayPercent = 100;
    private volatile Duration pingEvery;
    private volatile Duration pongWithin;
    private volatile Duration connectionLife = Duration.ofHours(24);

    private Settings(
            OrderWindow longWindow,
            boolean rawRequests,
            long weightPerMinute,
            long ordersPerTenSeconds,
            long ordersPerLongWindow,
            long messagesPerSecond,
            Duration pingEvery,
            Duration pongWithin) {
        this.longWindow = longWindow;
        this.rawRequests = rawRequests;
        this.weightPerMinute = weightPerMinute;
        this.ordersPerTenSeconds = ordersPerTenSeconds;
        this.ordersPerLongWindow = ordersPerLongWindow;
        this.messagesPerSecond = messagesPerSecond;
        this.pingEvery = pingEvery;
        this.pongWithin = pongWithin;
    }

    /**
     * The longer of the two stretches of time in which an account's orders are counted.
     *
     * @param interval as exchangeInfo writes it
     * @param header as the headers of answers write it
     */
    record OrderWindow(String interval, long millis, String header) {
        /** As {@link #set} knows the most orders in it. */
        String setting() {
            return "orders_per_" + interval.toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Ten orders in a second by one page of the documents, a hundred in ten seconds by another; the latter is recorded. */
    static Settings spot() {
        return new Settings(
                new OrderWindow("DAY", 86_400_000, "1d"),
                true,
                6000,
                100,
                200_000,
                5,
                Duration.ofSeconds(20),
                Duration.ofSeconds(60));
    }

    static Settings futures() {
        return new Settings(
                new OrderWindow("MINUTE", 60_000, "1m"),
                false,
                2400,
                300,
                1200,
                10,
                Duration.ofMinutes(3),
                Duration.ofMinutes(10));
    }

    static final int STREAMS_MAX = 1024;

    long weightPerMinute() {
        return weightPerMinute;
    }

    long ordersPerTenSeconds() {
        return ordersPerTenSeconds;
    }

    OrderWindow longWindow() {
        return longWindow;
    }

    /** True when requests are counted beside their weight. */
    boolean rawRequests() {
        return rawRequests;
    }

    long ordersPerLongWindow() {
        return ordersPerLongWindow;
    }

    long requestsPerFiveMinutes() {
        return requestsPerFiveMinutes;
    }

    long connectionsPerFiveMinutes() {
        return connectionsPerFiveMinutes;
    }

    @Override
    public long messagesPerSecond() {
        return messagesPerSecond;
    }

    /** How fast recordings are played: 100 is as they were recorded. */
    long replayPercent() {
        return replayPercent;
    }

    @Override
    public Duration pingEvery() {
        return pingEvery;
    }

    @Override
    public Duration pongWithin() {
        return pongWithin;
    }

    @Override
    public Duration connectionLife() {
        return connectionLife;
    }

    /** It pings, so it need not wait to be spoken to. */
    @Override
    public Duration idleMax() {
        return Duration.ZERO;
    }

    /** Changes one number by its name. */
    void set(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive");
        }
        if (name.equals(longWindow.setting())) {
            ordersPerLongWindow = value;
            return;
        }
        switch (name) {
            case "weight_per_minute" -> weightPerMinute = value;
            case "orders_per_ten_seconds" -> ordersPerTenSeconds = value;
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
