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
 * Where Binance USD-M Futures is and how it is treated.
 *
 * @param environment which Binance; all addresses belong to it, so that credentials of one never
 *     reach another
 * @param rest base address of REST, without a path
 * @param streams base address of all streams, without a path
 * @param webSocketApi address of the WebSocket API, with its path; empty where there is none
 * @param orderEntry how orders travel
 * @param twoConnections whether feeds hold two connections each
 * @param recvWindow how old a signed request may be when Binance gets it
 * @param timeout how long one request may take
 * @param clockOffsetMax how far our clock may be off before signing stops
 * @param silenceMax without any frame for so long, a connection counts as dead
 * @param pingEvery how often a connection is asked for a sign of life
 * @param connectionAgeMax when a connection is renewed; Binance ends it after 24 hours
 * @param keyKeptAliveEvery how often the user stream's key is extended; it lives for an hour
 * @param bookDepth levels of a side that a live book starts with
 * @param stateFolder where a silence that Binance asked for is kept over a restart
 */
public record BinanceFuturesConfig(
        Environment environment,
        URI rest,
        URI streams,
        Optional<URI> webSocketApi,
        OrderTransport orderEntry,
        boolean twoConnections,
        Duration recvWindow,
        Duration timeout,
        Duration clockOffsetMax,
        Duration silenceMax,
        Duration pingEvery,
        Duration connectionAgeMax,
        Duration keyKeptAliveEvery,
        int bookDepth,
        Optional<Path> stateFolder) {

    public BinanceFuturesConfig {
        requireHost(environment, rest);
        requireHost(environment, streams);
        if (webSocketApi.isPresent()) {
            requireHost(environment, webSocketApi.get());
        } else if (orderEntry == OrderTransport.WEBSOCKET) {
            throw new IllegalArgumentException(environment + " takes no orders over a WebSocket");
        }
        if (bookDepth < 1 || bookDepth > 1_000) {
            throw new IllegalArgumentException("a book has 1 to 1000 levels, found " + bookDepth);
        }
    }

    /** Real money. */
    public static BinanceFuturesConfig live() {
        return of(
                Environment.LIVE,
                "https://fapi.binance.com",
                "wss://fstream.binance.com",
                Optional.of("wss://ws-fapi.binance.com/ws-fapi/v1"));
    }

    /** Binance's test network of futures. */
    public static BinanceFuturesConfig testnet() {
        return of(
                Environment.TESTNET,
                "https://testnet.binancefuture.com",
                "wss://fstream.binancefuture.com",
                Optional.of("wss://testnet.binancefuture.com/ws-fapi/v1"));
    }

    /** Binance's demo mode. No address of its own for the WebSocket API is known. */
    public static BinanceFuturesConfig demo() {
        return of(
                Environment.DEMO,
                "https://demo-fapi.binance.com",
                "wss://demo-fstream.binance.com",
                Optional.empty());
    }

    /** A simulated Binance on this machine. */
    public static BinanceFuturesConfig sim(int port) {
        return sim(URI.create("http://127.0.0.1:" + port));
    }

    /**
     * A configuration in the library's own words.
     *
     * @throws IllegalArgumentException where it does not fit together
     */
    static BinanceFuturesConfig of(ExchangeConfig config) {
        BinanceFuturesConfig addresses =
                switch (config.environment()) {
                    case LIVE -> live();
                    case TESTNET -> testnet();
                    case DEMO -> demo();
                    case SIM ->
                            sim(
                                    config.simulator()
                                            .orElseThrow(
                                                    () ->
                                                            new IllegalArgumentException(
                                                                    "a simulated exchange has an"
                                                                            + " address")));
                };
        return addresses.with(config.orderEntry(), config.twoConnections(), config.stateFolder());
    }

    private static BinanceFuturesConfig sim(URI address) {
        String host = address.getAuthority();
        String sockets = (address.getScheme().equals("https") ? "wss://" : "ws://") + host;
        return of(
                Environment.SIM,
                address.getScheme() + "://" + host,
                sockets,
                Optional.of(sockets + "/ws-fapi/v1"));
    }

    private static BinanceFuturesConfig of(
            Environment environment, String rest, String streams, Optional<String> webSocketApi) {
        return new BinanceFuturesConfig(
                environment,
                URI.create(rest),
                URI.create(streams),
                webSocketApi.map(URI::create),
                OrderTransport.REST,
                false,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                Duration.ofHours(23),
                Duration.ofMinutes(30),
                1_000,
                Optional.empty());
    }

    /** The same with orders on another way. */
    public BinanceFuturesConfig withOrderEntry(OrderTransport changed) {
        return with(changed, twoConnections, stateFolder);
    }

    /** The same with two connections for each feed. */
    public BinanceFuturesConfig withTwoConnections() {
        return with(orderEntry, true, stateFolder);
    }

    /** The same, keeping over a restart what Binance asked for. */
    public BinanceFuturesConfig withStateFolder(Path folder) {
        return with(orderEntry, twoConnections, Optional.of(folder));
    }

    private BinanceFuturesConfig with(OrderTransport changed, boolean two, Optional<Path> folder) {
        return new BinanceFuturesConfig(
                environment,
                rest,
                streams,
                webSocketApi,
                changed,
                two,
                recvWindow,
                timeout,
                clockOffsetMax,
                silenceMax,
                pingEvery,
                connectionAgeMax,
                keyKeptAliveEvery,
                bookDepth,
                folder);
    }

    /** The same with other limits for how a connection is watched. */
    public BinanceFuturesConfig withLiveness(Duration silence, Duration ping, Duration age) {
        return new BinanceFuturesConfig(
                environment,
                rest,
                streams,
                webSocketApi,
                orderEntry,
                twoConnections,
                recvWindow,
                timeout,
                clockOffsetMax,
                silence,
                ping,
                age,
                keyKeptAliveEvery,
                bookDepth,
                stateFolder);
    }

    /** The same with other limits for one request and for how far our clock may be off. */
    public BinanceFuturesConfig withRequests(Duration timeLimit, Duration offsetMax) {
        return new BinanceFuturesConfig(
                environment,
                rest,
                streams,
                webSocketApi,
                orderEntry,
                twoConnections,
                recvWindow,
                timeLimit,
                offsetMax,
                silenceMax,
                pingEvery,
                connectionAgeMax,
                keyKeptAliveEvery,
                bookDepth,
                stateFolder);
    }

    BinanceHost host() {
        return new BinanceHost(
                ExchangeId.BINANCE_FUTURES,
                rest,
                "/fapi/v1/time",
                recvWindow,
                timeout,
                clockOffsetMax);
    }

    /** How a connection to the WebSocket API is kept. */
    SocketSettings webSocketApi(String name) {
        return socket(name, webSocketApi.orElseThrow(), 10, 1_000);
    }

    /** How a connection of the user stream is kept. */
    SocketSettings userStream(URI address) {
        return socket("binance-futures user stream", address, 3, 100);
    }

    private SocketSettings socket(String name, URI address, int messagesPerSecond, int waitingMax) {
        return new SocketSettings(
                name,
                address,
                new Heartbeat.PingFrames(pingEvery),
                silenceMax,
                Duration.ofSeconds(30),
                connectionAgeMax,
                messagesPerSecond,
                waitingMax,
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(20)),
                Duration.ofSeconds(10));
    }

    BinanceFeedSettings feed() {
        return new BinanceFeedSettings(
                BinanceProduct.USD_M,
                streams,
                silenceMax,
                pingEvery,
                connectionAgeMax,
                BinanceFeedSettings.WAITS,
                bookDepth,
                twoConnections);
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
        if (host.endsWith(".binancefuture.com")) {
            return Environment.TESTNET;
        }
        if (host.endsWith(".binance.com")) {
            return host.startsWith("demo-") ? Environment.DEMO : Environment.LIVE;
        }
        return host.endsWith(".binance.vision") ? Environment.LIVE : Environment.SIM;
    }
}
