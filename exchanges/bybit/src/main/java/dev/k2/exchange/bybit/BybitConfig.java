package dev.k2.exchange.bybit;

import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeConfig.Environment;
import dev.k2.exchange.ExchangeConfig.OrderTransport;
import dev.k2.exchange.net.Backoff;
import dev.k2.exchange.net.Heartbeat;
import dev.k2.exchange.net.SocketSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where Bybit is and how it is treated.
 *
 * @param environment which Bybit; all addresses that credentials go to belong to it
 * @param rest base address of REST, without a path
 * @param publicStreams base address of public data, to which the category is added
 * @param privateStream address of an account's own stream
 * @param trade address of orders over WebSocket; the demo has none
 * @param recvWindow how old a signed request may be when Bybit gets it
 * @param timeout how long one request may take
 * @param clockOffsetMax how far our clock may be off before signing stops
 * @param silenceMax without any frame for so long, a connection counts as dead
 * @param pingEvery how often a connection is asked for a sign of life
 * @param connectionAgeMax when a connection is renewed
 * @param reconnect the waits between tries to connect again
 * @param bookDepth levels of a side of a live book: 50, 200 or 1000
 * @param requestsMax how many requests Bybit takes of this address in five seconds
 * @param orderEntry how orders travel
 * @param twoConnections whether live public data comes over two connections each
 * @param stateFolder where a ban is kept over a restart
 */
public record BybitConfig(
        Environment environment,
        URI rest,
        URI publicStreams,
        URI privateStream,
        Optional<URI> trade,
        Duration recvWindow,
        Duration timeout,
        Duration clockOffsetMax,
        Duration silenceMax,
        Duration pingEvery,
        Duration connectionAgeMax,
        Backoff reconnect,
        int bookDepth,
        int requestsMax,
        OrderTransport orderEntry,
        boolean twoConnections,
        Optional<Path> stateFolder) {
    /**
     * Bybit asks for a ping at least every 20 s. A dead connection is noticed the sooner the more
     * often it is asked.
     */
    private static final Duration PING_EVERY = Duration.ofSeconds(5);

    private static final String PING = "{\"op\":\"ping\"}";
    private static final Duration READY_MAX = Duration.ofSeconds(30);

    /** Bybit names no limit on messages. */
    private static final int MESSAGES_PER_SECOND = 20;

    private static final int WAITING_MAX = 1_000;

    /** Regional Bybits have domains of their own; all of them are real money. */
    private static final List<String> DOMAINS =
            List.of("bybit", "bytick", "bybitgeorgia", "manepa");

    public BybitConfig {
        requireHost(environment, rest);
        requireHost(environment, privateStream);
        trade.ifPresent(address -> requireHost(environment, address));
        // The demo has the prices of the real market, over which no credentials travel.
        requireHost(
                environment == Environment.DEMO ? Environment.LIVE : environment, publicStreams);
        if (!BybitTopics.DEPTHS.contains(bookDepth)) {
            throw new IllegalArgumentException(
                    "a live book has one of " + BybitTopics.DEPTHS + " levels, found " + bookDepth);
        }
        if (orderEntry == OrderTransport.WEBSOCKET && trade.isEmpty()) {
            throw new IllegalArgumentException("Bybit's demo takes no orders over WebSocket");
        }
    }

    /** Real money. */
    public static BybitConfig live() {
        return of(
                Environment.LIVE,
                "https://api.bybit.com",
                "wss://stream.bybit.com",
                "wss://stream.bybit.com");
    }

    /**
     * Real money at a regional Bybit, whose accounts work nowhere else.
     *
     * @param domain such as {@code bybit.nl}, {@code bybit.eu} or {@code bybitgeorgia.ge}
     */
    public static BybitConfig regional(String domain) {
        String streams = "wss://stream." + domain;
        return of(Environment.LIVE, "https://api." + domain, streams, streams);
    }

    /** Bybit's test network. */
    public static BybitConfig testnet() {
        return of(
                Environment.TESTNET,
                "https://api-testnet.bybit.com",
                "wss://stream-testnet.bybit.com",
                "wss://stream-testnet.bybit.com");
    }

    /** Bybit's demo mode: live prices, play money, keys of its own. */
    public static BybitConfig demo() {
        return of(
                Environment.DEMO,
                "https://api-demo.bybit.com",
                "wss://stream.bybit.com",
                "wss://stream-demo.bybit.com");
    }

    /** A simulated Bybit on this machine. */
    public static BybitConfig sim(int port) {
        return sim(URI.create("http://127.0.0.1:" + port));
    }

    /**
     * What a caller of the library asked for.
     *
     * @throws IllegalArgumentException for a simulator that is not reached over HTTP or HTTPS, and for
     *     orders over WebSocket in the demo
     */
    static BybitConfig from(ExchangeConfig wanted) {
        BybitConfig usual =
                switch (wanted.environment()) {
                    case LIVE -> live();
                    case TESTNET -> testnet();
                    case DEMO -> demo();
                    case SIM -> sim(wanted.simulator().orElseThrow());
                };
        return usual.with(wanted.orderEntry(), wanted.twoConnections(), wanted.stateFolder());
    }

    private static BybitConfig sim(URI address) {
        boolean secure = address.getScheme().equals("https");
        if (!secure && !address.getScheme().equals("http")) {
            throw new IllegalArgumentException(
                    "expected the address of a simulator over http or https, found " + address);
        }
        String sockets = (secure ? "wss://" : "ws://") + address.getAuthority();
        String rest = address.getScheme() + "://" + address.getAuthority();
        return of(Environment.SIM, rest, sockets, sockets);
    }

    private static BybitConfig of(
            Environment environment, String rest, String publicHost, String privateHost) {
        return new BybitConfig(
                environment,
                URI.create(rest),
                URI.create(publicHost + "/v5/public"),
                URI.create(privateHost + "/v5/private"),
                environment == Environment.DEMO
                        ? Optional.empty()
                        : Optional.of(URI.create(privateHost + "/v5/trade")),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(12),
                PING_EVERY,
                Duration.ofHours(23),
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(20)),
                50,
                600,
                OrderTransport.REST,
                false,
                Optional.empty());
    }

    private BybitConfig with(OrderTransport transport, boolean two, Optional<Path> folder) {
        return new BybitConfig(
                environment,
                rest,
                publicStreams,
                privateStream,
                trade,
                recvWindow,
                timeout,
                clockOffsetMax,
                silenceMax,
                pingEvery,
                connectionAgeMax,
                reconnect,
                bookDepth,
                requestsMax,
                transport,
                two,
                folder);
    }

    /** The same with orders on another way. */
    public BybitConfig withOrderEntry(OrderTransport changed) {
        return with(changed, twoConnections, stateFolder);
    }

    /** The same with two connections for each feed. */
    public BybitConfig withTwoConnections() {
        return with(orderEntry, true, stateFolder);
    }

    /** The same, keeping over a restart that Bybit banned this address. */
    public BybitConfig withStateFolder(Path folder) {
        return with(orderEntry, twoConnections, Optional.of(folder));
    }

    /** The same with other time limits: for how far our clock may be off, and for one request. */
    public BybitConfig withLimits(Duration clock, Duration request) {
        return new BybitConfig(
                environment,
                rest,
                publicStreams,
                privateStream,
                trade,
                recvWindow,
                request,
                clock,
                silenceMax,
                pingEvery,
                connectionAgeMax,
                reconnect,
                bookDepth,
                requestsMax,
                orderEntry,
                twoConnections,
                stateFolder);
    }

    /** The same with other limits for how connections are watched and come back. */
    public BybitConfig withLiveness(Duration silence, Duration ping, Duration age, Backoff waits) {
        return new BybitConfig(
                environment,
                rest,
                publicStreams,
                privateStream,
                trade,
                recvWindow,
                timeout,
                clockOffsetMax,
                silence,
                ping,
                age,
                waits,
                bookDepth,
                requestsMax,
                orderEntry,
                twoConnections,
                stateFolder);
    }

    /** The same with live books of another depth: 50, 200 or 1000 levels. */
    public BybitConfig withBookDepth(int levels) {
        return new BybitConfig(
                environment,
                rest,
                publicStreams,
                privateStream,
                trade,
                recvWindow,
                timeout,
                clockOffsetMax,
                silenceMax,
                pingEvery,
                connectionAgeMax,
                reconnect,
                levels,
                requestsMax,
                orderEntry,
                twoConnections,
                stateFolder);
    }

    /** How connections for a category's public data are kept. */
    SocketSettings publicStream(BybitCategory category) {
        return socket(
                "bybit " + category.word() + " streams",
                URI.create(publicStreams + "/" + category.word()));
    }

    /** How an account's own stream is kept. */
    SocketSettings privateStreamSettings() {
        return socket("bybit user stream", privateStream);
    }

    /** How a connection for orders is kept. */
    SocketSettings tradeSettings() {
        return socket(
                "bybit order entry",
                trade.orElseThrow(
                        () -> new IllegalStateException("no orders over WebSocket here")));
    }

    /** A connection that lived for half of the longest wait has earned a quick first try. */
    private SocketSettings socket(String name, URI address) {
        return new SocketSettings(
                name,
                address,
                new Heartbeat.JsonPing(pingEvery, () -> PING),
                silenceMax,
                READY_MAX,
                connectionAgeMax,
                MESSAGES_PER_SECOND,
                WAITING_MAX,
                reconnect,
                reconnect.max().dividedBy(2));
    }

    /** The same for an address of which Bybit takes another number of requests in five seconds. */
    public BybitConfig withRequestsMax(int requests) {
        return new BybitConfig(
                environment,
                rest,
                publicStreams,
                privateStream,
                trade,
                recvWindow,
                timeout,
                clockOffsetMax,
                silenceMax,
                pingEvery,
                connectionAgeMax,
                reconnect,
                bookDepth,
                requests,
                orderEntry,
                twoConnections,
                stateFolder);
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

    /** Whatever is not Bybit's counts as simulated: nothing live is ever sent there. */
    private static Environment environmentOf(String host) {
        List<String> labels = List.of(host.split("\\.", -1));
        if (labels.stream().noneMatch(DOMAINS::contains)) {
            return Environment.SIM;
        }
        if (labels.getFirst().endsWith("-testnet")) {
            return Environment.TESTNET;
        }
        return labels.getFirst().endsWith("-demo") ? Environment.DEMO : Environment.LIVE;
    }
}
