package dev.k2.exchange.binance;

import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeConfig.Environment;
import dev.k2.exchange.ExchangeConfig.OrderTransport;
import dev.k2.exchange.net.Backoff;
import dev.k2.exchange.net.Heartbeat;
import dev.k2.exchange.net.SocketSettings;
import dev.k2.model.ExchangeId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Where Binance Spot is and how it is treated.
 *
 * @param environment which Binance; all addresses belong to it, so that credentials of one never
 *     reach another
 * @param rest base address of REST, without a path
 * @param streams base address of the market streams, without a path
 * @param webSocketApi address of the WebSocket API, with its path
 * @param recvWindow how old a signed request may be when Binance gets it
 * @param timeout how long one request may take
 * @param clockOffsetMax how far our clock may be off before signing stops
 * @param silenceMax without any frame for so long, a connection counts as dead
 * @param pingEvery how often a connection is asked for a sign of life
 * @param connectionAgeMax when a connection is renewed; Binance ends it after 24 hours
 * @param reconnect the waits between tries to connect again
 * @param bookDepth levels of a side that a live book starts with
 * @param orderEntry how orders and questions about them travel
 * @param twoConnections whether live public data comes over two connections each
 * @param stateFolder where a silence that Binance asked for is kept over a restart
 */
public record BinanceConfig(
        Environment environment,
        URI rest,
        URI streams,
        URI webSocketApi,
        Duration recvWindow,
        Duration timeout,
        Duration clockOffsetMax,
        Duration silenceMax,
        Duration pingEvery,
        Duration connectionAgeMax,
        Backoff reconnect,
        int bookDepth,
        OrderTransport orderEntry,
        boolean twoConnections,
        Optional<Path> stateFolder) {

    public BinanceConfig {
        requireHost(environment, rest);
        requireHost(environment, streams);
        requireHost(environment, webSocketApi);
        if (bookDepth < 1 || bookDepth > 5_000) {
            throw new IllegalArgumentException("a book has 1 to 5000 levels, found " + bookDepth);
        }
    }

    /** Real money. */
    public static BinanceConfig live() {
        return of(
                Environment.LIVE,
                "https://api.binance.com",
                "wss://stream.binance.com:9443",
                "wss://ws-api.binance.com:443/ws-api/v3");
    }

    /** Binance's test network. */
    public static BinanceConfig testnet() {
        return of(
                Environment.TESTNET,
                "https://testnet.binance.vision",
                "wss://stream.testnet.binance.vision",
                "wss://ws-api.testnet.binance.vision/ws-api/v3");
    }

    /** Binance's demo mode: live prices, play money. */
    public static BinanceConfig demo() {
        return of(
                Environment.DEMO,
                "https://demo-api.binance.com",
                "wss://demo-stream.binance.com",
                "wss://demo-ws-api.binance.com/ws-api/v3");
    }

    /** A simulated Binance on this machine. */
    public static BinanceConfig sim(int port) {
        return sim(URI.create("http://127.0.0.1:" + port));
    }

    private static BinanceConfig of(
            Environment environment, String rest, String streams, String webSocketApi) {
        return new BinanceConfig(
                environment,
                URI.create(rest),
                URI.create(streams),
                URI.create(webSocketApi),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                Duration.ofHours(23),
                BinanceFeedSettings.WAITS,
                1_000,
                OrderTransport.REST,
                false,
                Optional.empty());
    }

    /**
     * What a caller of the library asked for.
     *
     * @throws IllegalArgumentException for a simulator that is not reached over HTTP
     */
    static BinanceConfig from(ExchangeConfig wanted) {
        BinanceConfig usual =
                switch (wanted.environment()) {
                    case LIVE -> live();
                    case TESTNET -> testnet();
                    case DEMO -> demo();
                    case SIM -> sim(wanted.simulator().orElseThrow());
                };
        return usual.with(wanted.orderEntry(), wanted.twoConnections(), wanted.stateFolder());
    }

    private static BinanceConfig sim(URI address) {
        boolean secure = address.getScheme().equals("https");
        if (!secure && !address.getScheme().equals("http")) {
            throw new IllegalArgumentException(
                    "expected the address of a simulator over http or https, found " + address);
        }
        String sockets = (secure ? "wss://" : "ws://") + address.getAuthority();
        return of(
                Environment.SIM,
                address.getScheme() + "://" + address.getAuthority(),
                sockets,
                sockets + "/ws-api/v3");
    }

    private BinanceConfig with(OrderTransport transport, boolean two, Optional<Path> folder) {
        return new BinanceConfig(
                environment,
                rest,
                streams,
                webSocketApi,
                recvWindow,
                timeout,
                clockOffsetMax,
                silenceMax,
                pingEvery,
                connectionAgeMax,
                reconnect,
                bookDepth,
                transport,
                two,
                folder);
    }

    /** The same with orders on another way. */
    public BinanceConfig withOrderEntry(OrderTransport changed) {
        return with(changed, twoConnections, stateFolder);
    }

    /** The same, keeping over a restart what Binance asked for. */
    public BinanceConfig withStateFolder(Path folder) {
        return with(orderEntry, twoConnections, Optional.of(folder));
    }

    /** The same with another limit for how far our clock may be off. */
    public BinanceConfig withClockOffsetMax(Duration changed) {
        return new BinanceConfig(
                environment,
                rest,
                streams,
                webSocketApi,
                recvWindow,
                timeout,
                changed,
                silenceMax,
                pingEvery,
                connectionAgeMax,
                reconnect,
                bookDepth,
                orderEntry,
                twoConnections,
                stateFolder);
    }

    /** The same with another time limit for one request. */
    public BinanceConfig withTimeout(Duration changed) {
        return new BinanceConfig(
                environment,
                rest,
                streams,
                webSocketApi,
                recvWindow,
                changed,
                clockOffsetMax,
                silenceMax,
                pingEvery,
                connectionAgeMax,
                reconnect,
                bookDepth,
                orderEntry,
                twoConnections,
                stateFolder);
    }

    /** The same with other limits for how a connection is watched. */
    public BinanceConfig withLiveness(Duration silence, Duration ping, Duration age) {
        return new BinanceConfig(
                environment,
                rest,
                streams,
                webSocketApi,
                recvWindow,
                timeout,
                clockOffsetMax,
                silence,
                ping,
                age,
                reconnect,
                bookDepth,
                orderEntry,
                twoConnections,
                stateFolder);
    }

    /** The same with other waits between tries to connect again. */
    public BinanceConfig withReconnect(Backoff changed) {
        return new BinanceConfig(
                environment,
                rest,
                streams,
                webSocketApi,
                recvWindow,
                timeout,
                clockOffsetMax,
                silenceMax,
                pingEvery,
                connectionAgeMax,
                changed,
                bookDepth,
                orderEntry,
                twoConnections,
                stateFolder);
    }

    /** Whether what a key may do is told: the test network and the demo have no such call. */
    boolean tellsKeyRestrictions() {
        return environment == Environment.LIVE || environment == Environment.SIM;
    }

    /** How a connection to the WebSocket API is kept. */
    SocketSettings webSocketApi(String name) {
        return new SocketSettings(
                name,
                webSocketApi,
                new Heartbeat.PingFrames(pingEvery),
                silenceMax,
                Duration.ofSeconds(30),
                connectionAgeMax,
                50,
                1_000,
                reconnect,
                BinanceFeedSettings.stableAfter(reconnect));
    }

    BinanceFeedSettings feed() {
        return new BinanceFeedSettings(
                BinanceProduct.SPOT,
                streams,
                silenceMax,
                pingEvery,
                connectionAgeMax,
                reconnect,
                bookDepth,
                twoConnections);
    }

    BinanceHost host() {
        return new BinanceHost(
                ExchangeId.BINANCE, rest, "/api/v3/time", recvWindow, timeout, clockOffsetMax);
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

    /** Whatever is not Binance's counts as simulated: nothing live is ever sent there. */
    private static Environment environmentOf(String host) {
        if (host.endsWith(".binance.vision") && host.contains("testnet")) {
            return Environment.TESTNET;
        }
        if (host.endsWith(".binance.com")) {
            return host.startsWith("demo-") ? Environment.DEMO : Environment.LIVE;
        }
        return host.endsWith(".binance.vision") ? Environment.LIVE : Environment.SIM;
    }
}
