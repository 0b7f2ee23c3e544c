package dev.k2.exchange.net;

import java.net.URI;
import java.time.Duration;

/**
 * How a connection is kept.
 *
 * @param name for logs
 * @param address {@code ws} or {@code wss}
 * @param heartbeat the exchange's rule
 * @param silenceMax without any frame for so long, the connection counts as dead
 * @param readyMax how long a new connection may take until it is logged in and subscribed
 * @param ageMax when a connection is replaced by a new one before the exchange ends it
 * @param messagesPerSecond how many messages the exchange takes from us, heartbeats included
 * @param waitingMax messages that may wait to be sent
 * @param backoff the waits between tries
 * @param stableAfter a connection that lived so long has earned a quick first try
 * @param failuresToOpen after so many failures in a row the breaker opens
 * @param openWaits how long the breaker stays open before one try, the longer the more often in a
 *     row
 * @param attempts how many connections the exchange lets one address try; all links of a {@link
 *     Net} to the same host share them
 * @param firstAfter how long a new connection is left alone before the first message to it
 */
public record SocketSettings(
        String name,
        URI address,
        Heartbeat heartbeat,
        Duration silenceMax,
        Duration readyMax,
        Duration ageMax,
        int messagesPerSecond,
        int waitingMax,
        Backoff backoff,
        Duration stableAfter,
        int failuresToOpen,
        Backoff openWaits,
        Rate attempts,
        Duration firstAfter) {
    private static final int FAILURES_TO_OPEN = 8;
    private static final int LONGER_WHEN_OPEN = 3;

    /** Binance takes 300 from one address; the rest is for other programs on it. */
    private static final Rate ATTEMPTS = new Rate(250, Duration.ofMinutes(5));

    public SocketSettings {
        if (messagesPerSecond < 1 || waitingMax < 1) {
            throw new IllegalArgumentException("a connection sends at least one message a second");
        }
        if (failuresToOpen < 1) {
            throw new IllegalArgumentException("a breaker opens after at least one failure");
        }
    }

    /**
     * With the usual breaker, which opens after eight failures for the longest wait and then up to
     * three times that, and 250 attempts in five minutes.
     */
    public SocketSettings(
            String name,
            URI address,
            Heartbeat heartbeat,
            Duration silenceMax,
            Duration readyMax,
            Duration ageMax,
            int messagesPerSecond,
            int waitingMax,
            Backoff backoff,
            Duration stableAfter) {
        this(
                name,
                address,
                heartbeat,
                silenceMax,
                readyMax,
                ageMax,
                messagesPerSecond,
                waitingMax,
                backoff,
                stableAfter,
                FAILURES_TO_OPEN,
                new Backoff(backoff.max(), backoff.max().multipliedBy(LONGER_WHEN_OPEN)),
                ATTEMPTS,
                Duration.ZERO);
    }

    /** The same with another breaker. */
    public SocketSettings withBreaker(int failures, Backoff waits) {
        return new SocketSettings(
                name,
                address,
                heartbeat,
                silenceMax,
                readyMax,
                ageMax,
                messagesPerSecond,
                waitingMax,
                backoff,
                stableAfter,
                failures,
                waits,
                attempts,
                firstAfter);
    }

    /** The same with another limit on attempts to connect. */
    public SocketSettings withAttempts(Rate limit) {
        return new SocketSettings(
                name,
                address,
                heartbeat,
                silenceMax,
                readyMax,
                ageMax,
                messagesPerSecond,
                waitingMax,
                backoff,
                stableAfter,
                failuresToOpen,
                openWaits,
                limit,
                firstAfter);
    }

    /** The same for an exchange that wants to be left alone for a while after a connect. */
    public SocketSettings withFirstAfter(Duration wait) {
        return new SocketSettings(
                name,
                address,
                heartbeat,
                silenceMax,
                readyMax,
                ageMax,
                messagesPerSecond,
                waitingMax,
                backoff,
                stableAfter,
                failuresToOpen,
                openWaits,
                attempts,
                wait);
    }

    /** The same for another connection. */
    public SocketSettings as(String otherName, URI otherAddress) {
        return new SocketSettings(
                otherName,
                otherAddress,
                heartbeat,
                silenceMax,
                readyMax,
                ageMax,
                messagesPerSecond,
                waitingMax,
                backoff,
                stableAfter,
                failuresToOpen,
                openWaits,
                attempts,
                firstAfter);
    }

    boolean ssl() {
        return switch (address.getScheme()) {
            case "wss" -> true;
            case "ws" -> false;
            default -> throw new IllegalArgumentException("expected ws or wss: " + address);
        };
    }

    int port() {
        return address.getPort() > 0 ? address.getPort() : ssl() ? 443 : 80;
    }

    String target() {
        String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        return address.getRawQuery() == null ? path : path + "?" + address.getRawQuery();
    }
}
