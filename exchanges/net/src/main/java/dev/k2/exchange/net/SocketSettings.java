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
 * @param messagesPerSecond how many messages the exchange takes from us
 * @param waitingMax messages that may wait to be sent
 * @param backoff the waits between tries
 * @param stableAfter a connection that lived so long has earned a quick first try
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
        Duration stableAfter) {
    public SocketSettings {
        if (messagesPerSecond < 1 || waitingMax < 1) {
            throw new IllegalArgumentException("a connection sends at least one message a second");
        }
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
