package dev.k2.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Where the gateway serves, and whom.
 *
 * @param host the address that it listens on
 * @param port the port; 0 for any free one
 * @param webApp the folder of the built web app; empty, or a folder that is not there, for none
 * @param mode the word of the mode: sim, paper or live
 * @param version what is running
 * @param allowedOrigins pages of other origins that may call, such as {@code https://desk.example}
 * @param trustedProxies addresses whose X-Forwarded-For is believed
 * @param behindTls whether clients reach K2 by TLS, so that they may be told to insist on it
 */
public record GatewayConfig(
        String host,
        int port,
        Optional<Path> webApp,
        String mode,
        String version,
        Set<String> allowedOrigins,
        Set<String> trustedProxies,
        boolean behindTls,
        Limits limits) {
    /** Sets are copied. */
    public GatewayConfig {
        allowedOrigins = Set.copyOf(allowedOrigins);
        trustedProxies = Set.copyOf(trustedProxies);
    }

    /** What suits one node that is reached from this machine only. */
    public static GatewayConfig local(
            int port, Optional<Path> webApp, String mode, String version) {
        return new GatewayConfig(
                "127.0.0.1",
                port,
                webApp,
                mode,
                version,
                Set.of(),
                Set.of(),
                false,
                Limits.usual());
    }

    /**
     * How much is served.
     *
     * @param bodyBytesMax the largest body of a request
     * @param requestsPerSecond how many requests one address may send in the long run
     * @param requestsAtOnce how many it may send in one burst
     * @param requestsInFlight how many requests are worked on at one time
     * @param socketsMax how many WebSockets may be open
     * @param subscriptionsMax how many things one WebSocket may subscribe to
     * @param sessionCheckEvery how often open WebSockets are held against their sessions
     * @param slowReaderMax how long a WebSocket may read nothing while something waits for it
     */
    public record Limits(
            int bodyBytesMax,
            int requestsPerSecond,
            int requestsAtOnce,
            int requestsInFlight,
            int socketsMax,
            int subscriptionsMax,
            Duration sessionCheckEvery,
            Duration slowReaderMax) {
        /** What suits one node. */
        public static Limits usual() {
            return new Limits(
                    64 * 1024,
                    100,
                    400,
                    2_000,
                    5_000,
                    500,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(8));
        }

        /** The same with another pace of requests. */
        public Limits withRequests(int perSecond, int atOnce) {
            return new Limits(
                    bodyBytesMax,
                    perSecond,
                    atOnce,
                    requestsInFlight,
                    socketsMax,
                    subscriptionsMax,
                    sessionCheckEvery,
                    slowReaderMax);
        }
    }
}
