package dev.k2.sim.okx;

import dev.k2.sim.Manners;
import java.time.Duration;

/** The exchange's own numbers, which its administration can change. */
final class Settings implements Manners {
    /** OKX's pushes and answers keep a connection as well as what its client sends, so the socket itself watches for that. */
    private static final Duration WATCHED_ELSEWHERE = Duration.ZERO;

    private long limitPercent = 100;
    private long ordersPerTwoSeconds = 1000;
    private long connectionsPerSecond = 3;
    private long requestsPerHour = 480;
    private long connectionsPerChannel = 30;
    private long idleMillis = 30_000;
    private long keepAliveMillis = 60_000;
    private long skewMillis = 30_000;
    private long sequenceResets;
    private long replayPercent = 100;

    void set(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative");
        }
        switch (name) {
            case "limit_percent" -> limitPercent = value;
            case "orders_per_two_seconds" -> ordersPerTwoSeconds = value;
            case "connections_per_second" -> connectionsPerSecond = value;
            case "requests_per_hour" -> requestsPerHour = value;
            case "connections_per_channel" -> connectionsPerChannel = value;
            case "idle_ms" -> idleMillis = value;
            case "keep_alive_ms" -> keepAliveMillis = value;
            case "skew_ms" -> skewMillis = value;
            case "sequence_resets" -> sequenceResets = value;
            case "replay_percent" -> replayPercent = value;
            default -> throw new IllegalArgumentException("there is no setting " + name);
        }
    }

    /** How much of each published limit there is, in percent. */
    long limitPercent() {
        return limitPercent;
    }

    /** New and amended orders of an account. */
    long ordersPerTwoSeconds() {
        return ordersPerTwoSeconds;
    }

    long connectionsPerSecond() {
        return connectionsPerSecond;
    }

    /** Subscribe, unsubscribe and login together, on one connection. */
    long requestsPerHour() {
        return requestsPerHour;
    }

    long connectionsPerChannel() {
        return connectionsPerChannel;
    }

    Duration idle() {
        return Duration.ofMillis(idleMillis);
    }

    /** How long a book may say nothing before it says that nothing changed. */
    long keepAliveMillis() {
        return keepAliveMillis;
    }

    long skewMillis() {
        return skewMillis;
    }

    /** Each change of this number lets the books' sequences begin anew with lower ones, as maintenance does. */
    long sequenceResets() {
        return sequenceResets;
    }

    long replayPercent() {
        return replayPercent;
    }

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
        return WATCHED_ELSEWHERE;
    }

    @Override
    public long messagesPerSecond() {
        return Long.MAX_VALUE;
    }
}
