package dev.k2.exchange.cryptocom;

import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeConfig.Environment;
import dev.k2.exchange.ExchangeConfig.OrderTransport;
import dev.k2.exchange.net.Backoff;
import dev.k2.exchange.net.SocketSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Where Crypto.com is and how it is treated.
 *
 * @param environment which Crypto.com; all addresses belong to it
 * @param rest base address of REST, without a path
 * @param market address of public streams
 * @param user address of an account's own stream and of its calls
 * @param timeout how long one request may take
 * @param clockOffsetMax how far our clock may be off before signing stops. Crypto.com takes a
 *     minute, and tells its time in seconds
 * @param silenceMax without any frame for so long, a connection counts as dead
 * @param heartbeatMax without a heartbeat of Crypto.com's for so long, a connection counts as dead
 * @param firstAfter how long a new connection is left alone: its limits are counted by parts of
 *     its first second
 * @param connectionAgeMax when a connection is renewed
 * @param reconnect the waits between tries to connect again
 * @param limitPercent how much of the documented limits is used
 * @param orderEntry how orders travel
 * @param twoConnections whether live public data comes over two connections each
 * @param stateFolder where a silence is kept over a restart
 */
public record CryptocomConfig(
        Environment environment,
        URI rest,
        URI market,
        URI user,
        Duration timeout,
        Duration clockOffsetMax,
        Duration silenceMax,
        Duration heartbeatMax,
        Duration firstAfter,
        Duration connectionAgeMax,
        Backoff reconnect,
        int limitPercent,
        OrderTransport orderEntry,
        boolean twoConnections,
        Optional<Path> stateFolder) {
    private static final Duration READY_MAX = Duration.ofSeconds(30);

    /** Crypto.com takes 100 frames a second from a market socket and 150 from an account's. */
    private static final int MARKET_FRAMES = 80;

    private static final int USER_FRAMES = 120;
    private static final int WAITING_MAX = 1_000;

    public CryptocomConfig {
        requireHost(environment, rest);
        requireHost(environment, market);
        requireHost(environment, user);
        if (limitPercent < 1) {
            throw new IllegalArgumentException(
                    "at least one per cent of a limit is used, found " + limitPercent);
        }
    }

    /** Real money. */
    public static CryptocomConfig live() {
        return of(
                Environment.LIVE,
                "https://api.crypto.com",
                "wss://stream.crypto.com",
                Duration.ofSeconds(1));
    }

    /** The sandbox, to which Crypto.com invites. Keys of its own, play money. */
    public static CryptocomConfig sandbox() {
        return sandbox(Environment.TESTNET);
    }

    private static CryptocomConfig sandbox(Environment as) {
        return of(as, "https://uat-api.3ona.co", "wss://uat-stream.3ona.co", Duration.ofSeconds(1));
    }

    /** A simulated Crypto.com on this machine. */
    public static CryptocomConfig sim(int port) {
        return sim(URI.create("http://127.0.0.1:" + port));
    }

    /**
     * What a caller of the library asked for. The sandbox is both test network and demo.
     *
     * @throws IllegalArgumentException for a simulator that is not reached over HTTP or HTTPS
     */
    static CryptocomConfig from(ExchangeConfig wanted) {
        CryptocomConfig usual =
                switch (wanted.environment()) {
                    case LIVE -> live();
                    case TESTNET, DEMO -> sandbox(wanted.environment());
                    case SIM -> sim(wanted.simulator().orElseThrow());
                };
        return usual.with(wanted.orderEntry(), wanted.twoConnections(), wanted.stateFolder(), 100);
    }

    private static CryptocomConfig sim(URI address) {
        boolean secure = address.getScheme().equals("https");
        if (!secure && !address.getScheme().equals("http")) {
            throw new IllegalArgumentException(
                    "expected the address of a simulator over http or https, found " + address);
        }
        return of(
                Environment.SIM,
                address.getScheme() + "://" + address.getAuthority(),
                (secure ? "wss://" : "ws://") + address.getAuthority(),
                Duration.ofMillis(50));
    }

    private static CryptocomConfig of(
            Environment environment, String rest, String streams, Duration firstAfter) {
        return new CryptocomConfig(
                environment,
                URI.create(rest),
                URI.create(streams + "/exchange/v1/market"),
                URI.create(streams + "/exchange/v1/user"),
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                Duration.ofSeconds(15),
                CryptocomHeartbeat.TWO_MISSED,
                firstAfter,
                Duration.ofHours(23),
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(20)),
                100,
                OrderTransport.REST,
                false,
                Optional.empty());
    }

    private CryptocomConfig with(
            OrderTransport transport, boolean two, Optional<Path> folder, int percent) {
        return new CryptocomConfig(
                environment,
                rest,
                market,
                user,
                timeout,
                clockOffsetMax,
                silenceMax,
                heartbeatMax,
                firstAfter,
                connectionAgeMax,
                reconnect,
                percent,
                transport,
                two,
                folder);
    }

    /** The same with orders on another way. */
    public CryptocomConfig withOrderEntry(OrderTransport changed) {
        return with(changed, twoConnections, stateFolder, limitPercent);
    }

    /** The same with two connections for each feed. */
    public CryptocomConfig withTwoConnections() {
        return with(orderEntry, true, stateFolder, limitPercent);
    }

    /** The same, keeping over a restart that Crypto.com wants silence. */
    public CryptocomConfig withStateFolder(Path folder) {
        return with(orderEntry, twoConnections, Optional.of(folder), limitPercent);
    }

    /** The same with another limit of one request, and of a clock that is off. */
    public CryptocomConfig withRequests(Duration timeoutMax, Duration offsetMax) {
        return with(timeoutMax, offsetMax, silenceMax, heartbeatMax, connectionAgeMax, reconnect);
    }

    /** The same with other times after which a connection counts as dead, or is renewed. */
    CryptocomConfig withLiveness(
            Duration silence, Duration heartbeat, Duration age, Backoff between) {
        return with(timeout, clockOffsetMax, silence, heartbeat, age, between);
    }

    private CryptocomConfig with(
            Duration answer,
            Duration offset,
            Duration silence,
            Duration heartbeat,
            Duration age,
            Backoff between) {
        return new CryptocomConfig(
                environment,
                rest,
                market,
                user,
                answer,
                offset,
                silence,
                heartbeat,
                firstAfter,
                age,
                between,
                limitPercent,
                orderEntry,
                twoConnections,
                stateFolder);
    }

    /** The same with another share of the documented limits: others may use the same key. */
    public CryptocomConfig withLimitPercent(int percent) {
        return with(orderEntry, twoConnections, stateFolder, percent);
    }

    /** How connections for public data are kept. */
    SocketSettings marketSettings() {
        return settings("cryptocom market streams", market, MARKET_FRAMES);
    }

    /** How a connection of an account is kept. */
    SocketSettings userSettings(String name) {
        return settings(name, user, USER_FRAMES);
    }

    /** A connection that lived for half of the longest wait has earned a quick first try. */
    private SocketSettings settings(String name, URI address, int framesPerSecond) {
        return new SocketSettings(
                        name,
                        address,
                        CryptocomHeartbeat.rule(heartbeatMax),
                        silenceMax,
                        READY_MAX,
                        connectionAgeMax,
                        framesPerSecond,
                        WAITING_MAX,
                        reconnect,
                        reconnect.max().dividedBy(2))
                .withFirstAfter(firstAfter);
    }

    private static void requireHost(Environment environment, URI address) {
        String host = address.getHost();
        if (host == null) {
            throw new IllegalArgumentException("an address names a host: " + address);
        }
        boolean secure = address.getScheme().equals("https") || address.getScheme().equals("wss");
        boolean fits =
                switch (environment) {
                    case LIVE -> isOf(host, "crypto.com");
                    case TESTNET, DEMO -> isOf(host, "3ona.co");
                    case SIM -> !isOf(host, "crypto.com") && !isOf(host, "3ona.co");
                };
        if (!fits || (environment != Environment.SIM && !secure)) {
            throw new IllegalArgumentException(address + " is no address of " + environment);
        }
    }

    private static boolean isOf(String host, String domain) {
        String small = host.toLowerCase(Locale.ROOT);
        return small.equals(domain) || small.endsWith("." + domain);
    }
}
