package dev.k2.exchange.okx;

import dev.k2.exchange.net.Backoff;
import dev.k2.exchange.net.Heartbeat;
import dev.k2.exchange.net.Rate;
import dev.k2.exchange.net.SocketSettings;
import java.time.Duration;

/** How connections to OKX are kept, of whatever kind. */
final class OkxSockets {
    /** OKX wants a bare word, and answers with one that is no JSON either. */
    static final String PING = "ping";

    private static final String PONG = "pong";

    /** OKX takes three from one address. */
    private static final Rate ATTEMPTS = new Rate(3, Duration.ofSeconds(1));

    private static final int MESSAGES_PER_SECOND = 50;
    private static final int WAITING_MAX = 1_000;

    private OkxSockets() {}

    static SocketSettings settings(OkxConfig config, String name, OkxSocket socket) {
        return new SocketSettings(
                        name,
                        config.socket(socket),
                        new Heartbeat.TextPing(config.pingEvery(), PING, PONG),
                        config.silenceMax(),
                        Duration.ofSeconds(30),
                        config.connectionAgeMax(),
                        MESSAGES_PER_SECOND,
                        WAITING_MAX,
                        new Backoff(Duration.ofMillis(200), Duration.ofSeconds(20)),
                        Duration.ofSeconds(10))
                .withAttempts(ATTEMPTS);
    }
}
