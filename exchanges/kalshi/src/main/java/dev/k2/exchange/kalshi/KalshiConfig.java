package dev.k2.exchange.kalshi;

import dev.k2.exchange.Credentials;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeConfig.Environment;
import dev.k2.exchange.net.Backoff;
import dev.k2.exchange.net.Heartbeat;
import dev.k2.exchange.net.SocketSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Where Kalshi is and how it is treated.
 *
 * @param environment which Kalshi; both addresses belong to it, so that credentials of one never
 *     reach another
 * @param rest base address of REST, without a path
 * @param socket address of all WebSockets
 * @param timeout how long one request may take
 * @param clockOffsetMax how far our clock may be off before signing stops; Kalshi tells the time to
 *     a second only
 * @param silenceMax without any frame for so long, a connection counts as dead; Kalshi pings every
 *     10 s
 * @param pingEvery how often a connection is asked for a sign of life
 * @param connectionAgeMax when a connection is renewed
 * @param dataKey opens the socket for public data, which Kalshi tells nobody without a name; empty
 *     for public data by question only
 * @param stateFolder where a silence that Kalshi asked for is kept over a restart
 */
public record KalshiConfig(
        Environment environment,
        URI rest,
        URI socket,
        Duration timeout,
        Duration clockOffsetMax,
        Duration silenceMax,
        Duration pingEvery,
        Duration connectionAgeMax,
        Optional<Credentials> dataKey,
        Optional<Path> stateFolder) {
    static final String SOCKET_PATH = "/trade-api/ws/v2";

    private static final int MESSAGES_PER_SECOND = 20;
    private static final int WAITING_MAX = 1_000;
    private static final Duration READY_MAX = Duration.ofSeconds(30);

    public KalshiConfig {
        requireHost(environment, rest);
        requireHost(environment, socket);
    }

    /** Real money. */
    public static KalshiConfig live() {
        return of(
                Environment.LIVE,
                "https://external-api.kalshi.com",
                "wss://external-api-ws.kalshi.com");
    }

    /** Kalshi's demo: accounts and keys of its own, play money. */
    public static KalshiConfig demo() {
        return of(
                Environment.DEMO,
                "https://external-api.demo.kalshi.co",
                "wss://external-api-ws.demo.kalshi.co");
    }

    /** A simulated Kalshi on this machine. */
    public static KalshiConfig sim(int port) {
        return sim(URI.create("http://127.0.0.1:" + port));
    }

    /**
     * A configuration in the library's own words. Kalshi's demo is its test network too.
     *
     * @throws IllegalArgumentException where it does not fit together
     */
    static KalshiConfig of(ExchangeConfig wanted) {
        KalshiConfig addresses =
                switch (wanted.environment()) {
                    case LIVE -> live();
                    case DEMO, TESTNET -> demo();
                    case SIM ->
                            sim(
                                    wanted.simulator()
                                            .orElseThrow(
                                                    () ->
                                                            new IllegalArgumentException(
                                                                    "a simulated exchange has an"
                                                                            + " address")));
                };
        return addresses.with(wanted.dataKey(), wanted.stateFolder());
    }

    private static KalshiConfig sim(URI address) {
        boolean secure = address.getScheme().equals("https");
        String host = address.getAuthority();
        return of(
                Environment.SIM,
                address.getScheme() + "://" + host,
                (secure ? "wss://" : "ws://") + host);
    }

    private static KalshiConfig of(Environment environment, String rest, String sockets) {
        return new KalshiConfig(
                environment,
                URI.create(rest),
                URI.create(sockets + SOCKET_PATH),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofSeconds(12),
                Duration.ofSeconds(5),
                Duration.ofHours(23),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with a key that opens the socket for public data. One that only reads is enough. */
    public KalshiConfig withDataKey(Credentials key) {
        return with(Optional.of(key), stateFolder);
    }

    /** The same, keeping over a restart what Kalshi asked for. */
    public KalshiConfig withStateFolder(Path folder) {
        return with(dataKey, Optional.of(folder));
    }

    private KalshiConfig with(Optional<Credentials> key, Optional<Path> folder) {
        return new KalshiConfig(
                environment,
                rest,
                socket,
                timeout,
                clockOffsetMax,
                silenceMax,
                pingEvery,
                connectionAgeMax,
                key,
                folder);
    }

    /** The same with another limit for how long one request may take. */
    public KalshiConfig withTimeout(Duration most) {
        return new KalshiConfig(
                environment,
                rest,
                socket,
                most,
                clockOffsetMax,
                silenceMax,
                pingEvery,
                connectionAgeMax,
                dataKey,
                stateFolder);
    }

    /** The same with other limits for how a connection is watched. */
    public KalshiConfig withLiveness(Duration silence, Duration ping, Duration age) {
        return new KalshiConfig(
                environment,
                rest,
                socket,
                timeout,
                clockOffsetMax,
                silence,
                ping,
                age,
                dataKey,
                stateFolder);
    }

    /** How a connection is kept. */
    SocketSettings socket(String name) {
        return new SocketSettings(
                name,
                socket,
                new Heartbeat.PingFrames(pingEvery),
                silenceMax,
                READY_MAX,
                connectionAgeMax,
                MESSAGES_PER_SECOND,
                WAITING_MAX,
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(20)),
                Duration.ofSeconds(10));
    }

    private static void requireHost(Environment environment, URI address) {
        String host = address.getHost();
        if (host == null) {
            throw new IllegalArgumentException("an address names a host: " + address);
        }
        boolean secure = address.getScheme().equals("https") || address.getScheme().equals("wss");
        Environment found = environmentOf(host.toLowerCase(Locale.ROOT));
        if (found != environment || (environment != Environment.SIM && !secure)) {
            throw new IllegalArgumentException(address + " is no address of " + environment);
        }
    }

    /** Whatever is not Kalshi's counts as simulated: nothing live is ever sent there. */
    private static Environment environmentOf(String host) {
        if (host.equals("kalshi.com") || host.endsWith(".kalshi.com")) {
            return Environment.LIVE;
        }
        return host.equals("kalshi.co") || host.endsWith(".kalshi.co")
                ? Environment.DEMO
                : Environment.SIM;
    }
}
