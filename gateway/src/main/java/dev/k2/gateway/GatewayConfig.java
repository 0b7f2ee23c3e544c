package dev.k2.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the gateway serves, and whom.
 *
 * @param host the address that it listens on
 * @param port the port; 0 for any free one
 * @param webApp the folder of the built web app; empty, or a folder that is not there, for none
 * @param mode the word of the mode: sim, paper or live
 * @param version what is running
 * @param edge who may come in, from where and how fast
 */
public record GatewayConfig(
        String host,
        int port,
        Optional<Path> webApp,
        String mode,
        String version,
        EdgeSettings edge,
        Limits limits) {
    /** What suits one node that is reached from this machine only. */
    public static GatewayConfig local(
            int port, Optional<Path> webApp, String mode, String version) {
        return new GatewayConfig(
                "127.0.0.1", port, webApp, mode, version, EdgeSettings.USUAL, Limits.usual());
    }

    /** The same behind another edge. */
    public GatewayConfig with(EdgeSettings other) {
        return new GatewayConfig(host, port, webApp, mode, version, other, limits);
    }

    /** The same with other limits. */
    public GatewayConfig with(Limits other) {
        return new GatewayConfig(host, port, webApp, mode, version, edge, other);
    }

    /** The same at another address. */
    public GatewayConfig at(String otherHost, int otherPort) {
        return new GatewayConfig(otherHost, otherPort, webApp, mode, version, edge, limits);
    }

    /**
     * How much is served.
     *
     * @param bodyBytesMax the largest body of a request
     * @param requestsInFlight how many requests are worked on at one time
     * @param socketsMax how many WebSockets may be open
     * @param subscriptionsMax how many things one WebSocket may subscribe to
     * @param sessionCheckEvery how often open WebSockets are held against their sessions
     * @param slowReaderMax how long a WebSocket may read nothing while something waits for it
     */
    public record Limits(
            int bodyBytesMax,
            int requestsInFlight,
            int socketsMax,
            int subscriptionsMax,
            Duration sessionCheckEvery,
            Duration slowReaderMax) {
        /** What suits one node. */
        public static Limits usual() {
            return new Limits(
                    64 * 1024, 2_000, 5_000, 500, Duration.ofSeconds(2), Duration.ofSeconds(8));
        }
    }
}
